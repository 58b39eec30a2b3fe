"""`huimou index --watch`: a folder is looked at about once a second, and rebuilt from when it rests."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from huimou.errors import HuimouError

POLL_SECONDS = 1.0
RETRY_SECONDS = 10.0
"""After something went wrong it is tried again, even if no file has changed: another build may be done."""

State = frozenset[tuple[str, int, int]]


def watch(
    corpus: Path,
    rebuild: Callable[[], None],
    say: Callable[[str], None],
    *,
    poll: float = POLL_SECONDS,
    retry: float = RETRY_SECONDS,
) -> None:
    """Call `rebuild` now, and after every change of `corpus` once its files are quiet. Never returns.

    Args:
        corpus: A folder, or one file.
        rebuild: Brings the index up to date. What goes wrong in it is told, and the watch goes on.
        say: Tells a person; the same trouble is told once.
        poll: Seconds between two looks. Files are quiet if nothing differs between two looks.
        retry: Seconds after which a rebuild that failed is tried again.
    """
    told = ""
    while True:
        built = seen = folder_state(corpus)
        trouble = _trouble(rebuild)
        if trouble and trouble != told:
            say(trouble)
        told = trouble
        again = time.monotonic() + retry
        while True:
            time.sleep(poll)
            before, seen = seen, folder_state(corpus)
            due = seen != built or (trouble and time.monotonic() >= again)
            if due and seen == before:
                break


def _trouble(rebuild: Callable[[], None]) -> str:
    """What went wrong in a rebuild, "" if nothing did."""
    try:
        rebuild()
    except HuimouError as error:
        return str(error)
    except Exception as error:  # whatever a broken file does to a library that reads it
        logging.getLogger(__name__).debug("rebuild", exc_info=True)
        return (
            f"没建成，出了意外：{type(error).__name__}: {error}。原来的索引没有动，会再试。\n"
            "The rebuild failed unexpectedly; the old index is untouched, and it is tried again."
        )
    return ""


def folder_state(corpus: Path) -> State:
    """Path, time of change (nanoseconds) and size of every file of a folder, but for hidden ones.

    Links to folders are followed, as they are when the folder is read.
    """
    return frozenset(_files(corpus))


def _files(corpus: Path) -> Iterator[tuple[str, int, int]]:
    seen = {os.path.realpath(corpus)}
    places = [str(corpus)] if corpus.is_file() else []
    for root, folders, names in os.walk(corpus, followlinks=True):
        real = {name: os.path.realpath(Path(root, name)) for name in folders if not name.startswith(".")}
        folders[:] = [name for name in real if real[name] not in seen]
        seen.update(real.values())
        places += [str(Path(root, name)) for name in names if not name.startswith(".")]
    for place in places:
        try:
            found = Path(place).stat()
        except OSError:  # gone meanwhile, or a link to nowhere
            continue
        yield place, found.st_mtime_ns, found.st_size
