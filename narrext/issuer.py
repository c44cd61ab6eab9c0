"""Whose release it is: the issuer's name, as headers, datelines and headlines give it."""

from __future__ import annotations

import re

from narrext.release import Release

CONFORMED = re.compile(r"COMPANY CONFORMED NAME:\s*(.+)")
# "Quarrybrook Mills, Inc. (NASDAQ: QBM)"
LISTED = re.compile(
    r"((?:[A-Z][\w&.’'-]*|&|of|the|and)(?:,?\s+(?:[A-Z][\w&.’'-]*|&|of|the|and)){0,7}),?\s*\((?:the\s+[\"“]\w+[\"”];?\s*)?(?:NASDAQ|Nasdaq|NYSE|New York Stock|AMEX|OTC|TSX|LSE|Euronext|NYSEAMEX|OTCBB|Toronto)"
)
NAMED = re.compile(
    r"^\W*((?:[A-Z][\w&.’'-]*|&|of|The|the|and)(?:,?\s+(?:[A-Z][\w&.’'-]*|&|of|the|and)){0,7}?)\s+(?:Reports?|Announces?|Announced|Reported|Posts?|Releases?|REPORTS?|ANNOUNCES?|POSTS?|RELEASES?)\b",
    re.MULTILINE,
)
LEGAL = frozenset(
    [
        "inc",
        "inc.",
        "corp",
        "corp.",
        "co",
        "co.",
        "ltd",
        "ltd.",
        "llc",
        "plc",
        "corporation",
        "company",
        "incorporated",
        "limited",
        "group",
        "holdings",
        "the",
        "and",
        "of",
        "&",
        "l.p.",
        "lp",
        "n.v.",
        "s.a.",
        "ag",
    ]
)
# words that name a line of business rather than an issuer stay qualifiers
HEAD_CHARACTERS = 30_000


def find_issuer(release: Release) -> str | None:
    """The issuer's name, or None where nothing gives it."""
    head = release.text[:HEAD_CHARACTERS]
    found = [" ".join(m.split()) for m in CONFORMED.findall(head)]
    if len(set(found)) == 1:
        return found[0].title() if found[0].isupper() else found[0]
    for pattern in (LISTED, NAMED):
        for start in (part.start for part in release.parts if part.used):
            match = pattern.search(release.text, start, start + HEAD_CHARACTERS)
            if match:
                return " ".join(match[1].split()).strip(" ,")
    return found[0] if found else None


def name_words(release: Release, issuer: str | None) -> frozenset[str]:
    """The words of the issuer's own name, lower case: they narrow no metric."""
    words = re.findall(r"[\w&’'-]+", (issuer or "").lower().replace("’", "'"))
    return frozenset(w.removesuffix("'s") for w in words if w not in LEGAL and len(w) > 1)
