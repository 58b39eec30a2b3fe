"""A conversation goes to a browser and comes back, whatever the browser makes of it."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimou.compose import decline, say
from huimou.types import Answer, Citation
from huimou.ui.conversation import MOST_CHARACTERS, MOST_TURNS, Turn, answers, dump, history, load
from tests.test_compose import reply

FACT = reply("提出了几条建议？", "12条")
REFUSAL = reply("主席是谁？", "6次")


def turn(answer: Answer, *follow_ups: str, key: str = "0123456789ab") -> Turn:
    """The turn of a question that got `answer`."""
    keys = tuple(key for _ in answer.citations)
    return Turn(question=answer.question, answer=answer, keys=keys, follow_ups=follow_ups)


TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
PLACES = st.integers(0, 10**9)
CITATIONS = st.builds(
    Citation,
    marker=PLACES,
    document=TEXTS,
    path=TEXTS,
    section=TEXTS,
    paragraph=PLACES,
    start=PLACES,
    end=PLACES,
    quote=TEXTS,
    spans=st.lists(st.tuples(PLACES, PLACES), max_size=3).map(tuple),
)
ANSWERS = st.builds(
    Answer,
    question=TEXTS,
    answer=TEXTS,
    kind=st.sampled_from(["fact", "list", "overview", "correction", "refusal", "smalltalk"]),
    abstained=st.booleans(),
    confidence=st.none() | st.floats(0, 1),
    text=TEXTS,
    citations=st.lists(CITATIONS, max_size=3).map(tuple),
    hits=st.just(()),
    elapsed_ms=st.integers(0, 10**7).map(lambda tenths: tenths / 10),
)
ANSWERED = st.builds(
    lambda told, within, gone: replace(
        told, called=tuple(f"{key}（2024年）" for key in told.keys), within=tuple(within), gone=gone
    ),
    st.builds(turn, ANSWERS, TEXTS, TEXTS, key=TEXTS),
    st.lists(TEXTS, max_size=2),
    st.booleans(),
)
TURNS = st.lists(st.builds(Turn, question=TEXTS, note=TEXTS) | ANSWERED, max_size=4).map(tuple)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(TURNS)
def test_what_was_dumped_is_loaded_as_it_was(turns: tuple[Turn, ...]) -> None:
    back = load(dump(turns))
    assert back == turns
    assert _spans(back) == _spans(turns)  # no part of a citation's equality


def _spans(turns: tuple[Turn, ...]) -> list[Any]:
    return [citation.spans for one in turns if one.answer for citation in one.answer.citations]


def test_the_passages_of_an_answer_are_not_kept() -> None:
    assert FACT.hits
    (back,) = load(dump([turn(FACT)]))
    assert back.answer == replace(FACT, hits=())


@given(JSON.map(json.dumps) | st.text())
def test_anything_else_is_loaded_as_nothing_or_as_what_can_be_dumped(text: str) -> None:
    turns = load(text)
    assert load(dump(turns)) == turns


ROW: dict[str, Any] = json.loads(dump([turn(FACT, "提出了什么？")]))[0]
UNREAD = ("hits",)


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of everything in a row, containers too."""
    if path:
        yield path
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            if key not in UNREAD:
                yield from _leaves(value[key], (*path, key))


def _changed(path: tuple[Any, ...], change: Any) -> str:
    """The row with `change` at a path."""
    row = copy.deepcopy(ROW)
    holder = row
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = change
    return json.dumps([row])


@pytest.mark.parametrize("path", list(_leaves(ROW)), ids=str)
def test_one_wrong_type_anywhere_spoils_it(path: tuple[Any, ...]) -> None:
    value: Any = ROW
    for step in path:
        value = value[step]
    wrong = {str: [3, True, ["x"], {}], bool: [1, "true", []], int: ["3", 1.5, True, None, []]}
    others = wrong.get(type(value), ["x", True, {"a": 1}, 3 if isinstance(value, list | dict) else []])
    others += [None] if type(value) is not float else []
    for other in others:
        assert load(_changed(path, other)) == (), (path, other)


@pytest.mark.parametrize("path", [path for path in _leaves(ROW) if isinstance(path[-1], str)], ids=str)
def test_nothing_may_be_missing(path: tuple[Any, ...]) -> None:
    row = copy.deepcopy(ROW)
    holder = row
    for step in path[:-1]:
        holder = holder[step]
    del holder[path[-1]]
    if path == ("answer",):  # then it is a question that nobody answered
        assert load(json.dumps([row])) == (Turn(question=FACT.question),)
    else:
        assert load(json.dumps([row])) == ()


def test_what_was_kept_before_reports_could_be_chosen_still_opens() -> None:
    assert not ROW.keys() & {"called", "within", "gone"}
    (back,) = load(json.dumps([ROW]))
    assert (back.called, back.within, back.gone) == ((), (), False)


@pytest.mark.parametrize(
    ("path", "change"),
    [
        (("called",), ["甲", "乙"]),
        (("called",), "甲"),
        (("within",), [3]),
        (("within",), None),
        (("gone",), 1),
        (("keys",), []),
        (("keys",), ["a", "b"]),
        (("spans",), []),
        (("spans",), [[], []]),
        (("spans", 0), [[1, 2, 3]]),
        (("answer", "kind"), "nonsense"),
        (("answer", "confidence"), float("nan")),
        (("answer", "confidence"), float("inf")),
        (("answer", "elapsed_ms"), float("inf")),
        (("answer", "elapsed_ms"), 10**400),
    ],
)
def test_what_does_not_match_spoils_it(path: tuple[Any, ...], change: Any) -> None:
    assert load(_changed(path, change)) == ()


def test_a_confidence_is_kept_within_its_limits() -> None:
    told = [load(_changed(("answer", "confidence"), value))[0].answer for value in (-3, 7, None)]
    assert [one.confidence for one in told if one] == [0.0, 1.0, None]


NONSENSE = [
    *("null", "1", "true", '"abc"', "{}", '{"question": "问"}', "[1]", "[null]", "[[]]", "[{}]", "NaN"),
    *("[NaN]", "[", "nonsense", "[" * 100_000, "[" + "9" * 5000 + "]", "\x00", "\ud800"),
    *('[{"question": 1}]', '[{"question": null}]', '[{"question": "问", "note": 5}]'),
    '[{"question": "问", "answer": null}]',
]


@pytest.mark.parametrize("text", NONSENSE, ids=lambda text: ascii(text[:20]))
def test_nonsense_is_no_conversation(text: str) -> None:
    assert load(text) == ()


def test_half_a_character_spoils_it_and_a_whole_one_does_not() -> None:
    assert load('[{"question": "\\ud83d"}]') == ()
    assert load('[{"question": "\ud83d"}]') == ()
    assert load(_changed(("follow_ups", 0), "\udc00")) == ()
    assert load('[{"question": "\\ud83d\\ude00"}]') == (Turn(question="😀"),)


def test_an_empty_box_is_a_new_conversation() -> None:
    assert load("") == load("[]") == ()


def test_too_long_a_conversation_is_not_taken() -> None:
    assert load(dump([Turn(question="长" * MOST_CHARACTERS)])) == ()


def test_of_too_many_turns_the_last_are_kept() -> None:
    asked = [Turn(question=str(number)) for number in range(MOST_TURNS + 3)]
    assert load(dump(asked)) == tuple(asked[3:])
    assert load(json.dumps([{"question": one.question} for one in asked])) == tuple(asked[3:])


def test_a_follow_up_builds_on_answers_only_as_they_were_asked() -> None:
    typed = Turn(question="<b>提出了几条建议？</b>", answer=FACT, keys=("",))
    turns = [typed, turn(REFUSAL), turn(say("你好", "你好！")), Turn(question="坏", note="出错了")]
    assert REFUSAL.abstained
    assert history(turns) == [("<b>提出了几条建议？</b>", "12条")]


def test_small_talk_is_no_answer_but_a_refusal_is() -> None:
    refused = decline("？", "请输入问题")
    turns = [turn(FACT), turn(say("你好", "你好！")), Turn(question="坏", note="出错了"), turn(refused)]
    assert answers(turns) == [FACT, refused]
