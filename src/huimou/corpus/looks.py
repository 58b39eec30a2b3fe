"""What the text of one block looks like, judged by itself alone."""

from __future__ import annotations

import re

_SENTENCE_ENDS = frozenset("。！？；：…!?;:.")
_CLOSERS = frozenset("”’」』）》】〉)]}\"'")
_RUNNING = re.compile("[，。、；！？,;!?]")
_PUNCTUATED = re.compile(r"[，。；：！？…,;:!?\t|]")
_READABLE = re.compile("[A-Za-z\u3400-\u9fff\U00020000-\U0003ffff]")
_ADDRESS = re.compile("各位(?:代表|委员|同志|领导)[，,！!：:]|同志们[，,！!：:]")
_SALUTATION = re.compile("各位|同志们|尊敬的|女士们|先生们|大家|谢谢")
_DATE = re.compile(r"[（(]?[\d〇○零一二三四五六七八九]{4}\s*年\s*[\d一二三四五六七八九十]{1,2}\s*月")


def columns(text: str) -> int:
    """Width on a screen: a Chinese character takes two columns."""
    return len(text.encode("gbk", "replace"))


def is_closed(text: str) -> bool:
    """Whether it ends as a sentence, a lead-in or a quotation does."""
    return text[-1] in _SENTENCE_ENDS or text[-1] in _CLOSERS


def is_running(text: str) -> bool:
    """Whether it has the punctuation of a sentence."""
    return _RUNNING.search(text) is not None


def is_prose(text: str) -> bool:
    """Whether it reads as running text rather than as a heading, a name or a row of a table."""
    return len(text) >= 30 and "\t" not in text and is_running(text)


def is_bare_line(text: str) -> bool:
    """Whether it is short and without a sentence's punctuation: perhaps a heading, a name, a label."""
    return (
        len(text) <= 60
        and 3 <= columns(text) <= 50
        and not _PUNCTUATED.search(text)
        and not _DATE.match(text)
        and _READABLE.search(text) is not None
    )


def is_salutation(text: str) -> bool:
    """Whether it addresses or thanks those present."""
    return len(text) <= 20 and _SALUTATION.match(text) is not None


def addresses_all(text: str) -> bool:
    """Whether it begins by turning to everybody present."""
    return _ADDRESS.match(text) is not None
