"""Spark runs check_frame by mapInPandas, with the schemas that narrext gives in Spark's words."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas
import pytest
from batch_checks import tiny_check

import narrext
from narrext.batch import Settings, spark_schema

pytestmark = pytest.mark.cluster
TINY = Settings(check=tiny_check)


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    sql = pytest.importorskip("pyspark.sql", reason="Spark is not installed: pip install pyspark")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Spark needs Java")
    here = Path(__file__).parent
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join((str(here.parent), str(here))))
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        session = builder.config("spark.sql.shuffle.partitions", "2").getOrCreate()
        yield session
        session.stop()


def test_spark_checks_releases_one_row_a_claim(spark: Any) -> None:
    releases = spark.createDataFrame(
        [(f"r{number}", f"Sales\n{number}\n2.5\n") for number in range(20)], "id string, text string"
    )
    claims = releases.mapInPandas(
        lambda frames: (narrext.check_frame(frame, table="claims", settings=TINY) for frame in frames),
        spark_schema("claims"),
    ).collect()
    assert len(claims) == 40
    assert {row["document"] for row in claims} == {f"r{number}" for number in range(20)}
    figures = [row["cells"][0]["value"] for row in claims if row["claim"] == "c2"]
    assert figures == [Decimal("2.5")] * 20


def test_spark_checks_releases_one_row_a_release_with_lists(spark: Any) -> None:
    releases = spark.createDataFrame([("a", "1\n2"), ("b", ""), ("c", None)], "id string, text string")
    rows = releases.mapInPandas(
        lambda frames: (narrext.check_frame(frame, settings=TINY) for frame in frames), spark_schema()
    ).collect()
    found = {
        row["document"]: (row["status"], len(row["claims_list"]), row["findings_list"][0]["reason"])
        for row in rows
    }
    assert found == {
        "a": ("checked", 2, None),
        "b": ("failed", 0, "unreadable"),
        "c": ("failed", 0, "unreadable"),
    }


def test_spark_reads_the_dataset_of_a_run(spark: Any, tmp_path: Path) -> None:
    from batch_data import write_texts

    narrext.batch.run([str(write_texts(tmp_path / "in", 9))], str(tmp_path / "out"), workers=1, settings=TINY)
    joined = spark.read.parquet(f"{tmp_path}/out/claims").join(
        spark.read.parquet(f"{tmp_path}/out/documents"), "document_id"
    )
    frame: pandas.DataFrame = joined.toPandas()
    assert len(frame) == sum(number % 5 + 1 for number in range(9))
    assert isinstance(frame["computed"][0], Decimal)
