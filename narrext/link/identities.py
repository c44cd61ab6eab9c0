"""Named figures that lines bear out by arithmetic: ``patterns/identities.toml``, and sums named outright."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from narrext.claims.records import Claim
from narrext.lexicons import toml_entries
from narrext.link.labels import normal_aliases
from narrext.tables.records import Fact
from narrext.wording import normalize

IDENTITY_KEYS = frozenset({"name", "formula", "terms", "source", "example", "exact"})


@dataclass(frozen=True, slots=True)
class Identity:
    name: str
    formula: str
    terms: tuple[str, ...]
    source: str
    exact: bool  # the name has this one meaning; others are computed in several ways


@cache
def identities() -> dict[str, tuple[Identity, ...]]:
    found: dict[str, tuple[Identity, ...]] = {}
    for entry in toml_entries("identities.toml", "identity", IDENTITY_KEYS):
        identity = Identity(
            entry["name"], entry["formula"], tuple(entry["terms"]), entry["source"], entry.get("exact", False)
        )
        found[identity.name] = (*found.get(identity.name, ()), identity)
    return found


def signed_formula(identity: Identity, facts: tuple[Fact, ...]) -> str:
    """Outflows are printed negative in cash flow statements: there "less" is a sum."""
    if identity.formula == "a-b" and len(facts) == 2 and facts[1].value < 0 < facts[0].value:
        return "a+b"
    return identity.formula


def summed_concepts(claim: Claim) -> list[str]:
    """The concepts of a metric that joins lines by "and" or "plus"."""
    text = normalize(claim.metric)
    parts = [p for p in text.replace(" plus ", " and ").split(" and ") if p]
    if len(parts) < 2:
        return []
    known = normal_aliases()
    names = []
    for part in parts:
        concepts = known.get(part) or known.get(" ".join(part.split()[-2:])) or ()
        money = [c.name for c in concepts if c.unit == "money"]
        if not money:
            return []
        names.append(money[0])
    return names if len(set(names)) == len(names) else []
