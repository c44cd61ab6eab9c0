"""One sentence -> drafts of claims: each number with its metric, role, direction and periods."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from narrext.claims.cues import (
    APPOSITION,
    COORDINATE,
    EFFECT,
    OF,
    OF_IDLE,
    PAREN,
    TO,
    cues,
    direction_of,
    is_forward,
)
from narrext.claims.metrics import Concept, MetricMention, find_metrics
from narrext.claims.naming import CURRENCY, Metric, measure_of, named_by, subject_of
from narrext.periods import PeriodMention, find_periods
from narrext.quantities import Quantity, find_quantities

Heads = Sequence[tuple[int, int, tuple[Concept, ...]]]


@dataclass(slots=True)
class Draft:
    """A claim in the making: positions refer to the sentence."""

    quantity: Quantity
    start: int
    end: int
    left: str  # the text before it, from the previous number or the sentence's start
    right: str  # the text behind it, up to the next number or the sentence's end
    tie: str = ""  # how it stands to the number before: or, paren, list, compare, to; "" for a new one
    role: str = "level"
    kind: str = ""
    direction: str | None = None
    metric: Metric = field(default_factory=Metric)
    of: MetricMention | None = None
    of_text: str = ""
    period: PeriodMention | None = None
    year: PeriodMention | None = None  # a year told apart from the quarter
    base: PeriodMention | None = None
    group: int = 0
    aside: bool = False
    behind: MetricMention | None = None  # the metric that was found behind the number
    forward: bool = False


@dataclass(slots=True)
class Sentence:
    """A sentence with all that was found in it."""

    text: str
    drafts: list[Draft]
    periods: list[PeriodMention]
    metrics: list[MetricMention]
    lead: PeriodMention | None = None  # stands before the first metric and holds for the sentence
    lead_base: PeriodMention | None = None  # "Compared with the third quarter, …"


def read_sentence(text: str, heads: Heads, currency: str = "USD", *, outlook: bool = False) -> Sentence:
    """All that the words of one sentence say; dates are made of the periods by the caller."""
    periods = find_periods(text)
    taken = [(p.start, p.end) for p in periods]
    quantities = [
        q
        for q in find_quantities(text, currency)
        if q.kind not in ("number", "count") or not any(q.start < b and q.end > a for a, b in taken)
    ]
    blocked = taken + [(q.start, q.end) for q in quantities if q.kind != "number"]
    metrics = absorbed(text, outside_asides(text, find_metrics(text, heads, blocked), quantities))
    quantities = claimed(text, quantities, metrics)
    drafts = [draft(text, quantities, i) for i in range(len(quantities))]
    sentence = Sentence(text, drafts, periods, metrics)
    assign_ties(sentence)
    assign_roles(sentence)
    assign_metrics(sentence)
    assign_periods(sentence)
    for d in drafts:
        d.forward = is_forward(text[: d.start], d.right, outlook)
    return sentence


INSIDE = re.compile(r"(?i)\s+(?:by|to|of|from|for|in)\s+(?:(?:the|its|our|all|their)\s+)*")


# what is set off by dashes, or between commas by "including": it names no subject
SET_OFF = re.compile(r"\([^()]{3,90}\)|\s(?:--|–|—|-)\s.{3,120}?\s(?:--|–|—|-)\s|(?i:,\s*(?:including|excluding|such\s+as|particularly|especially|net\s+of)\b[^,;]{3,80},)")


def outside_asides(text: str, metrics: list[MetricMention], quantities: Sequence[Quantity]) -> list[MetricMention]:
    """The metrics that do not stand in an aside without a number of its own."""
    spans = [m.span() for m in SET_OFF.finditer(text)]
    spans = [(a, b) for a, b in spans if not any(a <= q.start < b and q.kind != "number" for q in quantities)]
    return [m for m in metrics if not any(a <= m.head_start < b for a, b in spans)]


def absorbed(text: str, metrics: list[MetricMention]) -> list[MetricMention]:
    """Without the metrics that only complete another: "electricity use by commercial customers"."""
    kept: list[MetricMention] = []
    for metric in metrics:
        if kept and INSIDE.fullmatch(text, kept[-1].head_end, metric.start) and metric.concepts[0].unit == "count":
            continue
        kept.append(metric)
    return kept


def draft(text: str, quantities: Sequence[Quantity], i: int) -> Draft:
    quantity = quantities[i]
    before = quantities[i - 1].end if i else 0
    after = quantities[i + 1].start if i + 1 < len(quantities) else len(text)
    return Draft(
        quantity,
        quantity.start,
        quantity.end,
        left=text[before : quantity.start],
        right=text[quantity.end : after],
        kind=quantity.kind,
    )


# --- what is a claim ---------------------------------------------------------------------------------

COUPON = re.compile(
    r"(?i)\s+(?:\w+\s+){0,3}?(?:notes?|debentures?|bonds?|preferred|securities|coupon|ownership|owned|equity\s+interest|interest\s+in|stake|tender\s+offer)\b"
)
PAR = re.compile(r"(?i)\s*(?:\w+\s+){0,2}par\s+value|\s+stated\s+value")
LABELS = re.compile(
    r"(?i)(?:\b(?:no|number|item|exhibit|form|section|rule|page|part|note|phase|level|tier|version|release|chapter|act\s+of|sfas|fas|fasb|statement|"
    r"topic|asu|issue|code|passcode|id|pin|call|dial|dialing|fax|phone|telephone|zip|route|suite|floor|box|model|generation|top|days?|age|grade|"
    r"series|class|gpt|windows|office|type|step|the\s+past|last|next|first|at|route|highway|aged|under\s+the)\.?\s*#?\s*)$"
)
RATIO_OF = re.compile(r"(?i)\bratio\b[\w\s,'’%-]{0,60}?\b(?:of|was|is|at|to|from|stood\s+at|improved\s+to|and)\s+(?:approximately\s+|about\s+)?$")
LEVEL_OF = re.compile(
    r"(?i)(?:\b(?:of|was|were|is|are|to|at|totaled|totalled|reached|by|from|stood\s+at|had|has|sold|shipped|added|opened|operated|served|with|and|or|numbered)|[:=])\s+"
    r"(?:approximately\s+|about\s+|a\s+record\s+|record\s+|nearly\s+|over\s+|more\s+than\s+|an?\s+)*$"
)


BARE_AFTER = re.compile(r"(?i)(?:\b(?:from|against|versus|vs\.?|to|than|with|and|up|down|fell|rose|was|were|of|by|net|\()|[,(+])\s*\+?\s*$")
YEAR_LIKE = re.compile(r"(?:19|20)\d\d")
COUNTED_BEHIND = re.compile(r"(?i)\s*(?:more|fewer|less|higher|lower|additional)\b|\s+(?:a|one)\s+year|\s*[,.;)]|\s+(?:in|at|on|for|last|from|to|at)\b|$")


def claimed(text: str, quantities: Sequence[Quantity], metrics: Sequence[MetricMention]) -> list[Quantity]:
    """The quantities that are claims; a bare number is one as well where it is held against one."""
    kept: list[Quantity] = []
    for quantity in quantities:
        if claimable(text, quantity, metrics):
            kept.append(quantity)
        elif kept and quantity.kind == "number" and not YEAR_LIKE.fullmatch(text[quantity.start : quantity.end]) and kept[-1].kind in ("count", "number", "multiple"):
            gap = text[kept[-1].end : quantity.start]
            if len(gap) < 60 and BARE_AFTER.search(gap) and COUNTED_BEHIND.match(text, quantity.end) and not re.search(r"[A-Z]\w+\s*$", gap):
                kind = "count" if kept[-1].kind == "count" else "number"
                kept.append(replace(quantity, kind=kind, unit=kept[-1].unit if kind == "count" else ""))
    return kept


def claimable(text: str, quantity: Quantity, metrics: Sequence[MetricMention]) -> bool:
    """Whether a quantity asserts something about the issuer: not a label, a coupon, a par value."""
    if quantity.tolerance:
        return False
    left, right = text[max(0, quantity.start - 60) : quantity.start], text[quantity.end : quantity.end + 40]
    if quantity.kind == "percent" and COUPON.match(right):
        return False
    if quantity.kind in ("money", "per_share") and PAR.match(right):
        return False
    if quantity.kind not in ("number", "count"):
        return True
    if LABELS.search(left) and not re.search(r"(?i)\bat\s*$", left):
        return False
    if quantity.kind == "count":
        return quantity.value >= 10 or not text[quantity.number_start].isdigit() or quantity.value >= 4
    return bare_number(text, quantity, left, metrics)


def bare_number(text: str, quantity: Quantity, left: str, metrics: Sequence[MetricMention]) -> bool:
    """A number without a unit is a claim as a ratio, or as the count or amount that the words name."""
    if re.match(r"[-–/]?[A-Za-z]", text[quantity.end : quantity.end + 2]) or text[quantity.end : quantity.end + 1] in ("%",):
        return False
    if RATIO_OF.search(left):
        return True
    if not LEVEL_OF.search(left):
        return False
    before = [m for m in metrics if m.end <= quantity.start]
    if not before:
        return False
    return any(c.unit in ("ratio", "count", "shares", "per_share") for c in before[-1].concepts)


# --- how numbers stand to each other ---------------------------------------------------------------------

ASIDE = re.compile(r"(?i)(?:,\s*which\s+includ\w+|\(\s*(?:which\s+)?includ\w+|,?\s*includ(?:ing|es|ed)|,\s*net\s+of|,\s*after)\b")
INCLUSIVE = re.compile(r"(?i)(?:\binclusive\s+of|\bincluding|\bincludes?|\bexclud(?:ing|es)|\bnet\s+of|\bafter)\s+(?:an?\s+|approximately\s+|about\s+)*$")


def assign_ties(sentence: Sentence) -> None:
    group = 0
    for i, d in enumerate(sentence.drafts):
        previous = sentence.drafts[i - 1] if i else None
        d.aside = bool(INCLUSIVE.search(d.left)) or (i > 0 and bool(ASIDE.search(d.left)))
        if previous is not None:
            opened = any(FROM.search(x.left) for x in sentence.drafts[max(0, i - 3) : i])
            d.tie = tie_of(d.left, opened)
            if d.tie in ("", "paren") and then_again(sentence, previous, d):
                d.tie = "compare"
            if d.tie == "list" and compared_group(sentence, previous):
                d.tie = "compare"
            if d.tie == "" and previous.tie == "compare" and ALSO.match(d.left):
                d.tie = "compare"
        elif RESULTS_COMPARE.search(d.left):
            d.tie = "compare"
        if d.tie not in ("or", "paren"):
            group += 1
        d.group = group


# "These results compare to revenue of $15 million and net income of $2 million"
RESULTS_COMPARE = re.compile(r"(?i)\b(?:this|these|that|those|which|results|figures)\b[\w\s]{0,30}\b(?:compares?|compared|comparing)\s+(?:with|to)\b|^\s*(?:this|that|these)\s+(?:compares?)\b")
ALSO = re.compile(r"(?i)[\s,]*and\s+(?:an?\s+|the\s+)?[\w’' -]{2,60}\s+of\s*$")
FROM = re.compile(r"(?i)\bfrom\s+(?:[\w’'-]+\s+){0,4}$")


def compared_group(sentence: Sentence, d: Draft) -> bool:
    return any(x.tie == "compare" and x.group == d.group for x in sentence.drafts)


def then_again(sentence: Sentence, previous: Draft, d: Draft) -> bool:
    """ "$4.2 million ($1.9 million in 2016)", "16.7m (H1 2013: 9.4m)": the same of another period."""
    opened = sentence.text.rfind("(", previous.end, d.start)
    if opened < 0 or sentence.text[previous.end : opened].strip(" ,"):
        return False
    closed = sentence.text.find(")", d.end)
    inside = [p for p in sentence.periods if opened < p.start and (closed < 0 or p.end <= closed)]
    same = d.kind == previous.kind or d.kind in ("money", "number") and previous.kind in ("per_share", "count")
    return bool(inside) and same


def tie_of(gap: str, opened_by_from: bool) -> str:
    if PAREN.match(gap):
        return "paren"
    if APPOSITION.match(gap):
        return "or"
    if COORDINATE.fullmatch(gap):
        return "or" if gap.strip(" ,").lower() == "or" else "list"
    if TO.search(gap):
        return "to" if opened_by_from else ""
    compare = last_compare(gap)
    if compare is not None:
        return "compare"
    return ""


def last_compare(gap: str) -> re.Match[str] | None:
    """The comparator that introduces what follows `gap`, if the last clause of it has one."""
    found = None
    for match in cues().compare.finditer(gap):
        found = match
    if found is None:
        return None
    rest = gap[found.end() :]
    # "up 20% from Q3 and up 73%": what it compares with ends before the next clause
    if re.search(r"(?i)(?:\band\b|,|;|\bwhile\b)\s*(?:[\w’']+\s+){0,6}?(?:up|down|increas\w+|decreas\w+|gr[eo]w\w*|rose|fell|declin\w+|was|were|an?\s)", rest):
        return None
    if re.search(r"[;]|\bwhile\b", rest):
        return None
    return found


# --- roles -------------------------------------------------------------------------------------------


def assign_roles(sentence: Sentence) -> None:
    for i, d in enumerate(sentence.drafts):
        previous = sentence.drafts[i - 1] if i else None
        assign_role(sentence, d, previous)


def assign_role(sentence: Sentence, d: Draft, previous: Draft | None) -> None:
    quantity = d.quantity
    if quantity.kind == "number":
        d.kind = "ratio"
    if quantity.kind in ("percent", "percent_points") and (of := denominator(sentence, d)):
        d.role, d.of = "share", of[0]
        d.end, d.of_text = of[1], sentence.text[of[2] : of[1]]
        d.right = d.right[d.end - quantity.end :]
        return
    if quantity.kind == "percent" and (of_total := OF_TOTAL.match(sentence.text, quantity.end)):
        d.role, d.of_text = "share", "total"
        d.end = of_total.end()
        d.right = d.right[d.end - quantity.end :]
        return
    left = d.left
    if PAST_MARK.search(left) and quantity.kind != "multiple":
        return
    if TO.search(left) and quantity.kind != "multiple" and not re.search(r"(?i)\bup\s+to\s*$", left):
        direction = None
    else:
        direction = direction_of(sentence.text, left, quantity, d.right)
    if direction is None and previous is not None and d.tie in ("or", "list"):
        same = quantity.kind == previous.quantity.kind or d.tie == "or"
        if previous.role == "change" and same and (quantity.kind != "per_share" or previous.kind in ("money", "per_share")):
            direction = previous.direction
            if direction is None:
                d.role = "change"
    if direction is not None:
        d.role, d.direction = "change", direction
    elif quantity.kind == "multiple":
        d.role = "change"
    if previous is not None and d.role == "level":
        inherit_form(sentence, d)


# "fell below $15 million": what it fell to
PAST_MARK = re.compile(
    r"(?i)\b(?:fell|dropped|declined|dipped|slipped|went|rose|climbed|moved|came(?:\s+in)?|was|were|is|are|remained|stayed|ended)\s+"
    r"(?:to\s+)?(?:just\s+|well\s+|slightly\s+)?(?:below|above|under)\s*$|\b(?:crossed|passed|surpassed|topped|exceeded)\s+(?:the\s+)?$"
)


def inherit_form(sentence: Sentence, d: Draft) -> None:
    """What a number is held against is of its form: "36% of revenue, versus 42%", "$.22 from $.19"."""
    if d.tie not in ("compare", "to", "paren", "list") and not (d.tie == "or" and d.quantity.kind == "percent"):
        return
    at = sentence.drafts.index(d)
    for other in reversed(sentence.drafts[max(0, at - 4) : at]):
        if other.role == "change" or other.quantity.kind != d.quantity.kind and not per_share_like(d, other):
            continue
        if other.role == "share" and other.of_text:
            d.role, d.of, d.of_text = "share", other.of, other.of_text
        return


def per_share_like(d: Draft, other: Draft) -> bool:
    return d.quantity.kind == "money" and other.kind == "per_share" and d.quantity.factor == 1


OF_TOTAL = re.compile(r"(?i)\s+of\s+(?:the\s+|this\s+|that\s+|our\s+)?(?:total|whole|sum|same|it|them|these|those|which)\b")


def denominator(sentence: Sentence, d: Draft) -> tuple[MetricMention | None, int, int] | None:
    """The "of revenue" behind a percentage: its metric, where it ends and where its words begin."""
    text = sentence.text
    of = OF.match(text, d.quantity.end)
    if of is None:
        return None
    for metric in sentence.metrics:
        if metric.start >= of.end() and OF_IDLE.fullmatch(text, of.end(), metric.start):
            return metric, metric.end, metric.start
    return None


# --- metrics -----------------------------------------------------------------------------------------


def assign_metrics(sentence: Sentence) -> None:
    drafts = sentence.drafts
    for i, d in enumerate(drafts):
        previous = drafts[i - 1] if i else None
        d.metric = metric_for(sentence, i, d, previous)
        settle_kind(d)
        settle_beside(d, previous, drafts[:i])
    for d in drafts:
        if not d.metric.basis:
            d.metric = replace(d.metric, basis=supposed(d.left))
    for d in drafts:
        if d.kind == "percent" and d.role == "change" and (CURRENCY.search(d.right[:45]) or CURRENCY.search(d.left[-60:])):
            d.metric = replace(d.metric, basis="constant currency")
    share_out(sentence)


def metric_for(sentence: Sentence, i: int, d: Draft, previous: Draft | None) -> Metric:
    floor = previous.end if previous else 0
    if part := part_of(sentence, d):
        return part
    spent = previous.behind if previous else None
    left = [m for m in sentence.metrics if m.start >= floor and m.end <= d.start and m is not spent]
    right = right_metric(sentence, d)
    if d.of is not None and right is not None and right.start < d.end:
        right = None
    own = left[-1] if left else None
    if d.tie in ("or", "paren") and previous is not None and own is None and not (right and d.tie == "paren" and right.concepts[0].unit == "x"):
        return previous.metric
    if right is not None and prefers_right(sentence, d, own, right):
        metric = measure_of(sentence.text, right, d.kind, sentence.metrics)
        d.behind = right
        if own is None and previous is not None and unit_word(metric):
            return previous.metric.narrowed("units")
        return metric
    if own is not None and OTHER_SUBJECT.search(sentence.text, own.end, d.start):
        return subject_of(sentence.text, own.end, d.start, d.quantity) or Metric()
    if own is not None and len(left) > 1 and (whole := ratio_of(sentence, d, left[-2], own)) is not None:
        return whole
    if own is not None and not lies_in_aside(sentence, own, d):
        return like_with_like(sentence, d, measure_of(sentence.text, own, d.kind, sentence.metrics))
    if d.kind == "count" and d.quantity.end > d.quantity.number_end:
        return subject_of(sentence.text, floor, d.start, d.quantity) or Metric()
    if previous is not None:
        if PREDICATE.search(d.left) and not d.tie:
            return Metric()
        before = before_aside(sentence, i)
        subject = subject_of(sentence.text, floor, d.start, d.quantity) if not d.tie else None
        if subject is not None and new_clause(d.left):
            return subject
        return before.metric if before else previous.metric
    if right is not None:
        d.behind = right
        return measure_of(sentence.text, right, d.kind, sentence.metrics)
    subject = subject_of(sentence.text, 0, d.start, d.quantity)
    return subject or Metric()


TO_METRIC = re.compile(r"(?i)\s*(?:to|over|divided\s+by)\s+(?:total\s+|the\s+|its\s+)?")


def ratio_of(sentence: Sentence, d: Draft, above: MetricMention, below: MetricMention) -> Metric | None:
    """ "The ratio of loans to deposits": a share of the second line, and a ratio by name."""
    if d.kind not in ("percent", "ratio", "multiple", "percent_points") or not TO_METRIC.fullmatch(sentence.text, above.end, below.start):
        return None
    d.of, d.of_text = below, sentence.text[below.start : below.end]
    metric = measure_of(sentence.text, above, "money", sentence.metrics)
    return replace(metric, rate="rate", text=sentence.text[above.start : below.end])


# a clause of its own between a metric and the number: "…, the adjusted gain for 2003 was"
OTHER_SUBJECT = re.compile(
    r"(?i),\s+(?:the|an?|its|our|their)\s+(?!company\b|net\b)[\w\s’'-]{3,60}?\b(?:was|were|is|are|totaled|totalled|amounted|came)\b"
)


def like_with_like(sentence: Sentence, d: Draft, metric: Metric) -> Metric:
    """What a figure is compared with is narrowed as it is, though the words leave it out."""
    if d.tie != "compare" or metric.qualifiers:
        return metric
    for other in sentence.drafts[: sentence.drafts.index(d)]:
        if other.metric.concept == metric.concept and (other.metric.qualifiers or other.metric.basis):
            return replace(metric, qualifiers=other.metric.qualifiers, basis=metric.basis or other.metric.basis)
    return metric


PART = re.compile(r"(?i)\bof\s+(?:which|this|that|these)\b[^.,;]{0,40}$|\bwhich\s+includ\w+[^.;]{0,20}$|\bincludes?\s*$")
BEHIND = re.compile(r"(?i)\s+(?:of|in|for)\s+(?:the\s+|an?\s+)?((?:[A-Za-z][\w-]*\s+){0,4}?[A-Za-z][\w-]*)(?=[\s]*(?:[,.;:)]|$|\b(?:in|for|during|from|to|and|or|related|associated|as|at|on|which|that|compared)\b))")


def part_of(sentence: Sentence, d: Draft) -> Metric | None:
    """A part of what was just said ("of which $2 million was …", "which included $8 million of charges"):
    its own words name it, or nothing does."""
    if not PART.search(d.left) or d.kind not in ("money", "count"):
        return None
    right = right_metric(sentence, d)
    if right is not None and right.start - d.quantity.end < 30:
        d.behind = right
        return measure_of(sentence.text, right, d.kind, sentence.metrics)
    named = BEHIND.match(sentence.text, d.quantity.end)
    return named_by(named[1]) if named else Metric()


# a verb with an object of its own: "…, and returned almost $27 billion to shareholders"
PREDICATE = re.compile(r"(?i)(?:,|\band)\s+(?:also\s+)?(?:returned|repurchased|paid|invested|spent|repaid|borrowed|raised|retired|used|received|acquired|sold|drew)\s+(?:\w+\s+){0,2}$")


WOULD = re.compile(r"(?i)\bwould\s+(?:have\s+been|be|have)\b")
FORMERLY = re.compile(r"(?i)\b(?:previously|originally|first|initially|formerly)\s+(?:reported|announced|stated|published)\b")


def supposed(left: str) -> str:
    """What is told as it would have been, or as it stood before: no figure of the statements as they are."""
    if FORMERLY.search(left):
        return "previously reported"
    return "adjusted" if WOULD.search(left) else ""


def unit_word(metric: Metric) -> bool:
    return metric.head.lower() in ("unit", "units") and not metric.qualifiers


def new_clause(left: str) -> bool:
    return bool(re.search(r"(?i)(?:^|[,;]|\band\b|\bwhile\b|\bas\b|\bwhereas\b|\bbut\b)\s+[\w'’-]+(?:\s+[\w'’-]+){0,6}\s*$", left)) and len(left) > 12


RIGHT = re.compile(
    r"(?i)\s*(?:[\w-]+\s+){0,3}?(?:(?:in|of|from|for|on)\s+)?(?:(?:the|its|our|total|their|a|an|record|consolidated|net|company['’]s)\s+)*$"
)


def right_metric(sentence: Sentence, d: Draft) -> MetricMention | None:
    """The metric that follows a number: "$9.8 billion in cash flow", "8% revenue growth"."""
    text = sentence.text
    for metric in sentence.metrics:
        if metric.start < d.quantity.end:
            continue
        if metric.start - d.quantity.end > 60:
            break
        gap = text[d.quantity.end : metric.start]
        if re.search(r"[,;:.()]|\b(?:and|or|to|compared|versus|was|were|than|while|as|which|that|due|driven|despite|by)\b", gap):
            break
        return metric
    return None


def prefers_right(sentence: Sentence, d: Draft, own: MetricMention | None, right: MetricMention) -> bool:
    """Whether the metric behind a number is nearer to it than the one before."""
    gap = sentence.text[d.quantity.end : right.start]
    words = gap.lower().split()
    directly = not words or words[0] in ("in", "of")
    moved = d.role == "change" and any(w in ("in", "of") for w in words)
    if own is None:
        return directly or moved or len(words) <= 3 and not any(w in ("in", "for", "from", "on") for w in words)
    between = sentence.text[own.end : d.start]
    if re.fullmatch(r"(?i)\s*(?:of|was|were|to|at|:|is|totaled|totalled)?\s*(?:an?\s+|approximately\s+|about\s+|record\s+)*", between):
        return False
    if moved and not cues().direction_left.search(d.left):
        return True
    return bool(re.search(r"(?i)\b(?:generat\w+|record\w+|report\w+|includ\w+|repurchas\w+|paid|return\w+|post\w+|with|had|of|us\w+)\s+(?:approximately\s+|about\s+|a\s+)*$", between)) and directly and d.role == "level"


def lies_in_aside(sentence: Sentence, own: MetricMention, d: Draft) -> bool:
    """ "… million as a percentage of revenue": the metric is a denominator, not what is counted."""
    before = sentence.text[max(0, own.start - 30) : own.start]
    return bool(re.search(r"(?i)\b(?:as\s+a\s+percent(?:age)?|percent(?:age)?|%)\s+of\s+(?:the\s+|its\s+|our\s+|total\s+)*$", before)) and d.role != "share"


def before_aside(sentence: Sentence, i: int) -> Draft | None:
    """The number before an aside ("…, which includes charges of $2 million, was $5 million")."""
    previous = sentence.drafts[i - 1]
    if not previous.aside or not re.match(r"(?i)[^,;]{0,60}[,)]\s*(?:\w+\s+){0,2}(?:was|were|totaled|increased|decreased|rose|fell|grew|declined|compared|versus|or)\b", sentence.drafts[i].left):
        return None
    return sentence.drafts[i - 2] if i >= 2 else None


def small_money(d: Draft) -> bool:
    quantity = d.quantity
    return d.kind == "money" and quantity.factor in (1, Decimal("0.01")) and abs(quantity.value) < 1000 and "/" not in quantity.unit


def settle_beside(d: Draft, previous: Draft | None, earlier: Sequence[Draft]) -> None:
    """What the numbers beside it tell: "$9.5 million or $.33", "31 cents", "$1.38 against $1.29"."""
    if not small_money(d):
        return
    if d.quantity.factor != 1 and not any("/" in x.quantity.unit and x.kind == "money" for x in earlier):
        d.kind = "per_share"
    elif previous is None:
        return
    elif d.tie in ("or", "paren") and previous.kind == "money" and abs(previous.quantity.value) >= 1000:
        d.kind = "per_share"
    elif d.tie in ("compare", "to", "list", "paren", "or") or d.role == "change":
        if any(x.kind == "per_share" for x in earlier[-3:]) and not any(x.kind == "money" and abs(x.quantity.value) < 1000 for x in earlier[-2:]):
            d.kind = "per_share"
        elif previous.kind == "money" and "/" in previous.quantity.unit:
            d.quantity = replace(d.quantity, unit=previous.quantity.unit)


PRICE = re.compile(r"(?i)\b(?:prices?|priced|offering|options?|warrants?|conversion|exercise|dividends?|distributions?|value|repurchase\w*|purchase\w*|sold|shares|charges?|costs?|gains?|benefit|impact|effect)\b")


def known_price(metric: Metric) -> bool:
    """Whether a figure per share is of something else than earnings: a price, a charge."""
    return bool(PRICE.search(metric.text)) or metric.concept == "" and bool(metric.qualifiers) and metric.qualifiers[0] not in ("impact", "effect")


NAMED_RATE = re.compile(r"(?i)\b(?:ratio|rates?|returns?|yields?|retention|leased|occupancy|utilization|gearing|coverage|roe|roa|capitalization)\b")


def settle_kind(d: Draft) -> None:
    """What the metric tells of the number's kind: "earnings per share were $1.76" is per share."""
    if d.kind == "per_share" and not d.metric.concept and not known_price(d.metric):
        # "the company earned $2.10 per share"
        d.metric = replace(d.metric, text="earnings per share", head="earnings", concept="net_income", unit="money", nature="flow", qualifiers=())
    if d.kind == "money" and d.metric.per_share and d.quantity.factor == 1 and abs(d.quantity.value) < 1000:
        d.kind = "per_share"
    if d.kind == "ratio" and d.metric.unit in ("count", "shares"):
        d.kind = "count"
    if d.kind == "ratio" and d.metric.unit == "per_share":
        d.kind = "per_share"
    if d.kind in ("percent", "percent_points") and d.role == "level":
        d.role = {"share": "share", "rate": "ratio", "growth": "change"}.get(d.metric.rate, "level")
        if d.role == "level" and NAMED_RATE.search(d.metric.text):
            d.role = "ratio"
    if d.kind == "per_share" and d.role == "level" and d.metric.nature == "instant" and d.metric.unit != "count":
        d.role = "ratio"
    if d.kind == "ratio":
        d.role = "ratio"
    if d.kind == "multiple" and d.metric.unit == "ratio" and d.quantity.direction is None and d.role == "change" and d.direction is None:
        d.kind, d.role = "ratio", "ratio"


def share_out(sentence: Sentence) -> None:
    """ "A and B were $1 and $2, respectively": the metrics, or what qualifies them, in their order."""
    drafts = sentence.drafts
    i = 0
    while i < len(drafts):
        j = i + 1
        while j < len(drafts) and drafts[j].tie == "list" and drafts[j].quantity.kind == drafts[i].quantity.kind:
            j += 1
        if j - i >= 2:
            share_metrics(sentence, i, j)
        i = j


PAIR = re.compile(r"(?i)\b([\w-]+(?:\s[\w-]+)?),?\s+and\s+(?:the\s+|its\s+)?([\w-]+)\s*$")


def share_metrics(sentence: Sentence, i: int, j: int) -> None:
    drafts = sentence.drafts[i:j]
    floor = sentence.drafts[i - 1].end if i else 0
    left = [m for m in sentence.metrics if m.start >= floor and m.end <= drafts[0].start]
    names = left[-len(drafts) :]
    if len(names) == len(drafts) and all(
        re.fullmatch(r"(?i)\s*(?:,|and|,\s*and)\s*(?:the\s+|its\s+|our\s+)*", sentence.text[a.end : b.start])
        for a, b in zip(names, names[1:], strict=False)
    ):
        for d, name in zip(drafts, names, strict=True):
            d.metric = measure_of(sentence.text, name, d.kind, sentence.metrics)
            settle_kind(d)
        return
    if left and len(drafts) == 2:
        pair = PAIR.search(sentence.text[floor : left[-1].head_start])
        if pair:
            for d, word in zip(drafts, (pair[1], pair[2]), strict=True):
                d.metric = d.metric.qualified(word, drop=(pair[1], pair[2]))


# --- periods -----------------------------------------------------------------------------------------

ATTACHED = re.compile(
    r"(?i)[\s,)\"”]*(?:\(?(?:fully\s+)?(?:diluted|basic|restated|unaudited|as\s+restated|pre-tax|after\s+tax)\)?[\s,]*)?(?:(?:on\s+an?\s+[\w-]+\s+basis|per\s+(?:\w+\s+){0,2}share|net\s+of\s+tax)[\s,)]*)?(?:(?:for|in|during|of|at|on|as\s+of|the|its|our|a|an|same|reported|earned|posted|over|by|through|this|that|under|within|achieved|both|each\s+of|from)\s+)*$"
)
CLAUSE = re.compile(r"(?i);|\bwhile\b|\bwhereas\b|(?:,|\band)\s+(?:for|in|during|at|on|as\s+of)\s")
COMPARES = re.compile(r"(?i)(?:compared\s+(?:with|to)|same\s+as(?:\s+in)?|unchanged\s+from|equal\s+to|exceed(?:ed|ing)|that\s+of|those\s+of|in\s+line\s+with|better\s+than|worse\s+than|versus|vs\.?|against|than|over|from|above|below|relative\s+to|comparison\s+(?:with|to))\s+(?:[\w’'-]+\s+){0,9}?$")


def assign_periods(sentence: Sentence) -> None:
    """Give each number the mention that its period is told by, and each change its base."""
    drafts = sentence.drafts
    if not drafts:
        return
    used: set[int] = set()
    for i, d in enumerate(drafts):
        last_of_group = i + 1 == len(drafts) or drafts[i + 1].group != d.group
        if last_of_group:
            attach_right(sentence, i, used)
    attach_left(sentence, used)
    share_periods(sentence)
    spread_in_groups(sentence)


def attach_right(sentence: Sentence, i: int, used: set[int]) -> None:
    """Mentions behind the last number of a group: its period, and what a change is compared with."""
    d = sentence.drafts[i]
    floor, ceiling = d.end, d.end + len(d.right)
    if i + 1 < len(sentence.drafts):
        ceiling = sentence.drafts[i + 1].start
    for k, mention in enumerate(sentence.periods):
        if mention.start < floor or mention.start >= ceiling or k in used:
            continue
        gap = sentence.text[floor : mention.start]
        if belongs_to_next(sentence, i, mention, ceiling):
            continue
        compared = COMPARES.search(gap) or mention.relation in ("year_ago", "previous") and d.role == "change"
        if compared and d.role == "change":
            d.base = d.base or mention
            used.add(k)
        elif compared and i + 1 < len(sentence.drafts):
            continue
        elif compared:
            continue
        elif d.period is None and (ATTACHED.fullmatch(gap) or not CLAUSE.search(gap)):
            if len(gap) > 60 and not ATTACHED.fullmatch(gap):
                continue
            d.period = mention
            used.add(k)
        elif d.period is not None and adds_year(d.period, mention) and len(sentence.text[d.period.end : mention.start]) < 8:
            d.year = mention
            used.add(k)


def adds_year(first: PeriodMention, second: PeriodMention) -> bool:
    return first.year is None and not first.dated and second.year is not None and second.months == 12


DIRECTLY = re.compile(r"(?i)[\s,]*(?:(?:the|its|our|company['’]s|we|reported|had|total)\s+)*")


def belongs_to_next(sentence: Sentence, i: int, mention: PeriodMention, ceiling: int) -> bool:
    """Whether a mention introduces the next number: it stands behind a clause's beginning, or between
    a comparator and the number's own metric."""
    if i + 1 >= len(sentence.drafts):
        return False
    d, following = sentence.drafts[i], sentence.drafts[i + 1]
    gap = sentence.text[d.end : mention.start]
    if gap.rstrip().endswith("(") and ")" not in sentence.text[mention.end : following.start]:
        return True  # "€16.7m (H1 2013: €9.4m)"
    rest = sentence.text[mention.end : ceiling]
    if re.search(r"(?i)(?:;|\band|,|\bwhile)\s+(?:for|in|during|on|at|as\s+of)\s+(?:the\s+)?$", gap) and not re.match(r"(?i)\s*,?\s*(?:and|or)?\s*$", rest):
        # "…, and for the year, net income was": the number's own metric follows at once
        return any(
            m.end <= following.start and DIRECTLY.fullmatch(sentence.text, mention.end, m.start)
            for m in sentence.metrics
            if m.start >= mention.end
        )
    if COMPARES.search(gap) and following.tie == "compare":
        # "compared with fourth quarter revenue of $5 million", "versus the 2003 loss of $4.7 million"
        return d.role != "change" or has_metric(sentence, mention.end, following.start)
    # "$5 million and third quarter income of $2 million"
    return not ATTACHED.fullmatch(gap) and has_metric(sentence, mention.start - 1, following.start) and bool(
        re.search(r"(?i)\b(?:and|while|as|but)\b|[;,]", gap)
    )


def has_metric(sentence: Sentence, start: int, end: int) -> bool:
    return any(start <= m.head_start and m.head_end <= end for m in sentence.metrics)


DATELINE = re.compile(r"\s*(?:--|[—―–]|-\s?|/)")


def attach_left(sentence: Sentence, used: set[int]) -> None:
    """Mentions before a number: in its subject, or leading the sentence."""
    previous_end = 0
    for i, d in enumerate(sentence.drafts):
        for k, mention in enumerate(sentence.periods):
            if mention.start < previous_end or mention.end > d.start or k in used:
                continue
            if mention.months == 0 and DATELINE.match(sentence.text, mention.end):
                continue
            before = sentence.text[previous_end : mention.start]
            compared = COMPARES.search(before)
            if compared and d.tie == "compare":
                d.period = d.period or mention
            elif compared:
                if i == 0:
                    sentence.lead_base = mention
                if d.role == "change" and d.base is None:
                    d.base = mention
            elif d.period is not None and d.year is None and adds_year(d.period, mention):
                if mention.start - d.period.end < 25:
                    d.year = mention
            elif d.period is not None and d.period.months == 0 and mention.months and not mention.relation:
                # the day of the announcement stands before the period that is announced
                d.period = mention
            elif d.period is not None and d.year is None and adds_year(mention, d.period) and mention.months == 3:
                d.period, d.year = mention, d.period
            elif mention.relation == "previous" and d.role == "change" or (mention.relation == "year_ago" and d.role == "change" and d.base is None and describes_change(sentence, mention)):
                d.base = d.base or mention
            elif d.period is None:
                d.period = mention
            used.add(k)
        if i == 0 and d.period is not None and d.period.end <= d.start and d.tie != "compare":
            sentence.lead = d.period
        previous_end = d.end


TOGETHER = re.compile(r"(?i)\s*,?\s*(?:and|,|,\s*and)\s*(?:(?:in|for|at|on|of)\s+)?(?:the\s+)?$")
PRIOR_AND_YEAR_AGO = re.compile(
    r"(?i)\b(?:prior|previous|preceding|linked|last)(?:\s+quarter)?\s+and\s+(?:the\s+)?(?:year[\s-]ago|prior[\s-]year|year[\s-]earlier)\s+(?:quarters?|periods?)?"
)


def share_periods(sentence: Sentence) -> None:
    """ "$5 million and $6 million in 2003 and 2002, respectively": a period each, in their order."""
    drafts = sentence.drafts
    for i, d in enumerate(drafts[:-1]):
        following = drafts[i + 1]
        listed = COORDINATE.fullmatch(following.left) is not None and following.quantity.kind == d.quantity.kind
        if not listed or i and COORDINATE.fullmatch(d.left) and drafts[i - 1].quantity.kind == d.quantity.kind:
            continue
        behind = [p for p in sentence.periods if following.end <= p.start < following.end + 60]
        both = PRIOR_AND_YEAR_AGO.search(sentence.text, following.end, following.end + 90)
        if both:
            at = (both.start(), both.end())
            d.period = PeriodMention(*at, months=3, relation="previous")
            following.period = PeriodMention(*at, months=3, relation="year_ago")
        elif len(behind) >= 2 and TOGETHER.fullmatch(sentence.text[behind[0].end : behind[1].start]):
            first, second = behind[:2]
            if second.months == 12 and second.year and not second.quarter and first.months and first.months < 12:
                second = replace(first, year=second.year, until=None, start=second.start, end=second.end)
            d.period, following.period = first, second


def describes_change(sentence: Sentence, mention: PeriodMention) -> bool:
    words = sentence.text[mention.start : mention.end].lower()
    return "over" in words or "on-year" in words or "y/y" in words or "yoy" in words


def spread_in_groups(sentence: Sentence) -> None:
    """The numbers of one group ("$3.5 million, or $.44 per share, a year earlier") share its period."""
    groups: dict[int, list[Draft]] = {}
    for d in sentence.drafts:
        groups.setdefault(d.group, []).append(d)
    for members in groups.values():
        period = next((d.period for d in reversed(members) if d.period), None)
        year = next((d.year for d in members if d.year), None)
        base = next((d.base for d in members if d.base), None)
        for d in members:
            d.period = d.period or period
            d.year = d.year or year
            if d.role == "change":
                d.base = d.base or base
