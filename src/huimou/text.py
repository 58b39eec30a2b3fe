"""Rules of written Chinese: folding, sentences, tokens.

Folding happens on the way into the encoder, BM25 and comparisons, never in text that is cited.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from fractions import Fraction

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

_DIGITS = {"〇": 0, "两": 2} | {char: value for value, char in enumerate("零一二三四五六七八九")}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
# What a numeral of one character may count. Not 方, 面, 体, 点, 口, 会: 一方, 一体, 一点, 两会 are words.
_MEASURE = (
    "(?:[次届期条件项名人位篇辑亩天年月日号元吨个场家户所座部份种类轮台辆栋套册章节层级倍岁楼集则封幅件只棵株艘架枚]"
    "|分钟|小时|公里|公斤|公顷|平方|立方|季度)"
)
_COUNTS = re.compile(rf"余|{_MEASURE}")
_TEN_COUNTS = re.compile(rf"[余多]|来?{_MEASURE}")
_REPEATED = re.compile(rf"({_MEASURE})又?[一1]?\1")
"""一次次 and 一条又一条 say "many", not "one"."""
_THOUSAND = "千(?![克瓦伏卡帕赫焦升])"
"""In 100万千瓦 it belongs to the unit."""
_DECIMAL = r"(?<![0-9])[0-9]{1,20}(?:\.[0-9]{1,9})?(?![0-9])"
_NUMERAL = re.compile(
    rf"百分之(?P<percent>[零〇一二三四五六七八九十百]+(?:点[零〇一二三四五六七八九]+)?|{_DECIMAL})"
    rf"|(?P<year>[零〇一二三四五六七八九]{{4}})(?=年)"
    rf"|(?<![几数.万亿])(?P<figure>{_DECIMAL})(?P<scale>[百千]?(?:万亿|[万亿])|百|{_THOUSAND})(?![0-9])"
    rf"|(?P<run>(?:[零〇一二三四五六七八九十百万亿两]|{_THOUSAND})+)"
)
_MORE_BEFORE = re.compile(r"[0-9][.,]?$")
_MORE_AFTER = re.compile(rf"[.,]?[0-9]|[零〇一二三四五六七八九十百万亿两]|{_THOUSAND}")
"""A numeral that goes on in other characters ("十万0千") reads as no number."""
_SEPARATOR = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")


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


def fold_numerals(text: str) -> str:
    """Chinese numerals as Arabic ones, where they are numerals: for comparisons, never for a citation.

    Folded are numerals of several characters that read as one number (十二, 一百一十, 3万), those after 第
    or 百分之, years (二〇二五年), and single characters before a measure word (四次, 十余). All else stays:
    一些, 统一, 万一, 十分, 一带一路, 三农, 百姓, 四川, 九三学社, 两会, 十四五, 几十. Thousands separators go.

    >>> fold_numerals("十二届四次会议，二十余次，第十三辑，3万，百分之五，1,100")
    '12届4次会议，20余次，第13辑，30000，5%，1100'
    """
    return _NUMERAL.sub(_arabic, _SEPARATOR.sub("", text))


def _arabic(match: re.Match[str]) -> str:
    """A match of `_NUMERAL` in Arabic numerals, or as it is if it is no numeral."""
    value: Fraction | None
    if percent := match["percent"]:
        value = Fraction(100) if percent == "百" else _number(percent)
        return match.group() if value is None else f"{_plain(value)}%"
    if year := match["year"]:
        return "".join(str(_DIGITS[char]) for char in year)
    text, end = match.string, match.end()
    if _MORE_AFTER.match(text, end) or _MORE_BEFORE.search(text, max(0, match.start() - 2), match.start()):
        return match.group()
    if figure := match["figure"]:
        value = Fraction(figure)
        for unit in match["scale"]:
            value *= _UNITS[unit]
        return _plain(value)
    run = match["run"]
    value = Fraction(_UNITS[run]) if run in ("百", "千") else _number(run)
    if value is None or not _counts(match):
        return match.group()
    return _plain(value)


def _counts(match: re.Match[str]) -> bool:
    """Whether a run of Chinese numerals counts something, by what stands around it."""
    text, run = match.string, match["run"]
    before = text[match.start() - 1] if match.start() else ""
    if before in ("几", "数") or before == "第":
        return before == "第"
    if len(run) > 1:
        return True
    if before in ("统", "唯", "同", "之", "单", "专", "逐", "划"):
        return False
    if run in ("百", "千"):
        return text.startswith("余", match.end())  # not 千户
    counted = _TEN_COUNTS if run == "十" else _COUNTS
    return bool(counted.match(text, match.end())) and not _REPEATED.match(text, match.end())


def _number(numeral: str) -> Fraction | None:
    """The value of a numeral in Chinese or Arabic characters; None if it does not read as one number.

    百二 after a unit is short for 百二十: 一百二 is 120, 三万五 is 35,000.
    """
    if numeral[0].isascii():
        return Fraction(numeral)
    whole, _, decimals = numeral.partition("点")
    total = section = 0  # of 万 and 亿, and below the next of these
    digit: int | None = None
    zero = False  # 零 was the last character: 一百零二 is not 120
    unit = big = 10**12  # the last unit within the section, the last of 万 and 亿
    for char in whole:
        if char in "零〇":
            if digit is not None or zero:
                return None
            zero = True
        elif char in _DIGITS:
            if digit is not None:
                return None  # 三四个
            digit = _DIGITS[char]
        elif char in "万亿":
            section += digit or 0
            if char == "亿":
                if not section and big != 10_000:
                    return None
                total = (total + section) * _UNITS[char]
            elif not section or big <= 10_000:
                return None
            else:
                total += section * _UNITS[char]
            section, digit, zero, unit, big = 0, None, False, 10**12, _UNITS[char]
        else:
            if digit is None and (char != "十" or section or zero):
                return None  # 百姓, 千方
            if _UNITS[char] >= unit:
                return None
            unit = _UNITS[char]
            section += (1 if digit is None else digit) * unit
            digit, zero = None, False
    last = min(unit, big)
    if digit is not None:
        section += digit * (last // 10 if 10 < last < 10**12 and not zero else 1)
    elif zero and (total or section):
        return None
    value = Fraction(total + section)
    for place, char in enumerate(decimals, start=1):
        value += Fraction(_DIGITS[char], 10**place)
    return value


def _plain(value: Fraction) -> str:
    """A decimal number written out, without zeros at its end: 158.8, 30000."""
    whole, rest = divmod(value, 1)
    digits = ""
    while rest:
        digit, rest = divmod(rest * 10, 1)
        digits += str(digit)
    return f"{whole}.{digits}" if digits else str(whole)


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
    that no dictionary knows is found like any other word (measured: `docs/design.md`). 十二届 and 12届
    give the same tokens.
    """
    found = words(text)
    pairs = [left + right for left, right in itertools.pairwise(found) if left and right]
    return [word for word in found if word] + pairs


def words(text: str) -> list[str]:
    """The single ones of `tokens` in their order, "" between two that do not touch."""
    found: list[str] = []
    end = 0
    for word in _WORD.finditer(fold_numerals(normalize(text))):
        if found and word.start() != end:
            found.append("")
        found.append(word.group())
        end = word.end()
    return found


def token_words(token: str) -> list[str]:
    """The one or two of `words` that a token is made of."""
    return _WORD.findall(token)
