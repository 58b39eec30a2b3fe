"""A file of JSON lines whose rows are decoded when they are asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar, overload

import numpy as np

from huimou.index.disk import mapped
from huimou.index.seam import Rows

T = TypeVar("T")


class Lines(Sequence[T], Generic[T]):
    """The rows of a file that `write_lines` wrote; the last `kept` that were asked for stay decoded."""

    def __init__(self, path: Path, decode: Callable[[Any], T], kept: int) -> None:
        self._starts: Rows = mapped(_starts(path))
        if path.stat().st_size != self._starts[-1]:
            raise ValueError(f"{path.name}: {path.stat().st_size} bytes, {self._starts[-1]} expected")
        # numpy refuses to map an empty file.
        self._data = np.asarray(np.memmap(path, mode="r")) if len(self) else np.zeros(0, np.uint8)
        self._decode = decode
        self._row = lru_cache(maxsize=kept)(self._read)

    def __len__(self) -> int:
        """Number of rows."""
        return len(self._starts) - 1

    @overload
    def __getitem__(self, row: int) -> T: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[T]: ...
    def __getitem__(self, row: int | slice) -> T | Sequence[T]:
        """One row, or a list of them."""
        if isinstance(row, slice):
            return [self[number] for number in range(*row.indices(len(self)))]
        number = int(row) + len(self) if row < 0 else int(row)
        if not 0 <= number < len(self):
            raise IndexError(row)
        return self._row(number)

    def _read(self, row: int) -> T:
        return self._decode(json.loads(self._data[self._starts[row] : self._starts[row + 1]].tobytes()))


def write_lines(path: Path, rows: Iterable[Any]) -> None:
    """Write JSON-ready rows, one a line, and beside them where each begins."""
    starts = [0]
    with path.open("wb") as file:
        for row in rows:
            line = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
            starts.append(starts[-1] + file.write(line))
    np.save(_starts(path), np.array(starts, dtype=np.int64), allow_pickle=False)


def _starts(path: Path) -> Path:
    return path.with_suffix(".starts.npy")
