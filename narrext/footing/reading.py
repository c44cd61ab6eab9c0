"""How a total comes out of the lines before it: sought by arithmetic, best first.

Whoever adds up a statement keeps a pile of lines, and with each total takes its parts off the pile and
puts the total there in their stead. The parts of a total are therefore the last few lines of the pile;
open are only how many, and which of them are taken off. Few ways of signing are tried for each number of
lines: as printed, as the labels say, all but the first taken off, and one line the other way round. A way
is believed by how unlikely it is that it came out by chance, in bits over all columns together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from narrext.footing.lines import SUMMED, Line
from narrext.footing.signs import may_be_inverted

# How many lines at most one total adds up; of lines that are called no total fewer are tried.
DEPTH, SHALLOW = 60, 24
# Bits that a reading must bring to be believed: of a total, of a line that is rather one than not, of any other
# line, and of such a line where a column fails.
TOTAL_BITS, LIKELY_BITS, LINE_BITS, PARTIAL_BITS = 6, 10, 13, 16
# What a section's edge above the parts is worth, and what a sign against the labels costs.
EDGE_BITS, FLIP_BITS = 6, 6
MAX_FLIPPED = 14


@dataclass(slots=True)
class Reading:
    """A total as the signed sum of parts: for each column whether it holds; None where nothing is told."""

    total: Line
    parts: Sequence[Line]
    signs: Sequence[int]
    inverted: bool
    hits: list[bool | None]
    bits: int

    @property
    def held(self) -> int:
        return sum(hit is True for hit in self.hits)

    @property
    def failed(self) -> int:
        return sum(hit is False for hit in self.hits)


Seek = Callable[[Line, Sequence[Line], int], Iterator[tuple[tuple[int, ...], bool]]]


def find_reading(total: Line, pile: Sequence[Line]) -> Reading | None:
    """The most credible way in which a line is the sum of the last lines of the pile, or None."""
    told = [at for at, value in enumerate(total.values) if value]
    probes = told[:2]
    best = best_of(total, pile, probes, guesses)
    if best is not None and best.failed:
        # parts that are nil in the columns tried may be signed otherwise in the others
        failed = [at for at in told if best.hits[at] is False and at not in probes]
        best = best_of(total, pile, failed[:2], guesses, best)
    if (best is None or best.failed) and total.total and total.result and not SUMMED.match(total.label):
        flipped = best_of(total, pile, probes, flips)
        best = flipped if flipped is not None and (best is None or flipped.held > best.held) else best
    return best


def best_of(
    total: Line, pile: Sequence[Line], probes: Sequence[int], seek: Seek, best: Reading | None = None
) -> Reading | None:
    """The best credible reading that comes out in one of some columns; the next is tried where none holds
    in all."""
    most = credit(best, pile) if best is not None else 0
    for probe in probes:
        for signs, inverted in seek(total, pile, probe):
            found = weigh(total, pile[-len(signs) :], signs, inverted)
            if seek is flips:
                found.bits -= FLIP_BITS
            worth = credit(found, pile)
            if worth > most and is_credible(found, has_edge(pile, len(signs))):
                best, most = found, worth
        if best is not None and not best.failed:
            break
    return best


def guesses(total: Line, pile: Sequence[Line], at: int) -> Iterator[tuple[tuple[int, ...], bool]]:
    """The signs of the last lines (and whether inverted) that come out in one column; fewest lines first."""
    return signed_sums(total, pile, at) if total.labelled else plain_sums(total, pile, at)


def plain_sums(total: Line, pile: Sequence[Line], at: int) -> Iterator[tuple[tuple[int, ...], bool]]:
    """All lines added as printed: what most lines are tried for, and hardly one is."""
    missing = total.values[at] or 0
    slack = total.slack[at]
    least = 1 if stands_alone(total) else 2
    for count, line in enumerate(islice(reversed(pile), DEPTH if total.total else SHALLOW), 1):
        value = line.values[at]
        if value:
            missing -= value
        slack += line.slack[at]
        if -slack <= missing <= slack and count >= least:
            yield (1,) * count, False


def signed_sums(total: Line, pile: Sequence[Line], at: int) -> Iterator[tuple[tuple[int, ...], bool]]:
    """As printed; as the labels say; all but the first taken off; and as the labels say, the other way round."""
    wanted = total.values[at] or 0
    slack = total.slack[at]
    inverted = wanted > 0 and may_be_inverted(total.label)
    taken_off = total.result and not SUMMED.match(total.label)
    least = 1 if stands_alone(total) else 2
    plus = rest = 0
    for count, line in enumerate(islice(reversed(pile), DEPTH if total.total else SHALLOW), 1):
        value = line.values[at] or 0
        slack += line.slack[at]
        if count >= least and abs(wanted - plus - value) <= slack:
            yield (1,) * count, False
        if count > 1:
            if rest != plus and abs(wanted - rest - value) <= slack:
                yield (1, *labels_signs(pile, count)), False
            if line.sign < 0 and abs(wanted - rest + value) <= slack:
                yield (-1, *labels_signs(pile, count)), False
            if taken_off and plus and -plus != rest and abs(wanted + plus - value) <= slack:
                yield (1,) + (-1,) * (count - 1), False
            if inverted and abs(wanted + rest + value) <= slack:
                yield (1, *labels_signs(pile, count)), True
        plus += value
        rest += line.sign * value


def labels_signs(pile: Sequence[Line], count: int) -> tuple[int, ...]:
    """The signs that labels give the last lines but the first of them."""
    return tuple(line.sign for line in pile[-count + 1 :])


def stands_alone(total: Line) -> bool:
    """Whether a total may have one part: a section of one line, totalled all the same."""
    return total.total and (not total.label or SUMMED.match(total.label) is not None)


def flips(total: Line, pile: Sequence[Line], at: int) -> Iterator[tuple[tuple[int, ...], bool]]:
    """Signs with one line turned round that come out in one column."""
    wanted = total.values[at]
    assert wanted is not None
    slack = total.slack[at]
    rest = 0
    last: list[tuple[int, int]] = []  # value and sign of the lines after the first, the latest first
    for count in range(1, min(len(pile), MAX_FLIPPED) + 1):
        line = pile[-count]
        value = line.values[at] or 0
        slack += line.slack[at]
        missing = wanted - rest - value
        for back, (other, sign) in enumerate(last):
            if other and abs(missing + 2 * sign * other) <= slack:
                signs = [1, *labels_signs(pile, count)]
                signs[count - 1 - back] = -sign
                yield tuple(signs), False
        last.append((value, line.sign))
        rest += line.sign * value


def weigh(total: Line, parts: Sequence[Line], signs: Sequence[int], inverted: bool) -> Reading:
    """In which columns a reading holds, and how much it says that it does."""
    hits: list[bool | None] = []
    bits = 0
    for at, wanted in enumerate(total.values):
        if wanted is None:
            hits.append(None)
            continue
        slack = total.slack[at]
        largest = abs(wanted)
        added = 0
        for line, sign in zip(parts, signs, strict=True):
            value = line.values[at]
            if value is None:
                continue
            slack += line.slack[at]
            added += sign * value
            if value > largest or -value > largest:
                largest = abs(value)
        hit = abs((-wanted if inverted else wanted) - added) <= slack
        hits.append(hit)
        if hit:
            bits += max(0, largest.bit_length() - (2 * slack).bit_length())
    return Reading(total, parts, signs, inverted, hits, bits)


def is_credible(found: Reading, edge: bool) -> bool:
    """Whether a reading holds too well for chance; `edge`: its parts begin where something else ends."""
    held, failed = found.held, found.failed
    if held < max(1, failed):
        return False
    if len(found.parts) == 1:
        pairs = zip(found.total.values, found.parts[0].values, found.hits, strict=True)
        return all(a == b or not hit for a, b, hit in pairs) and (not failed or found.bits >= LIKELY_BITS)
    if found.total.total:
        return found.bits >= (TOTAL_BITS if edge or not failed else LIKELY_BITS)
    if sum(not part.empty for part in found.parts) < 2:
        return False
    if found.total.likely:
        return found.bits >= LIKELY_BITS
    return found.bits >= (PARTIAL_BITS if failed else LINE_BITS)


def credit(found: Reading, pile: Sequence[Line]) -> int:
    """What a reading is worth beside another of its total: in how many columns, how surely, its edge."""
    edge = EDGE_BITS if has_edge(pile, len(found.parts)) else 0
    return 1000 * found.held + found.bits + edge - (FLIP_BITS if found.inverted else 0)


def has_edge(pile: Sequence[Line], count: int) -> bool:
    """Whether a section ends, or a total stands, right above the last lines of the pile."""
    if count >= len(pile):
        return True
    above = pile[-count - 1]
    return above.closed or above.parents != pile[-count].parents
