"""From a path to decoded text: which files are reports, and in which encoding they are written."""

from __future__ import annotations

import codecs
import errno
import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from huimou.corpus.build import build_document
from huimou.errors import CorpusError
from huimou.types import Document

SUFFIXES = (".txt", ".md")
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BEYOND_ALPHABETS = re.compile("[\u2000-\U0010ffff]")


def read_corpus(path: Path) -> list[Document]:
    """Read every report in a folder and its subfolders, or the one report that `path` names.

    Reports are ``.txt`` and ``.md`` files. Hidden files and folders, ``README*`` and the lock files of
    office programs (``~$…``) are passed over. Two reports may have the same stem.

    Returns:
        The documents, sorted by their path within the folder, part by part. Never empty.

    Raises:
        CorpusError: `path` does not exist, the folder holds no report, or a report cannot be read.
    """
    return [read_document(report) for report in _reports(path)]


def corpus_digests(path: Path) -> dict[str, str]:
    """The SHA-256 of each report that `read_corpus` would read, by its path below `path`; nothing is parsed.

    Raises:
        CorpusError: As `read_corpus`.
    """
    below = path if path.is_dir() else path.parent
    return {
        report.relative_to(below).as_posix(): hashlib.sha256(_read_bytes(report)).hexdigest()
        for report in _reports(path)
    }


def _reports(path: Path) -> list[Path]:
    """The files that `read_corpus` reads, in its order."""
    if not os.path.lexists(path):
        raise CorpusError(
            f"找不到 {path}。请检查路径，或新建该文件夹并放入 .txt 或 .md 报告。\n"
            f"{path} does not exist. Check the path, or create the folder and put .txt or .md reports in it."
        )
    if not path.is_dir() or _is_report_name(path):
        return [path]
    files = sorted(_files(path), key=lambda file: file.relative_to(path).parts)
    reports = [file for file in files if _is_report_name(file) and not _is_passed_over(file.name)]
    if not reports:
        others = f"（现有 {len(files)} 个其他文件，如 {files[0].name}）" if files else ""
        raise CorpusError(
            f"文件夹 {path} 里没有可读的报告{others}。请放入 .txt 或 .md 文件；"
            "Word、PDF 文件请先另存为纯文本（UTF-8）。\n"
            f"No report in {path}: expected .txt or .md files. Put some there; save Word or PDF files as "
            "plain text (UTF-8) first."
        )
    for report in reports:
        if os.fsencode(report).decode("utf-8", "replace") != str(report):
            raise CorpusError(
                f"文件名不是 UTF-8 编码：{os.fsencode(report)!r}。请给它改名（多半是解压出来的）。\n"
                f"The name of this file is not UTF-8: {os.fsencode(report)!r}. Rename it."
            )
    return reports


def read_document(path: Path) -> Document:
    """Read one report file.

    Raises:
        CorpusError: the file cannot be read, is empty, is no ``.txt`` or ``.md`` file, or is not text.
    """
    if path.is_dir():
        raise CorpusError(
            f"{path} 是文件夹，不是报告文件。请给文件夹改名，去掉 {path.suffix or '.txt'} 后缀。\n"
            f"{path} is a folder, not a report. Rename the folder so that it does not end like a text file."
        )
    if path.suffix.lower() not in SUFFIXES:
        raise CorpusError(
            f"{path} 不是 .txt 或 .md 文件。请先另存为纯文本（UTF-8）。\n"
            f"{path} is no .txt or .md file. Save it as plain text (UTF-8) first."
        )
    data = _read_bytes(path)
    document = build_document(
        decode(data, str(path)),
        name=path.stem,
        path=_shown_path(path),
        sha256=hashlib.sha256(data).hexdigest(),
    )
    if not document.paragraphs:
        raise CorpusError(
            f"{path} 是空的，没有正文。请放入报告全文，或删除该文件。\n"
            f"{path} is empty: there is no text in it. Put the report in it, or delete the file."
        )
    return document


def decode(data: bytes, name: str) -> str:
    """Decode the bytes of a text file; a byte order mark is not part of the text.

    Without a mark it is UTF-8 if it can be, then GB18030 (which includes GBK and GB2312).

    Args:
        data: The file's bytes.
        name: What error messages call the file.

    Raises:
        CorpusError: not text; names the byte (counted from 0) where the likelier encoding fails.
    """
    if data.startswith(_UTF16_MARKS):
        text = _decode_as("utf-16", data, name)
        if "\0" in text:
            raise _binary_error(name, data.find(b"\0"))
        return text
    if b"\0" in data:
        raise _binary_error(name, data.find(b"\0"))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Few bytes are impossible in GB18030: a UTF-8 file with one bad byte would pass as gibberish.
        return _decode_as("utf-8" if _is_damaged_utf8(data) else "gb18030", data, name)


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether far more of it reads as Chinese in UTF-8 than does not; of GB18030 text hardly any does."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return len(_BEYOND_ALPHABETS.findall(text)) - broken > 2 * broken


def _decode_as(encoding: str, data: bytes, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise CorpusError(
            f"{name} 无法按 {encoding.upper()} 解码：第 {error.start} 字节处（从 0 数起）出错。"
            "请用记事本打开，另存为 UTF-8 编码。\n"
            f"{name} cannot be decoded as {encoding.upper()}: it fails at byte {error.start} "
            "(counted from 0). Open it in a text editor and save it as UTF-8."
        ) from error


def _binary_error(name: str, offset: int) -> CorpusError:
    return CorpusError(
        f"{name} 含有二进制内容（第 {offset} 字节是 NUL），不是文本文件。请另存为纯文本（UTF-8）。\n"
        f"{name} is binary (byte {offset} is NUL), not a text file. Save it as plain text (UTF-8)."
    )


def _read_bytes(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():  # a pipe or a device would block for ever
            raise OSError(errno.EINVAL, "not a regular file", str(path))
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
