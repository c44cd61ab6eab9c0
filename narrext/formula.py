"""Formulas over facts, evaluated exactly and over rounding intervals.

A formula is arithmetic over the letters a to h, one for each fact in order: ``(a-b)/b``. It is kept as a
string, so that a derivation can be replayed by anyone.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import cache

LETTERS = "abcdefgh"
PRECISION = 40


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from `low` to `high`, both included. None stands for no limit."""

    low: Decimal | None
    high: Decimal | None

    def __add__(self, other: Interval) -> Interval:
        return Interval(plus(self.low, other.low), plus(self.high, other.high))

    def __neg__(self) -> Interval:
        return Interval(negated(self.high), negated(self.low))

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        corners = [self.low, self.high], [other.low, other.high]
        if None in corners[0] or None in corners[1]:
            return Interval(None, None)
        products = [x * y for x in corners[0] for y in corners[1] if x is not None and y is not None]
        return Interval(min(products), max(products))

    def __truediv__(self, other: Interval) -> Interval:
        low, high = other.low, other.high
        if low is None or high is None or low <= 0 <= high:
            return Interval(None, None)
        return self * Interval(1 / high, 1 / low)

    def overlaps(self, low: Decimal | None, high: Decimal | None) -> bool:
        below = self.high is not None and low is not None and self.high < low
        above = self.low is not None and high is not None and self.low > high
        return not (below or above)


def plus(first: Decimal | None, second: Decimal | None) -> Decimal | None:
    return None if first is None or second is None else first + second


def negated(value: Decimal | None) -> Decimal | None:
    return None if value is None else -value


@cache
def parse(formula: str) -> ast.expr:
    return ast.parse(formula, mode="eval").body


def evaluate(formula: str, values: Sequence[Decimal]) -> Decimal | None:
    """The formula over exact values; None where it divides by nothing."""
    names = dict(zip(LETTERS, values, strict=False))
    with localcontext() as context:
        context.prec = PRECISION
        try:
            return _exact(parse(formula), names)
        except ZeroDivisionError:
            return None


def _exact(node: ast.expr, names: dict[str, Decimal]) -> Decimal:
    match node:
        case ast.Name(id=name):
            return names[name]
        case ast.Constant(value=int(number)):
            return Decimal(number)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_exact(operand, names)
        case ast.BinOp(left=left, op=op, right=right):
            first, second = _exact(left, names), _exact(right, names)
            match op:
                case ast.Add():
                    return first + second
                case ast.Sub():
                    return first - second
                case ast.Mult():
                    return first * second
                case ast.Div():
                    if second == 0:
                        raise ZeroDivisionError
                    return first / second
    raise ValueError(f"a formula holds letters, numbers and + - * / only, not {ast.dump(node)}")


def bounds(formula: str, values: Sequence[Decimal], steps: Sequence[Decimal]) -> Interval:
    """The formula over all that prints as the values: each may lie half a step either side.

    A letter that stands more than once widens the interval a little; ``(a-b)/b`` and ``a/(a+b)``, which
    are read as ``a/b-1`` and ``1/(1+b/a)``, come out exact.
    """
    exact = {"(a-b)/b": "a/b-1", "a/(a+b)": "1/(1+b/a)", "(a-b)/a": "1-b/a"}
    names = {
        letter: Interval(value - step / 2, value + step / 2)
        for letter, value, step in zip(LETTERS, values, steps, strict=False)
    }
    with localcontext() as context:
        context.prec = PRECISION
        return _bounded(parse(exact.get(formula, formula)), names)


def _bounded(node: ast.expr, names: dict[str, Interval]) -> Interval:
    match node:
        case ast.Name(id=name):
            return names[name]
        case ast.Constant(value=int(number)):
            return Interval(Decimal(number), Decimal(number))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_bounded(operand, names)
        case ast.BinOp(left=left, op=op, right=right):
            first, second = _bounded(left, names), _bounded(right, names)
            match op:
                case ast.Add():
                    return first + second
                case ast.Sub():
                    return first - second
                case ast.Mult():
                    return first * second
                case ast.Div():
                    return first / second
    raise ValueError(f"a formula holds letters, numbers and + - * / only, not {ast.dump(node)}")
