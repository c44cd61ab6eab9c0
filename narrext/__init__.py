"""Check the prose of an earnings release against the tables of the same release.

``narrext.check(path)`` gives a `Report`; the functions named in ``__all__`` are the public API.
They are imported when they are first asked for, so that ``import narrext`` costs nothing.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from narrext.api import check, extract, find_quantities, tables
    from narrext.batch.frame import check_frame
    from narrext.errors import NarrextError
    from narrext.pipeline import load
    from narrext.release import Release, read
    from narrext.report import Report

__version__ = "0.1.0"
__all__ = [
    "NarrextError",
    "Release",
    "Report",
    "check",
    "check_frame",
    "extract",
    "find_quantities",
    "load",
    "read",
    "tables",
]


def __getattr__(name: str) -> Any:
    """A public name, from the module that makes it; raises AttributeError for any other."""
    home = {
        "NarrextError": "narrext.errors",
        "Release": "narrext.release",
        "Report": "narrext.report",
        "check": "narrext.api",
        "check_frame": "narrext.batch.frame",
        "extract": "narrext.api",
        "find_quantities": "narrext.api",
        "load": "narrext.pipeline",
        "read": "narrext.release",
    }.get(name)
    if home is not None:
        return getattr(import_module(home), name)
    if name == "tables":
        return import_module("narrext.tables")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _ByName(ModuleType):
    def __reduce__(self) -> tuple[Any, ...]:
        # Engines send functions that speak of a module; they know plain modules alone.
        return import_module, (self.__name__,)


class _TablesPackage(_ByName):
    """`narrext.tables` is a function of the API and the package that does its work."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return import_module("narrext.api").tables(*args, **kwargs)


class _Narrext(_ByName):
    def __setattr__(self, name: str, value: Any) -> None:
        # The import system binds the package `narrext.tables` here, whoever imports it first.
        if name == "tables" and type(value) is ModuleType:
            value.__class__ = _TablesPackage
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Narrext
