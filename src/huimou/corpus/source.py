"""From a path to documents: which files are reports, in which format and encoding they are written."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from huimou.corpus.build import assemble, build_document
from huimou.corpus.encodings import decode, decode_web
from huimou.corpus.items import MOST_BYTES, MOST_CHARACTERS, broken, to_blocks, too_long
from huimou.corpus.package import old_word
from huimou.corpus.pdf import read_pdf
from huimou.corpus.web import read_web
from huimou.corpus.word import read_word
from huimou.errors import CorpusError
from huimou.types import Document

_TEXT, _WEB = (".txt", ".md"), (".html", ".htm")
SUFFIXES = (*_TEXT, ".docx", ".pdf", *_WEB, ".doc")
"""The names of reports end so. A ``.doc`` cannot be read, but what mends it can be said."""
_FORMATS = ".txt、.md、.docx、.pdf 或 .html"
_FORMATS_ENGLISH = ".txt, .md, .docx, .pdf or .html"


@dataclass(frozen=True, kw_only=True, slots=True)
class Skipped:
    """A report that could not be read."""

    path: str
    """The file as it is to be shown."""
    reason: str
    """What `CorpusError` says: Chinese, a line feed, English."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shelf:
    """What became of the files of a corpus."""

    documents: tuple[Document, ...]
    """Sorted by their path within the folder, part by part. Never empty."""
    skipped: tuple[Skipped, ...]
    """In the same order."""


def read_shelf(path: Path) -> Shelf:
    """Read the reports that can be read, as `read_corpus` does; the others are named with the reason.

    Raises:
        CorpusError: `path` does not exist, there is no report, or none of them can be read. If there is
            but one, its own reason.
    """
    documents: list[Document] = []
    skipped: list[Skipped] = []
    for report in _reports(path):
        try:
            _check_name(report)
            documents.append(read_document(report))
        except CorpusError as error:
            skipped.append(Skipped(path=_printable(_shown_path(report)), reason=str(error)))
    if not documents:
        chinese, _, english = skipped[0].reason.partition("\n")
        if len(skipped) > 1:
            chinese = f"{path} 里的 {len(skipped)} 份报告都读不了。第一份：{chinese}"
            english = f"None of the {len(skipped)} reports in {path} can be read. The first: {english}"
        raise CorpusError(f"{chinese}\n{english}")
    return Shelf(documents=tuple(documents), skipped=tuple(skipped))


def read_corpus(path: Path) -> list[Document]:
    """Read every report in a folder and its subfolders, or the one report that `path` names.

    Reports are ``.txt``, ``.md``, ``.docx``, ``.pdf``, ``.html`` and ``.htm`` files. Hidden
    files and folders, ``README*`` and the lock files of office programs (``~$…``) are passed over. Two
    reports may have the same stem.

    Returns:
        The documents, sorted by their path within the folder, part by part. Never empty.

    Raises:
        CorpusError: `path` does not exist, the folder holds no report, or a report cannot be read.
    """
    reports = _reports(path)
    for report in reports:
        _check_name(report)
    return [read_document(report) for report in reports]


def corpus_digests(path: Path) -> dict[str, str]:
    """The SHA-256 of each report that `read_shelf` would try, by its path below `path`; nothing is parsed.

    "" is that of a file that cannot be opened or is too large.

    Raises:
        CorpusError: `path` does not exist, or the folder holds no report.
    """
    below = path if path.is_dir() else path.parent
    return {_printable(report.relative_to(below).as_posix()): _digest(report) for report in _reports(path)}


def _digest(report: Path) -> str:
    try:
        return hashlib.sha256(_read_bytes(report)).hexdigest()
    except CorpusError:
        return ""


def _printable(path: str) -> str:
    """A path that can be written as UTF-8, whatever its bytes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _reports(path: Path) -> list[Path]:
    """The files that `read_corpus` reads, in its order."""
    if not os.path.lexists(path):
        raise CorpusError(
            f"找不到 {path}。请检查路径，或新建该文件夹并放入 {_FORMATS} 报告。\n"
            f"{path} does not exist. Check the path, or create the folder and put {_FORMATS_ENGLISH} "
            "reports in it."
        )
    if not path.is_dir() or _is_report_name(path):
        return [path]
    files = sorted(_files(path), key=lambda file: file.relative_to(path).parts)
    reports = [file for file in files if _is_report_name(file) and not _is_passed_over(file.name)]
    if not reports:
        others = f"（现有 {len(files)} 个其他文件，如 {files[0].name}）" if files else ""
        raise CorpusError(
            f"文件夹 {path} 里没有可读的报告{others}。请放入 {_FORMATS} 文件。\n"
            f"No report in {path}: expected {_FORMATS_ENGLISH} files. Put some there."
        )
    return reports


def _check_name(report: Path) -> None:
    if os.fsencode(report).decode("utf-8", "replace") != str(report):
        raise CorpusError(
            f"文件名不是 UTF-8 编码：{os.fsencode(report)!r}。请给它改名（多半是解压出来的）。\n"
            f"The name of this file is not UTF-8: {os.fsencode(report)!r}. Rename it."
        )


def read_document(path: Path) -> Document:
    """Read one report file.

    Raises:
        CorpusError: the file cannot be read, is too large, holds no text, is damaged or of another format.
    """
    if path.is_dir():
        raise CorpusError(
            f"{path} 是文件夹，不是报告文件。请给文件夹改名，去掉 {path.suffix or '.txt'} 后缀。\n"
            f"{path} is a folder, not a report. Rename the folder so that it does not end like a text file."
        )
    if path.suffix.lower() not in SUFFIXES:
        raise CorpusError(
            f"{path} 不是 {_FORMATS} 文件。请先另存为其中一种。\n"
            f"{path} is no {_FORMATS_ENGLISH} file. Save it as one of these first."
        )
    document = _parse(_read_bytes(path), path)
    if not document.paragraphs:
        raise CorpusError(
            f"{path} 是空的，没有正文。请放入报告全文，或删除该文件。\n"
            f"{path} is empty: there is no text in it. Put the report in it, or delete the file."
        )
    return document


def _parse(data: bytes, path: Path) -> Document:
    name, suffix = str(path), path.suffix.lower()
    about = {"name": path.stem, "path": _shown_path(path), "sha256": hashlib.sha256(data).hexdigest()}
    if suffix == ".doc":
        raise old_word(name)
    if suffix in _TEXT:
        text = decode(data, name)
        if len(text) > MOST_CHARACTERS:
            raise too_long(name)
        return build_document(text, **about)
    kind = "Word" if suffix == ".docx" else "PDF" if suffix == ".pdf" else "HTML"
    try:
        if kind == "Word":
            items, drops = read_word(data, name)
        elif kind == "PDF":
            items, drops = read_pdf(data, name)
        else:
            items, drops = read_web(decode_web(data, name), name)
    except (ArithmeticError, LookupError, MemoryError, RecursionError, ValueError) as error:
        raise broken(name, kind, f"{type(error).__name__}: {error}") from error  # made to break a reader
    blocks, unread = to_blocks(items)
    return assemble(blocks, drops + unread, **about)


def _read_bytes(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():  # a pipe or a device would block for ever
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        if path.stat().st_size > MOST_BYTES:
            raise CorpusError(
                f"{path} 超过 {MOST_BYTES >> 20} MB，不像一份报告。请压缩其中的图片，或拆成几个文件。\n"
                f"{path} is larger than {MOST_BYTES >> 20} MB. Make its pictures smaller or split it."
            )
        return path.read_bytes()
    except OSError as error:
        raise _unreadable_error(error) from error


def _unreadable_error(error: OSError) -> CorpusError:
    return CorpusError(
        f"无法读取 {error.filename}：{error.strerror}。请检查它是否存在、是否有读取权限。\n"
        f"{error.filename} cannot be read: {error.strerror}. Check that it exists and that you may read it."
    )


def _raise_unreadable(error: OSError) -> None:
    raise _unreadable_error(error) from error


def _files(folder: Path) -> Iterator[Path]:
    """Everything under a folder that stands for a file, links to folders followed once."""
    seen = {os.path.realpath(folder)}
    for root, folders, names in os.walk(folder, followlinks=True, onerror=_raise_unreadable):
        below = []
        for name in sorted(folders):
            child = Path(root, name)
            real = os.path.realpath(child)
            if name.startswith(".") or real in seen:
                continue
            if _is_report_name(child):
                names.append(name)  # a folder that is called like a report: `read_document` explains
                continue
            seen.add(real)
            below.append(name)
        folders[:] = below
        yield from (Path(root, name) for name in names if not name.startswith("."))


def _is_report_name(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES


def _is_passed_over(name: str) -> bool:
    return name.startswith((".", "~$")) or name.upper().startswith("README")


def _shown_path(path: Path) -> str:
    """The path as a citation shows it: relative to the working directory where it lies inside it."""
    absolute = Path(os.path.normpath(path.absolute()))
    here = Path.cwd()
    return (absolute.relative_to(here) if absolute.is_relative_to(here) else path).as_posix()
