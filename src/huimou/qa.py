"""The composition root: build an index, and ask it."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from huimou import __version__
from huimou.chunk import chunk_document
from huimou.compose import Asked, analyse, compose_answer, compose_named, compose_overview, decline, say
from huimou.compose.phrases import phrase
from huimou.config import Settings
from huimou.corpus import corpus_digests, read_corpus
from huimou.dialogue import History, resolve_question
from huimou.embed import Encoder, Progress
from huimou.enumerations import asks_named, defined_set, named_set
from huimou.errors import CorpusError, IndexMismatchError, QuestionError
from huimou.index import (
    Index,
    Manifest,
    build_command,
    build_lock,
    current_build,
    make_index,
    open_index,
    save_index,
)
from huimou.overview import Overview, asks_overview, overview, section_count
from huimou.quantities import find_quantities
from huimou.read import Pair, Reader, Reading, Span, header_line, read_spans
from huimou.retrieve import retrieve
from huimou.scope import mismatches, places_shared, years_missed, years_of
from huimou.script import simplified
from huimou.smalltalk import off_topic, small_talk
from huimou.spelling import Speller
from huimou.text import clean_question, comparable
from huimou.types import Answer, Chunk, Document, Hit

LONGEST_QUESTION = 1000


def build_index(
    settings: Settings, load: Callable[[], Encoder], progress: Progress | None = None
) -> Manifest:
    """Read the corpus, build an index and make it current.

    Args:
        settings: Where the corpus and the index are, and how to cut and encode.
        load: Gives the encoder. Called once the corpus has been read, so that an error in a report is
            told at once and not after the seconds that a model takes to load.
        progress: Called while passages are encoded.

    Raises:
        HuimouError: Whatever the reason, the index that was there is untouched.
    """
    folder = Path(settings.index)
    with build_lock(folder):
        documents = read_corpus(Path(settings.corpus))
        digests = corpus_digests(Path(settings.corpus))
        if sorted(digests.values()) != sorted(document.sha256 for document in documents):
            raise CorpusError(
                f"{settings.corpus} 里的报告在读的时候变了。请等文件存好，再运行 huimou index。\n"
                f"Reports in {settings.corpus} changed while they were read; run huimou index again."
            )
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
        index = index_chunks(documents, chunks, load(), settings, progress)
        manifest = replace(index.manifest, corpus=digests)
        return save_index(folder, replace(index, manifest=manifest)).manifest


def index_chunks(
    documents: Sequence[Document],
    chunks: Sequence[Chunk],
    encoder: Encoder,
    settings: Settings,
    progress: Progress | None = None,
) -> Index:
    """Encode `chunks` and their sentences, and index them in memory."""
    texts = [chunk.text for chunk in chunks]
    sentences = [
        documents[chunk.document].text[start:end] for chunk in chunks for start, end in chunk.sentences
    ]
    vectors = encoder.encode_passages(texts + sentences, progress)
    return make_index(
        documents,
        chunks,
        chunk_vectors=vectors[: len(texts)],
        sentence_vectors=vectors[len(texts) :],
        about={
            "huimou": __version__,
            "corpus_root": Path(settings.corpus).absolute().as_posix(),
            "encoder": encoder.name,
            "encoder_digest": encoder.digest,
            "chunk_size": settings.chunk_size,
            "chunk_overlap": settings.chunk_overlap,
        },
    )


def open_qa(settings: Settings, encoder: Encoder, reader: Reader) -> QA:
    """Open the current index for questions.

    Raises:
        IndexMismatchError: There is none, it is damaged, or another encoder built it.
    """
    return QA(settings, encoder, reader, _open_matching(settings, encoder))


class QA:
    """An index, the encoder that built it, a reader, and the way from a question to an answer.

    Safe to ask from several threads. A rebuilt index is taken up by `refresh`, which every question
    calls first; a question that is under way keeps the index that it began with, and one that is asked
    while the new index is damaged is answered from the old one.
    """

    def __init__(self, settings: Settings, encoder: Encoder, reader: Reader, index: Index) -> None:
        self.settings = settings
        self.encoder = encoder
        self.reader = reader
        self.index = index
        self._speller = (index, _speller(index))
        self._refreshing = threading.Lock()

    def refresh(self) -> bool:
        """Take up a rebuilt index, if there is one; whether there was. Reads one line if not.

        Raises:
            IndexMismatchError: There is a new index but it cannot be used; the old one stays in use.
        """
        with self._refreshing:
            build = current_build(Path(self.settings.index))
            if build in (None, self.index.manifest.build):
                return False
            self.index = _open_matching(self.settings, self.encoder)
            return True

    def warnings(self) -> list[str]:
        """What has changed since the index was built: reports, or how they are to be cut."""
        manifest, settings = self.index.manifest, self.settings
        command = build_command(Path(settings.index))
        warnings = []
        try:
            now = corpus_digests(Path(manifest.corpus_root))
        except CorpusError:
            now = dict(manifest.corpus)  # the index was taken along without its reports
        paths = manifest.corpus.keys() | now.keys()
        changed = sorted(path for path in paths if manifest.corpus.get(path) != now.get(path))
        if changed:
            warnings.append(
                f"注意：建索引以后，这些报告有变动：{'、'.join(changed)}。请重建：{command}\n"
                f"Note: these reports changed after the index was built. Rebuild it: {command}"
            )
        built = (manifest.chunk_size, manifest.chunk_overlap)
        if built != (settings.chunk_size, settings.chunk_overlap):
            warnings.append(
                f"注意：索引是按 chunk_size、chunk_overlap = {built} 切分的，"
                f"和现在的设置不同。请重建：{command}\n"
                f"Note: the index was cut with other settings than those in force. Rebuild it: {command}"
            )
        return warnings

    def ask(self, question: str, history: History = ()) -> Answer:
        """Answer `question`; `history` holds the (question, answer) pairs before it, oldest first."""
        begin = time.perf_counter()
        with suppress(IndexMismatchError):  # whoever calls `refresh` itself is told of it
            self.refresh()
        try:
            asked = check_question(question)
        except QuestionError as error:
            answer = decline(question, str(error))
        else:
            answer = self._answer(self.index, asked, history)  # one index for all of this question
        return replace(answer, question=question, elapsed_ms=(time.perf_counter() - begin) * 1000)

    def _answer(self, index: Index, question: str, history: History) -> Answer:
        english = analyse(question).english
        talk = small_talk(question)
        if talk is not None:
            return say(question, phrase(talk, english))
        if off_topic(question):
            return decline(question, phrase("off_topic", english))
        alone = self.stand_alone(question, history, index)
        summary = asks_overview(alone)
        told = self._overview(index, alone, summary) if summary else None
        if told is not None:
            return told
        asked = analyse(alone)
        hits, spans = self.read(index, asked)
        titles = [full_title(document) for document in index.documents]
        answer = compose_answer(asked, spans, hits, threshold=self.settings.threshold, titles=titles)
        return self._named(asked, answer, titles) or answer

    def _named(self, asked: Asked, answer: Answer, titles: Sequence[str]) -> Answer | None:
        """The set that the question names by its number, where the reader found no such list."""
        if not answer.hits or not (asked.count or asks_named(asked.search)):
            return None
        told = len(answer.answer.split("、")) if answer.kind == "list" else 0
        document = answer.hits[0].document
        items = defined_set(document.text, asked.search)
        if not items and (not told or told != asked.count):
            items = named_set(document.text, asked.search)
        if not items or mismatches(asked.question, document, items[0], titles=titles):
            return None
        return compose_named(asked, items, document, answer.hits)

    def stand_alone(self, question: str, history: History = (), index: Index | None = None) -> str:
        """The question that is looked up: complete in itself, in simplified script, its homophones mended."""
        index = index or self.index
        known, speller = self._speller
        if known is not index:
            speller = _speller(index)
            self._speller = (index, speller)

        def plain(text: str) -> str:  # characters that the reports themselves use are kept
            return simplified(text, speller.characters)

        told = [(plain(before), plain(answer)) for before, answer in history]
        alone = resolve_question(plain(question), told, shelf=len(index.documents) > 1)
        return speller.mend(alone)

    def read(self, index: Index, asked: Asked) -> tuple[tuple[Hit, ...], list[Span]]:
        """The best chunks for a question, and the spans of them that may answer it, best first."""
        hits = self.retrieve(index, asked.search)
        readings: list[Reading] = []
        spans: list[Span] = []
        # Nearly always the first few passages hold the answer: the rest are read only in doubt.
        for first in range(0, min(len(hits), MOST_READ), READ_AT_ONCE):
            part = hits[first : first + READ_AT_ONCE]
            readings += self.reader.read([pair_of(asked.search, hit) for hit in part])
            spans = read_spans(readings, hits[: len(readings)], self.reader.calibration, _figures)
            if spans and spans[0].confidence >= SURE:
                break
        return hits, spans

    def retrieve(self, index: Index, question: str) -> tuple[Hit, ...]:
        """The best chunks for a question that stands alone, best first.

        A question that names a report's place is looked up in the reports of that place.
        """
        named = [n for n, document in enumerate(index.documents) if places_shared(question, document)]
        shelf = [index.documents[n] for n in named] or index.documents
        return retrieve(
            index,
            question,
            self.encoder.encode_question(without_shared(question, shelf)),
            count=self.settings.hits,
            weight=self.settings.dense_weight,
            documents=named if len(named) < len(index.documents) else (),
        )

    def _overview(self, index: Index, question: str, asked: Overview) -> Answer | None:
        """What the sections say; None if it is an ordinary question after all."""
        english = analyse(question).english
        hits = self.retrieve(index, question)
        if not hits:
            return decline(question, phrase("nothing", english))
        document = _document_named(index, question) or hits[0].document
        missing = mismatches(
            question, document, (0, 0), titles=[full_title(other) for other in index.documents]
        )
        if missing:
            return None  # another year or place: the ordinary way says which
        points = overview(asked, document)
        if points:
            return compose_overview(question, points, document, hits, english=english)
        if asked.kind == "section" and asked.ordinals:
            return decline(question, phrase("no_section", english, count=section_count(document)), hits)
        return None


READ_AT_ONCE = 2
MOST_READ = 4
"""So many passages are read at most."""
SURE = 0.5
"""From this confidence on, no further passages are read."""


def without_shared(question: str, documents: Sequence[Document]) -> str:
    """The question without what all titles of the shelf say: it tells no passage from another.

    Words of at least two characters in a row; the question as it is if too little would be left.
    """
    titles = [full_title(document) for document in documents]
    kept, place = "", 0
    while place < len(question):
        end = place
        while end < len(question) and all(question[place : end + 1] in title for title in titles):
            end += 1
        if end - place < 2:
            kept += question[place]
            end = place + 1
        place = end
    return kept if len(comparable(kept)) >= LEAST_LEFT else question


LEAST_LEFT = 8
"""Characters, without punctuation, that must be left of a question."""


def _speller(index: Index) -> Speller:
    return Speller(document.text for document in index.documents)


def pair_of(question: str, hit: Hit) -> Pair:
    """What the reader is given: a question need not name the place and the year that the passage is of.

    That they are the same is known for certain; a reader would look for them in the passage's own words.
    """
    document, chunk = hit.document, hit.chunk
    header = header_line(full_title(document), chunk.section)
    for place in reversed(places_shared(question, document)):
        question = question[: place.start] + question[place.end :]
    where = (document, chunk.start, chunk.end)
    if years_of(*where):
        question = _YEAR.sub(
            lambda year: year.group() if years_missed(year.group(), *where) else "", question
        )
    return Pair(question=question, header=header, passage=chunk.text)


_YEAR = re.compile(r"(?:20\d\d|二〇二.)年度?|去年|今年|(?:\bin )?\b20\d\d\b|\b(?:last|this) year\b")


def full_title(document: Document) -> str:
    """Title and subtitle: a newspaper's headline says less of place and year than the line under it."""
    return " ".join(part for part in (document.title or document.name, document.subtitle) if part)


def _figures(text: str) -> list[tuple[int, int]]:
    return [(figure.start, figure.end) for figure in find_quantities(text)]


def _document_named(index: Index, question: str) -> Document | None:
    """The report whose place the question names, if there is just one."""
    named = [document for document in index.documents if places_shared(question, document)]
    return named[0] if len(named) == 1 else None


def check_question(question: str) -> str:
    """The question as it will be asked: control characters gone, ends stripped.

    Raises:
        QuestionError: It is empty or longer than `LONGEST_QUESTION` characters.
    """
    asked = clean_question(question)
    if not asked:
        raise QuestionError("请输入一个问题，例如：2025年组织了多少次学习？\nPlease ask a question.")
    if len(asked) > LONGEST_QUESTION:
        raise QuestionError(
            f"问题太长了（{len(asked)} 字），请缩短到 {LONGEST_QUESTION} 字以内。\n"
            f"The question is too long: {len(asked)} characters, at most {LONGEST_QUESTION}."
        )
    return asked


def _open_matching(settings: Settings, encoder: Encoder) -> Index:
    """Open the current index and refuse it if another encoder built it."""
    index = open_index(Path(settings.index))
    if index.manifest.encoder_digest != encoder.digest:
        command = build_command(Path(settings.index))
        raise IndexMismatchError(
            f"索引是用编码模型 {index.manifest.encoder} 建的，现在的是 {encoder.name}（内容不同）。"
            f"请重建：{command}\n"
            f"The index was built with encoder {index.manifest.encoder}, not with this {encoder.name}. "
            f"Rebuild it: {command}"
        )
    return index
