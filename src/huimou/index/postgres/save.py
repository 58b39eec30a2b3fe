"""A build is written into tables of its own, in one transaction, and made current by its last statement."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import psycopg
from psycopg import sql

from huimou.address import shown
from huimou.errors import HuimouError, IndexMismatchError
from huimou.index.lexical import LexicalIndex
from huimou.index.model import Index, Manifest, chunk_texts, sentence_texts
from huimou.index.postgres.opened import current_build
from huimou.index.postgres.parts import AT_ONCE, POSTING, vector_row
from huimou.index.postgres.server import Connection, server, table
from huimou.index.rows import chunk_row
from huimou.index.seam import VectorRows, WordRows

GRAPH_FROM = 50_000
"""From so many vectors on they get an HNSW graph; fewer are searched one by one, exactly."""
_MOST_DIMENSIONS = 2000
"""Of a vector that lies in its row: longer ones are put aside by the server, in pieces, and read slowly."""
_LOCK = int.from_bytes(b"huimou", "big")
_NAMES = ("parts", "chunks", "chunk_vectors", "sentence_vectors", "chunk_words", "sentence_words")

_Row = tuple[Any, ...]


@contextmanager
def build_lock(address: str) -> Iterator[None]:
    """Holds the database for one build; the server frees it if the builder dies.

    Raises:
        HuimouError: Another build holds it, or the server cannot be used.
    """
    with server(address).connection() as connection:
        if not _one(connection, "SELECT pg_try_advisory_lock(%s)", [_LOCK]):
            raise HuimouError(
                f"另一个程序正在重建 {shown(address)} 里的索引，请等它完成再试。\n"
                f"Another build of {shown(address)} is running; wait for it to end."
            )
        try:
            yield
        finally:
            with suppress(psycopg.Error):  # where the connection is gone, so is the lock
                connection.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def save_index(address: str, index: Index, *, graph_from: int = GRAPH_FROM) -> Index:
    """Write `index` as a new build and make it current; the build before is kept, older ones are removed.

    Returns:
        The index with the manifest that was written.

    Raises:
        HuimouError: The database cannot be written (the index that was there is untouched).
    """
    build = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
    try:
        before = current_build(address) or ""
    except IndexMismatchError:
        before = ""  # a rebuild mends whatever is wrong with it
    with server(address).connection() as connection:
        _prepare(connection)
        with connection.transaction():
            # A builder that was killed is noticed while the server is busy for it, and not only afterwards.
            connection.execute("SET LOCAL client_connection_check_interval = '1s'")
            files = dict(_tables(connection, build, index, graph_from))
            manifest = replace(
                index.manifest,
                build=build,
                before=before,
                created=datetime.now(UTC).isoformat(timespec="seconds"),
                files=files,
            )
            _make_current(connection, manifest)
        _remove(connection, {build, before})
    return replace(index, manifest=manifest)


def _prepare(connection: Connection) -> None:
    """Make sure of the extension, the schema and the two tables that all builds share."""
    version = _one(connection, "SELECT extversion FROM pg_extension WHERE extname = 'vector'")
    if version is None:
        try:
            connection.execute("CREATE EXTENSION vector")
        except psycopg.Error as error:
            reason = error.diag.message_primary or error
            raise HuimouError(
                f"数据库里没有扩展 pgvector，也装不上：{reason}。请数据库管理员装好 pgvector 0.8 或更新，"
                "再在这个库里运行：CREATE EXTENSION vector;\n"
                f"The extension pgvector is missing: {reason}. Have the administrator install it (0.8 or "
                "newer) and run CREATE EXTENSION vector; in this database."
            ) from error
        version = _one(connection, "SELECT extversion FROM pg_extension WHERE extname = 'vector'")
    if tuple(int(part) for part in str(version).split(".")[:2]) < (0, 8):
        raise HuimouError(
            f"pgvector 是 {version}，要 0.8 或更新。"
            "请数据库管理员升级后运行：ALTER EXTENSION vector UPDATE;\n"
            f"pgvector {version} is too old: 0.8 or newer is needed."
        )
    if _one(connection, "SELECT to_regclass('huimou.current')") is None:
        with connection.transaction():
            if _one(connection, "SELECT to_regnamespace('huimou')") is None:
                connection.execute("CREATE SCHEMA huimou")
            connection.execute("CREATE TABLE huimou.builds (build text PRIMARY KEY, manifest bytea NOT NULL)")
            connection.execute(
                "CREATE TABLE huimou.current (only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one), "
                "build text NOT NULL REFERENCES huimou.builds, sha256 text NOT NULL)"
            )


def _tables(connection: Connection, build: str, index: Index, graph_from: int) -> Iterator[tuple[str, str]]:
    """Write the tables of a build; gives the name of each and the SHA-256 of what was written."""
    sizes: dict[str, int] = {}
    for name, rows in (
        ("chunks", ((number, _json(chunk_row(chunk))) for number, chunk in enumerate(index.chunks))),
        ("chunk_words", _words(index.chunk_lexical, lambda: chunk_texts(index.chunks))),
        (
            "sentence_words",
            _words(index.sentence_lexical, lambda: sentence_texts(index.documents, index.chunks)),
        ),
    ):
        words = name.endswith("words")
        kinds = ("bytea", "bytea") if words else ("int4", "bytea")
        columns = (
            "token bytea PRIMARY KEY, postings bytea NOT NULL"
            if words
            else "row int4 PRIMARY KEY, chunk bytea NOT NULL"
        )
        _create(connection, name, build, columns)
        sizes[name], digest = _copy_rows(connection, name, build, kinds, rows)
        yield name, digest
    for name, vectors in (
        ("chunk_vectors", index.chunk_vectors),
        ("sentence_vectors", index.sentence_vectors),
    ):
        dimension = index.manifest.dimension
        _create(connection, name, build, f"row int4 PRIMARY KEY, vector vector({dimension}) NOT NULL")
        if dimension <= _MOST_DIMENSIONS:
            connection.execute(
                sql.SQL("ALTER TABLE {} ALTER COLUMN vector SET STORAGE PLAIN").format(table(name, build))
            )
        sizes[name] = len(vectors)
        yield name, _copy_vectors(connection, name, build, vectors, dimension)
        if len(vectors) >= graph_from:
            _add_graph(connection, name, build, dimension)
    _create(
        connection, "parts", build, "name text, number int4, data bytea NOT NULL, PRIMARY KEY (name, number)"
    )
    parts = {
        "documents": [_json(asdict(document)) for document in index.documents],
        "suggestions": [_json([asdict(one) for one in index.suggestions])],
        "common_tokens": [_json(sorted(index.common_tokens))],
        "document_starts": [index.document_starts.astype("<i8").tobytes()],
        "sentence_starts": [index.sentence_starts.astype("<i8").tobytes()],
        "sizes": [_json(sizes)],
    }
    for name, blobs in parts.items():
        rows = ((name, number, blob) for number, blob in enumerate(blobs))
        _copy_rows(connection, "parts", build, ("text", "int4", "bytea"), rows)
        yield name, hashlib.sha256(b"".join(blobs)).hexdigest()
    for name in _NAMES:
        connection.execute(sql.SQL("ANALYZE {}").format(table(name, build)))


def _make_current(connection: Connection, manifest: Manifest) -> None:
    written = _json(asdict(manifest))
    connection.execute("INSERT INTO huimou.builds VALUES (%s, %s)", [manifest.build, written])
    connection.execute(
        "INSERT INTO huimou.current (build, sha256) VALUES (%s, %s) "
        "ON CONFLICT (only_one) DO UPDATE SET build = excluded.build, sha256 = excluded.sha256",
        [manifest.build, hashlib.sha256(written).hexdigest()],
    )


def _remove(connection: Connection, kept: set[str]) -> None:
    """Remove older builds. One that somebody reads just now stays until the next build."""
    for (build,) in connection.execute("SELECT build FROM huimou.builds").fetchall():
        if build in kept:
            continue
        try:
            with connection.transaction():
                connection.execute("SET LOCAL lock_timeout = '2s'")
                connection.execute(
                    sql.SQL("DROP TABLE IF EXISTS {}").format(
                        sql.SQL(", ").join(table(name, build) for name in _NAMES)
                    )
                )
                connection.execute("DELETE FROM huimou.builds WHERE build = %s", [build])
        except psycopg.Error:  # somebody reads it, or it is not ours: it does no harm
            continue


def _words(words: WordRows, texts: Any) -> Iterator[_Row]:
    """Each token with its postings."""
    counted = words if isinstance(words, LexicalIndex) else LexicalIndex.build(texts())
    for token, rows, scores in counted.postings():
        postings = np.empty(len(rows), dtype=POSTING)
        postings["row"], postings["score"] = rows, scores
        yield token.encode(), postings.tobytes()


def _create(connection: Connection, name: str, build: str, columns: str) -> None:
    connection.execute(sql.SQL("CREATE TABLE {} ({})").format(table(name, build), sql.SQL(columns)))


def _copy_rows(
    connection: Connection, name: str, build: str, kinds: tuple[str, ...], rows: Iterable[_Row]
) -> tuple[int, str]:
    """Write rows; gives how many, and the SHA-256 of their values."""
    count, digest = 0, hashlib.sha256()
    query = sql.SQL("COPY {} FROM STDIN (FORMAT BINARY)").format(table(name, build))
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        copy.set_types(kinds)
        for row in rows:
            copy.write_row(row)
            count += 1
            for value in row:
                digest.update(value if isinstance(value, bytes) else f"{value} ".encode())
    return count, digest.hexdigest()


def _copy_vectors(connection: Connection, name: str, build: str, vectors: VectorRows, dimension: int) -> str:
    """Write vectors in PostgreSQL's binary form, many at once; gives the SHA-256 of that."""
    field = vector_row(dimension)
    record = np.dtype(
        [("fields", ">i2"), ("row_bytes", ">i4"), ("row", ">i4"), ("bytes", ">i4"), ("sent", field)]
    )
    digest = hashlib.sha256()
    query = sql.SQL("COPY {} FROM STDIN (FORMAT BINARY)").format(table(name, build))
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
        for first in range(0, len(vectors), AT_ONCE):
            rows = np.arange(first, min(first + AT_ONCE, len(vectors)))
            records = np.zeros(len(rows), dtype=record)
            records["fields"], records["row_bytes"], records["bytes"] = 2, 4, field.itemsize
            records["row"] = rows
            records["sent"]["dimension"] = dimension
            records["sent"]["vector"] = vectors.vectors(rows)
            block = records.tobytes()
            copy.write(block)
            digest.update(block)
        copy.write(b"\xff\xff")
    return digest.hexdigest()


def _add_graph(connection: Connection, name: str, build: str, dimension: int) -> None:
    connection.execute("SET LOCAL maintenance_work_mem = '1GB'")
    # Several workers would hold the graph in shared memory, of which a container has 64 MB.
    connection.execute("SET LOCAL max_parallel_maintenance_workers = 0")
    connection.execute(
        sql.SQL("CREATE INDEX {} ON {} USING hnsw ((vector::halfvec({})) halfvec_ip_ops)").format(
            sql.Identifier(f"{name}_{build}_graph"), table(name, build), sql.Literal(dimension)
        )
    )


def _one(connection: Connection, query: str, values: list[Any] | None = None) -> Any:
    """The one value that a query finds; None if it finds none."""
    row = connection.execute(query.encode(), values).fetchone()
    return row[0] if row else None


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
