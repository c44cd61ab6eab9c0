"""A run on a Ray cluster gives the dataset that this machine gives, though a node goes down."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from batch_checks import weary_check
from batch_data import digests, failures, write_texts

from narrext.batch import Settings, run
from narrext.errors import NarrextError

HERE = Path(__file__).parent

pytestmark = pytest.mark.cluster


def test_a_node_killed_in_mid_run_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    pytest.importorskip("ray.data", reason="Ray is not installed: pip install 'narrext[ray]'")
    source, out = write_texts(tmp_path / "in", 300), tmp_path / "out"
    (source / "bad.txt").write_text("ORDER: exit\n")
    with zipfile.ZipFile(source / "more.zip", "w") as archive:
        for path in write_texts(tmp_path / "more", 40).iterdir():
            archive.write(path, path.name)
    paths = os.pathsep.join((str(HERE.parent), str(HERE)))
    done = subprocess.run(
        [sys.executable, str(HERE / "ray_cluster.py"), str(source), str(out)],
        env=os.environ | {"PYTHONPATH": paths, "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0"},
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert (told["documents"], told["failed"], told["kept"], told["nodes"]) == (341, 1, 341, 2)
    assert 0 < told["parts when it was killed"] < 30
    assert failures(out) == {"bad.txt": "worker_died"}
    run([str(source)], str(tmp_path / "calm"), workers=2, settings=Settings(check=weary_check), part_size=8)
    assert digests(out) == digests(tmp_path / "calm")


def test_without_ray_the_engine_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(NarrextError, match=r"narrext\[ray\]"):
        run([str(write_texts(tmp_path / "in", 1))], str(tmp_path / "out"), engine="ray")
