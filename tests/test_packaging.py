"""What is shipped: the wheel holds the rules and the schema, and spaCy finds the pipeline's parts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built of a copy of the tree, so that nothing is left behind in it."""
    pytest.importorskip("build", reason="the wheel is built with build")
    pytest.importorskip("hatchling", reason="the wheel is built with hatchling")
    tree, out = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("wheel")
    leave = shutil.ignore_patterns("__pycache__")
    for folder in ("narrext", "patterns"):
        shutil.copytree(ROOT / folder, tree / folder, ignore=leave)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        if not (ROOT / name).exists():
            pytest.skip(f"{name} is not there yet: without it no wheel can be built")
        shutil.copy(ROOT / name, tree / name)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(tree)]
    # Not from the tree: a folder `build` of an earlier build would be taken for the program.
    built = subprocess.run(command, cwd=out, capture_output=True, text=True, timeout=120, check=False)
    assert built.returncode == 0, built.stderr
    (path,) = out.glob("*.whl")
    return zipfile.ZipFile(path)


def test_the_wheel_holds_the_whole_package(wheel: zipfile.ZipFile) -> None:
    """Every file of the package, and every rule and lexicon under `narrext/patterns`."""
    shipped = set(wheel.namelist())
    wanted = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "narrext").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    rules = {f"narrext/patterns/{path.name}" for path in (ROOT / "patterns").iterdir() if path.is_file()}
    assert any(name.endswith(".toml") for name in rules)
    assert wanted | rules <= shipped
    assert "narrext/schema/report-1.json" in shipped


def test_the_wheel_holds_nothing_else(wheel: zipfile.ZipFile) -> None:
    """No tests, no corpus, no folder `patterns` at the top that another package could own as well."""
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"narrext"}


def test_the_wheel_registers_the_command_and_the_factories(wheel: zipfile.ZipFile) -> None:
    """Its entry points are those of pyproject.toml."""
    (name,) = [name for name in wheel.namelist() if name.endswith(".dist-info/entry_points.txt")]
    written = wheel.read(name).decode()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for group in (project["scripts"], *project["entry-points"].values()):
        for key, value in group.items():
            assert f"{key} = {value}" in written


def test_every_entry_point_leads_to_something() -> None:
    """The modules and functions that pyproject.toml names exist."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for group in (project["scripts"], *project["entry-points"].values()):
        for value in group.values():
            module, _, name = value.partition(":")
            assert callable(getattr(import_module(module), name))


def test_spacy_finds_the_components_without_an_import_of_narrext(
    wheel: zipfile.ZipFile, tmp_path: Path
) -> None:
    """With the wheel's content on the path, a blank pipeline takes the component by its name alone."""
    wheel.extractall(tmp_path)
    program = (
        "import spacy; nlp = spacy.blank('en'); nlp.add_pipe('narrext_claims'); "
        "doc = nlp('Net sales rose 8% to $7.5 million in the first quarter of 2003.'); "
        "print([span.text for span in doc.spans['narrext_claims']]); "
        "import narrext; print(narrext.__file__)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines() == ["['8%', '$7.5 million']", str(tmp_path / "narrext" / "__init__.py")]
