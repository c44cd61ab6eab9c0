"""What the numbers of a sentence are compared with."""

from __future__ import annotations

from narrext.claims.cues import EFFECT, IMPACT
from narrext.claims.drafts import Draft, Sentence
from narrext.periods import PeriodMention


def compared_level(parsed: Sentence, d: Draft) -> bool:
    """A level that the main one is held against: "compared with $125.0 million"."""
    return d.role != "change" and d.group in compared_groups(parsed)


def compared_groups(parsed: Sentence) -> set[int]:
    """The numbers, by their group, that are held against another: by "compared with", or by "to" behind them."""
    steps = {"compare": 0, "to": 1}
    return {x.group - steps[x.tie] for x in parsed.drafts if x.tie in steps}


def is_effect(parsed: Sentence, d: Draft) -> bool:
    """Whether the number, or the one it restates, is what an item did to the metric."""
    first = next(x for x in parsed.drafts if x.group == d.group)
    left = parsed.text[: first.start]
    return EFFECT.search(left) is not None or IMPACT.search(left) is not None


def named_base(parsed: Sentence, d: Draft) -> PeriodMention | None:
    """What the numbers of the same breath are compared with."""
    for other in parsed.drafts:
        if other.group == d.group and other.base is not None:
            return other.base
    return None
