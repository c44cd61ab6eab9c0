"""The spaCy pipeline: factories that put narrext's findings into ``doc.spans``.

The components are registered by entry point, so ``spacy.blank("en").add_pipe("narrext_claims")`` works
without importing narrext. Spans carry a label and an id; the records behind them are JSON in
``doc.user_data["narrext"]``, so that ``nlp.pipe(n_process=2)`` and DocBin take them along.

spaCy loads the entry points of `spacy_factories` for what their import registers: hence the decorators.
It does so for whoever makes a pipeline, of ours or of anybody: hence the late imports.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

QUANTITIES, PERIODS, METRICS, CLAIMS = (
    "narrext_quantities",
    "narrext_periods",
    "narrext_metrics",
    "narrext_claims",
)


@lru_cache(maxsize=4)
def load(patterns: str | Path | None = None) -> Language:
    """A blank English pipeline with all components of narrext; `patterns` is a folder laid over ours."""
    nlp = spacy.blank("en")
    config = {"patterns": str(patterns)} if patterns is not None else {}
    nlp.add_pipe(QUANTITIES)
    nlp.add_pipe(PERIODS)
    nlp.add_pipe(METRICS, config=config)
    nlp.add_pipe(CLAIMS, config=config)
    return nlp


@Language.factory(QUANTITIES)
def make_quantities(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """``doc.spans["narrext_quantities"]``: every quantity, labelled by its kind."""
    from narrext.pipeline.components import quantities_component

    return quantities_component()


@Language.factory(PERIODS)
def make_periods(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """``doc.spans["narrext_periods"]``: every period phrase."""
    from narrext.pipeline.components import periods_component

    return periods_component()


@Language.factory(METRICS, default_config={"patterns": None})
def make_metrics(nlp: Language, name: str, patterns: str | None = None) -> Callable[[Doc], Doc]:
    """``doc.spans["narrext_metrics"]``: the line items that the lexicon knows, the concept as id."""
    from narrext.pipeline.components import metrics_component

    return metrics_component(nlp, patterns)


@Language.factory(CLAIMS, default_config={"patterns": None})
def make_claims(nlp: Language, name: str, patterns: str | None = None) -> Callable[[Doc], Doc]:
    """``doc.spans["narrext_claims"]``, with their fields as JSON in ``doc.user_data["narrext"]``."""
    from narrext.pipeline.components import claims_component

    return claims_component(nlp, patterns)


def make_jsonl_reader() -> Callable[[Path], list[dict[str, Any]]]:
    """The reader of rules for the span ruler."""
    from narrext.pipeline.components import read_patterns

    return read_patterns
