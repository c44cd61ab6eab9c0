"""The metric of a number without one of its own: that of the number before, or of a new clause's subject."""

from __future__ import annotations

import re

from narrext.claims.counting import beside_count, said_of_things
from narrext.claims.drafts import Draft, Sentence
from narrext.claims.naming import Metric, measure_of
from narrext.claims.subjects import fate, item_named, named_by, subject_of

NAMED_WHICH = re.compile(r"\b([A-Z][\w-]+(?:\s+[A-Z][\w-]+)*)[®™]?,\s+which\s+\w+ed\s+(?:\w+ly\s+)?$")


def metric_taken_on(sentence: Sentence, i: int, d: Draft, previous: Draft) -> Metric:
    """Without a metric of its own a number takes on that of the one before, or a new clause's subject."""
    if PREDICATE.search(d.left) and not d.tie:
        return Metric()
    if (
        previous.kind == "count"
        and d.kind in ("money", "per_share")
        and (told := beside_count(sentence, i, d))
    ):
        return told
    if d.kind == "count" and d.quantity.end == d.quantity.number_end:
        same = [x for x in sentence.drafts[:i] if x.kind == "count" and x.quantity.unit == d.quantity.unit]
        previous = same[-1] if same else previous
    if d.kind == "count" and previous.kind == "count" and (happened := fate(sentence.text, d.quantity)):
        return previous.metric.refated(happened)
    if d.role == "level" and (item := item_named(sentence.text, d.left, d.quantity)):
        return item
    if named := NAMED_WHICH.search(d.left):
        return named_by(named[1])
    if d.role == "change" and CHANGE_OF.search(d.left):
        return before_aside(sentence, i) or previous.metric
    if not d.tie and new_clause(d.left):
        subject = subject_of(sentence.text, previous.end, d.start, d.quantity)
        if subject is not None:
            return subject
    if (
        previous.kind == "count"
        and d.kind in ("money", "per_share")
        and not d.tie
        and not WORTH.search(d.left)
    ):
        named = NAMED_OF.search(d.left)  # "six properties with a carrying value of $1.1 million"
        return named_by(named[1]) if named else said_of_things(d)
    return before_aside(sentence, i) or previous.metric


CHANGE_OF = re.compile(
    r"(?i),\s+(?:an?|the)\s+(?:[\w-]+\s+)?(?:increase|decrease|decline|improvement|reduction|rise|drop|gain|growth)\s+of\s+(?:\w+\s+)?$"
)
WORTH = re.compile(r"(?i)\b(?:worth|valued\s+at|for|at)\s+(?:approximately\s+|about\s+|an?\s+)*$")
NAMED_OF = re.compile(
    r"(?i)\b(?:an?|the|with|at|for|its)\s+((?:[a-z][\w’'-]*\s+){0,3}?[a-z][\w’'-]*)\s+of\s+(?:\w+\s+){0,2}$"
)


# a verb with an object of its own: "…, and returned almost $27 billion to shareholders"
PREDICATE = re.compile(
    r"(?i)(?:,|\band)\s+(?:also\s+)?(?:returned|repurchased|paid|invested|spent|repaid|borrowed|raised|retired|used|received|acquired|sold|drew)\s+(?:\w+\s+){0,2}$"
)


def new_clause(left: str) -> bool:
    return (
        bool(
            re.search(
                r"(?i)(?:^|[,;]|\band\b|\bwhile\b|\bas\b|\bwhereas\b|\bbut\b)\s+(?!\d)[\w'’/-]+(?:\s+[\w'’/-]+){0,6}\s*$",
                left,
            )
        )
        and len(left) > 12
    )


BACK = re.compile(
    r"(?i)[^,;]{0,60}[,)]\s*(?:\w+\s+){0,2}(?:was|were|totaled|increased|decreased|rose|fell|grew|declined|compared|versus|or)\b"
)


def before_aside(sentence: Sentence, i: int) -> Metric | None:
    """The metric before an aside ("…, which includes charges of $2 million, was $5 million")."""
    previous, d = sentence.drafts[i - 1], sentence.drafts[i]
    if not BACK.match(d.left):
        return None
    if i >= 2:
        return sentence.drafts[i - 2].metric if previous.aside else None
    begin = INCLUDING.search(sentence.text, 0, previous.start)
    left = [m for m in sentence.metrics if begin is not None and m.end <= begin.start()]
    return measure_of(sentence.text, left[-1], d.kind, sentence.metrics) if left else None


INCLUDING = re.compile(r"(?i)[,(]\s*(?:which\s+)?(?:includ|exclud|net\s+of|after)")
