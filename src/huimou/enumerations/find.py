"""Where lists stand in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from huimou.enumerations.cuts import (
    are_alike,
    begin_with_verbs,
    cut_count,
    cut_lead,
    cut_tail,
    find_joint,
    unlike,
    verb_phrase,
)
from huimou.enumerations.shown import (
    CLAUSE,
    QUOTES,
    TITLES,
    Enumeration,
    Place,
    Shown,
    balanced,
    finished,
    masked,
    partners,
    split,
)
from huimou.enumerations.words import (
    ADVERBS,
    ALWAYS,
    AND_SO_ON,
    HEADING,
    LEAD,
    NOUN_END,
    ORDINALS,
    PREDICATE,
    VERBAL,
    numeral_value,
)


def all_lists(text: str, start: int, end: int) -> list[Enumeration]:
    """All lists of ``text[start:end]``, and X等Y of a single item."""
    pairs = partners(text, start, end)
    found = list(_numbered(text, start, end, pairs))
    insides = [(left + 1, right, text[left]) for left, right in pairs.items() if text[left] not in TITLES]
    for left, right, opener in [(start, end, ""), *insides]:
        shown = Shown(text=text, pairs=pairs, offset=left, mask=masked(text, left, right, pairs))
        for clause in split(shown.mask, CLAUSE, (0, right - left)):
            found += _lists_of(shown, clause, plus=bool(opener) and opener in QUOTES)
    return [one for one in found if all(balanced(text[a:b]) for a, b in one.items)]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Draft:
    """Pieces between separators that are one list, its last piece not yet cut."""

    pieces: tuple[Place, ...]
    noun: Place | None = None
    closed: bool = False
    """等 ends the last piece."""


def _lists_of(shown: Shown, clause: Place, *, plus: bool) -> Iterator[Enumeration]:
    pieces = _pieces(shown, clause)
    if len(pieces) == 1 and plus:
        added = split(shown.mask, re.compile("[+＋]"), clause)
        # “A+B+C” is nothing but its items, “1+3+N” is none.
        if len(added) > 1 and all(right - left > 1 for left, right in added):
            yield from finished(shown, added, None)
            return
    for draft in _drafts(shown, pieces):
        yield from _trimmed(shown, draft)


def _pieces(shown: Shown, clause: Place) -> list[Place]:
    """What stands between 、, and between a closing quote and the opening one next to it."""
    pieces: list[Place] = []
    for start, end in split(shown.mask, re.compile("、"), clause):
        left, at = start, start
        while at < end:
            if not shown.opens(at):
                at += 1
                continue
            opener = shown.text[at + shown.offset]
            at = shown.pairs[at + shown.offset] + 1 - shown.offset
            if at < end and shown.opens(at) and shown.text[at + shown.offset] == opener:
                pieces.append((left, at))
                left = at
        pieces.append((left, end))
    pieces = [place for place in pieces if shown.raw(place).strip()]  # 甲、乙、 where the text breaks off
    if len(pieces) > 1 and HEADING.fullmatch(shown.raw(pieces[0])):
        return pieces[1:]
    return pieces


_COUNTED_AFTER = re.compile(r"\d+[\u4e00-\u9fff]")


def _drafts(shown: Shown, pieces: Sequence[Place]) -> Iterator[_Draft]:
    """The lists of a clause, one after another: 等 ends one, and so does a predicate inside an item."""
    group: list[Place] = []
    for number, (start, end) in enumerate(pieces):
        follows = number + 1 < len(pieces)
        if match := next((m for m in AND_SO_ON.finditer(shown.mask, start + 1, end) if m["particle"]), None):
            noun_end = NOUN_END.search(shown.mask, match.end() + 1, end)
            noun = (match.end(), noun_end.start() if noun_end else end)
            if group and follows and noun[1] == end and _COUNTED_AFTER.match(shown.mask, match.end(), end):
                group.append((start, end))  # 西延高铁、麟法等3条高速、地铁15号线
                continue
            yield _Draft(pieces=(*group, (start, match.start())), noun=noun, closed=True)
            # 赴甲、乙等地开展丙、丁: the next list begins at its verb.
            verb = noun_end and LEAD.match(shown.mask, noun_end.start(), end)
            group = [(verb.start(), end)] if follows and verb else []
            continue
        if group and follows and (at := _break(shown, group, (start, end))):
            yield _Draft(pieces=(*group, (start, at)))
            group = [(at, end)]
            continue
        group.append((start, end))
    if group:
        yield _Draft(pieces=tuple(group))


def _break(shown: Shown, group: Sequence[Place], piece: Place) -> int | None:
    """Where in a middle piece one list ends and another one's lead-in begins: 甲、乙赴丙、丁."""
    others = [shown.raw(place) for place in group[1:]] or [shown.raw(cut_lead(shown, group[0], ["", ""]))]
    if begin_with_verbs(shown, [*group[1:], piece]):
        return None
    for match in PREDICATE.finditer(shown.mask, piece[0] + 2, piece[1]):
        left = shown.raw((piece[0], match.start()))
        sure = ALWAYS.match(shown.mask, match.start())
        if VERBAL.fullmatch(left) or re.fullmatch(f"(?:{ADVERBS})+", left):
            return None
        if sure or unlike(left, others) + 2 <= unlike(shown.raw(piece), others):
            return match.start()
    return None


def _trimmed(shown: Shown, draft: _Draft) -> Iterator[Enumeration]:
    """A draft with its lead-in and its tail cut off."""
    *before, last = draft.pieces
    noun = draft.noun
    verbal = begin_with_verbs(shown, draft.pieces[1:])
    counted = None if draft.closed else cut_count(shown, last, len(before) + 1)
    if counted:
        last, noun = counted
    elif not draft.closed and before:
        last, noun = cut_tail(shown, before, last, verbal)
    joint = find_joint(shown, before, last, noun is not None or draft.closed)
    if joint:
        before, last = [*before, (last[0], joint[0])], (joint[1], last[1])
        if not (noun or draft.closed or verbal):
            last, noun = cut_tail(shown, before, last, verbal)
    if not before:
        if draft.closed:
            yield from finished(shown, [cut_lead(shown, last, [])], noun)
        return
    rest = [*before[1:], last]
    lead = verb_phrase if begin_with_verbs(shown, rest) else cut_lead
    items = [lead(shown, before[0], [shown.raw(place) for place in rest]), *rest]
    if joint and len(items) == 2 and not draft.closed and not are_alike(shown, items):
        return
    yield from finished(shown, items, noun)


def _numbered(text: str, start: int, end: int, pairs: dict[int, int]) -> Iterator[Enumeration]:
    """Lists of clauses that are counted, 一是…；二是…: from 1 on and without a gap."""
    mask = masked(text, start, end, pairs)
    for ordinal in ORDINALS:
        run: list[re.Match[str]] = []
        for match in ordinal.finditer(text, start, end):
            if (value := numeral_value(match["n"])) == len(run) + 1:
                run.append(match)
                continue
            yield from _clauses(text, start, mask, run)
            run = [match] if value == 1 else []
        yield from _clauses(text, start, mask, run)


def _clauses(text: str, start: int, mask: str, run: Sequence[re.Match[str]]) -> Iterator[Enumeration]:
    shown = Shown(text=text, pairs={}, offset=start, mask=mask)
    places: list[Place] = []
    for number, match in enumerate(run):
        left = match.end() - start
        right = run[number + 1].start() - start if number + 1 < len(run) else len(mask)
        # The first sentence says it; the last item also ends where a ； ends it.
        stop = re.compile("[。！？\n]" if number + 1 < len(run) else "[。！？；\n]").search(mask, left, right)
        places.append((left, stop.start() if stop else right))
    if len(places) > 1:
        yield from finished(shown, places, None)
