"""Homophones typed in place of the reports' own characters are mended. The only pypinyin import.

Whoever types Chinese types its sound, so a slip is mostly another character of the same sound (委员将堂
for 委员讲堂). No dictionary is asked: the reports are the dictionary. A word that they lack must not be
bent into one that they have, so a character is replaced only where it fits the reports nowhere and the
other fits a run of at least three characters (measured: `docs/design.md`).
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache, cached_property

from huimou.text import normalize

_HAN = re.compile("[\u4e00-\u9fff]")
_HAN_RUN = re.compile("[\u4e00-\u9fff]+")
_READINGS = 2
"""So many readings of a character count: the common ones come first (长: zhǎng, cháng)."""
_MOSTLY = 0.5
"""From this share on, the reports mostly say the third character where they say the other two."""
_KEPT = frozenset(
    "的了是在有和与及或为以于对从到由把被给让向就都也还又不没吗呢吧啊什么谁哪几多少怎样如何个这那其它他她们我你您请问"
    "时年月日号次之所而且并等第一二三四五六七八九十百千万亿零两省市县区镇乡村州国"
)
"""Never replaced, never put in: words of grammar and questions, numerals, and what tells a 县 from a 省."""
_LONGEST_NAME = 4
"""Characters."""
_WORD_NAME = re.compile(r"\b[A-Z][a-zü]+(?:['’](?!s\b)[a-zü]+)*\b")
_PAIR_NAME = re.compile(rf"{_WORD_NAME.pattern}[ -]{_WORD_NAME.pattern}")


class Speller:
    """The characters of some texts as they follow each other; built on first use, then only read."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = tuple(texts)

    @cached_property
    def characters(self) -> frozenset[str]:
        """Every character that the texts hold."""
        return frozenset(self._text)

    def mend(self, question: str) -> str:
        """`question` with homophones replaced, of the same length; itself if nothing is to be mended.

        A character is replaced when neither it with the one before nor it with the one after stands in the
        texts, and just one other character of its sound (tones aside) does better: with both neighbours it
        stands in the texts; or, the texts mostly have it before (after) the two that follow (precede), and
        that twice at least or with a third one too, and its other neighbour can do without it.
        """
        for place in range(len(question)):
            if other := self._replacement(question, place):
                question = question[:place] + other + question[place + 1 :]
        return question

    def write_names(self, question: str, known: Callable[[str], bool]) -> str:
        """`question` with names in pinyin written as the texts have them: Baofeng is 宝丰.

        A name has a capital letter, two syllables or more, and may be two words (Zhou Jingzhi); `known` tells
        the English words, which are none. Of several that sound so, all that the texts have, at most two.
        """

        def written(match: re.Match[str]) -> str:
            words = re.split("[ -]", match.group())
            if any(known(word) for word in words) or not match.start():
                return match.group()
            found = self._sounding("".join(words).lower().replace("'", "").replace("’", "").replace("ü", "v"))
            return "、".join(found[:2]) or match.group()

        return _WORD_NAME.sub(written, _PAIR_NAME.sub(written, question))

    def _sounding(self, name: str) -> list[str]:
        """The runs of characters that the texts have and that sound like `name`, the commonest first."""
        begun: dict[str, list[str]] = {"": [name]}
        ready: dict[str, int] = {}
        for _ in range(_LONGEST_NAME):
            longer: dict[str, list[str]] = defaultdict(list)
            for run, rests in begun.items():
                for rest in rests:
                    for length in range(1, min(6, len(rest)) + 1):
                        for char in self._by_sound.get(rest[:length], ()):
                            if not run or run[-1] + char in self._pairs:
                                longer[run + char].append(rest[length:])
            ready |= {run: self._text.count(run) for run, rests in longer.items() if "" in rests and run[1:]}
            begun = longer
        return sorted((run for run, times in ready.items() if times), key=lambda run: (-ready[run], run))

    @cached_property
    def _text(self) -> str:
        return "\n".join(normalize(text) for text in self._texts)

    @cached_property
    def _pairs(self) -> frozenset[str]:
        return frozenset(
            run[place : place + 2]
            for run in set(_HAN_RUN.findall(self._text))
            for place in range(len(run) - 1)
        )

    @cached_property
    def _by_sound(self) -> dict[str, list[str]]:
        """Sound → the texts' characters that have it."""
        sounds: dict[str, list[str]] = defaultdict(list)
        for char in sorted(self.characters):
            for sound in _sounds(char):
                sounds[sound].append(char)
        return sounds

    def _replacement(self, question: str, place: int) -> str:
        """The character to stand at `place`; "" if the one there is to stay."""
        char = question[place]
        if char in _KEPT or not _HAN.match(char):
            return ""
        left, right = _neighbours(question, place)
        if left[-1:] + char in self._pairs or char + right[:1] in self._pairs:
            return ""
        others = {other for sound in _sounds(char) for other in self._by_sound.get(sound, ())}
        others -= _KEPT | {char}
        found = [other for other in others if left and right and self._has(left[-1] + other + right[0])]
        if not found:
            left_settled, right_settled = self._settled(left[-2:]), self._settled(right[:2])
            found = [
                other
                for other in others
                if (
                    right_settled
                    and len(left) > 1
                    and self._mostly(left[-2:], left[-2:] + other, left + other, not right)
                )
                or (
                    left_settled
                    and len(right) > 1
                    and self._mostly(right[:2], other + right[:2], other + right, not left)
                )
            ]
        return found[0] if len(found) == 1 else ""

    def _has(self, run: str) -> bool:
        """Whether the texts hold a run of Han characters."""
        return all(run[i : i + 2] in self._pairs for i in range(len(run) - 1)) and run in self._text

    def _mostly(self, part: str, whole: str, longer: str, edge: bool) -> bool:
        """Whether the texts mostly have `part` within `whole`, and that more than once or within `longer`."""
        if not self._has(whole):
            return False
        times = self._text.count(whole)
        certain = edge or times > 1 or (len(longer) > len(whole) and self._has(longer))
        return certain and times >= _MOSTLY * self._text.count(part)

    def _settled(self, pair: str) -> bool:
        """Whether a neighbour of the character that is replaced has its place without it.

        `pair` is that neighbour and the next one further off, as they stand in the question.
        """
        return not pair or pair in self._pairs or not _KEPT.isdisjoint(pair)


def _neighbours(question: str, place: int) -> tuple[str, str]:
    """The Han characters right before `place` and right after it, up to three each."""
    left, right = place, place + 1
    while left > max(place - 3, 0) and _HAN.match(question[left - 1]):
        left -= 1
    while right < min(place + 4, len(question)) and _HAN.match(question[right]):
        right += 1
    return question[left:place], question[place + 1 : right]


@cache
def _sounds(char: str) -> frozenset[str]:
    """The common readings of a character, without tones; none if it has none."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # its words are not needed: 50 MB less
    from pypinyin import Style, pinyin

    readings = pinyin(char, style=Style.NORMAL, heteronym=True, errors="ignore")
    return frozenset(readings[0][:_READINGS]) if readings else frozenset()
