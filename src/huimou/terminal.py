"""How the command line shows itself: a file of answers, a progress bar, a reply in plain words."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from huimou.errors import HuimouError

if TYPE_CHECKING:
    from huimou.embed import Progress
    from huimou.types import Answer


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


def plain_reply(answer: Answer, names: Mapping[str, str]) -> str:
    """The reply for a terminal: without Markdown, and with the exact place of each citation.

    `names` is what the reports are called, by path, where that is more than the name of the file.
    """
    from huimou.compose import source_line

    if not answer.citations:
        return answer.text
    paragraphs = answer.text.split("\n\n")[:-1]  # the last one is the source, which comes in full below
    lines = [re.sub(r"\\(.)|\*\*|^> ", r"\1", part, flags=re.MULTILINE) + "\n" for part in paragraphs]
    lines += [
        f"[{item.marker}] {source_line(replace(item, document=names.get(item.path, item.document)))}"
        f"（{item.path}，字符 {item.start}–{item.end}）"
        for item in answer.citations
    ]
    return "\n".join(lines)
