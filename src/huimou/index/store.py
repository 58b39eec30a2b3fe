"""The index on disk, and how it is replaced.

    index/current               one line: the build in use and the SHA-256 of its manifest
    index/<build id>/           one build, never changed after it was made current
        manifest.json           what built it and the SHA-256 of every other file
        documents.jsonl         the documents, text included, one a line
        chunks.jsonl            the chunks, as offsets into the documents, one a line
        *.starts.npy            where each line begins
        starts_*.npy            the first chunk of each document, the first sentence of each chunk
        common.json             the tokens that tell no passage from another
        suggestions.json        questions that it was seen to answer, and where
        …                       vectors and words: `huimou.index.parts`

A build is written into a folder of its own and made current last, so whatever kills it leaves the
index that was there. Nothing is pickled, and nothing is read before its SHA-256 was checked. That holds
for the files of a large index too, which are mapped and not read: all of it is streamed through SHA-256
once when it is opened (over a gigabyte a second), and no cheaper check would find a changed byte.
"""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from huimou.errors import HuimouError, IndexMismatchError, quoted
from huimou.index.disk import files_below, flush, read_json, replace_line, sha256, write_json
from huimou.index.lines import Lines, write_lines
from huimou.index.model import FORMAT, Index, Manifest, assemble_index
from huimou.index.parts import open_parts, save_parts
from huimou.index.rows import chunk_of, chunk_row, document_of
from huimou.suggest import Suggestion
from huimou.types import Chunk, Document

_POINTER = "current"
_DOCUMENTS_KEPT, _CHUNKS_KEPT = 64, 1024
"""So many of a large index stay decoded: those of the last questions."""
_BUILD_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{6}")


def save_index(folder: Path, index: Index) -> Index:
    """Write `index` as a new build under `folder` and make it current.

    The build before is kept, older ones are removed.

    Returns:
        The index with the manifest that was written.

    Raises:
        HuimouError: The folder cannot be written (the index that was there is untouched).
    """
    build = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
    target = folder / build
    before = _build_in_use(folder)
    try:
        target.mkdir(parents=True)
        write_lines(target / "documents.jsonl", map(asdict, index.documents))
        write_lines(target / "chunks.jsonl", map(chunk_row, index.chunks))
        np.save(target / "starts_documents.npy", index.document_starts, allow_pickle=False)
        np.save(target / "starts_sentences.npy", index.sentence_starts, allow_pickle=False)
        write_json(target / "common.json", sorted(index.common_tokens))
        write_json(target / "suggestions.json", [asdict(one) for one in index.suggestions])
        save_parts(index, target)
        manifest = replace(
            index.manifest,
            build=build,
            before=before or "",
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            files={name: sha256(target / name) for name in files_below(target)},
        )
        write_json(target / "manifest.json", asdict(manifest))
        flush(target)
        replace_line(folder / _POINTER, f"{build} {sha256(target / 'manifest.json')}")
    except BaseException as error:
        if _build_in_use(folder) != build:  # an interrupt may come after the last step
            shutil.rmtree(target, ignore_errors=True)
        if not isinstance(error, OSError):
            raise
        raise HuimouError(
            f"索引写不进 {folder}：{error.strerror or error}。原来的索引没有动；"
            f"请腾出空间或检查权限，再运行：{build_command(folder)}\n"
            f"Cannot write the index: {error}. The old index is untouched."
        ) from error
    for old in folder.iterdir():
        if _BUILD_ID.fullmatch(old.name) and old.name not in (build, before):
            shutil.rmtree(old, ignore_errors=True)
    return replace(index, manifest=manifest)


def _build_in_use(folder: Path) -> str | None:
    """`current_build`, or None if its pointer is damaged, which is what a rebuild mends."""
    try:
        return current_build(folder)
    except IndexMismatchError:
        return None


def build_command(folder: Path) -> str:
    """The command that builds `folder` anew, from the reports that it was built from where that is known."""
    return rebuild(corpus_root(folder), quoted(folder))


def rebuild(root: str | None, index: str) -> str:
    """The command that builds an index from the reports at `root`, or from where the settings have them."""
    return " ".join(["huimou index", *([quoted(root)] if root else []), "--index", index])


def corpus_root(folder: Path) -> str | None:
    """What the current build under `folder` was built from, or None if nothing there says so."""
    try:
        build = (folder / _POINTER).read_text(encoding="utf-8").split()[0]
        table = read_json(folder / build / "manifest.json")
    except (OSError, ValueError, IndexError):
        return None
    root = table.get("corpus_root") if isinstance(table, dict) else None
    return root if isinstance(root, str) else None


def build_lock(folder: Path) -> AbstractContextManager[object]:
    """Holds `folder` for one build until the context ends; the system frees it if the build dies.

    Raises:
        HuimouError: Another build holds it, or the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return FileLock(folder / ".lock").acquire(timeout=0)
    except Timeout:
        raise HuimouError(
            f"另一个程序正在重建 {folder}，请等它完成再试。\n"
            f"Another build of {folder} is running; wait for it to end."
        ) from None
    except OSError as error:
        raise HuimouError(
            f"建不了索引文件夹 {folder}：{error.strerror or error}。"
            f"请换一个位置：huimou index --index 文件夹\n"
            f"Cannot use {folder} as an index folder: {error}"
        ) from error


def current_build(folder: Path) -> str | None:
    """The id of the build in use, or None if there is none. Cheap: reads one line."""
    return _pointer(folder)[0]


def _pointer(folder: Path) -> tuple[str | None, str]:
    """The build in use and the SHA-256 of its manifest; (None, "") if there is none."""
    path = folder / _POINTER
    try:
        build, digest = path.read_text(encoding="utf-8").split()
    except FileNotFoundError:
        return None, ""
    except (OSError, ValueError) as error:
        raise _damaged(path, str(error)) from error
    if not _BUILD_ID.fullmatch(build):
        raise _damaged(path, "不是构建号 / not the name of a build")
    return build, digest


def open_index(folder: Path) -> Index:
    """Open the current build under `folder`, after checking every file of it.

    Raises:
        IndexMismatchError: There is none, or something in it is missing, truncated, edited or of another
            format. The message names the file and the command that mends it.
    """
    for _ in range(3):
        build, digest = _pointer(folder)
        if build is None:
            raise _missing(folder)
        try:
            return _open_build(folder / build, digest)
        except IndexMismatchError:
            # Two rebuilds in a row may have removed it while we read; then there is a newer one.
            if current_build(folder) == build:
                raise
    raise _damaged(folder, "builds follow one another too quickly to be read")


def sound_build(folder: Path) -> Manifest | None:
    """The manifest of the current build, if every file of it is there as it was written.

    None if there is no build, or one that cannot be opened. Reads all of it, and no library that is heavy.
    """
    try:
        build, digest = _pointer(folder)
        return _checked_manifest(folder / build, digest) if build else None
    except IndexMismatchError:
        return None


def open_before(folder: Path) -> Index | None:
    """The build in whose place the current one came; None if it is not there any more.

    Raises:
        IndexMismatchError: There is no current build, or one of the two is damaged.
    """
    build, digest = _pointer(folder)
    if build is None:
        raise _missing(folder)
    before = _checked_manifest(folder / build, digest).before
    target = folder / before
    if not before or not target.is_dir():
        return None
    try:
        digest = sha256(target / "manifest.json")
    except OSError as error:
        raise _damaged(target, error.strerror or str(error)) from error
    return _open_build(target, digest)


def _checked_manifest(target: Path, digest: str) -> Manifest:
    """The manifest of a build of which every file is the one that was written."""
    _check(target / "manifest.json", digest)
    manifest = _open_manifest(target)
    for name, expected in manifest.files.items():
        _check(target / name, expected)
    return manifest


def _open_build(target: Path, digest: str) -> Index:
    manifest = _checked_manifest(target, digest)
    try:
        documents: Sequence[Document] = Lines(target / "documents.jsonl", document_of, kept=_DOCUMENTS_KEPT)
        if manifest.structure == "exact":  # small enough to have at hand
            documents = tuple(documents)
        chunks: Sequence[Chunk] = Lines(
            target / "chunks.jsonl", lambda row: chunk_of(row, documents), kept=_CHUNKS_KEPT
        )
        return assemble_index(
            manifest,
            documents,
            tuple(chunks) if manifest.structure == "exact" else chunks,
            parts=open_parts(manifest.structure, target),
            document_starts=np.load(target / "starts_documents.npy", allow_pickle=False),
            sentence_starts=np.load(target / "starts_sentences.npy", allow_pickle=False),
            common_tokens=read_json(target / "common.json"),
            suggestions=[Suggestion(**row) for row in read_json(target / "suggestions.json")],
        )
    except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
        raise _damaged(target, str(error)) from error


def _check(path: Path, expected: str) -> None:
    """Refuse a file that is not the one that was built."""
    try:
        found = sha256(path)
    except OSError as error:
        raise _damaged(path, error.strerror or str(error)) from error
    if found != expected:
        raise _damaged(path, "SHA-256 不符 / SHA-256 differs")


def _open_manifest(target: Path) -> Manifest:
    path = target / "manifest.json"
    try:
        table = read_json(path)
    except (OSError, ValueError) as error:
        raise _damaged(path, str(error)) from error
    found = table.get("format") if isinstance(table, dict) else None
    if found != FORMAT:
        raise IndexMismatchError(
            f"索引格式是 {found}，本程序要的是 {FORMAT}：{path}。"
            f"请运行：{build_command(target.parent)}\n"
            f"Index format {found}, expected {FORMAT}. Run: {build_command(target.parent)}"
        )
    try:
        return Manifest(**table)
    except TypeError as error:
        raise _damaged(path, str(error)) from error


def _missing(folder: Path) -> IndexMismatchError:
    return IndexMismatchError(
        f"{folder} 里还没有索引。请先运行：{build_command(folder)}\n"
        f"There is no index in {folder}. Run: {build_command(folder)}"
    )


def _damaged(path: Path, why: str) -> IndexMismatchError:
    folder = path if path.is_dir() else path.parent
    for inner in (folder, *folder.parents):
        if _BUILD_ID.fullmatch(inner.name):
            folder = inner.parent
            break
    return IndexMismatchError(
        f"索引文件坏了或被改过：{path}（{why}）。请重建：{build_command(folder)}\n"
        f"The index is damaged: {path}. Rebuild it: {build_command(folder)}"
    )
