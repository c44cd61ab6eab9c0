"""The server is killed in the middle of writes, a hundred times: what it acknowledged is there again."""

from __future__ import annotations

import contextlib
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
    with contextlib.suppress(httpx.HTTPError), httpx.Client(headers={"origin": origin}, timeout=60) as client:
        while True:
            action = {"kind": "comment", "claim": f"c{revision % 4 + 1}", "comment": f"step {revision + 1}"}
            body = {"revision": revision, "action": action}
            answer = client.post(f"{address}ann/documents/{KEY}/actions", json=body)
            revision = answer.raise_for_status().json()["revision"]
            acknowledged.append(revision)


@pytest.mark.slow
def test_every_acknowledged_action_survives_a_hundred_kills_of_the_server(tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "reports")
    chance = random.Random(11)
    acknowledged: list[int] = []
    for _ in range(KILLS):
        process, address = start(reports)
        found = httpx.get(f"{address}ann/documents/{KEY}/history.json", timeout=60).json()
        steps = {step["number"]: step["changes"][0]["after"]["comment"] for step in found["steps"]}
        for number in acknowledged[-50:]:
            assert steps[number] == f"step {number}"
        assert found["revision"] >= max(acknowledged, default=0)
        assert sorted(steps) == list(range(1, found["revision"] + 1))
        before = len(acknowledged)
        writer = threading.Thread(target=write_until_killed, args=(address, found["revision"], acknowledged))
        writer.start()
        while len(acknowledged) == before and writer.is_alive():
            time.sleep(0.001)
        time.sleep(chance.random() * 0.05)
        process.kill()
        process.wait()
        writer.join()
        assert len(acknowledged) > before
