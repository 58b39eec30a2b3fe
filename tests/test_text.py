from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimou.text import clean_question, comparable, normalize, sentence_spans, tokens


def sentences(text: str, longest: int = 200) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, 0, len(text), longest=longest)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第一句。第二句！第三句？", ["第一句。", "第二句！", "第三句？"]),
        ("建言12条；协商11条。", ["建言12条；", "协商11条。"]),
        ("他说：“好。”然后走了。", ["他说：“好。”", "然后走了。"]),
        ("标题\n\n  正文。", ["标题", "正文。"]),
        ("增长3.5%。It grew. Fast e.g.x", ["增长3.5%。", "It grew.", "Fast e.g.x"]),
        ("“人车分流”项目等……继续", ["“人车分流”项目等……继续"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_a_sentence_ends_at_its_mark_and_keeps_its_closing_quotes(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_sentence_that_is_too_long_is_cut_after_a_clause() -> None:
    assert sentences("甲" * 30 + "，" + "乙" * 30, longest=40) == ["甲" * 30 + "，", "乙" * 30]


def test_a_long_run_without_marks_is_cut_hard() -> None:
    assert [len(piece) for piece in sentences("甲" * 95, longest=40)] == [40, 40, 15]


@given(st.text(alphabet="甲乙1a 。，；”\n\u3000.", max_size=300), st.integers(5, 50))
def test_sentences_hold_every_character_but_white_space_in_order(text: str, longest: int) -> None:
    spans = sentence_spans(text, 0, len(text), longest=longest)
    assert "".join("".join(text[a:b] for a, b in spans).split()) == "".join(text.split())
    assert all(0 < end - start <= longest for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


def test_tokens_are_characters_words_and_adjacent_pairs() -> None:
    assert tokens("12条建议") == ["12", "条", "建", "议", "12条", "条建", "建议"]


def test_pairs_do_not_reach_across_punctuation() -> None:
    assert tokens("江苏、北京") == ["江", "苏", "北", "京", "江苏", "北京"]


@pytest.mark.parametrize(
    ("left", "right"),
    [("１１０余次", "110余次"), ("GDP", "gdp"), ("Ａ　B", "a b"), ("a\x00b", "a b")],
)
def test_width_case_spaces_and_control_characters_do_not_count(left: str, right: str) -> None:
    assert normalize(left) == normalize(right)
    assert tokens(left) == tokens(right)


def test_answers_compare_without_punctuation_and_spaces() -> None:
    assert comparable("“书香 政协”（第十三辑）") == comparable("书香政协(第十三辑)") == "书香政协第十三辑"


def test_a_question_loses_control_characters_and_nothing_else() -> None:
    assert clean_question(" \x1b多少\x00次？\n") == "多少 次？"
