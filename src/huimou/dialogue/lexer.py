"""A Chinese question as a row of words and their kinds.

No dictionary of Chinese: only the small words that questions are made of (`words`) are known, and the
rest is content, whatever it says. That is what tells 提了几条建议？ (nothing but small words: about what?)
from 崇岗镇有多少亩土地灌溉困难？
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from huimou.dialogue import words


class Kind(Enum):
    """What a word does in a question."""

    CONTENT = "x"
    """Anything not below: what a question is about."""
    TIME = "t"
    PLACE = "l"
    ASKING = "w"
    """谁, 哪里, 几条, 多少: the measure word belongs to it."""
    NUMBER = "n"
    ORDINAL = "o"
    POINTING = "d"
    """他们, 该镇, 这项: stands for something said before."""
    ABOUT = "b"
    VERB = "v"
    LIGHT = "c"
    """A verb or preposition that says next to nothing: 是, 有, 以."""
    ASPECT = "s"
    ADVERB = "a"
    CONNECTIVE = "k"
    GENERIC = "g"
    RELATION = "r"
    """A noun that is always of something: 面积, 负责人."""
    PARTICLE = "p"


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of a question; ``question[start:end] == text``."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        """One past its last character."""
        return self.start + len(self.text)


def _either(entries: Iterable[str]) -> str:
    return "|".join(re.escape(entry) for entry in sorted(set(entries), key=len, reverse=True))


_MEASURE = f"(?:{_either(words.MEASURES)})"
_NUMERAL = "(?:[0-9][0-9,]*(?:\\.[0-9]+)?|[零〇一二两三四五六七八九十百千]+)[万亿]?"
_MONTH = (
    "(?:1[0-2]|0?[1-9]|[一二三四五六七八九十]|十[一二])月份?(?:[底初]|[上中下]旬|[0-9一二三十]{1,3}[日号])?"
)
_PART = "上半年|下半年|第?[一二三四1-4]季度"
_TIME = (
    rf"(?:1[0-9]{{3}}(?=年)|(?:19|20)[0-9]{{2}}|[一二][零〇一二三四五六七八九]{{3}})年?度?(?:{_MONTH}|{_PART}|年?[底末初])?"
    rf"|{_MONTH}|{_PART}|前[一二三四]个?季度|[今去前明后上本全往近历]年度?(?:{_MONTH}|{_PART}|同期)?"
    r"|近[几两三四五六七八九十0-9]+年|这几年|近年来|(?:上|本|这|下)个?(?:月|周|季度|星期)|今天|昨天|前天|明天|年初|年底|年末|月底"
    r"|[“\"]?十[一二三四五六]五[”\"]?(?:期间|时期|以来|末)?|过去[一二两三四五几]年|(?:春|夏|秋|冬)[季天]"
)
_ASKING = (
    r"为什么|为何|为啥|何以|什么时候|什么时间|什么时|何时|什么地方|什么样的?|什么|哪里|哪儿|何处|何地|哪些"
    rf"|哪一?(?:个?(?:乡镇|[省市县区镇乡村国州])|{_MEASURE})|哪几{_MEASURE}?|哪"
    rf"|谁|多少(?:{_MEASURE})?|第?(?<![十百千万好])几(?![乎十百千万亿])(?:{_MEASURE}|[\u4e00-\u9fff])?|多(?:大|高|长|久|远|宽|重|深|快)(?:时间)?"
    r"|怎么样|怎么|怎样|如何|咋样|咋|啥时候|啥|几何|干什么|干嘛"
)
_NUMBERED = rf"第{_NUMERAL}"
_POINTING = (
    r"他们|她们|它们|(?<!其)他(?!人)|她|它|其中|其(?![他它实余次间一二三])|前者|后者|两者|二者"
    r"|(?<![因如彼从由为至])此(?![外后前时])|那里|那儿|那边|这里|这儿|这边|当地|该地|当时|当年|那时候?|同年|同期|[那这]一?[年天](?!气)|那(?=是)|上述|该"
    rf"|[那这](?:[几两三]|[0-9]+)?{_MEASURE}(?=[\u4e00-\u9fff])|[那这](?:些|个)|这"
)
_CONTENT = (
    r"[“\"《「『][^”\"》」』]*[”\"》」』]|[A-Za-z][A-Za-z0-9.+-]*|其[他它余]|其实|国有|人民|应该"
    rf"|{_NUMBERED}(?:部分|章|节|段|页|篇)"
    r"|[这本该][篇份个期]?(?:报道|报告|文章|文件|文档|材料|总结|新闻|通讯|公报|年报|回眸)"
)
"""Names, words that hold a small word, and what means the text itself (这篇报道, 第三部分)."""
_PATTERNS = (
    (Kind.CONTENT, re.compile(_CONTENT)),
    (Kind.ASKING, re.compile(_ASKING)),
    (Kind.TIME, re.compile(_TIME)),
    (Kind.POINTING, re.compile(_POINTING)),
    (
        Kind.ORDINAL,
        re.compile(
            rf"(?:倒数)?{_NUMBERED}{_MEASURE}?|[上下]一?[届次期轮场]|最(?:[大小高低多少长短早晚好差新快远近]|[\u4e00-\u9fff]{{1,2}}(?=的))"
        ),
    ),
    (Kind.NUMBER, re.compile(rf"{_NUMERAL}[余多来]?(?:{_MEASURE}|%|个百分点)?")),
    (Kind.PLACE, re.compile(f"(?:{_either(words.PLACES)})(?:省|市|自治区)?")),
)
_LEXICON = {
    word: kind
    for kind, entries in (
        (Kind.CONNECTIVE, words.CONNECTIVES),
        (Kind.ADVERB, words.ADVERBS),
        (Kind.GENERIC, words.GENERIC_NOUNS),
        (Kind.RELATION, [noun for nouns in words.RELATIONS.values() for noun in nouns]),
        (Kind.VERB, words.VERBS),
        (Kind.LIGHT, words.LIGHT_VERBS),
        (Kind.ASPECT, words.ASPECTS),
        (Kind.ABOUT, words.ABOUT),
        (Kind.PARTICLE, words.PARTICLES),
    )
    for word in entries
}
_LONGEST = max(map(len, _LEXICON))
_ALWAYS = frozenset("是有在的了过着")
_AFTER_VERB = frozenset("得地到出起于完掉")


@lru_cache(maxsize=256)
def take_apart(question: str) -> tuple[Word, ...]:
    """The words of a question, in order; joined they give it back. The longest match wins."""
    row: list[Word] = []
    place = 0
    while place < len(question):
        word = _word_at(question, place)
        before = row[-1] if row else None
        if word.text in "到出" and not (before and before.kind in (Kind.VERB, Kind.ASPECT)):
            word = Word(Kind.VERB, word.text, place)
        if len(word.text) == 1 and not _stands(word, before, question):
            word = Word(Kind.CONTENT, word.text, place)
        place = word.end
        if word.kind is Kind.CONTENT and before and before.kind is Kind.CONTENT:
            row.pop()
            word = Word(Kind.CONTENT, before.text + word.text, before.start)
        row.append(word)
    return tuple(row)


def _word_at(question: str, place: int) -> Word:
    best = Word(Kind.PARTICLE if question[place].isspace() else Kind.CONTENT, question[place], place)
    known = 0  # length of what is known to stand here
    for kind, pattern in _PATTERNS:
        match = pattern.match(question, place)
        if match and match.end() - place > known:
            best = Word(kind, match.group(), place)
            known = len(best.text)
    for length in range(min(_LONGEST, len(question) - place), known, -1):
        if listed := _LEXICON.get(question[place : place + length]):
            return Word(listed, question[place : place + length], place)
    return best


def _stands(word: Word, before: Word | None, question: str) -> bool:
    """Whether a word of one character is itself here, and not a part of a longer word that nobody listed."""
    if word.kind in (Kind.CONTENT, Kind.PARTICLE) or word.text in _ALWAYS or word.text.isascii():
        return True
    if word.text in _AFTER_VERB and before is not None and before.kind in (Kind.VERB, Kind.ASPECT):
        return word.text != "地" or _word_at(question, min(word.end, len(question) - 1)).kind is Kind.VERB
    after = _word_at(question, word.end).kind if word.end < len(question) else Kind.PARTICLE
    match word.kind:
        case Kind.VERB:
            whose = before is not None and before.kind is Kind.ASKING and before.text[0] in "谁哪"
            return whose or after in (Kind.ASPECT, Kind.ASKING, Kind.NUMBER, Kind.PARTICLE, Kind.PLACE)
        case Kind.LIGHT | Kind.ABOUT:
            inside = before is not None and before.kind is Kind.CONTENT
            return not inside or after in (Kind.ASKING, Kind.TIME, Kind.PLACE)
        case Kind.ADVERB:
            verbal = after in (Kind.VERB, Kind.LIGHT, Kind.ADVERB, Kind.ASKING, Kind.NUMBER)
            return verbal or (word.text in "没不" and after is Kind.PARTICLE)
        case Kind.ASPECT:
            return False
        case Kind.ASKING | Kind.POINTING | Kind.ORDINAL | Kind.CONNECTIVE:
            return True
        case _:
            return after is not Kind.CONTENT
