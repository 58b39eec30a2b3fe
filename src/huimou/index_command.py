"""``huimou index``: builds, says what it would build, keeps building, or tells what has changed."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from huimou.address import shown
from huimou.build import plan_index, update_index
from huimou.config import Settings
from huimou.embed import encoder_digest
from huimou.errors import CorpusError, HuimouError, IndexMismatchError
from huimou.index import Index, build_command, index_change, open_before, open_index
from huimou.index_text import built_json, built_text, change_json, change_text, plan_json, plan_text
from huimou.terminal import progress_bar
from huimou.watch import watch

if TYPE_CHECKING:
    from huimou.compare import AnswerChange
    from huimou.embed import Encoder
    from huimou.read import Reader

# Without a change nothing heavy is imported: the models and what asks them are, where they are needed.


@dataclass(frozen=True, kw_only=True, slots=True)
class Ways:
    """What the command needs of the command line."""

    encoder: Callable[[], Encoder]
    reader: Callable[[], Reader]
    show: Callable[[str | dict[str, Any]], None]
    """Prints a result."""
    say: Callable[[str], None]
    """Tells a person something that is no result."""


def index_command(options: argparse.Namespace, settings: Settings, ways: Ways) -> int:
    """Do what `options` say; returns the exit code.

    Raises:
        HuimouError: It cannot be done. The index in use is untouched.
    """
    if options.questions and not options.diff:
        raise HuimouError("--questions 要与 --diff 同用。--questions goes with --diff.")
    if options.diff:
        _diff(options, settings, ways)
    elif options.dry_run:
        _dry_run(options, settings, ways)
    elif options.watch:
        _watch(options, settings, ways)
    else:
        _build(options, settings, ways)
    return 0


def _build(options: argparse.Namespace, settings: Settings, ways: Ways, *, idly: bool = True) -> None:
    """Build; where there is nothing to do, say so only if `idly`."""
    begin = time.perf_counter()
    with progress_bar("编码 / encoding") as progress, progress_bar("试问 / trying questions") as tried:
        built = update_index(
            settings,
            ways.encoder,
            progress,
            load_reader=ways.reader,
            tried=tried,
            digest=lambda: encoder_digest(settings.encoder),
            full=options.full,
            strict=options.strict,
        )
    seconds = time.perf_counter() - begin
    if idly or not built.plan.idle:
        tell = built_json if options.json else built_text
        ways.show(tell(built, seconds, shown(settings.index)))


def _dry_run(options: argparse.Namespace, settings: Settings, ways: Ways) -> None:
    plan, current = plan_index(settings, lambda: encoder_digest(settings.encoder), full=options.full)
    skipped = current.skipped if current else {}
    if options.json:
        ways.show(
            {"index": shown(settings.index), "dry_run": True, "skipped": dict(skipped)} | plan_json(plan)
        )
    else:
        ways.show(plan_text(plan, skipped))
    still = {path: why for path, why in skipped.items() if path in plan.kept}
    if options.strict and still:
        raise CorpusError("\n".join(still.values()))


def _watch(options: argparse.Namespace, settings: Settings, ways: Ways) -> None:
    """Build after every change until somebody ends it; the models are loaded once."""
    lasting = replace(ways, encoder=cache(ways.encoder), reader=cache(ways.reader))
    first = True

    def rebuild() -> None:
        nonlocal first
        _build(options, settings, lasting, idly=first)
        first, options.full = False, False

    ways.say(f"看着 {settings.corpus}，有变动就重建（Ctrl+C 结束）。Watching; Ctrl+C ends.")
    try:
        watch(Path(settings.corpus), rebuild, lambda trouble: ways.say(f"错误：{trouble}"))
    except KeyboardInterrupt:
        ways.say("不再看了。Ended.")


def _diff(options: argparse.Namespace, settings: Settings, ways: Ways) -> None:
    place = settings.index
    before, now = open_before(place), open_index(place)
    if before is None:
        raise HuimouError(
            f"{shown(place)} 里只有一次建的索引，没有可比的。报告改动以后再运行：{build_command(place)}\n"
            f"{shown(place)} holds no build before the current one."
        )
    answers = _answers(options.questions, settings, ways, (before, now)) if options.questions else None
    tell = change_json if options.json else change_text
    ways.show(tell(index_change(before, now), answers))


def _answers(
    file: Path, settings: Settings, ways: Ways, indexes: tuple[Index, Index]
) -> Sequence[AnswerChange]:
    """The questions of a file that two indexes answer differently."""
    from huimou.answering import QA
    from huimou.compare import answer_changes
    from huimou.questions import read_questions

    questions = read_questions(file)
    encoder, reader = ways.encoder(), ways.reader()
    for index in indexes:
        if index.manifest.encoder_digest != encoder.digest:
            raise IndexMismatchError(
                f"索引 {index.manifest.build} 是用别的编码模型建的，问不了，答案没法比。"
                "去掉 --questions 可以只看报告的变动。\n"
                f"Build {index.manifest.build} is of another encoder: its answers cannot be compared."
            )
    # Without an id they are not refreshed to the build in use.
    before, now = (
        QA(settings, encoder, reader, replace(index, manifest=replace(index.manifest, build="")))
        for index in indexes
    )
    with progress_bar("比答案 / comparing answers") as progress:
        return answer_changes(questions, before.ask, now.ask, progress)
