"""The server is killed in the middle of writes, a hundred times: what it acknowledged is there again."""

from __future__ import annotations

import contextlib
import os
import random
import sys
import threading
import time
from pathlib import Path

import pytest
from review_sample import KEY, write_reports

sys.path.insert(0, str(Path(__file__).parent / "browser"))
from serving import start

httpx = pytest.importorskip("httpx", reason="httpx is not installed")
pytest.importorskip("uvicorn", reason="narrext[review] is not installed")

KILLS = 100


def write_until_killed(address: str, first: int, acknowledged: list[int]) -> None:
    """Comment on claims one after another, noting each revision that the server confirms."""
    origin = "/".join(address.split("/")[:3])
    revision = first
    with (
        contextlib.suppress(httpx.HTTPError),
        httpx.Client(headers={"origin": origin}, timeout=60, verify=False) as client,
    ):
        while True:
            action = {"kind": "comment", "claim": f"c{revision % 4 + 1}", "comment": f"step {revision + 1}"}
            body = {"revision": revision, "action": action}
            answer = client.post(f"{address}ann/documents/{KEY}/actions", json=body)
            revision = answer.raise_for_status().json()["revision"]
            acknowledged.append(revision)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system starts no process as a copy of another")
def test_every_acknowledged_action_survives_a_hundred_kills_of_the_server(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "reports")
    chance = random.Random(11)
    acknowledged: list[int] = []
    for _ in range(KILLS):
        server = start(reports)
        history = f"{server.address}ann/documents/{KEY}/history.json"
        found = httpx.get(history, timeout=60, verify=False).json()
        steps = {step["number"]: step["changes"][0]["after"]["comment"] for step in found["steps"]}
        for number in acknowledged[-50:]:
            assert steps[number] == f"step {number}"
        assert found["revision"] >= max(acknowledged, default=0)
        assert sorted(steps) == list(range(1, found["revision"] + 1))
        before = len(acknowledged)
        writer = threading.Thread(
            target=write_until_killed, args=(server.address, found["revision"], acknowledged)
        )
        writer.start()
        while len(acknowledged) == before and writer.is_alive():
            time.sleep(0.001)
        time.sleep(chance.random() * 0.02)
        server.kill()
        writer.join()
        assert len(acknowledged) > before
