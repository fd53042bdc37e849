"""What leaves the house: charts as SVG, and documents made from the protocol."""

from afterglow.core.documents.chart import Day, FanChart, Point, fan_chart
from afterglow.core.documents.evidence import evidence_page

__all__ = ["Day", "FanChart", "Point", "evidence_page", "fan_chart"]
