"""The build in use: found, checked, opened."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from psycopg import sql

from huimou.address import pasted, shown
from huimou.errors import IndexMismatchError, quoted
from huimou.index.model import FORMAT, Index, Manifest, assemble_index
from huimou.index.parts import Parts
from huimou.index.postgres.parts import DatabaseChunks, DatabaseVectors, DatabaseWords
from huimou.index.postgres.server import Server, server, table
from huimou.index.rows import document_of
from huimou.index.seam import Rows
from huimou.suggest import Suggestion

_Blobs = Mapping[str, list[bytes]]


def current_build(address: str) -> str | None:
    """The id of the build in use, or None if there is none. Cheap: reads one row."""
    return _pointer(server(address))[0]


def open_index(address: str) -> Index:
    """Open the current build: its documents are read and checked, the rest stays in the database.

    Raises:
        IndexMismatchError: There is none, or something in it is missing, edited or of another format. The
            message names the table and the command that mends it.
        HuimouError: The database cannot be used.
    """
    there = server(address)
    for _ in range(3):
        build, digest = _pointer(there)
        if build is None:
            raise _missing(there)
        try:
            return _open_build(there, build, digest)
        except IndexMismatchError:
            # Two rebuilds in a row may have removed it while we read; then there is a newer one.
            if current_build(address) == build:
                raise
    raise _damaged(there, "builds follow one another too quickly to be read")


def open_before(address: str) -> Index | None:
    """The build in whose place the current one came; None if it is not there any more.

    Raises:
        IndexMismatchError: There is no current build, or one of the two is damaged.
    """
    there = server(address)
    build, digest = _pointer(there)
    if build is None:
        raise _missing(there)
    before = _manifest(there, build, digest).before
    return _open_build(there, before, None) if before and _written(there, before) else None


def sound_build(address: str) -> Manifest | None:
    """The manifest of the current build, if it is all there; None if there is none or a damaged one."""
    there = server(address)
    try:
        build, digest = _pointer(there)
        if build is None:
            return None
        manifest = _manifest(there, build, digest)
        _checked_parts(there, manifest)
    except IndexMismatchError:
        return None
    return manifest


def corpus_root(address: str) -> str | None:
    """What the current build was built from, or None if nothing there says so."""
    there = server(address)
    return _root(there)


def _pointer(there: Server) -> tuple[str | None, str]:
    """The build in use and the SHA-256 of its manifest; (None, "") if there is none."""
    ((made,),) = there.rows(sql.SQL("SELECT to_regclass('huimou.current') IS NOT NULL").format())
    found = there.rows(sql.SQL("SELECT build, sha256 FROM huimou.current").format()) if made else []
    return found[0] if found else (None, "")


def _written(there: Server, build: str) -> bytes | None:
    """The manifest of a build, as it was written."""
    found = there.rows(sql.SQL("SELECT manifest FROM huimou.builds WHERE build = %s").format(), [build])
    return found[0][0] if found else None


def _manifest(there: Server, build: str, digest: str | None) -> Manifest:
    written = _written(there, build)
    if written is None or (digest is not None and hashlib.sha256(written).hexdigest() != digest):
        raise _damaged(there, f"huimou.builds: {build}")
    try:
        told = json.loads(written)
        found = told.get("format")
    except (ValueError, AttributeError) as error:
        raise _damaged(there, f"huimou.builds: {build}") from error
    if found != FORMAT:
        raise IndexMismatchError(
            f"索引格式是 {found}，本程序要的是 {FORMAT}：{shown(there.address)}。"
            f"请运行：{_command(there)}\n"
            f"Index format {found}, expected {FORMAT}. Run: {_command(there)}"
        )
    try:
        return Manifest(**told)
    except TypeError as error:
        raise _damaged(there, str(error)) from error


def _checked_parts(there: Server, manifest: Manifest) -> _Blobs:
    """What is read as a whole, after it was checked; and of the tables that are not, their sizes."""
    build = manifest.build
    parts: dict[str, list[bytes]] = {}
    for name, data in there.rows(
        sql.SQL("SELECT name, data FROM {} ORDER BY name, number").format(table("parts", build))
    ):
        parts.setdefault(name, []).append(data)
    for name in ("documents", "suggestions", "common_tokens", "document_starts", "sentence_starts", "sizes"):
        if hashlib.sha256(b"".join(parts.get(name, []))).hexdigest() != manifest.files.get(name):
            raise _damaged(there, f"huimou.parts_{build}: {name}")
    sizes: dict[str, int] = json.loads(parts["sizes"][0])
    counts = sql.SQL(", ").join(
        sql.SQL("(SELECT count(*) FROM {})").format(table(name, build)) for name in sizes
    )
    (found,) = there.rows(sql.SQL("SELECT {}").format(counts))
    for (name, size), count in zip(sizes.items(), found, strict=True):
        if count != size:
            raise _damaged(there, f"huimou.{name}_{build}: {count} 行，应为 {size} / rows")
    return parts


def _open_build(there: Server, build: str, digest: str | None) -> Index:
    manifest = _manifest(there, build, digest)
    parts = _checked_parts(there, manifest)
    documents = tuple(document_of(json.loads(data)) for data in parts.get("documents", []))

    def vectors(name: str, count: int) -> DatabaseVectors:
        graph = _has_graph(there, name, build)
        return DatabaseVectors(there, table(name, build), count, manifest.dimension, graph=graph)

    return assemble_index(
        manifest,
        documents,
        DatabaseChunks(there, table("chunks", build), manifest.chunks, documents),
        parts=Parts(
            chunk_vectors=vectors("chunk_vectors", manifest.chunks),
            sentence_vectors=vectors("sentence_vectors", manifest.sentences),
            chunk_lexical=DatabaseWords(there, table("chunk_words", build), manifest.chunks),
            sentence_lexical=DatabaseWords(there, table("sentence_words", build), manifest.sentences),
        ),
        document_starts=_starts(parts["document_starts"]),
        sentence_starts=_starts(parts["sentence_starts"]),
        common_tokens=json.loads(parts["common_tokens"][0]),
        suggestions=[Suggestion(**row) for row in json.loads(parts["suggestions"][0])],
    )


def _starts(blobs: list[bytes]) -> Rows:
    return np.frombuffer(blobs[0], dtype="<i8").astype(np.int64)


def _has_graph(there: Server, name: str, build: str) -> bool:
    ((graph,),) = there.rows(
        sql.SQL("SELECT to_regclass(%s) IS NOT NULL").format(), [f'huimou."{name}_{build}_graph"']
    )
    return bool(graph)


def _root(there: Server) -> str | None:
    try:
        build, _ = _pointer(there)
        written = _written(there, build) if build else None
        root: Any = json.loads(written)["corpus_root"] if written else None
    except (IndexMismatchError, ValueError, KeyError, TypeError):
        return None
    return root if isinstance(root, str) else None


def _command(there: Server) -> str:
    root = _root(there)
    return " ".join(["huimou index", *([quoted(root)] if root else []), "--index", pasted(there.address)])


def _missing(there: Server) -> IndexMismatchError:
    return IndexMismatchError(
        f"{shown(there.address)} 里还没有索引。请先运行：{_command(there)}\n"
        f"There is no index in {shown(there.address)}. Run: {_command(there)}"
    )


def _damaged(there: Server, what: str) -> IndexMismatchError:
    return IndexMismatchError(
        f"数据库里的索引坏了或被改过：{what}（{shown(there.address)}）。请重建：{_command(there)}\n"
        f"The index is damaged: {what}. Rebuild it: {_command(there)}"
    )


__all__ = [
    "corpus_root",
    "current_build",
    "open_before",
    "open_index",
    "sound_build",
]
