"""What does not foot -> findings, one for each line, with the working of its first figure."""

from __future__ import annotations

from collections.abc import Sequence

from narrext.errors import Finding
from narrext.footing.records import FootingCheck
from narrext.footing.working import hint_of, working_of
from narrext.tables.records import Fact

FAULTS = {
    "sum": "does not foot",
    "cross": "does not cross-foot",
    "cash": "does not reconcile",
    "balance": "does not balance",
    "change": "is not the change",
    "percent_change": "is not the change in percent",
    "share": "is not the share",
    "per_share": "is not earnings over shares",
    "agreement": "differs from the same item elsewhere",
}


def find_faults(checks: Sequence[FootingCheck]) -> list[Finding]:
    """A finding ``does_not_foot`` for each line and kind of check that fails, at its first such figure."""
    faults: dict[tuple[str, int, int], list[FootingCheck]] = {}
    for check in checks:
        if not check.holds:
            faults.setdefault((check.kind, check.table, check.fact.item.row), []).append(check)
    return [
        Finding("does_not_foot", message_of(group), group[0].fact.start, group[0].fact.end)
        for group in faults.values()
    ]


def message_of(group: Sequence[FootingCheck]) -> str:
    """“Total assets”, March 31, 2003, does not foot: 17,595 + 3,341 = 20,936, printed 20,937."""
    check = group[0]
    more = f"; nor do {count_of(len(group) - 1)} of its line" if len(group) > 1 else ""
    hint = f" ({hint_of(check)})" if hint_of(check) else ""
    printed = f"printed {check.fact.printed}{hint}"
    return f"{name_of(check.fact)} {FAULTS[check.kind]}: {working_of(check)}, {printed}{more}."


def name_of(fact: Fact) -> str:
    """The label and the column of a figure."""
    above = (
        fact.item.parents[-1] if fact.item.parents and not fact.item.label.lower().startswith("total") else ""
    )
    label = f"“{above} › {fact.item.label}”" if above else f"“{fact.item.label}”"
    if not fact.item.label:
        label = f"The sum under “{above}”" if above else "The sum"
    heading = fact.column.heading or (str(fact.period) if fact.period else "")
    return f"{label}, {heading}," if heading else label


def count_of(more: int) -> str:
    return "one more figure" if more == 1 else f"{more} more figures"
