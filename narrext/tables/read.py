"""Table blocks -> tables: the calendar that headings and prose tell, then every draft finished with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from narrext.claims.text import fold, sentences
from narrext.periods import Calendar, PeriodMention, find_periods
from narrext.periods.records import is_month_end
from narrext.release import Release
from narrext.segment import Block, sentence_text
from narrext.tables.drafts import Draft, context_of, draft_tables
from narrext.tables.facts import finish_table
from narrext.tables.headings import best_context, complete_with
from narrext.tables.records import Table
from narrext.tables.scales import settle_scales

YEAR_END = re.compile(r"FISCAL YEAR END:\s*(\d\d)(\d\d)")


def read_tables(release: Release, blocks: Sequence[Block], calendar: Calendar | None = None) -> list[Table]:
    """The tables of a release in reading order. `calendar`: by default that which the release tells."""
    return tables_and_calendar(release, blocks, calendar)[0]


def tables_and_calendar(
    release: Release, blocks: Sequence[Block], calendar: Calendar | None = None
) -> tuple[list[Table], Calendar]:
    """The tables, and the fiscal calendar that their headings and the prose tell together."""
    drafts = draft_tables(release, blocks)
    settle_scales(drafts)
    prose = Prose(release, blocks)
    if calendar is None:
        calendar = build_calendar(release, drafts, prose.mentions())
    found = [
        finish_table(index, draft, release.text, calendar, prose.mentions)
        for index, draft in enumerate(drafts)
    ]
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


def prose_mentions(release: Release, blocks: Sequence[Block]) -> list[PeriodMention]:
    """The periods that the narrative speaks of, in order."""
    return [
        mention
        for block in blocks
        if block.kind in ("heading", "paragraph", "bullet")
        for sentence in sentences_of(release.text, block)
        for mention in find_periods(sentence)
    ]


def sentences_of(text: str, block: Block) -> Iterator[str]:
    """The sentences of a block as its claims are read from them."""
    printed = sentence_text(text, block)
    folded = fold(printed, 0, len(printed)).text
    return (folded[start:end] for start, end in sentences(folded))


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
