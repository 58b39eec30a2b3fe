"""What the command line writes to besides standard output: a file of answers, a progress bar."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from huimou.errors import HuimouError

if TYPE_CHECKING:
    from huimou.embed import Progress


@contextmanager
def open_output(path: Path) -> Iterator[TextIO]:
    """A text file that takes the place of `path` when all of it has been written.

    Raises:
        HuimouError: It cannot be written; what was at `path` is untouched.
    """
    new = path.with_name(path.name + ".new")
    try:
        with new.open("w", encoding="utf-8", newline="\n") as file:
            yield file
        new.replace(path)  # the answers of the last time stay until these are whole
    except OSError as error:
        raise HuimouError(
            f"答案写不进 {path}：{error.strerror or error}。请换一个位置或腾出空间。\n"
            f"Cannot write the answers: {error}"
        ) from error


@contextmanager
def progress_bar(label: str) -> Iterator[Progress | None]:
    """A bar on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    with tqdm(desc=label, leave=False) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show
