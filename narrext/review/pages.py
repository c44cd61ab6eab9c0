"""What each page shows, and its JSON twin: one function a page, of the same facts for both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from jinja2 import Environment
from markupsafe import Markup

from narrext.report.html.page import HERE as REPORT
from narrext.report.html.page import card_view, environment
from narrext.report.html.scene import bars, block_view, block_views, spans_of, table_view
from narrext.report.html.words import around, period_words
from narrext.review.actions import CHOICES, REASONS
from narrext.review.agreement import (
    LABELS,
    Disagreement,
    adjudicated,
    disagreements,
    summed,
)
from narrext.review.comparison import agreement_row, chosen, compare
from narrext.review.desk import ADJUDICATED, RESERVED, Done, Reviews, progress
from narrext.review.export import to_jsonl
from narrext.review.keys import KEYS
from narrext.review.layer import Claims, Fields, Layer, stacks
from narrext.review.numbers import unclaimed
from narrext.review.store import StaleError
from narrext.review.subject import Subject
from narrext.review.verdicts import candidates_of
from narrext.review.wording import describe

HERE = REPORT.parents[1] / "review"
Shown = tuple[str, dict[str, Any]]
ORDER: Final = ("match", "rounding", "unsupported", "mismatch")
FORMULAS: Final = (
    "a",
    "a-b",
    "(a-b)/b",
    "a/b",
    "a+b",
    "a+b+c",
    "a-b-c",
    "(a/b)-(c/d)",
    "a/(a+b)",
    "(a+b)/c",
    "(a+b-c-d)/(c+d)",
    "a*b",
)


class Pages:
    """The templates, read once."""

    def __init__(self, reviews: Reviews) -> None:
        self.source = reviews.source.name
        self.environment: Environment = environment(HERE / "templates")

    def render(self, template: str, shown: dict[str, Any]) -> str:
        return self.environment.get_template(template).render({"source": self.source} | shown)

    def plain(self, shown: dict[str, Any]) -> dict[str, Any]:
        twin: dict[str, Any] = shown["json"]
        return twin

    def fragment(self, macro: str, *values: Any) -> Markup:
        module = self.environment.get_template("parts.html").make_module({})
        made: Markup = getattr(module, macro)(*values)
        return Markup(made.strip())


# --- documents ---------------------------------------------------------------------------------------


def documents(reviews: Reviews, reviewer: str, document: str | None, query: dict[str, str]) -> Shown:
    """All documents of the source, with how far this reviewer has come in each."""
    layers = {(layer.document, layer.reviewer): layer for layer in reviews.store.layers()}
    rows = [document_row(reviews, entry.key, reviewer, layers) for entry in reviews.source.entries]
    told = {
        "source": reviews.source.name,
        "reviewer": reviewer,
        "reviewers": reviews.reviewers(),
        "documents": rows,
        "claims": sum(row["claims"] or 0 for row in rows),
        "reviewed": sum(row["reviewed"] for row in rows),
    }
    return "documents.html", {"reviewer": reviewer, "json": told} | told


def document_row(
    reviews: Reviews, key: str, reviewer: str, layers: dict[tuple[str, str], Layer]
) -> dict[str, Any]:
    entry = reviews.shelf.entries[key]
    row: dict[str, Any] = {
        "key": key,
        "name": entry.release.name,
        "claims": None,
        "reviewed": 0,
        "gold": entry.gold is not None,
    }
    row["others"] = sorted(r for d, r in layers if d == key and r not in RESERVED | {reviewer})
    layer = layers.get((key, reviewer))
    if layer is not None:
        row |= {
            name: value for name, value in progress(layer.claims()).items() if name in ("claims", "reviewed")
        }
    return row


def begun(reviews: Reviews, reviewer: str) -> list[str]:
    """The documents of this source in which somebody has a layer."""
    has = {layer.document for layer in reviews.store.layers() if layer.reviewer == reviewer}
    return [entry.key for entry in reviews.source.entries if entry.key in has]


# --- review ------------------------------------------------------------------------------------------


def review(reviews: Reviews, reviewer: str, document: str | None, query: dict[str, str]) -> Shown:
    """A document with its claims as this reviewer has them."""
    assert document is not None
    subject, layer = reviews.subject(document), reviews.layer(document, reviewer)
    claims = layer.claims()
    cards = {name: card(claim, subject) for name, claim in claims.items()}
    before, after = neighbours(reviews, document)
    told = {
        "document": {
            "key": document,
            "name": subject.name,
            "sha256": subject.sha256,
            "issuer": subject.issuer,
        },
        "reviewer": reviewer,
        "progress": progress(claims),
        "claims": [claim | {"candidates": cards[name]["candidates"]} for name, claim in claims.items()],
        "tables": subject.tables,
        "unclaimed": [list(span) for span in unclaimed(subject, claims)],
        "before": before,
        "after": after,
    } | standing(layer)
    return "review.html", {
        "json": told,
        "reviewer": reviewer,
        "document": document,
        "subject": subject,
        "about": about(subject),
        "revision": layer.revision,
        "blocks": block_views(subject.text, subject.blocks, claims.values(), subject.tables),
        "claims": cards,
        "tables": [table_view(table) for table in subject.tables],
        "progress": progress_view(claims),
        "before": before,
        "after": after,
        "keys": KEYS,
        "choices": CHOICES,
        "reasons": REASONS,
        "formulas": FORMULAS,
        "periods": periods(subject),
        "metrics": metrics(subject, claims),
        "unclaimed": told["unclaimed"],
        "others": [name for name in reviews.reviewers(document) if name != reviewer],
    }


def standing(layer: Layer) -> dict[str, Any]:
    """The revision of a layer, and the steps that undo and redo would take up."""
    done, undone = stacks(layer.actions)
    return {
        "revision": layer.revision,
        "undo": done[-1] if done else None,
        "redo": undone[-1] if undone else None,
    }


def about(subject: Subject) -> str:
    said = [subject.name] if subject.issuer else []
    said += [period_words(subject.period)] if subject.period else []
    return " · ".join(said)


def card(claim: Fields, subject: Subject) -> dict[str, Any]:
    """A claim with the words around it and the other ties to offer for it."""
    offered = candidates_of(claim, subject)
    wanting = claim["verdict"] in ("mismatch", "unsupported") and claim["status"] not in (
        "accepted",
        "rejected",
    )
    return card_view(
        claim | {"candidates": offered, "open": wanting and bool(offered)}, subject.text, subject.blocks
    )


def neighbours(reviews: Reviews, document: str) -> tuple[str | None, str | None]:
    keys = [entry.key for entry in reviews.source.entries]
    at = keys.index(document)
    return (keys[at - 1] if at else None), (keys[at + 1] if at + 1 < len(keys) else None)


def progress_view(claims: Claims) -> dict[str, Any]:
    counts = progress(claims)
    parts = bars(counts["verdicts"], ORDER)
    return counts | {"bars": parts, "label": ", ".join(f"{part.count} {part.verdict}" for part in parts)}


def periods(subject: Subject) -> list[tuple[str, str]]:
    """The periods of the tables' columns with their words, for completion."""
    found = {c["period"] for table in subject.tables for c in table["columns"] if c["period"]}
    return sorted((iso, period_words(iso)) for iso in found)


def metrics(subject: Subject, claims: Claims) -> list[str]:
    """Names for completion: metrics that stand in the claims, and the labels of line items."""
    labels = {item["label"][-1] for table in subject.tables for item in table["items"]}
    return sorted({claim["metric"] for claim in claims.values() if claim["metric"]} | labels, key=str.lower)


# --- after a write -----------------------------------------------------------------------------------


def after_action(reviews: Reviews, pages: Pages, document: str, reviewer: str, done: Done) -> dict[str, Any]:
    """What of the page is set anew after a step, by the ids of its elements; "" takes one away."""
    changed = [change.claim for change in done.step.changes]
    return redrawn(reviews, pages, document, done.layer, changed) | {
        "changed": changed,
        "kind": done.step.kind,
    }


def redrawn(
    reviews: Reviews, pages: Pages, document: str, layer: Layer, changed: Sequence[str]
) -> dict[str, Any]:
    subject, claims = reviews.subject(document), layer.claims()
    cards = {name: card(claims[name], subject) if name in claims else None for name in changed}
    fragments: dict[str, str] = {
        f"card-{name}": str(pages.fragment("review_card", shown)) if shown else ""
        for name, shown in cards.items()
    }
    before = Layer(layer.document, layer.reviewer, layer.base, layer.actions[:-1]).claims()
    touched = [c["span"] for name in changed for c in (claims.get(name), before.get(name)) if c]
    for number, block in enumerate(subject.blocks):
        if any(start < block.end and end > block.start for start, end in touched):
            view = block_view(subject.text, number, block, spans_of(claims.values()), subject.tables)
            fragments[view.id] = str(pages.fragment("block", view, claims))
    fragments["progress"] = str(pages.fragment("progress_part", progress_view(claims)))
    return {
        "fragments": fragments,
        "progress": progress(claims),
        "unclaimed": [list(s) for s in unclaimed(subject, claims)],
    } | standing(layer)


def after_stale(
    reviews: Reviews, pages: Pages, document: str, reviewer: str, stale: StaleError
) -> dict[str, Any]:
    """Why a write was refused: what somebody else, or another tab, did since."""
    texts = words_of(reviews, document, reviewer)
    changes = [describe(action, texts)["words"] for action in stale.actions]
    return {
        "error": "Not saved: this page was behind. Since it was loaded, elsewhere: "
        + ("; ".join(changes) or "the layer changed")
        + ".",
        "changes": changes,
        "revision": stale.revision,
    }


def after_decision(
    reviews: Reviews, pages: Pages, document: str, reviewer: str, done: Done
) -> dict[str, Any]:
    return {"changed": [change.claim for change in done.step.changes]} | standing(done.layer)


# --- history -----------------------------------------------------------------------------------------


def history(reviews: Reviews, reviewer: str, document: str | None, query: dict[str, str]) -> Shown:
    """Every step of a layer, the last first, each with whether it can be undone."""
    assert document is not None
    layer = reviews.layer(document, reviewer)
    done, _ = stacks(layer.actions)
    texts = words_of(reviews, document, reviewer)
    steps = [
        describe(action, texts) | {"standing": action.number in done} for action in reversed(layer.actions)
    ]
    told = {"document": document, "reviewer": reviewer, "steps": steps} | standing(layer)
    return "history.html", told | {"json": told, "subject": reviews.subject(document)}


def words_of(reviews: Reviews, document: str, reviewer: str) -> dict[str, str]:
    """The texts of all claims that a layer has had, by id."""
    layer = reviews.layer(document, reviewer)
    found = {name: fields["text"] for name, fields in layer.base.items()}
    for action in layer.actions:
        for change in action.changes:
            for fields in (change.before, change.after):
                if fields and fields.get("text"):
                    found[change.claim] = fields["text"]
    return found


# --- two reviewers -----------------------------------------------------------------------------------


def agreement(reviews: Reviews, reviewer: str, document: str | None, query: dict[str, str]) -> Shown:
    """How two layers agree, by document and in all."""
    names = reviews.reviewers()
    first, second = chosen(query, names, reviewer)
    found, troubles = compare(reviews, first, second) if second else ({}, [])
    total = summed(found.values())
    told = {
        "reviewer": reviewer,
        "first": first,
        "second": second,
        "total": total.to_json(),
        "documents": [agreement_row(key, each, reviews, first, second) for key, each in found.items()],
        "troubles": troubles,
    }
    return "agreement.html", told | {"json": told, "names": sorted({*names, reviewer}), "labels": LABELS}


def adjudicate(reviews: Reviews, reviewer: str, document: str | None, query: dict[str, str]) -> Shown:
    """The disagreements of two layers of one document, side by side, with what was decided."""
    assert document is not None
    subject = reviews.subject(document)
    first, second = chosen(query, reviews.reviewers(document), reviewer)
    layer = reviews.layer(document, ADJUDICATED)
    decisions = layer.claims()
    found = disagreements(reviews.claims(document, first), reviews.claims(document, second)) if second else []
    items = [disagreement_view(d, decisions.get(d.key), subject) for d in found]
    told = {
        "document": document, "reviewer": reviewer, "first": first, "second": second, "disagreements": items,
        "decided": sum(item["decision"] is not None for item in items),
    } | standing(layer)  # fmt: skip
    return "adjudicate.html", told | {
        "json": told,
        "subject": subject,
        "names": sorted({*reviews.reviewers(document), reviewer}),
        "before": None,
        "after": None,
        "tables": [table_view(table) for table in subject.tables],
    }


def disagreement_view(found: Disagreement, decision: Fields | None, subject: Subject) -> dict[str, Any]:
    start, end = found.span
    block = next((b for b in subject.blocks if b.start <= start < b.end), None)
    before, after = around(subject.text, start, end, block.start if block else 0, block.end if block else end)
    return {
        "key": found.key,
        "span": list(found.span),
        "text": " ".join(subject.text[start:end].split()),
        "before": before,
        "after": after,
        "fields": list(found.fields),
        "first": found.first,
        "second": found.second,
        "decision": decision["decision"] if decision else None,
        "adjudicator": decision["adjudicator"] if decision else None,
    }


def adjudicated_gold(reviews: Reviews, document: str, query: dict[str, str]) -> str:
    """What two reviewers agree on and what was decided of the rest, as gold."""
    first, second = query.get("first", ""), query.get("second", "")
    decisions = reviews.claims(document, ADJUDICATED)
    claims, _ = adjudicated(reviews.claims(document, first), reviews.claims(document, second), decisions)
    numbered = {f"a{number}": claim for number, claim in enumerate(claims)}
    return to_jsonl([(reviews.subject(document), numbered)])
