"""Rules of written Chinese: folding, sentences, tokens.

Folding happens on the way into the encoder, BM25 and comparisons, never in text that is cited.
"""

from __future__ import annotations

import itertools
import re
import unicodedata

SENTENCE_ENDS = "。！？!?；;"
CLOSERS = "”’」』）)】》〉\"'"

# An English full stop ends a sentence only after a letter or a closer and before white space:
# "3.5", "1." and "e.g.x" do not.
_SENTENCE_END = re.compile(
    rf"[{SENTENCE_ENDS}]+[{re.escape(CLOSERS)}]*|(?<=[A-Za-z)\"'])\.(?=\s|$)|\n+", re.MULTILINE
)
_CLAUSE_END = re.compile(r"[，、：,:]")
_BLANK = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
# A run of Latin letters and digits is one word; every other letter (a Han character) is one word.
_WORD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?|[^\W_]")


def normalize(text: str) -> str:
    """NFKC, lower case, each run of white space one space, control characters and ends stripped."""
    text = _CONTROL.sub(" ", text)
    return _BLANK.sub(" ", unicodedata.normalize("NFKC", text).lower()).strip()


def comparable(text: str) -> str:
    """`normalize` without punctuation and spaces: how two answers are compared."""
    return "".join(char for char in normalize(text) if unicodedata.category(char)[0] not in "PZ")


def clean_question(question: str) -> str:
    """What a person typed, fit to be shown and asked: control characters gone, ends stripped."""
    return _CONTROL.sub(" ", question).strip()


def sentence_spans(text: str, start: int, end: int, *, longest: int = 200) -> list[tuple[int, int]]:
    """The sentences of ``text[start:end]``, in order, without white space at their ends.

    A sentence ends after 。！？； with the closing marks that follow, or at a line feed. One longer
    than `longest` characters is cut after a clause mark (，、：), or where there is none, hard.

    Returns:
        (start, end) pairs into `text`, end exclusive. Between two of them there is only white space.
    """
    spans: list[tuple[int, int]] = []
    left = start
    for match in _SENTENCE_END.finditer(text, start, end):
        spans.extend(_split_long(text, left, match.end(), longest))
        left = match.end()
    spans.extend(_split_long(text, left, end, longest))
    return spans


def _split_long(text: str, start: int, end: int, longest: int) -> list[tuple[int, int]]:
    """`sentence_spans` of one sentence: itself, or pieces of at most `longest` characters."""
    pieces: list[tuple[int, int]] = []
    start, end = _strip(text, start, end)
    while end - start > longest:
        cut = start + longest
        # Not in the first half: a stub of a few characters is no context for anybody.
        for match in _CLAUSE_END.finditer(text, start + longest // 2, start + longest):
            cut = match.end()
        pieces.append(_strip(text, start, cut))
        start, end = _strip(text, cut, end)
    if start < end:
        pieces.append((start, end))
    return [piece for piece in pieces if piece[0] < piece[1]]


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def tokens(text: str) -> list[str]:
    """What BM25 counts: every character (Latin words and numbers whole), and every adjacent pair.

    Pairs do not reach across punctuation or spaces. Character pairs need no dictionary, so a name
    that no dictionary knows is found like any other word (measured: `docs/design.md`).
    """
    text = normalize(text)
    words = list(_WORD.finditer(text))
    pairs = [
        text[left.start() : right.end()]
        for left, right in itertools.pairwise(words)
        if left.end() == right.start()
    ]
    return [word.group() for word in words] + pairs
