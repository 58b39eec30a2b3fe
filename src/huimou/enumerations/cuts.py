"""Where the first item of a list begins and its last one ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from huimou.enumerations.shown import HIDDEN, PAIRS, Place, Shown
from huimou.enumerations.words import (
    ACTS,
    ALWAYS,
    COUNTED,
    JOINTS,
    LEAD,
    NOUN_END,
    OPENING,
    PREPOSITION,
    QUOTED_COUNT,
    SUPER,
    SURE_PREDICATE,
    TAIL,
    VERB,
    VERBAL,
    numeral_value,
)


def cut_lead(shown: Shown, piece: Place, others: Sequence[str]) -> Place:
    """The first item without the words that govern the whole list."""
    start, end = piece
    if shown.mask[start:end].endswith(HIDDEN) and all(other[:1] in PAIRS for other in others if other):
        quoted = next((at for at in range(start, end) if shown.opens(at)), start)
        if any(others) and quoted > start:
            return quoted, end
    closers = set(PAIRS.values())
    if len(others) > 1 and all(other[:1] not in PAIRS and other[-1:] in closers for other in others):
        return piece  # 增强“甲”、坚定“乙”、做到“丙”
    if start < end and 2 * sum(other[:1] == shown.mask[start] for other in others) > len(others):
        return piece  # 以企引企、以商招商
    if others and all(other[:1].isdecimal() for other in others):  # 分别增长5%、12%
        figure = re.search(r"\d[\d.,]*[^\d.,]*$", shown.mask[start:end])
        return (start + figure.start() if figure else start), end
    sure = [match.end() for match in ALWAYS.finditer(shown.mask, start, end) if match.end() < end]
    floor = sure[-1] if sure else start
    cuts: dict[int, float] = {}
    if not sure and (opening := OPENING.match(shown.mask, start, end)) and end - opening.end() > 1:
        floor = opening.end()
        bare = opening.end("adverbs")
        if any(others) and all(len(other) == end - bare for other in others):
            verbs = all(VERB.match(other) for other in others) or VERB.fullmatch(shown.mask, floor, end)
            if verbs:  # 拓展履职渠道、创新协商形式; 走访慰问、纾困解难
                cuts[bare] = 0.0
                floor = bare
    cuts[floor] = 0.0
    for match in LEAD.finditer(shown.mask, start, end):
        if match.end() > floor and end - match.end() > 1 and not any(match.group() in one for one in others):
            cuts[match.end()] = 0.0 if match.start() in cuts else 0.5
    for match in PREPOSITION.finditer(shown.mask, floor + 1, end):
        cuts.setdefault(match.end(), 2.0)
    if not any("的" in other for other in others):
        at = shown.mask.rfind("的", floor, end) + 1
        if at > floor and end - at > 1:
            cuts.setdefault(at, 1.0)
    acts = len(others) > 1 and all(len(other) == 3 and other[0] in ACTS for other in others)
    if acts and end - floor > 3 and shown.mask[end - 3] in ACTS:  # 以党建|强引领、聚共识、带队伍
        return end - 3, end
    if not any(others):
        return max(cut for cut, doubt in cuts.items() if doubt < 1), end
    return min(cuts, key=lambda cut: (unlike(shown.raw((cut, end)), others) + cuts[cut], cut)), end


def verb_phrase(shown: Shown, piece: Place, others: Sequence[str]) -> Place:
    """The first of several verb phrases without its subject or the verb that governs all of them."""
    start, end = piece
    if match := SUPER.match(shown.mask, start, end):
        return match.end(), end
    if not VERBAL.match(shown.mask, start, end) and (match := VERBAL.search(shown.mask, start + 1, end)):
        at = match.start()
        if end - at > 3 and unlike(shown.raw((at, end)), others) < unlike(shown.raw(piece), others):
            return at, end
    return piece


def cut_count(shown: Shown, last: Place, separated: int) -> tuple[Place, Place] | None:
    """The last item and the noun behind it that counts the items: 三大产业, “七大攻坚”."""
    start, end = last
    joints = any(joint.search(shown.mask, start, end) for joint in JOINTS)
    fits = {separated, separated + 1} if joints else {separated}
    for match in COUNTED.finditer(shown.mask, start + 2, end):
        if numeral_value(match["n"]) in fits - {1}:
            stop = NOUN_END.search(shown.mask, match.end(), end)
            return (start, match.start()), (match.start("n"), stop.start() if stop else end)
    for at in range(start + 2, end):
        match_ = QUOTED_COUNT.match(shown.text, at + shown.offset + 1) if shown.opens(at) else None
        if match_ and numeral_value(match_["n"]) in fits - {1}:
            stop = NOUN_END.search(shown.mask, at, end)
            return (start, at - (shown.mask[at - 1] == "的")), (at, stop.start() if stop else end)
    return None


def cut_tail(shown: Shown, before: Sequence[Place], last: Place, verbal: bool) -> tuple[Place, Place | None]:
    """The last item without what follows the list, and the noun that this tail begins with."""
    start, end = last
    rest = [shown.raw(place) for place in [*before[1:], last]]
    others = rest[:-1] or [shown.raw(cut_lead(shown, before[0], rest))]
    if shown.opens(start) and all(shown.mask[right - 1] == HIDDEN for _, right in before):
        quote_end = shown.pairs[start + shown.offset] + 1 - shown.offset
        stop = NOUN_END.search(shown.mask, quote_end, end)
        return (start, quote_end), (quote_end, stop.start() if stop else end)
    full = unlike(shown.raw(last), others)
    for match in TAIL.finditer(shown.mask, start + 2, end):
        word = match.group()
        if (verbal and word != "的") or any(word in other for other in others):
            continue
        if word != "的" and word in shown.raw(before[0]):
            continue
        left = (start, match.start())
        like = unlike(shown.raw(left), others)
        if word != "的" and (like < full or (SURE_PREDICATE.match(word) and match.end() < end)):
            return left, None
        if word == "的" and like <= full:
            stop = NOUN_END.search(shown.mask, match.end(), end)
            return left, (match.end(), stop.start() if stop else end)
    return last, None


def find_joint(shown: Shown, before: Sequence[Place], last: Place, closed: bool) -> Place | None:
    """Where the last piece is two items joined by 和; with no 、 before it, one of one 和 only."""
    for joint in JOINTS:
        found = [m for m in joint.finditer(shown.mask, last[0] + 1, last[1]) if m.end() < last[1]]
        if not found or any(joint.search(shown.mask, *place) for place in before):
            continue
        if before or len(found) == 1:
            return found[-1].span() if closed else found[0].span()
    return None


def are_alike(shown: Shown, items: Sequence[Place]) -> bool:
    """Whether two things joined by 和 are a list worth naming: both quoted, or alike in shape."""
    left, right = (shown.raw(place) for place in items)
    if left[:1] in PAIRS and right[:1] in PAIRS:
        return True
    if min(len(left), len(right)) < 2 or max(len(left), len(right)) > 12:
        return False
    return len(left) == len(right) or (left[-1] == right[-1] and abs(len(left) - len(right)) < 4)


def begin_with_verbs(shown: Shown, pieces: Sequence[Place]) -> bool:
    """Whether half of the pieces or more begin with a verb."""
    verbs = sum(1 for start, end in pieces if VERBAL.match(shown.mask, start, end))
    return bool(pieces) and 2 * verbs >= len(pieces)


def unlike(item: str, others: Sequence[str]) -> float:
    """How little an item is like the others: length, first and last character."""
    if not item or not any(others):
        return float(len(item))
    unlike = abs(len(item) - median(len(other) for other in others))
    same = sum(1 for other in others if other and other[0] == item[0])
    unlike -= 2.0 * (2 * same > len(others))
    same = sum(1 for other in others if other and other[-1] == item[-1])
    return unlike - 2.0 * (2 * same > len(others))
