"""The order of the house: what may import what, how long a file may grow, what the tree may not hold."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

import narrext

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "narrext"
LINES = 400

# From the release to the report: a module or package imports only from those above it.
FLOW = (
    "errors", "lexicons", "numerals", "periods", "number_words", "quantity_words", "units", "physical", "quantity_record", "quantity_multiples",
    "quantities", "wording", "boilerplate", "layout", "plaintext", "html", "source", "submission", "release", "segment",
    "claims", "tables", "formula", "verify", "judge", "link", "working", "diagnose", "joint", "decide", "report",
    "footing", "issuer", "pipeline", "sheets", "api",
)  # fmt: skip

# What stands beside the flow and uses it; of one another they know only what is named here.
BESIDE: dict[str, set[str]] = {
    "batch": set(),
    "corpus": set(),
    "lint": set(),
    "review": {"corpus"},
    "score": {"corpus"},
    "seeding": set(),
    "cli": set(),  # its commands from elsewhere are named, and imported when called
    "__main__": {"cli"},
}


@cache
def modules() -> dict[str, ast.Module]:
    """Dotted name -> syntax tree of every module but the package's own front."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def unit(module: str) -> str:
    """``tables`` of ``narrext.tables.read``; nothing of the package's front."""
    return module.split(".")[1] if "." in module else ""


def imports(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Each module of ours that a tree imports, and the name that it takes from it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "narrext":
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield (whole, "") if whole in modules() else (str(node.module), alias.name)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names if alias.name.split(".")[0] == "narrext")


def borders() -> set[tuple[str, str, str, str]]:
    """``(module, its unit, unit that it imports from, module.name)`` where two units meet."""
    return {
        (module, unit(module), unit(source), f"{source}.{name}")
        for module, tree in modules().items()
        for source, name in imports(tree)
        if unit(module) != unit(source) and unit(module) and unit(source)
    }


def test_every_module_has_its_place() -> None:
    """Each module or package of the tree is named in the flow or beside it, and nothing else is."""
    assert sorted({unit(module) for module in modules()} - {""}) == sorted([*FLOW, *BESIDE])


def test_modules_import_only_from_above() -> None:
    """Along the flow nothing reaches down; what stands beside it is reached by nobody in it."""
    wrong = []
    for module, mine, theirs, what in sorted(borders()):
        if mine in FLOW:
            fine = theirs in FLOW and FLOW.index(theirs) < FLOW.index(mine)
        else:
            fine = theirs in FLOW or theirs in BESIDE[mine]
        if not fine:
            wrong.append(f"{module} imports {what}")
    assert wrong == []


@pytest.mark.parametrize("name", ["cli", "review"])
def test_nobody_imports_the_command_line_or_the_review_page(name: str) -> None:
    """But for `python -m narrext`, which is the command line."""
    users = {module for module, _, theirs, _ in borders() if theirs == name}
    assert users <= {"narrext.__main__"}


def test_the_front_of_the_package_imports_nothing_at_once() -> None:
    """`import narrext` costs nothing: its names come from their modules when they are asked for."""
    at_once = [node for node in modules()["narrext"].body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert not [found for node in at_once for found in imports(node)]


def test_modules_of_a_package_do_not_import_one_another_in_a_circle() -> None:
    """Imports at the top of modules make a graph without circles."""
    graph = {
        module: {
            source
            for node in tree.body
            if isinstance(node, ast.Import | ast.ImportFrom)
            for source, _ in imports(node)
            if source != module
        }
        for module, tree in modules().items()
    }
    done: set[str] = set()

    def visit(module: str, above: tuple[str, ...]) -> None:
        assert module not in above, " -> ".join([*above[above.index(module) :], module])
        if module not in done:
            for source in sorted(graph.get(module, ())):
                visit(source, (*above, module))
            done.add(module)

    for module in graph:
        visit(module, ())


def test_no_file_is_longer_than_a_person_reads_in_one_go() -> None:
    long = {
        path.relative_to(ROOT).as_posix(): length
        for path in sorted(PACKAGE.rglob("*.py"))
        if (length := path.read_text(encoding="utf-8").count("\n")) > LINES
    }
    assert long == {}


def test_every_module_says_what_it_is() -> None:
    assert [name for name, tree in modules().items() if not ast.get_docstring(tree)] == []


def test_the_public_api_is_documented() -> None:
    """Each name of `narrext.__all__`, and each public method of its classes, has a docstring."""
    bare = []
    for name in narrext.__all__:
        thing = getattr(narrext, name)
        bare += [] if thing.__doc__ else [name]
        if isinstance(thing, type):
            own = {key: each for key, each in vars(thing).items() if not key.startswith("_")}
            bare += [
                f"{name}.{key}"
                for key, each in own.items()
                if (callable(each) or isinstance(each, property)) and not each.__doc__
            ]
    assert bare == []


def test_what_one_package_takes_from_another_is_documented() -> None:
    """A function or class that crosses a border between units has a docstring."""
    bare = set()
    for _, _, _, what in borders():
        module, _, name = what.rpartition(".")
        thing = getattr(import_module(module), name, None) if name else None
        home = getattr(thing, "__module__", "") or ""
        if (
            callable(thing)
            and home.startswith("narrext")
            and isinstance(getattr(thing, "__name__", None), str)
        ):
            bare |= set() if thing.__doc__ else {f"{home}.{thing.__name__}"}
    assert sorted(bare) == []


def tracked() -> Iterator[tuple[str, str]]:
    """Path and text of every text file that git follows."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a clone: the files that git follows cannot be listed")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, timeout=30
    ).stdout.decode()
    for name in filter(None, listed.split("\0")):
        try:
            yield name, (ROOT / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue  # a release in Windows-1252, or a file just taken away


def test_no_tracked_file_names_a_place_on_somebody_s_machine() -> None:
    """Paths are relative to the repository: no home, no work folder, no environment of one machine."""
    place = re.compile(r"(?<![\w.~/:-])/(?:work|root|home/\w+|Users/\w+|tmp/\w*venv)/")
    hits = [
        f"{name}: {match[0]}"
        for name, text in tracked()
        if name != "tests/test_architecture.py" and (match := place.search(text))
    ]
    assert hits == []
