"""What leaves the house: charts as SVG, and documents made from the protocol."""

from afterglow.core.documents.calendar import Happening, Looked, happenings
from afterglow.core.documents.chart import Day, FanChart, Point, fan_chart
from afterglow.core.documents.evidence import evidence_page
from afterglow.core.documents.icalendar_file import icalendar_file, uid_of
from afterglow.core.documents.pdf import Part, Record, record_pdf, undrawn
from afterglow.core.documents.revisions import Revision, revise

__all__ = [
    "Day",
    "FanChart",
    "Happening",
    "Looked",
    "Part",
    "Point",
    "Record",
    "Revision",
    "evidence_page",
    "fan_chart",
    "happenings",
    "icalendar_file",
    "record_pdf",
    "revise",
    "uid_of",
    "undrawn",
]
