"""What a metric is called and what narrows it: head, qualifiers, basis, per share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from narrext.claims.basis_words import BASIS, CURRENCY, basis_behind
from narrext.claims.metrics import Concept, MetricMention
from narrext.lexicons import word_list
from narrext.number_words import NUMBER_WORDS
from narrext.wording import normalize

# concepts whose percentage is a share of another line, and those that are a rate of their own
SHARES = frozenset({"margin", "gross_margin", "operating_margin", "net_margin", "ebitda_margin"})
RATES = frozenset(
    [
        "tax_rate",
        "net_interest_margin",
        "occupancy",
        "retention",
        "load_factor",
        "efficiency_ratio",
        "combined_ratio",
        "loss_ratio",
        "expense_ratio",
        "return_on_equity",
        "return_on_assets",
        "debt_to_capital",
    ]
)
GROWTH = frozenset({"comparable_sales"})

DILUTED = re.compile(r"(?i)\bdiluted\b")
BASIC = re.compile(r"(?i)\bbasic\b")


# words of a threshold by which no label tells it
THRESHOLD_WORDS = frozenset(
    [
        "with",
        "having",
        "that",
        "who",
        "which",
        "whose",
        "each",
        "in",
        "of",
        "over",
        "above",
        "than",
        "more",
        "greater",
        "less",
        "or",
        "and",
        "at",
        "least",
        "under",
        "below",
    ]
)


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric as named: `text` in the release's words, and what the words amount to."""

    text: str = ""
    head: str = ""
    concept: str = ""
    unit: str = ""
    nature: str = ""
    qualifiers: tuple[str, ...] = ()
    basis: str = ""
    per_share: str = ""
    window: str = ""  # the words around it, for labels of the tables that stand in them
    rate: str = ""  # share, rate, growth: what a percentage of this metric is

    def narrowed(self, word: str) -> Metric:
        return replace(
            self, qualifiers=(*self.qualifiers, word), text=f"{self.text} {word}", concept="", unit="count"
        )

    def refated(self, word: str) -> Metric:
        """The same things, to which something else happened: "opened 24 stores and closed three"."""
        kept = tuple(q for q in self.qualifiers if q not in ("opened", "closed"))
        text = re.sub(r"\s+(?:opened|closed)$", "", self.text)
        return replace(self, qualifiers=(*kept, word), text=f"{text} {word}")

    def beyond(self, threshold: str) -> Metric:
        """Of those alone that a threshold picks out: "customers with ARR over $100,000"."""
        words = tuple(w for w in normalize(threshold).split() if w not in THRESHOLD_WORDS)
        text = f"{self.text} {threshold}"
        return replace(self, text=text, qualifiers=(*self.qualifiers, *words), window=text)

    def qualified(self, word: str, drop: tuple[str, ...]) -> Metric:
        """With one of several coordinated qualifiers ("GAAP and non-GAAP")."""
        gone = {w for d in drop for w in d.lower().split()} | {"and"}
        kept = tuple(q for q in self.qualifiers if q not in gone)
        added, basis = split_basis(word.lower().split())
        words = [w for w in self.text.split() if w.lower() not in gone]
        return replace(
            self, qualifiers=(*added, *kept), basis=basis or self.basis, text=" ".join([word, *words])
        )


def split_basis(words: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """The qualifiers that are left, and the basis that the others tell."""
    basis = ""
    kept = []
    for word in words:
        if word in BASIS:
            basis = BASIS[word]
        elif word in ("forma", "currency") and basis in ("pro forma", "constant currency"):
            continue
        elif word not in word_list("idle") and word not in ("&", "and"):
            kept.append(word)
    return tuple(kept), basis


TOKEN = re.compile(r"[A-Za-z&][\w&'’./-]*")
COMPLEMENT = re.compile(
    r"\s+(?P<prep>to|from|in|of|for|by|at|on|with|before|attributable\s+to|applicable\s+to|available\s+to|(?:outstanding\s+)?under(?=\s[\w\s’'-]{0,60}\b(?:facilit|agreement|lines?\b|revolver|loans?\b|program|arrangement)))\s+(?P<phrase>[A-Za-z][\w&'’./ -]{1,60})"
)
END_OF_PHRASE = re.compile(
    r"(?i)\b(?:was|were|is|are|increased|decreased|rose|fell|grew|declined|totaled|totalled|reached|improved|of|to|from|by|compared|versus|vs|"
    r"for|in|during|that|which|who|as|and|or|up|down|has|have|had|will|should|may|also|came|per|on|at|expanded|climbed|jumped|dropped|remained|represented|accounted)\b|[,;:.(]|--|\s-\s"
)
NO_COMPLEMENT = frozenset(
    [
        "about", "approximately", "both", "company", "comparable", "corporation", "current", "end",
        "expectations", "first", "fiscal", "fourth", "group", "issuer", "less", "month", "months",
        "more", "nine", "period", "periods", "previous", "prior", "quarter", "quarters", "range",
        "result", "results", "same", "second", "six", "third", "three", "time", "today", "twelve",
        "year", "years",
    ]
)  # fmt: skip


def measure_of(text: str, mention: MetricMention, kind: str, metrics: Sequence[MetricMention] = ()) -> Metric:
    """The metric of a mention: of the alias's concepts the one that `kind` is measured in."""
    concept = mention.unit(kind) or Concept("", "", "")
    head = " ".join(text[mention.head_start : mention.head_end].split())
    words = [w.group().lower() for w in TOKEN.finditer(text, mention.start, mention.head_start)]
    words = [w for w in words if w not in word_list("stop")]
    qualifiers, basis = split_basis(words)
    complement, end = complement_of(text, mention, metrics)
    prior = BEFORE_ITEM.match(text, mention.head_end)
    if prior:
        complement = (*complement, *prior[1].lower().split())
    rate = RATE_OF.search(text, max(0, mention.start - 30), mention.start)
    if rate:
        # "the yield on loans" is no amount of loans
        return Metric(
            text=text[rate.start(1) : end],
            head=text[rate.start(1) : mention.head_end],
            qualifiers=(rate[1].lower(), *qualifiers, head.lower()),
            basis=basis,
            rate="rate",
        )
    if is_of_something(head, qualifiers):
        named = (*qualifiers, *(("earned",) if head.lower() == "earned" else ()), *complement)
        window = window_of(text, mention.start, mention.head_end)
        return of_something(text[mention.start : end], named, basis, window)
    sold = SALE.match(text, mention.head_start)
    if concept.nature == "instant" or sold:
        event = EVENT_OF.search(text, max(0, mention.start - 50), mention.start)
        if event is not None:
            return happened(text[event.start(1) : end], (*qualifiers, *complement), basis)
    if CHARGE.search(head):
        qualifiers = tuple(w for w in qualifiers if w not in BEFORE_TAX)
    basis = basis or basis_behind(text, mention)
    per_share = per_share_of(text, mention, concept)
    metric = Metric(
        text=text[mention.start : end],
        head=head,
        concept=concept.name,
        unit=concept.unit,
        nature=concept.nature,
        qualifiers=(*qualifiers, *complement),
        basis=basis,
        per_share=per_share,
        window=window_of(text, mention.head_start, mention.head_end),
        rate=rate_of(concept.name),
    )
    return metric.beyond(mention.threshold) if mention.threshold else metric


# "net loss (prior to the extraordinary item)", "income before discontinued operations"
BEFORE_ITEM = re.compile(
    r"(?i)[^.;$%]{0,60}?\(?\b(?:prior\s+to|before)\s+(?:an?\s+|the\s+)?(extraordinary|cumulative\s+effect|discontinued\s+operations|minority\s+interests?)"
)
RATE_OF = re.compile(
    r"(?i)\b(yields?|costs?|rates?|price|spread|duration|mix|returns?(?=\s+on))\s+(?:on|of)\s+(?:the\s+|our\s+|its\s+|total\s+|average\s+|ending\s+)*$"
)


def happened(text: str, qualifiers: tuple[str, ...], basis: str) -> Metric:
    """A metric of what happened to a balance: "gains on sales of loans" are no loans."""
    words = [w.lower() for w in TOKEN.findall(text)]
    kept = [
        w for w in words if w not in ("on", "of", "from", "for", "the", "our", "its") and w not in qualifiers
    ]
    return Metric(
        text=" ".join(text.split()),
        head=text,
        unit="money",
        nature="flow",
        qualifiers=(*kept, *qualifiers),
        basis=basis,
    )


OWN_LOSSES = frozenset(
    ["net", "operating", "pre-tax", "pretax", "after-tax", "company", "company’s", "company's", "gross"]
)
EARNED = frozenset(["premiums", "interest", "fees", "commissions", "revenue", "revenues", "royalties"])


def is_of_something(head: str, qualifiers: Sequence[str]) -> bool:
    """Whether a word for income is of something else by what stands before it."""
    if head.lower() == "earned":
        return bool(qualifiers) and qualifiers[-1] in EARNED
    return head.lower() == "losses" and any(w not in OWN_LOSSES for w in qualifiers)


def of_something(text: str, words: tuple[str, ...], basis: str, window: str) -> Metric:
    """ "Catastrophe losses" and "premiums earned" are no income."""
    return Metric(
        text=text,
        head=" ".join(words),
        unit="money",
        nature="flow",
        qualifiers=words,
        basis=basis,
        window=window,
    )


# a charge above the line of income before taxes is before taxes, and paid by nobody
CHARGE = re.compile(r"(?i)\b(?:charges?|impairments?|restructuring|amortization|write-?(?:downs?|offs?))\b")
BEFORE_TAX = frozenset(["pre-tax", "pretax", "non-cash", "noncash"])
SALE = re.compile(r"(?i)sales?\s+of\b|disposals?\s+of\b")
# what happened to a balance, told before it
EVENT_OF = re.compile(
    r"(?i)\b((?:gains?|loss(?:es)?|proceeds|purchases?|repayments?|issuances?|write-?downs?|write-?offs?|originations?|amortization|impairments?|redemptions?)"
    r"\s+(?:on|from|of|for)(?:\s+(?:the\s+)?(?:sales?|disposals?|dispositions?|repayment|issuance|redemption|extinguishment|retirement)\s+of)?)"
    r"\s+(?:the\s+|our\s+|its\s+|certain\s+|long-term\s+|total\s+)*$"
)


WINDOW = 80


def window_of(text: str, start: int, end: int) -> str:
    """The words on both sides of a head, to the next number or stop."""
    before = re.split(r"[.;:]\s|\d[\d,.]*\d\s|%", text[max(0, start - WINDOW) : start])[-1]
    after = re.split(r"[.;:]\s|[$€£]|\d", text[start : end + WINDOW])[0]
    return " ".join((before + after).split())


def rate_of(concept: str) -> str:
    if concept in SHARES:
        return "share"
    return "rate" if concept in RATES else "growth" if concept in GROWTH else ""


PER_SHARE_BEHIND = re.compile(r"(?i)\s+per\s+(?:(?P<diluted>diluted)\s+|basic\s+|common\s+)*share\b")


def per_share_of(text: str, mention: MetricMention, concept: Concept) -> str:
    if concept.unit != "per_share":
        behind = PER_SHARE_BEHIND.match(text, mention.head_end)
        return ("diluted" if behind["diluted"] else "share") if behind else ""
    words = text[mention.start : mention.head_end + 20]
    if concept.name.startswith("diluted") or DILUTED.search(words):
        return "diluted"
    return "basic" if concept.name.startswith("basic") or BASIC.search(words) else "share"


CURRENCY_MARKS = frozenset("$€£¥")


def complement_of(
    text: str, mention: MetricMention, metrics: Sequence[MetricMention]
) -> tuple[tuple[str, ...], int]:
    """The words of "to retail customers", "in Europe" behind a head, and where they end."""
    found = COMPLEMENT.match(text, mention.head_end)
    if found is None or CURRENCY.match(text, mention.head_end + 1):
        return (), mention.head_end
    phrase = found["phrase"]
    if text[found.end("phrase") : found.end("phrase") + 1] in CURRENCY_MARKS:
        phrase = phrase.rpartition(" ")[0]  # the code of a currency: "net earnings of Cdn$6.1 million"
    stop = END_OF_PHRASE.search(phrase)
    if stop:
        phrase = phrase[: stop.start()]
    at = found.start("phrase")
    for other in metrics:
        if other.head_start > mention.head_end and at <= other.start < at + len(phrase):
            phrase = phrase[: other.start - at]
    words = [w.group().lower() for w in TOKEN.finditer(phrase)]
    if not words or any(w in NO_COMPLEMENT or w.removesuffix("'s") in NO_COMPLEMENT for w in words):
        return (), mention.head_end
    if re.search(r"\d", phrase):
        return (), mention.head_end
    kept = tuple(
        w
        for w in words
        if w not in word_list("stop") and w not in word_list("idle") and w not in NUMBER_WORDS
    )
    return kept, at + len(phrase.rstrip())
