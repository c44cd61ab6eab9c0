"""Layers: changes are applied and taken back exactly, in any order that makes sense."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrext.errors import NarrextError
from narrext.review.layer import Action, Change, Layer, difference, redo, stacks, undo

BASE = {
    name: {"id": name, "span": [place, place + 1], "status": "suggested", "note": ""}
    for place, name in enumerate("abc")
}


def layer_of(*steps: tuple[str, tuple[Change, ...], int | None]) -> Layer:
    actions = [
        Action(n, kind, changes, "", "ann", undoes) for n, (kind, changes, undoes) in enumerate(steps, 1)
    ]
    return Layer("doc", "ann", BASE, tuple(actions))


def set_status(layer: Layer, claim: str, status: str) -> Layer:
    now = layer.claims()[claim]
    change = difference(now, now | {"status": status})
    return extend(layer, "set", (change,) if change else ())


def extend(layer: Layer, kind: str, changes: tuple[Change, ...], undoes: int | None = None) -> Layer:
    action = Action(layer.revision + 1, kind, changes, "", "ann", undoes)
    return Layer(layer.document, layer.reviewer, layer.base, (*layer.actions, action))


def test_a_layer_without_actions_is_its_base() -> None:
    assert layer_of().claims() == BASE
    assert layer_of().revision == 0


def test_a_difference_holds_only_the_fields_that_differ() -> None:
    change = difference(BASE["a"], BASE["a"] | {"status": "accepted"})
    assert change == Change("a", {"status": "suggested"}, {"status": "accepted"})
    assert difference(BASE["a"], dict(BASE["a"])) is None


def test_undo_brings_back_what_was_and_redo_what_came_of_it() -> None:
    done = set_status(layer_of(), "a", "accepted")
    number, changes = undo(done)
    undone = extend(done, "undo", changes, number)
    assert undone.claims() == BASE
    number, changes = redo(undone)
    assert extend(undone, "redo", changes, number).claims() == done.claims()


def test_an_added_claim_is_gone_after_undo_and_back_after_redo() -> None:
    new = {"id": "r1", "span": [9, 10], "status": "added", "note": ""}
    added = extend(layer_of(), "add", (Change("r1", None, new),))
    assert list(added.claims()) == ["a", "b", "c", "r1"]
    number, changes = undo(added)
    gone = extend(added, "undo", changes, number)
    assert "r1" not in gone.claims()
    number, changes = redo(gone)
    assert extend(gone, "redo", changes, number).claims()["r1"] == new


def test_a_step_of_long_ago_is_undone_alone() -> None:
    layer = set_status(set_status(set_status(layer_of(), "a", "accepted"), "b", "rejected"), "c", "accepted")
    number, changes = undo(layer, 2)
    after = extend(layer, "undo", changes, number).claims()
    assert [after[name]["status"] for name in "abc"] == ["accepted", "suggested", "accepted"]


def test_a_step_that_a_later_one_built_on_is_not_undone_before_it() -> None:
    layer = set_status(set_status(layer_of(), "a", "accepted"), "a", "rejected")
    with pytest.raises(NarrextError, match="a later step changed the same"):
        undo(layer, 1)


def test_there_is_nothing_to_undo_or_redo_at_the_start() -> None:
    with pytest.raises(NarrextError, match="nothing to undo"):
        undo(layer_of())
    with pytest.raises(NarrextError, match="nothing to redo"):
        redo(layer_of())


def test_a_step_is_not_undone_twice() -> None:
    done = set_status(layer_of(), "a", "accepted")
    number, changes = undo(done)
    with pytest.raises(NarrextError, match="undone already"):
        undo(extend(done, "undo", changes, number), number)


def test_a_new_step_forgets_what_could_be_redone() -> None:
    done = set_status(layer_of(), "a", "accepted")
    number, changes = undo(done)
    after = set_status(extend(done, "undo", changes, number), "b", "accepted")
    assert stacks(after.actions) == ([3], [])


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.sampled_from("abc"), st.sampled_from(["accepted", "rejected", "suggested"])),
            st.sampled_from(["undo", "redo"]),
        ),
        max_size=25,
    )
)
def test_undoing_everything_leads_back_to_the_base(steps: list[tuple[str, str] | str]) -> None:
    layer = layer_of()
    for step in steps:
        if isinstance(step, tuple):
            layer = set_status(layer, *step)
            continue
        done, undone = stacks(layer.actions)
        if (step == "undo" and done) or (step == "redo" and undone):
            number, changes = undo(layer) if step == "undo" else redo(layer)
            layer = extend(layer, step, changes, number)
    while stacks(layer.actions)[0]:
        number, changes = undo(layer)
        layer = extend(layer, "undo", changes, number)
    assert layer.claims() == BASE
