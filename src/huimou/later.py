"""Modules that a library imports at its head and hardly ever uses: imported when they are used."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any


@contextmanager
def used_later(package: str, module: str) -> Iterator[None]:
    """While it lasts, what is imported from a module of a package is imported at its first call.

    ``from package.module import function`` gives a stand-in for the function. Afterwards the package can be
    imported as ever. Nothing happens if it is not installed or has been imported.

    Args:
        package: A package.
        module: One of its modules, "package.module".
    """
    spec = None if package in sys.modules else find_spec(package)
    if spec is None:
        yield
        return
    stand_ins = [_StandIn(package, spec), _StandIn(module, ModuleSpec(module, None))]
    sys.modules.update({one.__name__: one for one in stand_ins})
    try:
        yield
    finally:
        for one in stand_ins:
            if sys.modules.get(one.__name__) is one:
                del sys.modules[one.__name__]


class _StandIn(ModuleType):
    """A module whose functions import it when they are called."""

    def __init__(self, name: str, spec: ModuleSpec) -> None:
        super().__init__(name)
        self.__spec__ = spec
        self.__path__: list[str] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)
        module = self.__name__

        def call(*args: Any, **named: Any) -> Any:
            return getattr(importlib.import_module(module), name)(*args, **named)

        return call
