"""A sentence with its numbers, each a claim in the making."""

from __future__ import annotations

from dataclasses import dataclass, field

from narrext.claims.metrics import MetricMention
from narrext.claims.naming import Metric
from narrext.periods import PeriodMention
from narrext.quantities import Quantity


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
    mirrors: int = 0  # the group of the number that it is compared with, where two are compared with two
    held_against: bool = False  # the change right before it is measured from it
    behind: MetricMention | None = None  # the metric that was found behind the number
    forward: bool = False
    event: bool = False  # its metric is of what happened: a charge, a gain
    threshold: str = ""  # which of the things that it counts are meant
    direct: bool = False  # its metric stands right before it, with nothing but a verb and a period between


@dataclass(slots=True)
class Sentence:
    """A sentence with all that was found in it."""

    text: str
    drafts: list[Draft]
    periods: list[PeriodMention]
    metrics: list[MetricMention]
    lead: PeriodMention | None = None  # stands before the first metric and holds for the sentence
    about: Metric | None = None  # what the sentence before was about
    lead_base: PeriodMention | None = None  # "Compared with the third quarter, …"
