"""What leaves the house: charts and documents made from the protocol."""

from afterglow.core.documents.evidence import evidence_page

__all__ = ["evidence_page"]
