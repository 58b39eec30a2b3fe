"""What a pronoun stands for: 他们, 它, 该镇, 这项工作, 其中, 那里, 当时."""

from __future__ import annotations

import re
from collections.abc import Sequence

from huimou.dialogue.lexer import Kind, Word, take_apart
from huimou.dialogue.parts import Parts, is_actor, relation_at_end, says_something
from huimou.dialogue.swap import is_place

_LONGEST = 30
"""A longer answer is a sentence, not a name."""
_MARKUP = re.compile(r"\\?\[\d+\\?\]|[*_`>#\\]")
_NO_NAME = re.compile(
    r"[，,。；;！!？?：:]|^(?:第|约|近|超|共)?[0-9０-９一二两三四五六七八九十百千万亿]+|^(?:报告|没有|不)"
)
_NAMING = re.compile("谁|哪")
_PEOPLE = frozenset(("他们", "她们"))
_PERSON = frozenset(("他", "她"))
_WHERE = frozenset(("那里", "那儿", "那边", "这里", "这儿", "这边", "当地", "该地"))
_BARE = frozenset(("它", "它们", "其", "其中", "前者", "后者", "两者", "二者", "此"))
_WHEN = re.compile("当[时年]|那时候?|同[年期]|[那这]一?[年天]")
_SUFFIX = re.compile("(?:省|市|县|区|镇|乡|村|州|旗|国|局|委|厅|部|院|校|公司|单位|企业|园区|地区)")


def named(parts: Parts, answer: str) -> str:
    """The name that the answer gave, if the question before asked for one (谁, 哪个镇, 叫什么); else ""."""
    name = _first_line(answer)
    asked = parts.of(parts.asking)
    first = parts.asking[0] == parts.predicate and not parts.of(parts.subject)  # 哪个镇…？ asks for what acts
    fits = asked.startswith("谁") or (_NAMING.match(asked) and first) or _calls(parts)
    return name if fits and not _NO_NAME.search(name) else ""


def _first_line(answer: str) -> str:
    """The first line of an answer without markup, if it is short enough for a name; else ""."""
    line = _MARKUP.sub("", answer.strip().split("\n")[0]).strip(' ，。,.：:“”"')
    return line if len(line) <= _LONGEST else ""


def _calls(parts: Parts) -> bool:
    """Whether a question asks what something is or is called: 叫什么名字, 是哪家企业."""
    verb, asked = parts.of(parts.verb), parts.of(parts.asking)
    return verb in ("是", "叫", "叫做", "称为", "名为") and bool(re.match("什么$|哪", asked))


def place_of(parts: Parts, answer: str) -> str:
    """The place that was spoken of last: in the answer, or in the question."""
    if name := named(parts, answer):
        return name
    said = _first_line(answer)
    if is_place(said) or parts.of(parts.asking) in ("哪里", "哪儿") or asks_place(parts):
        return "" if _NO_NAME.search(said) else said
    subject = parts.of(parts.subject) or parts.topic
    return next((subject[:end] for end in range(len(subject), 1, -1) if is_place(subject[:end])), "")


def asks_place(parts: Parts) -> bool:
    """Whether a question asks for a place by its kind: 哪个镇, 哪些地方."""
    asked = f"{parts.of(parts.asking)}{parts.of(parts.thing)}"
    kinds = "哪一?个?[省市县区镇乡村国州]|什么地方|哪些(?:地方|地区|国家|城市|[省市县区镇乡村])"
    return bool(re.match(kinds, asked))


def resolve_pronouns(question: str, parts: Parts, answer: str) -> str:
    """`question` with its first pronoun replaced; itself if that stands for nothing known."""
    row = take_apart(question)
    place = next((n for n, word in enumerate(row) if word.kind is Kind.POINTING), None)
    if place is None:
        return question
    end, noun = _pointed_at(row, place)
    before, after = question[: row[place].start], question[end:]
    pronoun = row[place].text
    if _WHEN.fullmatch(pronoun):
        time = _time(parts, answer)
        return f"{before}{time}{after if time else after.removeprefix('的')}"
    antecedent = _antecedent(pronoun, noun, parts, answer)
    if not antecedent:
        if pronoun not in _PEOPLE | _PERSON or not parts.topic:
            return question
        # Who is meant was not said; what it was about was.
        about = f"{parts.preposition}{parts.topic}" if parts.preposition else f"关于{parts.topic}，"
        return f"{before}{about}{after}"
    if not before and antecedent == parts.topic and not any(word.kind is Kind.TIME for word in row):
        before = parts.when
    if pronoun == "其中":
        return f"{before}{antecedent}中{after}"
    if pronoun in ("其", "此"):
        return f"{before}{antecedent}的{after}"
    if noun and not antecedent.endswith(noun) and (relation_at_end(noun) or not _stands_for(noun)):
        return f"{before}{antecedent}的{noun}{after}"
    return f"{before}{antecedent}{after}"


def _pointed_at(row: Sequence[Word], place: int) -> tuple[int, str]:
    """Where a pronoun with its noun ends, and that noun: 镇 of 该镇, 工作 of 这项工作."""
    word = row[place]
    if word.text in _PEOPLE | _PERSON | _WHERE | _BARE or place + 1 == len(row):
        return word.end, ""
    after = row[place + 1]
    if after.kind in (Kind.GENERIC, Kind.RELATION):
        return after.end, after.text
    if after.kind is Kind.CONTENT:
        suffix = _SUFFIX.match(after.text)
        noun = suffix.group() if suffix and len(after.text) > len(suffix.group()) + 1 else after.text
        return after.start + len(noun), noun
    return word.end, ""


def _stands_for(noun: str) -> bool:
    """Whether a noun after 这项, 该, … says no more than a pronoun: 工作, 镇."""
    return bool(_SUFFIX.fullmatch(noun)) or not says_something(noun)


def _antecedent(pronoun: str, noun: str, parts: Parts, answer: str) -> str:
    name, topic = named(parts, answer), parts.topic
    if pronoun in _WHERE:
        return place_of(parts, answer) or topic
    if pronoun in _PERSON:
        if not re.match("谁|哪位|哪个人|什么名|什么人|什么$", parts.of(parts.asking)):
            name = ""  # 王芳是哪个界别的委员 names no person
        return name or ("" if parts.of(parts.about) else parts.of(parts.subject) or topic)
    if pronoun in _PEOPLE:
        return name or _with_about(parts)
    if pronoun in ("前者", "后者"):
        for text in (_first_line(answer), topic):
            pair = re.split("和|与|、|及|跟", text)
            if len(pair) == 2:
                return pair[0 if pronoun == "前者" else 1]
        return topic
    if noun and (name.endswith(noun) or (name and not re.fullmatch("[省市县区镇乡村州旗国]", noun))):
        return name
    return (noun and _ending(noun, parts, answer)) or name or _chosen(parts, answer) or topic


def _chosen(parts: Parts, answer: str) -> str:
    """The thing that the answer chose, if the question before asked which: 华坪女高 after 创办了哪所学校."""
    said = _first_line(answer)
    chooses = parts.of(parts.asking)[:1] == "哪" and parts.of(parts.thing) and not asks_place(parts)
    return said if chooses and not _NO_NAME.search(said) else ""


def _with_about(parts: Parts) -> str:
    """Who acted, and on what: 县政协围绕碳基材料产业."""
    about = f"{parts.preposition}{parts.of(parts.about)}" if parts.of(parts.about) else ""
    return f"{parts.actor}{about}" if parts.actor else ""


def _ending(noun: str, parts: Parts, answer: str) -> str:
    """The last name in answer or question that ends with `noun`."""
    for text in (named(parts, answer), place_of(parts, answer), parts.of(parts.subject), parts.topic):
        if match := re.search(f"[\u4e00-\u9fffA-Za-z0-9]*?[\u4e00-\u9fff]{re.escape(noun)}", text):
            return match.group()
    actor = parts.actor
    return actor if is_actor(noun) and actor else ""


def _time(parts: Parts, answer: str) -> str:
    """The time that was spoken of last."""
    if re.match("哪一?[年天月]|什么时候|何时|几月", parts.of(parts.asking)):
        found = [word.text for word in take_apart(answer[:_LONGEST]) if word.kind is Kind.TIME]
        if found:
            return "".join(found)
    return parts.of(parts.time)
