"""The parts of a Chinese question that stands alone, and what can be said of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from huimou.dialogue import words
from huimou.dialogue.lexer import Kind, take_apart

NOMINAL = frozenset(
    {Kind.CONTENT, Kind.GENERIC, Kind.RELATION, Kind.PLACE, Kind.ORDINAL, Kind.NUMBER, Kind.TIME}
)
"""What noun phrases are made of."""
SETTLED = frozenset("是有叫为在达占") | {"称为", "叫做", "名为", "属于", "达到", "存在", "位于", "来自"}
"""Verbs of state: nobody does them, so where, when or by whom is not asked of them."""
_RELATIONS = sorted((noun for nouns in words.RELATIONS.values() for noun in nouns), key=len, reverse=True)
_ACTOR = re.compile(
    "(?:省|市|县|区|镇|乡|村|街道|州|旗|国|局|委|厅|部|院|校|大学|学院|[一二三四五六七八九十]中|公司|集团|银行|政协|人大"
    "|政府|协会|中心|办公室|委员会|支部|党组|工会|妇联|学会|俱乐部|球队|乐队|班子|[省市县区镇乡村校厂局]里|们|委员|代表"
    "|队员|干部|职工|家|团|社|队|组|站|厂)$"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """A question taken apart; each span is (start, end) into `text`, empty where there is no such part."""

    text: str
    """The question without polite beginnings and without its end mark."""
    time: tuple[int, int]
    preposition: str
    """关于, 围绕, …: the word before `about`."""
    about: tuple[int, int]
    subject: tuple[int, int]
    predicate: int
    """Where the predicate begins, adverbs (共, 后来) included."""
    verb: tuple[int, int]
    asking: tuple[int, int]
    """多少次, 谁, 哪里: empty for a question of yes or no, and for a statement."""
    thing: tuple[int, int]
    """What is asked after: 工作动态 in 推送了多少篇工作动态."""

    def of(self, span: tuple[int, int]) -> str:
        """The text of a span."""
        return self.text[span[0] : span[1]]

    @property
    def rest(self) -> str:
        """The predicate, to the end."""
        return self.text[self.predicate :]

    @property
    def acts(self) -> str:
        """The verb without its aspect, if somebody does it; "" for 是 and 有."""
        verb = self.of(self.verb).rstrip("了过着的得")
        return "" if verb in SETTLED else verb

    @property
    def actor(self) -> str:
        """Who does it, if the subject is somebody: a place, an organisation, people."""
        subject = self.of(self.subject)
        return subject if is_actor(subject) else ""

    @property
    def topic(self) -> str:
        """What the question is about, as a noun phrase; "" if it is about nothing that can be named."""
        about, subject, thing = self.of(self.about), self.of(self.subject), self.of(self.thing)
        if about:
            return about
        if not says_something(thing):
            thing = ""
        if subject and thing:
            return f"{subject}{'的' if is_actor(subject) else ''}{thing}"
        return subject or thing or self.of(self.content)

    @property
    def when(self) -> str:
        """The time, where the topic does not hold it already."""
        start, end = self.time
        inside = any(span[0] <= start and end <= span[1] for span in (self.subject, self.about, self.thing))
        return "" if inside else self.of(self.time)

    @property
    def content(self) -> tuple[int, int]:
        """The longest noun phrase that says something; empty if there is none."""
        spans = [(0, 0)]
        for word in take_apart(self.text):
            if word.kind in NOMINAL or (word.text == "的" and spans[-1][0] < spans[-1][1]):
                spans[-1] = (spans[-1][0], word.end)
            else:
                spans.append((word.end, word.end))
        spans = [(start, start + len(self.text[start:end].rstrip("的"))) for start, end in spans]
        return max(
            (span for span in spans if says_something(self.of(span))),
            key=lambda s: s[1] - s[0],
            default=(0, 0),
        )


def is_actor(phrase: str) -> bool:
    """Whether a noun phrase is a place, an organisation or people, by how it ends."""
    return phrase in words.PLACES or bool(_ACTOR.search(phrase))


def says_something(phrase: str) -> bool:
    """Whether a phrase has content of its own, and is not made of small words only."""
    return any(
        word.kind is Kind.PLACE or (word.kind is Kind.CONTENT and len(word.text) > 1)
        for word in take_apart(phrase)
    )


def relation_at_end(phrase: str) -> str:
    """The relational noun that a phrase ends with (产量 in 粮食产量); "" if none."""
    return next((noun for noun in _RELATIONS if phrase.endswith(noun)), "")
