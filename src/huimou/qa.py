"""The composition root: build an index, and ask it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from huimou import __version__
from huimou.chunk import chunk_document
from huimou.compose import compose_answer, decline
from huimou.config import Settings
from huimou.corpus import corpus_digests, read_corpus
from huimou.dialogue import History, resolve_question
from huimou.embed import Encoder, Progress
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
from huimou.read import read_spans
from huimou.retrieve import retrieve
from huimou.text import clean_question
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


def open_qa(settings: Settings, encoder: Encoder) -> QA:
    """Open the current index for questions.

    Raises:
        IndexMismatchError: There is none, it is damaged, or another encoder built it.
    """
    return QA(settings, encoder, _open_matching(settings, encoder))


class QA:
    """An index, the encoder that built it, and the way from a question to an answer.

    Safe to ask from several threads. A rebuilt index is taken up by `refresh`, which every question
    calls first; a question that is under way keeps the index that it began with, and one that is asked
    while the new index is damaged is answered from the old one.
    """

    def __init__(self, settings: Settings, encoder: Encoder, index: Index) -> None:
        self.settings = settings
        self.encoder = encoder
        self.index = index
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

    def _retrieve(self, index: Index, question: str, count: int) -> tuple[Hit, ...]:
        vector = self.encoder.encode_question(question)
        return retrieve(index, question, vector, count=count, weight=self.settings.dense_weight)

    def ask(self, question: str, history: History = ()) -> Answer:
        """Answer `question`; `history` holds the (question, answer) pairs before it, oldest first."""
        begin = time.perf_counter()
        with suppress(IndexMismatchError):  # whoever calls `refresh` itself is told of it
            self.refresh()
        index = self.index  # one index for all of this question
        try:
            asked = check_question(question)
        except QuestionError as error:
            answer = decline(question, str(error))
        else:
            hits = self._retrieve(index, resolve_question(asked, history), self.settings.hits)
            answer = compose_answer(question, read_spans(hits), hits)
        return replace(answer, elapsed_ms=(time.perf_counter() - begin) * 1000)


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
