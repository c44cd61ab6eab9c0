"""How well narrext does on an annotated corpus."""

from narrext.score.measure import Outcome, measures
from narrext.score.run import Score, Scored, score_corpus

__all__ = ["Outcome", "Score", "Scored", "measures", "score_corpus"]
