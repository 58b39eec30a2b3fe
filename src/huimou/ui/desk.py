"""Behind the page: loads the models, opens or builds the index, and watches for a rebuilt one.

The page must be there before the models are, so all of this happens in one thread of its own, which
imports the heavy libraries itself.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from huimou.config import Settings
from huimou.errors import HuimouError, IndexMismatchError
from huimou.ui import strings

if TYPE_CHECKING:
    from huimou.embed import Encoder
    from huimou.qa import QA
    from huimou.read import Reader

_POLL_SECONDS = 0.5
_WAIT_SECONDS = 0.1
_RETRY_SECONDS = 1.0
_WARN_SECONDS = 5.0
_LONGEST_PAUSE = 60.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Status:
    """What the page may know at one moment."""

    qa: QA | None = None
    """None until the index is open."""
    note: str = ""
    """What is going on or what is wrong; plain text, "" if there is nothing to say."""
    failed: bool = False
    """Whether `note` is what is wrong."""


class Desk:
    """Keeps a `Status` up to date. Read `status` from any thread."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.status = Status(note=strings.LOADING)
        self._encoder: Encoder | None = None
        self._reader: Reader | None = None
        self._pause = _RETRY_SECONDS
        self._next_build = 0.0
        self._next_warning = 0.0
        self._rebuilt = ""

    def start(self) -> None:
        """Begin to load, in the background, for as long as the process lives."""
        threading.Thread(target=self._run, name="huimou-desk", daemon=True).start()

    def wait(self) -> Iterator[Status]:
        """The status, again and again, until there is an answer to give or a reason why not."""
        while (status := self.status).qa is None and not status.failed:
            yield status
            time.sleep(_WAIT_SECONDS)

    def _run(self) -> None:
        while True:
            try:
                self.step()
                pause = _POLL_SECONDS
            except HuimouError as error:
                self._fail(str(error))
                pause = _RETRY_SECONDS
            except Exception as error:  # a dead thread would say "loading" for ever
                logging.getLogger(__name__).exception("the index could not be opened")
                self._fail(strings.UNEXPECTED.format(kind=type(error).__name__))
                pause = _LONGEST_PAUSE
            time.sleep(pause)

    def step(self) -> None:
        """Do what is next: load, open, build, or take up a rebuilt index.

        Raises:
            HuimouError: It cannot be done now. An index that was open stays in use.
        """
        qa = self.status.qa
        if qa is None:
            self._open()
        elif qa.refresh() or self.status.failed or time.monotonic() >= self._next_warning:
            self._settle(qa)

    def _settle(self, qa: QA) -> None:
        """Say that `qa` is ready, and whether the reports have changed under it."""
        self._next_warning = time.monotonic() + _WARN_SECONDS
        notes = qa.warnings() or [self._rebuilt]
        self.status = Status(qa=qa, note=notes[0])

    def _open(self) -> None:
        """Load the models and open the index; build one if there is none that fits."""
        from huimou.embed import load_encoder
        from huimou.index import corpus_root, never_built
        from huimou.qa import build_index, open_qa
        from huimou.read import load_reader

        settings = self.settings
        if self._encoder is None:
            self._encoder = load_encoder(
                settings.encoder, precision=settings.precision, threads=settings.threads
            )
        if self._reader is None:
            self._reader = load_reader(
                settings.reader, precision=settings.precision, threads=settings.threads
            )
        encoder, reader = self._encoder, self._reader
        try:
            self._settle(open_qa(settings, encoder, reader))
        except IndexMismatchError:
            first = never_built(settings.index)
            ours = corpus_root(settings.index) == Path(settings.corpus).absolute().as_posix()
            if not (first or ours):
                raise  # it was built from other reports: to replace it is for its owner to decide
            # Building may fail for a reason that stays, so each attempt waits longer than the last;
            # an index that somebody else has built meanwhile is seen at once.
            if time.monotonic() < self._next_build:
                return
            self._next_build = time.monotonic() + self._pause
            self._pause = min(2 * self._pause, _LONGEST_PAUSE)
            what = strings.BUILDING if first else strings.REBUILDING
            if not self.status.failed:
                self.status = Status(note=what)
            build_index(
                settings,
                lambda: encoder,
                lambda done, total: self._progress(what, done, total),
                load_reader=lambda: reader,
                tried=lambda done, total: self._progress(strings.TRYING, done, total),
            )
            self._rebuilt = "" if first else strings.REBUILT
            self._settle(open_qa(settings, encoder, reader))

    def _progress(self, what: str, done: int, total: int) -> None:
        lines = [strings.PROGRESS.format(what=line, done=done, total=total) for line in what.splitlines()]
        self.status = Status(note="\n".join(lines))

    def _fail(self, message: str) -> None:
        self.status = Status(qa=self.status.qa, note=message, failed=True)
