"""One thing in a question is replaced by another of its kind: 云南 by 四川, 2024年 by 2025年."""

from __future__ import annotations

import re

from huimou.dialogue import words
from huimou.dialogue.anatomy import anatomy
from huimou.dialogue.lexer import Kind, take_apart
from huimou.dialogue.parts import Parts, is_actor, relation_at_end, says_something

_LEVELS = ("省|自治区", "市|州|盟", "县|区|旗", "镇|乡|街道", "村", "国|洲|岛")
_SUFFIXES = "|".join(_LEVELS)
_KNOWN = "|".join(sorted(words.PLACES, key=len, reverse=True))
_PLACE = re.compile(rf"(?:{_KNOWN})(?:省|市|自治区)?|[\u4e00-\u9fff]{{1,5}}?(?:{_SUFFIXES})(?![长委级情域])")
_NO_PLACE = re.compile(
    "(?:社区|小区|园区|景区|地区|校区|灾区|山区|城区|城市|股市|超市|楼市|门市|农村|乡村|[这那该各本省市县区镇乡村][省市县区镇乡村])$"
)
_CHECK = re.compile(r"[，, ]*(?:对吗|对不对|是吗|是不是|是这样吗|没错吧|对吧)$")
_FIGURE = re.compile(r"(?:[0-9][0-9,.]*|[一二三四五六七八九十百千]+)[余多]?(?=[\u4e00-\u9fff])")
_COMPARING = ("和", "跟", "与", "同", "比", "相比", "相较于", "比起")


def question_of(relation: str) -> str:
    """What asks for a relational noun: 面积 → 是多少, 负责人 → 是谁."""
    return next((asking for asking, nouns in words.RELATIONS.items() if relation in nouns), "是什么")


def is_place(phrase: str) -> bool:
    """Whether a phrase is a place and nothing else."""
    places = places_at(phrase)
    return bool(places) and places[-1][1] == len(phrase)


def places_at(phrase: str) -> list[tuple[int, int]]:
    """The places that a phrase begins with, from the large to the small: 平罗县, 崇岗镇."""
    spans: list[tuple[int, int]] = []
    while (match := _PLACE.match(phrase, spans[-1][1] if spans else 0)) and not _NO_PLACE.search(
        match.group()
    ):
        spans.append(match.span())
    return spans


def is_relation(phrase: str) -> bool:
    """Whether a phrase is made of relational nouns only."""
    row = take_apart(phrase)
    kinds = {Kind.RELATION, Kind.GENERIC, Kind.ADVERB}
    return bool(row) and row[-1].kind is Kind.RELATION and kinds.issuperset(word.kind for word in row)


def swap(parts: Parts, new: str) -> str:
    """The question `parts` with `new` in the place of what is of its kind, without an end mark."""
    row = take_apart(new)
    times = next(
        (n for n, word in enumerate(row) if word.kind is not Kind.TIME and word.text != "的"), len(row)
    )
    if times and row[0].kind is Kind.TIME:
        dated = with_time(parts, "".join(word.text for word in row[:times]).rstrip("的"))
        rest = new[row[times].start :] if times < len(row) else ""
        return swap(anatomy(dated), rest) if rest else dated
    if row and row[0].text in _COMPARING:
        than = new if new.endswith(("比", "比较", "相比")) else f"{new}相比"
        return f"{parts.when}{parts.topic}{than}怎么样"
    if row and row[0].kind is Kind.ABOUT and len(row) > 1:
        new = new[row[0].end :]
        if parts.of(parts.about):
            return _replace(parts, parts.about, new)
        return f"{parts.of(parts.time)}{parts.of(parts.subject)}{row[0].text}{new}{parts.rest}"
    if row and row[0].text in ("在", "给", "向", "从", "由") and len(row) > 1:
        new = new[row[0].end :]
    if new in words.ROLES_OF_TEXTS:
        return f"{new}是谁"
    if is_relation(new):
        return _related(parts, new)
    if is_place(new):
        return _with_place(parts, new)
    if row and row[0].text.startswith("最"):
        if old := re.search("最[\u4e00-\u9fff]", parts.text):
            return _replace(parts, old.span(), new.removesuffix("的"))
        return f"{parts.when}{parts.topic}{new}{'' if new.endswith('的') else '的'}是哪个"
    ordinal = re.match("第.+?(部分|[段部章节页条期届次名位个天年])", new)
    if ordinal and (old := re.search(f"第[^第]{{1,4}}?{ordinal[1]}", parts.text)):
        return _replace(parts, old.span(), new)
    return _with_topic(parts, new)


def with_time(parts: Parts, time: str) -> str:
    """The question with another time, put in front where it has none."""
    start, end = parts.time
    if time.endswith("同期"):
        time = time.removesuffix("同期") + re.sub(r"^(?:\d{4}年|[今去上本前]年)", "", parts.of(parts.time))
    if start == end:
        return f"{time}{parts.text}"
    return _replace(parts, parts.time, time)


def owner(parts: Parts) -> str:
    """Place or organisation that the question is about (平罗县政协 in 平罗县政协的提案); "" if none."""
    subject = parts.of(parts.subject)
    before, of, _ = subject.partition("的")
    office = relation_at_end(subject)
    for whose in (before, subject[: len(subject) - len(office)]):
        if is_actor(whose):
            return whose
    places = places_at(subject)
    return subject[: places[-1][1]] if places and not of else ""


def _replace(parts: Parts, span: tuple[int, int], new: str) -> str:
    text = f"{parts.text[: span[0]]}{new}{parts.text[span[1] :]}"
    if (check := _CHECK.search(text)) and (figure := _FIGURE.search(text, min(parts.verb[1], check.start()))):
        # What was claimed of the one is not claimed of the other.
        text = f"{text[: figure.start()]}多少{text[figure.end() : check.start()]}"
    return text


def _related(parts: Parts, relation: str) -> str:
    """What stands in a relation to the topic: its 面积, its 负责人."""
    time, asking = parts.when, question_of(relation_at_end(relation) or relation)
    if relation in words.OFFICES:
        whose = owner(parts)
        return f"{time}{whose}{'的' if whose else ''}{relation}{asking}"
    topic = parts.topic
    if relation not in words.WHOLE and (same := relation_at_end(topic)):
        topic = topic[: -len(same)].rstrip("的")
    return f"{time}{topic}{'的' if topic else ''}{relation}{asking}"


def _with_place(parts: Parts, new: str) -> str:
    for span in (parts.subject, parts.about):
        places = places_at(parts.of(span))
        if not places:
            continue
        level = next((level for level in _LEVELS if re.search(f"(?:{level})$", new)), _LEVELS[0])
        same = [place for place in places if re.search(f"(?:{level})$", parts.of(span)[slice(*place)])]
        start, end = same[-1] if same else (places[0][0], places[-1][1])
        return _replace(parts, (span[0] + start, span[0] + end), new)
    subject = parts.of(parts.subject)
    if is_actor(subject):
        return _replace(parts, parts.subject, new)
    rest = parts.text[parts.time[1] if parts.time[0] == 0 else 0 :]
    return f"{parts.when}{new}{'的' if subject else ''}{rest}"


def _with_topic(parts: Parts, new: str) -> str:
    """A new topic in the place of the old one that is most like it."""
    relation = relation_at_end(new)
    head, core = _core(parts)
    if relation and relation != relation_at_end(parts.of(core)):
        alone = len(new) - len(relation) > 2 and not (owner(parts) or relation_at_end(parts.topic))
        if "的" in new or alone:
            return f"{parts.of(parts.time)}{new}{question_of(relation)}"
        return _related(parts, new)
    slots = [span for span in (parts.about, core, parts.thing) if says_something(parts.of(span))]
    slots = slots or [span for span in (parts.content,) if says_something(parts.of(span))]
    actor = is_actor(new)
    plain = [span for span in slots if actor or span != core or not is_actor(parts.of(core))] or slots
    if not plain:
        return f"{parts.of(parts.time)}{new}{parts.rest}"
    best = max(plain, key=lambda span: (_likeness(parts.of(span), new), -plain.index(span)))
    if best == core and _likeness(parts.of(core), new) == 0 and not relation:
        same = relation_at_end(parts.of(core))
        if same and same != parts.of(core):
            end = core[1] - len(same)
            start = core[0]
            if end - start > len(new) + 1 and "的" not in parts.text[start:end]:
                start = _counterpart(parts.text[start:end], new) + start
                end = start + len(new)
            of = "的" if parts.text[:end].endswith("的") else ""
            return _replace(parts, (start, end), f"{new}{of}")
    if (
        best == core
        and head
        and (places_at(new) or (len(new) > core[1] - core[0] and new.endswith(parts.of(core))))
    ):
        best = parts.subject  # another name, not another part of the same
    return _replace(parts, best, new)


def _counterpart(old: str, new: str) -> int:
    """Where in `old` the part begins that `new` replaces: what is named alike is mostly as long.

    家电 in 家电换新 for 汽车; 一本 in 高考一本上线 for 二本, which shares a character.
    """
    shared = [
        sum(a == b for a, b in zip(old[start:], new, strict=False))
        for start in range(len(old) - len(new) + 1)
    ]
    return shared.index(max(shared))


def _core(parts: Parts) -> tuple[str, tuple[int, int]]:
    """The subject without the place or organisation that it belongs to, and that: 提案 of 平罗县政协."""
    subject = parts.of(parts.subject)
    before, of, after = subject.partition("的")
    if of and after and is_actor(before):
        return f"{before}的", (parts.subject[1] - len(after), parts.subject[1])
    start, end = parts.time
    if parts.subject[0] < start and end < parts.subject[1]:  # 上海机场2024年的货邮吞吐量
        cut = end + parts.text[end:].startswith("的")
        return parts.text[parts.subject[0] : cut], (cut, parts.subject[1])
    places = places_at(subject)
    if places and places[-1][1] < len(subject):
        cut = places[-1][1] + (1 if subject[places[-1][1]] == "的" else 0)
        return subject[:cut], (parts.subject[0] + cut, parts.subject[1])
    return "", parts.subject


def _likeness(old: str, new: str) -> int:
    """How alike two phrases are: twice the characters that both end with, and those that both begin with."""
    ends = starts = 0
    while ends < min(len(old), len(new)) and old[-1 - ends] == new[-1 - ends]:
        ends += 1
    while starts < min(len(old), len(new)) and old[starts] == new[starts]:
        starts += 1
    return 2 * ends + starts + (is_actor(old) and is_actor(new))
