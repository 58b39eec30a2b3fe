"""What a figure counts, in the words of its sentence: told by the words around it, without a parser.

A figure stands in a phrase between two marks. What it counts is, in this order,

- the noun right behind its unit: 12条[具体建议], 46名[委员], 2000余户[群众], 80%的[中小学];
- what stands before it, less the verbs in front: 组织开展[各类学习]110余次, [地区生产总值增长]5.2%;
- what the figure before it counts, where only a verb stands between: [公园]141座、累计达到973座;
- each its own of two lists told side by side: [甲]、[乙]分别增长3%和5%.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from huimou.figures.words import ADVERB, CHANGE, HEAD, LEVEL, STOP, VERB
from huimou.quantities.units import Kind

Span = tuple[int, int]
Named = tuple[Span, str]
"""Where it stands what is counted (an empty span if nowhere), and the verb that goes with it."""

_LONGEST = 20
"""Characters; of a longer phrase only the end is kept."""
_MASK = "\ue000"
_BRACKET = "\ue001"
"""Stand for every character of a quotation and of a bracket, so that no rule looks into them."""
_MARKED = re.compile(r"“[^“”]*”|《[^《》]*》|‘[^‘’]*’|「[^「」]*」|（[^（）]*）|\([^()]*\)")
_BREAK = re.compile(r"[，。；：！？,;:!?\n()（）“”‘’「」《》…—]")
"""Ends a phrase; the 、 of a list does not."""
_STOPS = re.compile(rf"{STOP}|[、\s]|{_BREAK.pattern}")
_HEADS = re.compile(rf"[\s\u3000]|{HEAD}|了|[12][0-9]{{3}}年度?")
_ADVERBS = re.compile(f"(?:{ADVERB})+")
_VERBS = re.compile(f"(?:{VERB})了?")
_CHANGED = re.compile(f"(?P<change>{CHANGE})了?$")
_LEVELS = re.compile(rf"(?:{LEVEL}|[了\s])$")
_TAIL = re.compile(r"(?:[\s的等和及与或各每共有新]|以及|分别)+$")
"""What is left hanging behind a noun that was cut."""
_SHARE = re.compile("占|[率比]$|比[重例]$")
_COMPARED = re.compile("[高低快优多少]于|占")
_LINK = re.compile("(?:[、与]|和(?![美谐平睦])|及(?!时))?(?:分别)?")
_PLACES = frozenset("村县乡镇市区省校户人")
"""Nouns of one character."""
_MARK = re.compile(rf"、|{_BREAK.pattern}")
_WITHIN = re.compile("以?内(?![容外需资科])|期?间|后(?![勤备续])|来(?![源访电])")
_TOWARD = re.compile("(?<![面方导定意取走])向(?=.{3})")
_SUCH = re.compile("等(?:领域|方面|行业|部门|单位|地区?)?(?=[^级])")
_APART = re.compile("分别|依次")
_NOWHERE = 0, 0
_OCCASION = frozenset(["次", "场", "场次", "人次", "期", "轮", "批次"])
"""Units of what is done: 视察调研46次 are no more of the 会议14次 before."""


def what_they_count(
    sentence: str, spans: Sequence[Span], kinds: Sequence[tuple[Kind, str]]
) -> list[tuple[str, str]]:
    """What each of a sentence's figures counts, and the verb right before it if that stands apart.

    Args:
        sentence: One sentence.
        spans: Its figures, start and end in `sentence`, in order, disjoint.
        kinds: Of each the kind and the base unit.

    >>> what_they_count("新增公园141座、累计达到973座。", [(4, 8), (13, 17)], [("count", "座")] * 2)
    [('公园', ''), ('公园', '累计')]
    """
    masked = _masked(sentence, spans)
    named: list[Named] = []
    while len(named) < len(spans):
        at = len(named)
        run = _run(masked, spans, kinds, at)
        together = _side_by_side(masked, spans, named, at, run) if run > 1 else None
        named.extend(together or [_named(masked, spans, kinds, named, at)])
    return [(sentence[start:end], verb) for (start, end), verb in named]


def _masked(sentence: str, spans: Sequence[Span]) -> str:
    """The sentence, of the same length, with what is quoted or in brackets hidden, if it holds no figure."""

    def hide(match: re.Match[str]) -> str:
        held = any(start < match.end() and match.start() < end for start, end in spans)
        return match[0] if held else (_BRACKET if match[0][0] in "（(" else _MASK) * len(match[0])

    return _MARKED.sub(hide, sentence)


def _named(
    masked: str, spans: Sequence[Span], kinds: Sequence[tuple[Kind, str]], named: list[Named], at: int
) -> Named:
    """What one figure counts."""
    kind, unit = kinds[at]
    start = spans[at][0]
    behind, direct = _behind(masked, spans, at)
    before, verb, changed = _before(masked, spans, at)
    if kind != "count" and direct and _HEADS.match(masked, behind[0]):
        behind = _NOWHERE  # 2.9亿元新建学校
    if behind != _NOWHERE and (
        masked[start - 1 : start] == "的"
        or (direct and (kind in ("count", "measure") or masked[spans[at][1] - 1] in "上下"))
        or (not direct and kind == "percent" and not changed and not _SHARE.search(masked[slice(*before)]))
    ):
        return behind, ""
    earlier = _earlier(named, kinds, at)
    if before != _NOWHERE:
        if earlier != _NOWHERE and _COMPARED.match(masked, before[0]):  # 产值增长8%，高于全国2个百分点
            return earlier, masked[slice(*before)]
        return before, ""
    if behind != _NOWHERE:
        return behind, ""
    if at and _LINK.fullmatch(masked, spans[at - 1][1], start):  # 6842户10317人
        return named[at - 1]
    said = masked[verb[0] : verb[1]]
    if unit in _OCCASION and not changed and len(said) > 1 and not _ADVERBS.fullmatch(said):
        return verb, ""
    if earlier == _NOWHERE and at and not said and kinds[at - 1][0] == "percent":
        # 吞吐量增长33%，突破100万吨
        earlier = _without_change(masked, named[at - 1][0])
    if earlier != _NOWHERE:
        return earlier, said
    predicate = _predicate(masked, spans, at)
    return (verb if len(said) > 1 and not (unit in ("人", "户") and predicate != _NOWHERE) else predicate), ""


def _predicate(masked: str, spans: Sequence[Span], at: int) -> Span:
    """What is said behind a figure, if it is short: 连续三年[获评优秀等次]."""
    start = spans[at][1]
    if not (mark := _MARK.search(masked, start)) or (at + 1 < len(spans) and spans[at + 1][0] < mark.start()):
        return _NOWHERE
    end = mark.start()
    return (start, end) if 1 < end - start <= _LONGEST else _NOWHERE


def _earlier(named: list[Named], kinds: Sequence[tuple[Kind, str]], at: int) -> Span:
    """What the figure before it counts: that of its unit; a rate, or 连续三年, goes with any."""
    free = kinds[at][0] == "percent" or kinds[at][1] == "年"
    for other in range(at - 1, -1, -1):
        span, _ = named[other]
        if span != _NOWHERE and (free or kinds[other][1] == kinds[at][1]):
            return span
    return _NOWHERE


def _without_change(masked: str, span: Span) -> Span:
    """吞吐量 of 吞吐量增长."""
    change = _CHANGED.search(masked[slice(*span)])
    return (span[0], span[0] + change.start()) if change else span


def _behind(masked: str, spans: Sequence[Span], at: int) -> tuple[Span, bool]:
    """The noun behind a figure, and whether it follows at once, without 的."""
    start = spans[at][1]
    limit = spans[at + 1][0] if at + 1 < len(spans) else len(masked)
    if start == limit < len(masked):  # 10大类55项民生实事
        return _behind(masked, spans, at + 1)
    if bracket := re.match(f"{_BRACKET}+", masked[start:limit]):  # 7万套（间）保障性住房
        start += bracket.end()
    direct = not masked.startswith("的", start)
    start += not direct
    if masked.startswith(tuple("和及与或等"), start):
        return _NOWHERE, False
    if within := _WITHIN.match(masked, start, limit):
        start = within.end()
    stop = _STOPS.search(masked, start, limit)
    if not stop and limit < len(masked) and masked.startswith("的", spans[at + 1][1]):
        return _behind(masked, spans, at + 1)  # 82个产值过10亿元的项目
    end = stop.start() if stop else limit
    if tail := _TAIL.search(masked, start, end):
        end = tail.start()
    if end - start > _LONGEST:
        start = max(start, masked.rfind("的", start, end - 2) + 1)
    found = end - start > 1 or masked[start:end] in _PLACES
    return ((start, end), direct) if found else (_NOWHERE, False)


def _before(masked: str, spans: Sequence[Span], at: int) -> tuple[Span, Span, bool]:
    """What stands before a figure that it may count; else the verb there; and if that tells of a change."""
    left, end = _phrase(masked, spans, at)
    while level := _LEVELS.search(masked[left:end]):
        end = left + level.start()
    change = _CHANGED.search(masked[left:end])
    subject = left + change.start() if change else end
    start = _cut(masked, left, subject)
    if subject - start < (1 if masked[start:subject] in _PLACES else 2):
        return _NOWHERE, (left + _adverbs(masked[left:end]), end), change is not None
    return (start, end), _NOWHERE, change is not None


def _phrase(masked: str, spans: Sequence[Span], at: int) -> Span:
    """What stands between a figure and the mark or figure before it."""
    left = spans[at - 1][1] if at else 0
    for mark in _BREAK.finditer(masked, left, spans[at][0]):
        left = mark.end()
    if at and left == spans[at - 1][1] and (link := _LINK.match(masked, left)):
        left = min(link.end(), spans[at][0])
    return left, spans[at][0]


def _cut(masked: str, left: int, end: int) -> int:
    """Where in ``masked[left:end]`` the noun begins; `end` if it holds none.

    Of a list all is kept if it is short and all nouns; of 甲、乙等丙 the whole, or 丙 if it says enough.
    """
    start = _noun(masked, left, end)
    if such := _SUCH.search(masked, start, end):
        if end - start > _LONGEST and end - such.end() > 2:
            return such.end()
        while end - start > _LONGEST and (listed := masked.find("、", start, such.start()) + 1):
            start = listed
        return start
    listed = masked.rfind("、", start, end) + 1
    if listed and (end - start > _LONGEST or _noun(masked, listed, end) != listed):
        return _noun(masked, listed, end)
    return start


def _noun(masked: str, left: int, end: int) -> int:
    """Where the noun begins: past the last verb, past what leads it in, past the last 的 of a long one."""
    for verb in _VERBS.finditer(masked, left, end):
        if end - _past_heads(masked, verb.end(), end) > 1:
            left = verb.end()
    left = _past_heads(masked, left, end)
    if toward := _TOWARD.search(masked, left, end):  # 就重要议题[向县委请示报告]20余次
        return toward.start()
    of = masked.rfind("的", left, end - 2) + 1
    if of and (end - of > 2 or end - left > _LONGEST):
        return _past_heads(masked, of, end)
    return left


def _past_heads(masked: str, left: int, end: int) -> int:
    """Past the verbs and adverbs at the head of a phrase."""
    while left < end and (head := _HEADS.match(masked, left, end)):
        left = head.end()
    return left


def _adverbs(phrase: str) -> int:
    """How much of a phrase is adverbs, if it is not all of it: 2 of 累计建成."""
    match = _ADVERBS.match(phrase)
    return match.end() if match and match.end() < len(phrase) else 0


def _run(masked: str, spans: Sequence[Span], kinds: Sequence[tuple[Kind, str]], at: int) -> int:
    """How many figures of one unit stand side by side from `at` on: 7%、14.4%和18.8%."""
    last = at
    left, end = _phrase(masked, spans, at)
    apart = _APART.search(masked, left, end)
    while (
        last + 1 < len(spans)
        and (apart or kinds[last + 1] == kinds[at])
        and _LINK.fullmatch(masked, spans[last][1], spans[last + 1][0])
    ):
        last += 1
    return last - at + 1


def _side_by_side(
    masked: str, spans: Sequence[Span], named: list[Named], at: int, run: int
) -> list[Named] | None:
    """What the figures of a run count, each its own, if there is a list of as many before them."""
    left, end = _phrase(masked, spans, at)
    apart = _APART.search(masked, left, end)
    subject = apart.start() if apart else end
    if not apart:
        while level := _LEVELS.search(masked[left:subject]):
            subject = left + level.start()
        if change := _CHANGED.search(masked[left:subject]):
            subject = left + change.start()
    verb_start, verb_end = apart.end() if apart else subject, end
    while level := _LEVELS.search(masked[verb_start:verb_end]):
        verb_end = verb_start + level.start()
    verb = masked[verb_start:verb_end]
    start = _past_heads(masked, left, subject)
    if start == subject:
        if apart and len(named) >= run and all(span != _NOWHERE for span, _ in named[-run:]):
            return [(span, verb) for span, _ in named[-run:]]
        return None
    for mark in ("、", "[、和及与]"):
        items = _items(masked, start, subject, mark)
        if len(items) == run and all(last - first > 1 for first, last in items):
            # 城镇 of 城镇和农村居民收入 does not say enough.
            whole = (start, subject) if subject - start <= _LONGEST else None
            return [((whole or item) if item[1] - item[0] == 2 else item, verb) for item in items]
    return None


def _items(masked: str, start: int, end: int, mark: str) -> list[Span]:
    """What stands between the marks of a list."""
    edges = [start]
    for found in re.finditer(mark, masked[start:end]):
        edges += [start + found.start(), start + found.end()]
    edges.append(end)
    return list(zip(edges[::2], edges[1::2], strict=True))
