"""Files of a build: listed, digested, written, and put on the disk for certain."""

from __future__ import annotations

import hashlib
import json
import os
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def files_below(target: Path) -> list[str]:
    """The files of a build, as the manifest calls them."""
    return sorted(path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file())


def sha256(path: Path) -> str:
    """Of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_json(path: Path) -> Any:
    """What a JSON file holds."""
    return json.loads(path.read_text(encoding="utf-8"))


def write_json(path: Path, value: Any) -> None:
    """Write a JSON file, as short as it can be."""
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def mapped(path: Path) -> NDArray[Any]:
    """The array of a file, read where it is asked for."""
    # As a plain array: numpy's own class for mapped ones makes every slice of it three times as dear.
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))


def flush(target: Path) -> None:
    """Have the system put every file of a build on the disk before the build is made current."""
    for name in files_below(target):
        with (target / name).open("rb+") as file:
            os.fsync(file.fileno())


def replace_line(path: Path, line: str) -> None:
    """Replace the one line of `path` so that a reader sees the old line or the new one."""
    new = path.with_name(path.name + ".new")
    with new.open("w", encoding="utf-8", newline="\n") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())
    for _ in range(20):
        try:
            new.replace(path)
            return
        except PermissionError:  # on Windows, while somebody reads it
            time.sleep(0.05)
    new.replace(path)
