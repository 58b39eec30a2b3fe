"""An English question in the words of Chinese reports: enough to find a passage by, no translation.

BM25 finds nothing in a Chinese report by English words, and the encoder less than by Chinese ones.
`assets/glossary.txt` has what reports speak of, an English term and a Chinese one a line; the longest term at
each place of the question counts. Names in pinyin are written as the reports write them before that
(`Speller.write_names`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

_PIECE = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-'’.&][A-Za-z0-9]+)*|[\u3400-\u9fff]+|\d[\d,]*(?:\.\d+)?%?")
_YEAR = re.compile(r"20\d\d")
_LONGEST_TERM = 6
"""Words of a term of the glossary at most."""
_ASKING = MappingProxyType({
    "how much": "多少", "how many": "多少", "who": "谁", "where": "哪里", "when": "什么时候", "why": "为什么",
})  # fmt: skip
_IRREGULAR = MappingProxyType({
    "built": "build", "held": "hold", "grew": "grow", "grown": "grow", "won": "win", "spent": "spend",
    "rose": "rise", "risen": "rise", "fell": "fall", "fallen": "fall", "made": "make", "taught": "teach",
    "sent": "send", "paid": "pay", "met": "meet", "sold": "sell", "bought": "buy", "began": "begin",
    "gave": "give", "given": "give", "led": "lead", "took": "take", "taken": "take", "laid": "lay",
    "kept": "keep", "found": "find", "lent": "lend", "children": "child", "women": "woman",
    "men": "man",
})  # fmt: skip


def in_chinese(question: str) -> str:
    """The terms of an English question in Chinese, in its order, apart by spaces; "" if it has none.

    >>> in_chinese("How much did exports grow in 2024?")
    '多少 出口 增长 2024年'
    """
    return " ".join(_terms(question))


def knows(word: str) -> bool:
    """Whether the glossary has an English word."""
    return _stem(word.lower()) in _glossary()


def _terms(question: str) -> list[str]:
    pieces = _PIECE.findall(question)
    words = [_stem(piece.lower()) for piece in pieces]
    found: list[str] = []
    at = 0
    while at < len(pieces):
        step = 1
        for length in range(min(_LONGEST_TERM, len(words) - at), 0, -1):
            if term := _glossary().get(" ".join(words[at : at + length])):
                found.append(term)
                step = length
                break
        else:
            if _YEAR.fullmatch(pieces[at]):
                found.append(f"{pieces[at]}年")
            elif not pieces[at][0].isascii() or pieces[at][0].isdigit() or _is_name(pieces[at]):
                found.append(pieces[at])
        at += step
    return found


def _is_name(piece: str) -> bool:
    """Whether a word may stand in a Chinese report as it is: PM2.5, WTO, AI."""
    return sum(char.isupper() for char in piece) > 1


@cache
def _glossary() -> Mapping[str, str]:
    """The Chinese term by the stems of the English words, apart by spaces."""
    text = files("huimou").joinpath("assets", "glossary.txt").read_text(encoding="utf-8")
    table = {_stems(asking): asked for asking, asked in _ASKING.items()}
    for line in text.splitlines():
        english, _, chinese = line.partition("\t")
        if chinese and not english.startswith("#"):
            table.setdefault(_stems(english), chinese)
    return MappingProxyType(table)


def _stems(term: str) -> str:
    return " ".join(_stem(word) for word in term.split())


@cache
def _stem(word: str) -> str:
    """What forms of a word share: plan of plans, planned, planning."""
    word = re.sub("['’]s?$", "", word)
    word = _IRREGULAR.get(word, word)
    if len(word) > 4 and word.endswith(("ies", "ied")):
        return word[:-3] + "y"
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) > 2 and not word.endswith(("ss", "us", "is")):
            word = word[: -len(ending)]
            break
    word = word.removesuffix("e") if len(word) > 3 else word
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] in "bdgmnprt" else word
