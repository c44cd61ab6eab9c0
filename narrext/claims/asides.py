"""What is said in passing between a subject and its verb, or between dashes: it names no subject of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrext.claims.brackets import short_names
from narrext.claims.heads import Head
from narrext.claims.metrics import MetricMention
from narrext.quantities import Quantity

# what is set off by dashes, or between commas by "including"
SET_OFF = re.compile(
    r"\([^()]{3,90}\)|\s(?:--|–|—|-)\s.{3,120}?\s(?:--|–|—|-)\s|(?i:,\s*(?:including|excluding|such\s+as|particularly|especially|net\s+of)\b[^,;]{3,80},)"
)
VERB = (
    r"(?:(?:also|further|again)\s+)?(?:was|were|is|are|came|stood|totaled|totalled|amounted|increased|decreased|rose|fell|grew|declined|"
    r"improved|reached|dropped|climbed|jumped|advanced|expanded|remained|averaged|more\s+than|nearly|almost|doubled|tripled|narrowed|widened)\b"
)
# "Discretionary cash flow, a non-GAAP measure that is …, was": an apposition between a subject and its verb
APPOSITION = re.compile(
    rf"(?i),\s*(?:an?|which|defined|as\s+defined|also|one\s+of|our|its|the)\s[^;:$€£%\d]{{3,200}}?,\s*(?={VERB})"
)
# an apposition that tells on what basis a figure stands is no mere aside
TELLS_BASIS = re.compile(r"(?i)\bexclu|\bbefore\b|\badjusted\b|\bwithout\b|\bnet\s+of\b|\bpro\s+forma\b")


def passed_over(text: str, heads: Sequence[Head]) -> list[tuple[int, int]]:
    """The stretches of a sentence that a reader passes over: short names in brackets, appositions."""
    spans = [(start, end) for start, end, *_ in short_names(text)]
    told = [span for span in appositions(text, heads) if not TELLS_BASIS.search(text[span[0] : span[1]])]
    return sorted(
        [*spans, *(a for a in told if not any(a[0] < end and start < a[1] for start, end in spans))]
    )


def appositions(text: str, heads: Sequence[Head]) -> list[tuple[int, int]]:
    """What stands between commas behind a subject and before its verb."""
    spans: list[tuple[int, int]] = []
    for comma in re.finditer(",", text):
        if spans and comma.start() < spans[-1][1]:
            continue
        found = APPOSITION.match(text, comma.start())
        if found and follows_subject(text, found.start(), heads):
            spans.append((found.start(), found.start() + len(found[0].rstrip())))
    return spans


# words before a comma that can be a subject: no verb, no preposition in front
SUBJECT = re.compile(
    rf"(?i)(?!(?:in|on|at|for|during|as|with|by|from|to|of|after|before|since|under|compared|despite|excluding|including)\b)(?!.*\b{VERB})[\w&’'\s/-]{{3,70}}$"
)


def follows_subject(text: str, at: int, heads: Sequence[Head]) -> bool:
    """Whether a metric, or the sentence's first noun phrase, ends right before an offset."""
    before = re.sub(r"\s*\([^()]*\)\s*$", "", text[:at])
    return any(head[1] == len(before) for head in heads) or SUBJECT.match(before.lstrip(" •*–—-")) is not None


def outside_asides(
    text: str, metrics: list[MetricMention], quantities: Sequence[Quantity], heads: Sequence[Head]
) -> list[MetricMention]:
    """The metrics that do not stand in an aside without a number of its own."""
    spans = [m.span() for m in SET_OFF.finditer(text)] + appositions(text, heads)
    spans = [(a, b) for a, b in spans if not any(a <= q.start < b and q.kind != "number" for q in quantities)]
    return [m for m in metrics if not any(a <= m.head_start < b for a, b in spans)]
