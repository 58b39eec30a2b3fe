"""From the bytes of a text file or a web page to its text."""

from __future__ import annotations

import codecs
import re

from huimou.errors import CorpusError

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BEYOND_ALPHABETS = re.compile("[\u2000-\U0010ffff]")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)


def decode_web(data: bytes, name: str) -> str:
    """Decode the bytes of a web page: by a byte order mark, by what the page says, else as `decode` does.

    Raises:
        CorpusError: As `decode`.
    """
    said = _CHARSET.search(data[:4096])
    charset = said[1].decode("ascii").lower() if said else ""
    charset = "gb18030" if charset.startswith("gb") else charset
    if charset not in ("big5", "big5-hkscs", "shift_jis", "euc-kr", "windows-1252", "iso-8859-1", "gb18030"):
        return decode(data, name)
    try:
        return data.decode("utf-8-sig")  # pages often say what they were before somebody saved them anew
    except UnicodeDecodeError:
        return data.decode(charset, "replace") if b"\0" not in data else decode(data, name)


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
