"""How an index is built: read, cut, encoded, tried with questions, saved.

`update_index` takes over from the build before whatever is still right; `build_index` takes nothing.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from huimou import __version__
from huimou.address import is_database
from huimou.chunk import chunk_document
from huimou.config import Settings
from huimou.corpus import corpus_digests
from huimou.embed import Encoder, Progress
from huimou.errors import CorpusError
from huimou.index import (
    Index,
    Manifest,
    Plan,
    Wanted,
    build_lock,
    open_index,
    plan_build,
    save_index,
    sound_build,
)
from huimou.index.model import chunk_texts
from huimou.indexing import index_chunks, texts_to_encode
from huimou.read import Reader
from huimou.reuse import kept_suggestions, read_reports
from huimou.shelf import read_corrections
from huimou.suggest import MOST_TRIED, Suggestion, checked, pool
from huimou.types import Chunk, Document

TRIED_EACH = 4
"""So many questions are tried of each report that joins others, whose questions stay."""
SECONDS_EACH = 1.0
"""For these tries, on a machine that is busy with something else."""

_MOST_TOLD = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Built:
    """What a build did."""

    plan: Plan
    manifest: Manifest
    """Of the build that is now in use: the one that was there if there was nothing to do."""
    encoded: int = 0
    """So many of its chunks had to be encoded; the vectors of the others were there."""
    encoded_texts: int = 0
    """So many texts were encoded, chunks and sentences, each once."""
    seconds: Mapping[str, float] = field(default_factory=dict)
    """What each stage took, in their order: "read", "cut", "load", "encode", "suggest", "save"."""


def build_index(
    settings: Settings,
    load: Callable[[], Encoder],
    progress: Progress | None = None,
    *,
    load_reader: Callable[[], Reader] | None = None,
    tried: Progress | None = None,
) -> Manifest:
    """Read the corpus, build an index from nothing and make it current.

    Arguments and errors are those of `update_index`.
    """
    built = update_index(settings, load, progress, load_reader=load_reader, tried=tried, full=True)
    return built.manifest


def update_index(
    settings: Settings,
    load: Callable[[], Encoder],
    progress: Progress | None = None,
    *,
    load_reader: Callable[[], Reader] | None = None,
    tried: Progress | None = None,
    digest: Callable[[], str] | None = None,
    full: bool = False,
    strict: bool = False,
) -> Built:
    """Make the current index one of the reports as they are now.

    Args:
        settings: Where the corpus and the index are, and how to cut and encode.
        load: Gives the encoder. Called once the reports have been read, so that an error in one of them is
            told at once and not after the seconds that a model takes to load; not called without need.
        progress: Called while passages are encoded.
        load_reader: Gives the reader that tries which questions can be suggested; None tries none.
        tried: Called while they are tried.
        digest: Gives the digest of the encoder that `load` would give; None asks that encoder.
        full: Whether to take nothing over from the build before.
        strict: Whether a report that cannot be read is an error; otherwise it is passed over.

    Raises:
        HuimouError: Whatever the reason, the index that was there is untouched.
    """
    settings = _for_place(settings)
    place = settings.index
    load = cache(load)
    seconds = dict.fromkeys(("read", "cut", "load", "encode", "suggest", "save"), 0.0)
    with build_lock(place):
        with _timed(seconds, "read"):
            plan, current = plan_index(
                settings, digest or (lambda: load().digest), full=full, tries=load_reader is not None
            )
            if plan.idle and current:
                _refuse(current.skipped, strict=strict)
                return Built(plan=plan, manifest=current, seconds=seconds)
            before = open_index(place) if plan.reuses else None
            read, skipped = read_reports(settings, plan, before)
            _refuse(skipped, strict=strict or not read)
            read_corrections(Path(settings.corpus), plan.wanted.corpus)  # said now and not when asking
        documents = list(read.values())
        with _timed(seconds, "cut"):
            chunks = _cut(documents, settings)
            missing = texts_to_encode(documents, chunks, before, settings)
        with _timed(seconds, "load"):
            encoder = load() if missing or not before else None
        with _timed(seconds, "encode"):
            about = {"corpus": plan.wanted.corpus, "skipped": skipped, "reading": plan.wanted.reading}
            index = index_chunks(documents, chunks, encoder, settings, progress, before=before, about=about)
        # Tried before it is saved, so that there is never a moment when the index in use lacks them.
        kept = kept_suggestions(plan, before, list(read), documents)
        due = [number for number in range(len(documents)) if number not in kept]
        suggestions = [one for some in kept.values() for one in some]
        reader = None
        if load_reader and due:
            with _timed(seconds, "load"):
                encoder, reader = load(), load_reader()
            with _timed(seconds, "suggest"):
                suggestions += suggest(settings, encoder, reader, index, tried, only=due if kept else None)
        tried_with = settings.reader if load_reader else before.manifest.reader if before else ""
        with _timed(seconds, "save"):
            manifest = replace(index.manifest, reader=tried_with)
            saved = save_index(place, replace(index, manifest=manifest, suggestions=tuple(suggestions)))
    new = set(missing)
    return Built(
        plan=plan,
        manifest=saved.manifest,
        encoded=sum(text in new for text in chunk_texts(chunks)),
        encoded_texts=len(missing),
        seconds=seconds,
    )


def plan_index(
    settings: Settings, digest: Callable[[], str], *, full: bool = False, tries: bool = True
) -> tuple[Plan, Manifest | None]:
    """What `update_index` would do, and the build in use if it can be used. Touches nothing.

    Args:
        settings: As there.
        digest: Gives the encoder's digest. Not called if nothing could be taken over anyway.
        full: As there.
        tries: Whether suggestions are to be tried.

    Raises:
        HuimouError: As there.
    """
    settings = _for_place(settings)
    corpus = corpus_digests(Path(settings.corpus))
    current = sound_build(settings.index)
    wanted = Wanted(
        corpus=corpus,
        corpus_root=Path(settings.corpus).absolute().as_posix(),
        reading=reading_digest(),
        encoder_digest=digest() if current and not full else "",
        chunk_size=settings.chunk_size,
        chunk_overlap=settings.chunk_overlap,
        structure=settings.structure,
        reader=settings.reader if tries else "",
    )
    return plan_build(current, wanted, full=full), current


def _for_place(settings: Settings) -> Settings:
    """The settings in force: a database keeps every vector as it is and has a graph of its own for many."""
    return replace(settings, structure="exact") if is_database(settings.index) else settings


@cache
def reading_digest() -> str:
    """SHA-256 of the code by which a file becomes documents, chunks and what is encoded and counted of them.

    Whatever is changed there, no document that the old code has read stays.
    """
    here = Path(__file__).parent
    total = hashlib.sha256(__version__.encode())
    folder = sorted(path for path in (here / "corpus").rglob("*") if path.suffix in (".py", ".toml"))
    for path in [*folder, *(here / f"{name}.py" for name in ("chunk", "embed", "text"))]:
        if path.is_file():
            total.update(path.relative_to(here).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def suggest(
    settings: Settings,
    encoder: Encoder,
    reader: Reader,
    index: Index,
    progress: Progress | None = None,
    *,
    only: Collection[int] | None = None,
) -> tuple[Suggestion, ...]:
    """Questions about the reports of an index that it answers rightly. It need not be saved.

    Args:
        settings: How it is asked.
        encoder: That of the index.
        reader: What reads its answers.
        index: What is asked.
        progress: Called while questions are tried.
        only: The numbers of the reports that are asked about, a few questions each; None means all.
    """
    from huimou.answering import QA

    asked = QA(settings, encoder, reader, index)
    questions = pool(index.documents, only)
    if only is None:
        return tuple(checked(questions, asked.ask, progress=progress))
    return tuple(
        checked(
            questions,
            asked.ask,
            tries=min(MOST_TRIED, TRIED_EACH * len(only)),
            seconds=SECONDS_EACH * min(len(only), MOST_TRIED // TRIED_EACH),
            progress=progress,
        )
    )


def _refuse(skipped: Mapping[str, str], *, strict: bool) -> None:
    """Raise what is wrong with the reports that cannot be read, where that is not to be passed over."""
    if not strict or not skipped:
        return
    reasons = list(skipped.values())
    more = f"\n还有 {len(reasons) - _MOST_TOLD} 份读不了。And others." if len(reasons) > _MOST_TOLD else ""
    raise CorpusError("\n".join(reasons[:_MOST_TOLD]) + more)


def _cut(documents: Sequence[Document], settings: Settings) -> list[Chunk]:
    chunks = [
        chunk
        for number, document in enumerate(documents)
        for chunk in chunk_document(
            document, number, size=settings.chunk_size, overlap=settings.chunk_overlap
        )
    ]
    if not chunks:
        raise CorpusError(
            f"{settings.corpus} 里的报告没有正文。请放入 .txt 或 .md 报告，再运行 huimou index。\n"
            f"The reports in {settings.corpus} hold no text."
        )
    return chunks


@contextmanager
def _timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    """Add the time that the context takes to a stage."""
    begin = time.perf_counter()
    try:
        yield
    finally:
        seconds[stage] += time.perf_counter() - begin
