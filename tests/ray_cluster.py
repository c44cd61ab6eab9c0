"""Runs a dataset on a Ray cluster of three nodes on this machine and kills one of them in mid-run.

Called by test_batch_ray.py in a process of its own: ``ray_cluster.py SOURCE OUT``. Prints what was done.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path

import ray
from batch_checks import weary_check
from ray.cluster_utils import Cluster

from narrext.batch import Settings, run

_STORE = 80 * 2**20  # the least that Ray takes


def main(source: str, out: str) -> None:
    node = {"num_cpus": 1, "object_store_memory": _STORE}
    cluster = Cluster(initialize_head=True, head_node_args=node)
    cluster.add_node(**node)
    doomed = cluster.add_node(**node)
    ray.init(address=cluster.address, logging_level="error", log_to_driver=False)
    killed: list[int] = []
    killer = threading.Thread(target=kill_in_mid_run, args=(cluster, doomed, Path(out), killed))
    killer.start()
    settings = Settings(check=weary_check)
    first = run([source], out, engine="ray", settings=settings, part_size=8)
    killer.join()
    again = run([source], out, engine="ray", settings=settings, part_size=8, resume=True)
    alive = sum(each["Alive"] for each in ray.nodes())
    sys.stdout.write(json.dumps({
        "documents": first.documents, "failed": first.failed, "kept": again.kept,
        "parts when it was killed": killed[0], "nodes": alive,
    }) + "\n")  # fmt: skip
    ray.shutdown()
    cluster.shutdown()


def kill_in_mid_run(cluster: Cluster, node: object, out: Path, killed: list[int]) -> None:
    """Wait until some parts are there, then end a node as a power cut would."""
    began = time.monotonic()
    while time.monotonic() - began < 120:
        parts = len(list((out / "documents").glob("part-*")))
        if parts >= 6:
            cluster.remove_node(node, allow_graceful=False)
            killed.append(parts)
            return
        time.sleep(0.02)
    killed.append(-1)


if __name__ == "__main__":
    main(*sys.argv[1:])
