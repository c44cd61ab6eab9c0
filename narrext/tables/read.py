"""Table blocks -> tables: headings, labels, units and periods put together into facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal

from narrext.errors import Finding
from narrext.numerals import Numeral
from narrext.periods import Calendar, Period, PeriodMention, find_periods
from narrext.periods.records import is_month_end
from narrext.plaintext.extents import NOTE
from narrext.release import Release
from narrext.segment import Block, sentence_text
from narrext.tables.captions import ONE, Scale, read_basis, read_currency, read_scale, statement_kind
from narrext.tables.headings import (
    Head,
    best_context,
    complete_with,
    inherit,
    is_bare_year,
    read_heads,
    stub_text,
)
from narrext.tables.html_grid import html_grid
from narrext.tables.labels import Named, name_rows
from narrext.tables.records import Column, Fact, GridCell, LineItem, Table
from narrext.tables.slips import mend_heads
from narrext.tables.structure import Band, Structure, find_structure
from narrext.tables.text_grid import text_grid
from narrext.tables.units import PER_SHARE, Measure, Setting, looks_per_share, measure_row, traded_unit

BEGINNING = re.compile(
    r"(?i)\b(?:at\s+)?(?:the\s+)?(?:beginning|start)\s+of\s+(?:the\s+)?(?:\w+\s+)?(?:period|year|quarter|months?)|\bbeginning\s+(?:balance|cash)|\bbeginning$"
)
ENDING = re.compile(
    r"(?i)\b(?:at\s+)?(?:the\s+)?end\s+of\s+(?:the\s+)?(?:\w+\s+)?(?:period|year|quarter|months?)|\bending\s+(?:balance|cash)|\b(?:period|year|quarter)[\s-]end\b|\bending$"
)
STOCK = re.compile(
    r"(?i)(?!.*\b(?:average|return on|charge-?offs|provision|change|increase)\b)(?:^total\s+(?:assets|liabilities|debt|deposits|equity|loans)\b|(?:stock|share)holders['’]?\s+(?:equity|deficit)$"
    r"|\bbook\s+value\b|\bbalance\s+sheet\b|^(?:\w+\s+)?backlog$|\bnon-?performing\b|^allowance\s+for\b|\bto\s+total\s+(?:assets|loans)\b|\btier\s+1\b|\bcapital\s+ratio"
    r"|\bin\s+force\b|^(?:common\s+)?shares\s+outstanding\b|^net\s+debt\b|^tangible\s+(?:common\s+)?equity\b)"
)
# "For the year:" under balances tells how long, and the column until when.
FOR_THE = re.compile(
    r"(?i)(?:for\s+the|during\s+the|in\s+the|quarter|year|three\s+months|twelve\s+months|six\s+months|nine\s+months)\b"
)
# No label without one of these speaks of an instant.
STOCK_WORDS = (
    "total", "equity", "deficit", "book", "balance", "backlog", "performing", "allowance", "tier", "ratio", "outstanding",
    "net debt", "tangible", "assets", "loans", "in force",
)  # fmt: skip
FLOW = re.compile(
    r"(?i)^(?:(?:total|gaap|non-gaap|adjusted|core|net|operating|gross)\s+)*(?:income|loss|earnings|revenues?|sales|expenses?|profit|ebitda\w*)\b(?!\s+(?:tax(?:es)?\s+(?:payable|receivable)|receivable|payable|held))|\bearnings\s+per\b|\bexpenses?,\s+net\b"
)
# Bases that a column may add to that of its table.
SECOND = ("restated", "previously reported", "reported", "budget")
FLOWS = ("income", "cash_flow", "equity")
FLOW_RATIO = re.compile(
    r"(?i)\breturn\s+on\b|\binterest\s+margin\b|\befficiency\s+ratio\b|\b(?:gross|operating|profit|net)\s+margin\b|\bcharge-?offs?\b|\btax\s+rate\b"
)
# Said of a scale that holds for amounts of money alone.
DOLLARS_IN = re.compile(
    r"(?i)\b(?:dollars?|\w*dollar amounts)\s+in\s+(?:thousand|million)|\$\s?in\s+(?:thousand|million)"
)
YEAR_END = re.compile(r"FISCAL YEAR END:\s*(\d\d)(\d\d)")


@dataclass(slots=True)
class Draft:
    """A table on its way: what its grid says before a calendar makes dates of it."""

    start: int
    end: int
    grid: tuple[GridCell, ...]
    captions: tuple[str, ...]
    structure: Structure
    band: Band
    heads: tuple[Head, ...]
    named: list[Named]
    statement: str
    scale: Scale = Scale()
    sections: dict[str, PeriodMention | None] = field(default_factory=dict)


def read_tables(release: Release, blocks: Sequence[Block], calendar: Calendar | None = None) -> list[Table]:
    """The tables of a release in reading order. `calendar`: by default that which the release tells."""
    return tables_and_calendar(release, blocks, calendar)[0]


def tables_and_calendar(
    release: Release, blocks: Sequence[Block], calendar: Calendar | None = None
) -> tuple[list[Table], Calendar]:
    """The tables, and the fiscal calendar that their headings and the prose tell together."""
    drafts = draft_tables(release, blocks)
    prose = Prose(release, blocks)
    if calendar is None:
        calendar = build_calendar(release, drafts, prose.mentions())
    found = [finish_table(index, draft, release.text, calendar, prose) for index, draft in enumerate(drafts)]
    return found, calendar


@dataclass(slots=True)
class Prose:
    """The narrative of a release, whose periods are read when first asked for."""

    release: Release
    blocks: Sequence[Block]
    found: list[PeriodMention] | None = None

    def mentions(self) -> list[PeriodMention]:
        if self.found is None:
            self.found = prose_mentions(self.release, self.blocks)
        return self.found


def read_calendar(release: Release, blocks: Sequence[Block]) -> Calendar:
    """The fiscal calendar that the headings and the prose of a release tell."""
    return build_calendar(release, draft_tables(release, blocks), prose_mentions(release, blocks))


def draft_tables(release: Release, blocks: Sequence[Block]) -> list[Draft]:
    drafts: list[Draft] = []
    for place, block in enumerate(blocks):
        if block.kind != "table":
            continue
        if block.cells:
            grid = html_grid(block.cells, release.text)
            captions = captions_above(release.text, blocks, place)
        else:
            grid, captions = text_grid(release.text, block.start, block.end), []
        drafts += draft_bands(release.text, block, grid, captions)
    for above, draft in zip([None, *drafts], drafts, strict=False):
        draft.scale = table_scale(draft)
        if above is not None and draft.scale.amounts is None and is_untitled(draft):
            # the rest of the table above: its caption holds on
            draft.scale = draft.scale.over(above.scale)
    return drafts


def is_untitled(draft: Draft) -> bool:
    """Whether no caption of a table says what it is; the notes above it do not."""
    return all(NOTE.match(caption) for caption in draft.captions)


MAX_CAPTIONS = 6
MAX_CAPTION = 160


def captions_above(text: str, blocks: Sequence[Block], place: int) -> list[str]:
    """The headings right above an HTML table, which title it."""
    found: list[str] = []
    for block in reversed(blocks[max(0, place - MAX_CAPTIONS) : place]):
        printed = " ".join(text[block.start : block.end].split())
        if block.kind not in ("heading", "paragraph") or len(printed) > MAX_CAPTION:
            break
        if printed.endswith(".") and not read_scale(printed).amounts and len(printed) > 60:
            break
        found.insert(0, printed)
    return found


def draft_bands(text: str, block: Block, grid: tuple[GridCell, ...], above: Sequence[str]) -> list[Draft]:
    """A draft for each band of a grid whose columns differ; bands with the same columns are one table."""
    structure = find_structure(grid, text)
    captions = (*above, *structure.captions)
    drafts: list[Draft] = []
    for band in structure.bands:
        heads = read_heads(band, structure.columns, text)
        last = drafts[-1] if drafts else None
        if last is not None:
            heads = inherit(heads, last.heads)
        if last is not None and same_heads(last.heads, heads):
            last.band.body.extend(band.body)
            continue
        if last is not None and not band.headings:
            heads = last.heads
        drafts.append(Draft(block.start, block.end, grid, captions, structure, band, heads, [], "other"))
    drafts = [draft for draft in drafts if any(row.kind == "figures" for row in draft.band.body)]
    for draft in drafts:
        draft.named = name_rows([row for row in draft.band.body if row.kind in ("section", "figures")])
        titles = [*draft.captions, *stub_text(draft.band.headings)]
        draft.statement = statement_kind(titles, (named.label for named in draft.named))
    return drafts


def same_heads(first: Sequence[Head], second: Sequence[Head]) -> bool:
    return [plain(head.text) for head in first] == [plain(head.text) for head in second]


def plain(heading: str) -> str:
    """A heading without marks, references to notes and "unaudited": what columns are told apart by."""
    words = re.sub(r"[^a-z0-9%$ ]+", " ", heading.lower()).split()
    return " ".join(word for word in words if word not in ("note", "notes", "see", "unaudited", "audited"))


# --- the calendar ------------------------------------------------------------------------------------


def prose_mentions(release: Release, blocks: Sequence[Block]) -> list[PeriodMention]:
    """The periods that the narrative speaks of, in order."""
    return [
        mention
        for block in blocks
        if block.kind in ("heading", "paragraph", "bullet")
        for mention in find_periods(sentence_text(release.text, block))
    ]


def build_calendar(release: Release, drafts: Sequence[Draft], prose: list[PeriodMention]) -> Calendar:
    """The fiscal calendar that headings and prose tell."""
    found = YEAR_END.search(release.text[:20000])
    year_end = (int(found[1]), int(found[2])) if found else None
    headings = heading_mentions(drafts)
    if headings and not any(m.weeks or (m.until and not is_month_end(m.until)) for m in headings):
        # tables that date their quarters by month ends mean months, whatever weeks the prose counts
        prose = [replace(mention, weeks=None) for mention in prose]
    return Calendar.build(headings, prose, year_end=year_end)


def heading_mentions(drafts: Iterable[Draft]) -> list[PeriodMention]:
    """The periods of all columns, as far as headings and captions tell them."""
    found: list[PeriodMention] = []
    for draft in drafts:
        if draft.statement == "outlook":
            # what is expected heads no column of what is reported
            continue
        context = best_context(context_of(draft))
        for head in draft.heads:
            mention = complete_with(head.mention, context)
            if mention is not None and head.role == "value":
                found.append(mention)
    return list(dict.fromkeys(found))


def context_of(draft: Draft) -> list[str]:
    return [*draft.captions, *stub_text(draft.band.headings)]


# --- columns -----------------------------------------------------------------------------------------


def resolve_column(
    head: Head, context: PeriodMention | None, statement: str, calendar: Calendar
) -> Period | None:
    """The dates of a column: by its heading, by the captions, by the kind of statement."""
    mention = complete_with(head.mention, context)
    if mention is None:
        return None
    return resolve(mention, statement, calendar)


def resolve(mention: PeriodMention, statement: str, calendar: Calendar) -> Period | None:
    period = calendar.resolve(mention)
    if period is None:
        return None
    if statement == "balance":
        return period.at_end
    if statement in FLOWS and period.instant:
        return flow_until(period, calendar)
    return period


def flow_until(instant: Period, calendar: Calendar) -> Period | None:
    """The stretch that a flow statement means by a day alone: the known one that ends then, else a quarter."""
    ends = [p for p in calendar.known if p.start and abs((p.end - instant.end).days) <= 10]
    if ends:
        return min(ends, key=lambda p: p.days)
    current = calendar.current
    months = current.months if current is not None and current.start else 3
    return Period(calendar.start_of(instant.end, months), instant.end)


def make_columns(draft: Draft, calendar: Calendar, basis: str) -> tuple[Column, ...]:
    context = best_context(context_of(draft))
    columns = [
        Column(
            head.index,
            head.headings,
            resolve_column(head, context, draft.statement, calendar)
            if head.role in ("value", "share")
            else None,
            None,
            settle_role(head, draft),
            join_basis(basis, head.basis) if head.role == "value" else head.basis,
            head.measure,
            head.unit,
            head.scale.amounts,
            head.entity,
        )
        for head in draft.heads
    ]
    return tuple(compare(columns, at, draft.heads, calendar) for at in range(len(columns)))


def join_basis(table: str, column: str) -> str:
    """The basis of a column in a table that has one: "pro forma, restated" where both say something."""
    if not table or not column or table == column:
        return column or table
    return f"{table}, {column}" if table not in ("gaap", "reported") and column in SECOND else column


def table_basis(draft: Draft) -> str:
    """The basis that captions name for the whole table; that of a reconciliation changes from row to row."""
    if draft.statement == "reconciliation" or not draft.captions:
        return ""
    if any((head.basis and head.basis not in SECOND) or head.basis == "reported" for head in draft.heads):
        # the columns stand on bases of their own
        return ""
    return read_basis(" ".join(draft.captions))


def settle_role(head: Head, draft: Draft) -> str:
    """The role of a column that headings leave open: a "%" or "change" of percents alone is a percent change."""
    numerals = [
        numeral
        for named in draft.named
        for cell, numeral in zip(named.row.cells, named.row.numerals, strict=True)
        if cell.column == head.index + 1 and numeral is not None and numeral.state == "number"
    ]
    percents = bool(numerals) and sum(n.percent for n in numerals) * 2 > len(numerals)
    if head.role == "change" and percents:
        return "percent_change"
    if head.role == "percent":
        before = [other.role for other in draft.heads[: head.index]]
        own_date = head.mention is not None and (
            head.index == 0 or draft.heads[head.index - 1].mention == head.mention
        )
        return "share" if own_date and "change" not in before[-1:] else "percent_change"
    return head.role


def compare(columns: Sequence[Column], at: int, heads: Sequence[Head], calendar: Calendar) -> Column:
    """A change column with the periods that it compares."""
    column, head = columns[at], heads[at]
    if column.role not in ("change", "percent_change"):
        return column
    values = [c for c in columns[:at] if c.role == "value" and c.period is not None]
    if not values:
        values = [c for c in columns[at + 1 :] if c.role == "value" and c.period is not None][:2]
    if head.mention is not None:
        group = [c for c in values if shares_group(c, column)]
        values = group if len(group) > 1 else values
    periods = [c.period for c in values if c.period is not None]
    if not periods:
        return column
    latest = max(periods, key=lambda p: p.end)
    if head.sequential or head.yearly:
        wanted = calendar.shift(latest, years=-1) if head.yearly else calendar.shift(latest, months=-3)
        near = [p for p in periods if abs((p.end - wanted.end).days) <= 10]
        return replace(column, period=latest, base=near[0] if near else wanted)
    pair = sorted(dict.fromkeys(periods[-2:]), key=lambda p: p.end)
    return replace(column, period=pair[-1], base=pair[0] if len(pair) > 1 else None)


def shares_group(first: Column, second: Column) -> bool:
    return bool(first.headings) and bool(second.headings) and first.headings[0] == second.headings[0]


# --- facts -------------------------------------------------------------------------------------------


def finish_table(index: int, draft: Draft, text: str, calendar: Calendar, prose: Prose) -> Table:
    scale = draft.scale
    currency = scale.currency or table_currency(draft) or "USD"
    counts = draft.statement == "operating" and scale.amounts is None
    flows = draft.statement == "cash_flow"
    dollars = draft.statement in ("operating", "other", "segment") and any(
        DOLLARS_IN.search(caption) for caption in draft.captions
    )
    per_share = is_per_share_table(draft, scale)
    setting = Setting(currency, scale, is_money(draft, scale), counts, flows, dollars, per_share)
    headed = mend_heads(
        draft.heads, draft.named, (draft.start, draft.end), draft.statement, prose.mentions, calendar
    )
    draft.heads = headed.heads
    columns = make_columns(draft, calendar, table_basis(draft))
    items: list[LineItem] = []
    facts: list[Fact] = []
    findings: list[Finding] = list(headed.findings)
    for named in draft.named:
        if is_placeholder(named):
            continue
        item, measure = make_item(index, len(items), named, amount_numerals(named, draft.heads), setting)
        items.append(item)
        facts += row_facts(item, named, columns, draft, calendar, text, currency)
        if measure.oversized:
            findings.append(
                Finding(
                    "scale_doubtful",
                    f"“{item.label}” is too large to be in the caption's scale.",
                    item.start,
                    item.end,
                )
            )
    findings += [
        Finding(
            "unbalanced_parenthesis",
            f"“{fact.printed}” has one parenthesis of two: read as {'negative' if fact.value < 0 else 'positive'}.",
            fact.start,
            fact.end,
        )
        for fact in facts
        if fact.printed.count("(") != fact.printed.count(")")
    ]
    return Table(
        index,
        draft.start,
        draft.end,
        " / ".join(draft.captions),
        draft.statement,
        currency,
        scale.amounts or ONE,
        columns,
        tuple(items),
        tuple(facts),
        tuple(findings),
        draft.grid,
    )


def table_scale(draft: Draft) -> Scale:
    """The scale that captions state, the nearest to the figures first."""
    found = Scale()
    sections = [row.label for row in draft.band.body if row.kind == "section"]
    for words in (
        *draft.captions,
        *stub_text(draft.band.headings),
        *(s for s in sections if s.startswith("(")),
    ):
        found = read_scale(words).over(found)
    return found


def table_currency(draft: Draft) -> str:
    """The currency that captions or the marks of figures tell."""
    told = read_currency(" ".join(draft.captions))
    if told:
        return told
    for named in draft.named:
        for numeral in named.row.numerals:
            if numeral is not None and numeral.currency and numeral.currency != "$":
                return read_currency(numeral.currency)
    return ""


def is_money(draft: Draft, scale: Scale) -> bool:
    """Whether unmarked rows are amounts of money: the statement is one of accounts, or figures bear marks."""
    if scale.noun:
        return False
    if draft.statement not in ("operating", "other", "segment", "outlook"):
        return True
    if scale.amounts is not None:
        return True
    marked = sum(any(n is not None and n.currency for n in named.row.numerals) for named in draft.named)
    return marked > 0


def is_per_share_table(draft: Draft, scale: Scale) -> bool:
    """Whether a caption names amounts per share and no scale, and the figures are of that size."""
    if scale.amounts is not None or not any(PER_SHARE.search(caption) for caption in draft.captions):
        return False
    values = {head.index + 1 for head in draft.heads if head.role in ("value", "change")}
    numerals = [
        n
        for named in draft.named
        for cell, n in zip(named.row.cells, named.row.numerals, strict=True)
        if n is not None and n.state == "number" and cell.column in values
    ]
    return sum(looks_per_share([n]) or n.percent for n in numerals) > 0.8 * len(numerals)


def is_placeholder(named: Named) -> bool:
    """Whether a row holds dashes alone and no label."""
    return not named.label and not any(n is not None and n.state == "number" for n in named.row.numerals)


def amount_numerals(named: Named, heads: Sequence[Head]) -> list[Numeral]:
    """The figures of a row that its unit is told by: those of its values, not of changes and shares in percent."""
    told = [
        (heads[cell.column - 1].role if cell.column <= len(heads) else "value", numeral)
        for cell, numeral in zip(named.row.cells, named.row.numerals, strict=True)
        if numeral is not None
    ]
    values = [numeral for role, numeral in told if role == "value"]
    return values or [numeral for _, numeral in told]


def make_item(
    table: int, row: int, named: Named, numerals: Sequence[Numeral], setting: Setting
) -> tuple[LineItem, Measure]:
    measure = measure_row(named.row.label, named.parents, numerals, setting)
    cells = named.row.labels or named.row.cells[:1]
    basis = read_basis(named.label) or next((b for p in reversed(named.parents) if (b := read_basis(p))), "")
    item = LineItem(
        table,
        row,
        named.label,
        named.parents,
        cells[0].start,
        cells[-1].end,
        measure.unit,
        measure.scale,
        named.total,
        basis,
    )
    return item, measure


def row_facts(
    item: LineItem,
    named: Named,
    columns: Sequence[Column],
    draft: Draft,
    calendar: Calendar,
    text: str,
    currency: str,
) -> list[Fact]:
    section = section_mention(named.parents, draft.sections) if named.parents else None
    instant = instant_of(item)
    found: list[Fact] = []
    for cell, numeral in zip(named.row.cells, named.row.numerals, strict=True):
        if numeral is None or numeral.state == "na" or not 1 <= cell.column <= len(columns):
            continue
        column = columns[cell.column - 1]
        if numeral.state == "nil" and column.role == "percent_change":
            # a dash beside amounts that differ is no change of nothing: it stands for "not meaningful"
            continue
        unit, scale = cell_unit(item, column, numeral, currency)
        period = cell_period(instant, column, draft.heads[column.index], section, draft.statement, calendar)
        printed = " ".join(text[cell.start : cell.end].split())
        found.append(
            Fact(
                item,
                column,
                numeral.value * scale,
                scale * Decimal(1).scaleb(-numeral.decimals),
                printed,
                cell.start,
                cell.end,
                unit,
                period,
                numeral.state == "nil",
            )
        )
    return found


def cell_unit(item: LineItem, column: Column, numeral: Numeral, currency: str) -> tuple[str, Decimal]:
    """The unit and scale of one figure: its own mark, its column's heading, its row."""
    if numeral.percent:
        return ("points" if item.unit == "points" else "percent"), ONE
    if numeral.suffix in ("pts", "pt", "ppt", "ppts", "pp"):
        return "points", ONE
    if numeral.suffix in ("bps", "bp"):
        return "points", Decimal("0.01")
    if numeral.suffix == "x":
        return "ratio", ONE
    if column.role in ("percent_change", "share") and not numeral.currency:
        return "percent", ONE
    if column.measure.startswith("volume"):
        traded = traded_unit(item.label)
        return (traded.unit, traded.scale) if traded is not None else (column.measure, ONE)
    if column.unit == "price":
        return currency, ONE
    if column.unit and column.unit != "percent" and not numeral.currency:
        return column.unit, column.scale or item.scale
    if column.scale is not None and item.unit not in ("percent", "points", "ratio") and "/" not in item.unit:
        return item.unit, column.scale
    return item.unit, item.scale


def section_mention(parents: Sequence[str], known: dict[str, PeriodMention | None]) -> PeriodMention | None:
    """The period that the innermost section heading states ("Quarter ended March 31, 2004:"); `known`
    holds those of sections read before."""
    for parent in reversed(parents):
        if parent not in known:
            known[parent] = heading_mention(parent)
        found = known[parent]
        if found is not None:
            return found
    return None


def heading_mention(words: str) -> PeriodMention | None:
    for mention in find_periods(words, heading=True):
        told = mention.until or mention.quarter or mention.month or is_bare_year(mention)
        if told and not mention.relation:
            return mention
        if mention.months and mention.relation in ("", "current") and FOR_THE.match(words):
            return mention
    return None


def is_length(mention: PeriodMention) -> bool:
    """Whether words tell how long a period is, and nothing of the year in which it ends."""
    dated = mention.until or mention.month or mention.year
    return bool(mention.months) and not dated


def instant_of(item: LineItem) -> str:
    """What a label says of the instant that its figures are of: ``start`` or ``end`` of the column's
    period; ``flow`` where it is of a stretch of time, whatever the column says; "" where nothing."""
    label = item.label
    lower = label.lower()
    if "begin" in lower or "start" in lower:
        if BEGINNING.search(label):
            return "start"
    if any(cue in lower for cue in STOCK_WORDS) and STOCK.search(label):
        return "end"
    if any("end" in words.lower() and ENDING.search(words) for words in (label, *item.parents)):
        return "end"
    if item.unit == "percent":
        return "flow" if FLOW_RATIO.search(label) else ""
    return "flow" if FLOW.search(label) else ""


def cell_period(
    instant: str,
    column: Column,
    head: Head,
    section: PeriodMention | None,
    statement: str,
    calendar: Calendar,
) -> Period | None:
    """The period of one figure: its column's, or its section's, at an end where the label says so."""
    period = column.period
    if section is not None and period is not None and period.start is None and is_length(section):
        return Period(calendar.start_of(period.end, section.months or 3), period.end)
    if (
        section is not None
        and column.role == "value"
        and (head.mention is None or is_bare_year(head.mention))
    ):
        period = resolve(complete_with(head.mention, section) or section, statement, calendar) or period
    if period is None or not instant or column.role in ("change", "percent_change"):
        return period
    if period.start is None:
        flows = instant == "flow" and statement not in ("balance", "outlook")
        return flow_until(period, calendar) if flows else period
    if instant == "start":
        return Period(None, period.start - timedelta(days=1))
    return period.at_end if instant == "end" else period
