"""Many releases -> a Parquet dataset: on this machine, on a cluster, or inside another engine.

`run` does what ``narrext run`` does, `check_frame` is the same check from frame to frame for engines
that bring their own (Spark's ``mapInPandas``, Dask, Daft), `summarize` reads a dataset.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from narrext.batch.checking import Settings
    from narrext.batch.frame import check_frame
    from narrext.batch.runner import Result, run
    from narrext.batch.schema import arrow_schema, spark_schema
    from narrext.batch.summary import summarize

__all__ = ["Result", "Settings", "arrow_schema", "check_frame", "run", "spark_schema", "summarize"]


def __getattr__(name: str) -> Any:
    """A public name, from the module that makes it; raises AttributeError for any other."""
    from importlib import import_module

    home = {
        "Result": "runner",
        "Settings": "checking",
        "arrow_schema": "schema",
        "check_frame": "frame",
        "run": "runner",
        "spark_schema": "schema",
        "summarize": "summary",
    }.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)
