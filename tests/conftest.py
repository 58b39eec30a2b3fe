"""What several test modules share: the real encoder, a quick one, and a corpus to build from."""

from __future__ import annotations

import shutil
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from huimou.config import Settings
from huimou.embed import Progress, SentenceEncoder, load_encoder
from huimou.index import Scores, WordRows
from huimou.read import Reader, load_reader
from huimou.text import tokens
from huimou.types import Vectors

ROOT = Path(__file__).parent.parent
REPORT = ROOT / "corpus" / "平罗县政协2025年工作回眸.txt"


class HashEncoder:
    """A quick encoder that needs no model: tokens hashed into 64 signed counts."""

    name = "hash"
    digest = "hash-1"
    dimension = 64

    def encode_question(self, question: str) -> Vectors:
        vector: Vectors = self.encode_passages([question])[0]
        return vector

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        vectors = np.full((len(texts), self.dimension), 1e-3, dtype=np.float32)
        for row, text in enumerate(texts):
            for token in tokens(text):
                code = zlib.crc32(token.encode())
                vectors[row, code % self.dimension] += 1 if code & 0x10000 else -1
        if progress:
            progress(len(texts), len(texts))
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors


def all_scores(words: WordRows, question: str) -> Scores:
    """BM25 of every row for a question, as `retrieve` asks it."""
    return words.scores(list(dict.fromkeys(tokens(question))), np.arange(len(words)))


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    return load_encoder()


@pytest.fixture(scope="session")
def reader() -> Reader:
    return load_reader()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with a Chinese name and a space in it, holding the bundled report."""
    folder = tmp_path / "报告 文件夹" / "corpus"
    folder.mkdir(parents=True)
    shutil.copy(REPORT, folder)
    return folder


@pytest.fixture
def settings(corpus: Path) -> Settings:
    return Settings(corpus=str(corpus), index=str(corpus.parent / "index 索引"))


@pytest.fixture
def write_report(corpus: Path) -> Callable[[str, str], Path]:
    """Puts a report of a few lines into the corpus."""

    def write(name: str, text: str) -> Path:
        path = corpus / name
        path.write_text(text, encoding="utf-8")
        return path

    return write
