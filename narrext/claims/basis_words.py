"""The words that tell on what basis a figure stands: GAAP, adjusted, pro forma, constant currency."""

from __future__ import annotations

import re

from narrext.claims.metrics import MetricMention

BASIS = {
    "gaap": "gaap",
    "non-gaap": "adjusted",
    "adjusted": "adjusted",
    "core": "adjusted",
    "normalized": "adjusted",
    "underlying": "adjusted",
    "ongoing": "adjusted",
    "pro": "pro forma",
    "proforma": "pro forma",
    "pro-forma": "pro forma",
    "recurring": "adjusted",
    "organic": "organic",
    "constant": "constant currency",
    "constant-currency": "constant currency",
    "reported": "gaap",
}
EXCLUDING = re.compile(
    r"(?i)\b(?:excluding|exclusive\s+of|before|adjusted\s+for|adjusting\s+for|without|net\s+of|absent|ex)[\s-]+(?:(?:the|these|those|that|any|all|certain|an?|impact|effects?|of|"
    r"one[\s-]time|non[\s-]?recurring|unusual|special|various|above|such)[\s-]+)*(?P<what>[\w’'-]+(?:\s+[\w’'-]+){0,5})"
)
ON_BASIS = re.compile(
    r"(?i)\b(?:on|using)\s+an?\s+(?P<basis>pro[\s-]forma|adjusted|non-gaap|gaap|constant[\s-](?:currency|dollar|exchange\s+rate)|organic|core|normalized|underlying|operating|currency[\s-]neutral)\s+basis"
)
CURRENCY = re.compile(
    r"(?i)\b(?:at|in|on\s+an?)\s+constant[\s-](?:currency|currencies|exchange|rates)|\bconstant[\s-]currency\b|currency[\s-]neutral|local\s+currenc"
)
AMOUNT = re.compile(r"\d[\d,.]*\s*(?:%|percent|million|billion)|[$€£]")


def basis_behind(text: str, mention: MetricMention) -> str:
    """ "…, excluding one-time items," on either side of a metric, within its sentence."""
    for found in ON_BASIS.finditer(text):
        gap = (
            text[found.end() : mention.start]
            if found.end() <= mention.start
            else text[mention.head_end : found.start()]
        )
        behind = found.start() >= mention.head_end
        if len(gap) < 90 and ";" not in gap and not (behind and AMOUNT.search(gap)):
            word = found["basis"].lower().split()[0].split("-")[0]
            return {"non": "adjusted", "operating": "adjusted", "currency": "constant currency"}.get(
                word
            ) or BASIS.get(word, "")
    near = CURRENCY.search(text, mention.head_end, mention.head_end + 60)
    if near and not AMOUNT.search(text, mention.head_end, near.start()):
        return "constant currency"
    for found in EXCLUDING.finditer(text):
        what = found["what"].lower()
        if re.match(
            r"(?:income\s+)?tax(?:es)?\b|provision|interest|extraordinary|cumulative|minority|allowance|reinsurance|recover|discount|depreciation|(?:the\s+)?current\s+(?:portion|maturities)|current",
            what,
        ):
            continue
        if found.end() <= mention.start and mention.start - found.start() < 160:
            return "adjusted"
        gap = text[mention.head_end : found.start()]
        if (
            found.start() >= mention.head_end
            and len(gap) < 60
            and not re.search(r"\d[\d,.]*\s*(?:million|billion|%|percent)|\bwas\b|\bwere\b", gap)
        ):
            return "adjusted"
    return ""
