"""The index where it is kept: in the files of a folder (`store`) or the tables of a database (`postgres`).

Every function does what the one of its name in `store` says.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from huimou.address import Place, is_database, pasted
from huimou.errors import HuimouError, IndexMismatchError
from huimou.index import store
from huimou.index.model import Index, Manifest


class _Keeper(Protocol):
    """A module that keeps indexes in places of one kind."""

    def open_index(self, place: Any, /) -> Index: ...
    def open_before(self, place: Any, /) -> Index | None: ...
    def sound_build(self, place: Any, /) -> Manifest | None: ...
    def current_build(self, place: Any, /) -> str | None: ...
    def corpus_root(self, place: Any, /) -> str | None: ...
    def build_lock(self, place: Any, /) -> AbstractContextManager[object]: ...
    def save_index(self, place: Any, index: Index, /) -> Index: ...


def open_index(place: Place) -> Index:
    """Open the current build, after checking it."""
    keeper, where = _keeper(place)
    return keeper.open_index(where)


def open_before(place: Place) -> Index | None:
    """The build in whose place the current one came; None if it is not there any more."""
    keeper, where = _keeper(place)
    return keeper.open_before(where)


def sound_build(place: Place) -> Manifest | None:
    """The manifest of the current build; None if there is none, or one that cannot be opened."""
    keeper, where = _keeper(place)
    return keeper.sound_build(where)


def current_build(place: Place) -> str | None:
    """The id of the build in use, or None if there is none. Cheap."""
    keeper, where = _keeper(place)
    return keeper.current_build(where)


def never_built(place: Place) -> bool:
    """Whether there is no build in use, not even a damaged one."""
    try:
        return current_build(place) is None
    except IndexMismatchError:
        return False


def corpus_root(place: Place) -> str | None:
    """What the current build was built from, or None if nothing there says so."""
    keeper, where = _keeper(place)
    return keeper.corpus_root(where)


def build_lock(place: Place) -> AbstractContextManager[object]:
    """Holds the place for one build until the context ends; it is free if the build dies."""
    keeper, where = _keeper(place)
    return keeper.build_lock(where)


def save_index(place: Place, index: Index) -> Index:
    """Write `index` as a new build and make it current; returns it with the manifest that was written."""
    keeper, where = _keeper(place)
    return keeper.save_index(where, index)


def build_command(place: Place) -> str:
    """The command that builds the index anew, without a password."""
    return store.rebuild(corpus_root(place), pasted(place))


def _keeper(place: Place) -> tuple[_Keeper, Place]:
    if not is_database(place):
        return store, Path(place)
    try:
        from huimou.index import postgres
    except ImportError as error:
        raise HuimouError(
            "索引放在 PostgreSQL 里，还缺一个库。请运行：pip install -e '.[postgres]'\n"
            "An index in PostgreSQL needs one more library. Run: pip install -e '.[postgres]'"
        ) from error
    return postgres, place
