"""The same for questions in English."""

from __future__ import annotations

import re
from typing import Literal

Asked = tuple[Literal["parts", "section", "whole"], tuple[int, ...], bool]

_POLITE = re.compile(
    r"(?:(?:please|can you|could you|would you|kindly|hi|hello|briefly|tell me|show me|i want|i would like"
    r"|i'd like|i need)[,\s]+)*"
)
_TAIL = re.compile(r"(?:[\s,]*(?:please|for me|briefly|thanks|thank you|[?.!]))+$")
_BRIEF = re.compile(r"\s*\b(?:in|with) (?:one|a single) (?:sentence|line)|\bone[- ](?:sentence|line) ")
_SIZE = re.compile(
    r"\s*\bin (?:a few|two|three|\d+|several) (?:sentences?|words|lines|points|bullet points)$"
    r"|\s*\bin (?:short|brief)$"
)
_DOC = (
    r"(?:(?:the|this|that|your)(?: (?:whole|entire|full|annual|work|government|year|yearly|news))* "
    r"(?:report|article|document|text|paper|piece)|it|this)"
)
_YEAR = (
    r"(?:(?:in|during|for|over|of) )?(?:\d{4}|last year|this year|the (?:whole |past |last )?year"
    r"|the past year)"
)
_WORK = (
    rf"(?:(?:the |this )?(?:year's |annual )?(?:main |key )?(?:work|achievements|activities)(?: {_YEAR})?"
    r"|the (?:whole )?year)"
)
_WORDS = {
    word: value
    for value, names in enumerate(
        (
            "one first i",
            "two second ii",
            "three third iii",
            "four fourth iv",
            "five fifth v",
            "six sixth vi",
            "seven seventh vii",
            "eight eighth viii",
            "nine ninth ix",
            "ten tenth x",
        ),
        start=1,
    )
    for word in names.split()
} | {"last": -1, "final": -1}
_PART = "(?:section|part|chapter)"
_ORDINAL = (
    rf"(?:{_PART} (?:\d{{1,2}}|{'|'.join(_WORDS)})|(?:\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(_WORDS)}) {_PART})"
)
_SECTION = rf"(?:the )?{_ORDINAL}(?: (?:of|in) {_DOC})?"
_SUM = (
    r"(?:summari[sz]e|sum up|recap|outline|give (?:me )?(?:a|an|the) (?:\w+ )?(?:summary|overview|outline"
    r"|gist) of|what(?: is|'s) the gist of)"
)
_NOUN = r"(?:summary|overview|synopsis|abstract|gist|recap|tl;?dr)"
_POINTS = (
    r"(?:main|key|major|central|most important) (?:points?|ideas?|content|contents|takeaways?|findings"
    r"|messages?|topics?|themes?)|highlights|takeaways|tl;?dr"
)

_SECTION_ASKED = re.compile(
    rf"(?:{_SUM} |about )?{_SECTION}(?: about| (?:summary|overview))?"
    rf"|what (?:is|does|are|was) {_SECTION}(?: mainly)?(?: about| say| cover| discuss| describe| contain"
    r"| deal with)?"
    rf"|what(?: is|'s|'re| are) (?:in|covered in|said in|the (?:{_POINTS}) of) {_SECTION}"
)
_PARTS = re.compile(
    r"(?:what|which|how many)(?: are the)?(?: main| major| top-level| two| three| four| five| six"
    r"| seven)* (?:sections|parts|chapters|headings)"
    rf"(?: does {_DOC} (?:have|contain|include|consist of)| are (?:there )?in {_DOC}| (?:of|in) {_DOC}"
    rf"| are there| is {_DOC} (?:divided|split) into)?"
    r"|(?:(?:list|show|give)(?: me)? )?(?:what (?:is|are) )?(?:the )?(?:table of contents|contents|outline"
    rf"|structure|(?:main )?(?:sections|parts|chapters|headings))(?: (?:of|in) {_DOC})?"
    rf"|how is {_DOC} (?:organi[sz]ed|structured|divided|laid out)"
)
_WHOLE = re.compile(
    rf"{_SUM} (?:{_DOC}|{_WORK})|summari[sz]e|sum up"
    r"|(?:(?:give|write|provide|show|make)(?: me)? )?(?:an? |the )?(?:brief |short |quick |general "
    rf"|concise )*{_NOUN}(?: (?:of|for) (?:{_DOC}|{_WORK}))?"
    rf"|what(?: is|'s| was) {_DOC}(?: mainly| mostly| all)? about"
    rf"|what does {_DOC}(?: mainly)? (?:say|cover|describe|discuss|talk about|contain)"
    rf"|(?:(?:what (?:are|were)|list|give me|tell me) )?(?:the )?(?:{_POINTS})(?: (?:of|in|from) (?:{_DOC}"
    rf"|{_WORK}))?"
    rf"|what (?:work )?(?:was|were|has been|did (?:they|you|we|the (?:\w+ ){{0,3}}(?:committee|conference"
    rf"|cppcc|government))) (?:done|do|achieved?|accomplish(?:ed)?) {_YEAR}"
)


def asked(text: str) -> Asked | None:
    """Kind, ordinals and brevity of what a question in lower case asks an overview of; None if of nothing."""
    text = _bare(text)
    text, brief = _BRIEF.subn("", text)
    text = _bare(_SIZE.sub("", text))
    if _PARTS.fullmatch(text):
        return "parts", (), False
    if _WHOLE.fullmatch(text):
        return "whole", (), brief > 0
    if not _SECTION_ASKED.fullmatch(text):
        return None
    name = re.search(_ORDINAL, text)
    return "section", (_place(name.group() if name else ""),), brief > 0


def _place(ordinal: str) -> int:
    """The number in "section 3", "part three", "the last chapter"."""
    words = re.findall(r"\d+|[a-z]+", ordinal)
    return next(
        (
            int(word) if word.isdecimal() else _WORDS[word]
            for word in words
            if word.isdecimal() or word in _WORDS
        ),
        0,
    )


def _bare(text: str) -> str:
    text = _TAIL.sub("", text.strip())
    polite = _POLITE.match(text + " ")
    return text[polite.end() :].strip() if polite else text
