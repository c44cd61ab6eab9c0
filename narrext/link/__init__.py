"""Claims x facts -> ranked candidates: aliases first, then RapidFuzz over labels and their parents."""

from narrext.link.candidates import find_candidates
from narrext.link.items import FactIndex

__all__ = ["FactIndex", "find_candidates"]
