"""Tables that check themselves: totals, cross-foots, changes, per-share amounts, statements that agree."""

from narrext.footing.doubt import find_doubts
from narrext.footing.findings import find_faults
from narrext.footing.foot import foot, foot_table, sum_up
from narrext.footing.records import FootingCheck, TableFooting

__all__ = ["FootingCheck", "TableFooting", "find_doubts", "find_faults", "foot", "foot_table", "sum_up"]
