"""Relative clauses behind a period: "in the prior-year quarter, which included $0.3 million of costs"."""

from __future__ import annotations

import re

from narrext.claims.drafts import Sentence

WHICH_INCLUDED = re.compile(r"(?i),?\s*\(?which\s+(?:also\s+)?(?:includ\w+|bore|benefited\s+from)\s[^,;()]*$")


def assign_antecedents(sentence: Sentence) -> None:
    """A number in such a clause is of the period right before it."""
    for d in sentence.drafts:
        if d.period is not None:
            continue
        clause = WHICH_INCLUDED.search(sentence.text[: d.start])
        if clause is not None:
            d.period = next((p for p in sentence.periods if p.end == clause.start()), None)
