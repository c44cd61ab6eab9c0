"""Drafts -> the scale of each table: what its captions state, else what the tables around it tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from narrext.numerals import Numeral
from narrext.plaintext.extents import NOTE
from narrext.tables.captions import Scale, fold_label, read_scale, statements
from narrext.tables.drafts import Draft, context_of
from narrext.tables.units import PER_SHARE, looks_per_share

ACCOUNTS = frozenset({"income", "balance", "cash_flow", "equity", "segment", "reconciliation"})
# How much larger than the largest amount of the statements one without a scale may print.
ROOM = 2


def settle_scales(drafts: Sequence[Draft]) -> None:
    """Give every draft the scale that its captions state, or that the tables around it tell."""
    above: Draft | None = None
    for draft in drafts:
        draft.scale = table_scale(draft)
        if above is not None and draft.scale.amounts is None and is_untitled(draft):
            # the rest of the table above: its caption holds on
            draft.scale = draft.scale.over(above.scale)
        above = draft
    borrow_scales(drafts)


def table_scale(draft: Draft) -> Scale:
    """The scale that captions state, the nearest to the figures first."""
    found = Scale()
    sections = [row.label for row in draft.band.body if row.kind == "section"]
    for words in (*context_of(draft), *(s for s in sections if s.startswith("("))):
        found = read_scale(words).over(found)
    return found if found.amounts is not None else heads_scale(draft).over(found)


def heads_scale(draft: Draft) -> Scale:
    """The scale that every column of values is headed with: "GBP'000"."""
    told = {head.scale for head in draft.heads if head.role == "value" and not head.measure}
    return told.pop() if len(told) == 1 else Scale()


def is_untitled(draft: Draft) -> bool:
    """Whether no caption of a table says what it is; the notes above it do not."""
    return all(NOTE.match(caption) for caption in draft.captions)


def borrow_scales(drafts: Sequence[Draft]) -> None:
    """Read accounts over which no scale stands in the one scale of the others, if they print alike."""
    stated = [d for d in drafts if d.scale.amounts is not None and not d.scale.noun and is_accounts(d)]
    scales = {draft.scale.amounts for draft in stated}
    silent = [d for d in drafts if d.scale.amounts is None and is_accounts(d)]
    if len(scales) != 1 or not silent:
        return
    largest = max(largest_of(draft) for draft in stated)
    decimals = {usual_decimals(draft) for draft in stated}
    for draft in silent:
        alike = usual_decimals(draft) in decimals and largest / 1000 < largest_of(draft) <= ROOM * largest
        if alike and not states_scale(draft) and not is_per_share_table(draft, draft.scale):
            draft.scale = Scale(scales.copy().pop(), currency=draft.scale.currency)
            draft.borrowed = True


def is_accounts(draft: Draft) -> bool:
    """Whether a table is a statement of accounts, by its kind or by a row that only those have."""
    if draft.statement in ACCOUNTS:
        return True
    if draft.statement != "other":
        return False
    labels = {fold_label(named.label) for named in draft.named}
    return any(rows & labels for kind, _, rows in statements() if kind in ACCOUNTS)


def states_scale(draft: Draft) -> bool:
    """Whether a row or a heading states a scale of its own: the table is not silent about it."""
    labels = (part for named in draft.named for part in (*named.parents, named.row.label))
    texts = [*labels, *(head.text for head in draft.heads)]
    return any(read_scale(words).amounts is not None for words in texts if "(" in words or " in " in words)


def amounts_of(draft: Draft) -> list[Numeral]:
    """The figures of the columns of values that are no percentages."""
    values = {head.index + 1 for head in draft.heads if head.role in ("value", "change")}
    return [
        n
        for named in draft.named
        for cell, n in zip(named.row.cells, named.row.numerals, strict=True)
        if n is not None and n.state == "number" and cell.column in values
    ]


def usual_decimals(draft: Draft) -> int:
    """The decimals that most amounts of a table show."""
    told = Counter(
        numeral.decimals
        for named in draft.named
        for numeral in named.row.numerals
        if numeral is not None and numeral.state == "number" and not numeral.percent
    )
    return told.most_common(1)[0][0] if told else 0


def largest_of(draft: Draft) -> Decimal:
    return max((abs(n.value) for n in amounts_of(draft) if not n.percent), default=Decimal(0))


def is_per_share_table(draft: Draft, scale: Scale) -> bool:
    """Whether a caption names amounts per share and no scale, and the figures are of that size."""
    if scale.amounts is not None or not any(PER_SHARE.search(caption) for caption in draft.captions):
        return False
    numerals = amounts_of(draft)
    return sum(looks_per_share([n]) or n.percent for n in numerals) > 0.8 * len(numerals)
