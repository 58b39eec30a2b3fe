from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimou.text import clean_question, comparable, fold_numerals, normalize, sentence_spans, tokens


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("十二届四次会议", "12届4次会议"),
        ("二十余次", "20余次"),
        ("第十三辑", "第13辑"),
        ("第一书记", "第1书记"),
        ("一百一十", "110"),
        ("一百零二", "102"),
        ("一百二", "120"),
        ("一千零五十", "1050"),
        ("一千二百三十四万五千六百七十八", "12345678"),
        ("三万五", "35000"),
        ("3万", "30000"),
        ("三万", "30000"),
        ("1.5亿元", "150000000元"),
        ("三万亿", "3000000000000"),
        ("2千万", "20000000"),
        ("百分之五", "5%"),
        ("百分之二十五点六", "25.6%"),
        ("百分之百", "100%"),
        ("二〇二五年", "2025年"),
        ("二零二五年", "2025年"),
        ("十月", "10月"),
        ("十余次", "10余次"),
        ("百余名", "100余名"),
        ("十分钟", "10分钟"),
        ("两个覆盖", "2个覆盖"),
        ("八项规定", "8项规定"),
        ("1,234.5万元", "12345000元"),
        ("100万千瓦", "1000000千瓦"),
    ],
)
def test_numerals_are_folded(text: str, expected: str) -> None:
    assert fold_numerals(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *(
            "一些",
            "统一",
            "万一",
            "十分重要",
            "一带一路",
            "三农",
            "百姓",
            "四川",
            "九三学社",
            "两会",
            "十四五",
        ),
        *(
            "几十次",
            "数十万",
            "一次次调研",
            "一条条建言",
            "千方百计",
            "千万",
            "三四个",
            "五四运动",
            "四不两直",
        ),
        *("六学联动", "一委一品", "10千克", "一千瓦", "万达", "同一天", "3万5千", "亿万"),
    ],
)
def test_what_is_no_numeral_is_left_alone(text: str) -> None:
    assert fold_numerals(text) == text


@given(st.integers(1, 99_999_999))
def test_every_number_up_to_a_hundred_million_reads_as_itself(number: int) -> None:
    assert fold_numerals(f"第{in_characters(number)}") == f"第{number}"


def in_characters(number: int) -> str:
    """A number as it is written out, by the rule in the textbooks."""
    if number >= 10_000:
        rest = number % 10_000
        zero = "零" if 0 < rest < 1000 else ""
        return f"{in_characters(number // 10_000)}万{zero}{in_characters(rest) if rest else ''}"
    digits = [(int(digit), unit) for digit, unit in zip(f"{number:04}", "千百十 ", strict=True)]
    text = "".join(f"{'零一二三四五六七八九'[digit]}{unit if digit else ''}" for digit, unit in digits)
    return re.sub("零+", "零", text.replace(" ", "")).strip("零")


@given(st.text(alphabet="零〇一二三四五十百千万亿两第年次余多点分之几数0129.,% 克甲", max_size=40))
def test_folding_numerals_twice_is_folding_them_once(text: str) -> None:
    folded = fold_numerals(text)
    assert fold_numerals(folded) == folded


@pytest.mark.parametrize(
    ("left", "right"),
    [("十二届四次会议", "12届4次会议"), ("二十余次", "20余次"), ("第十三辑", "第13辑"), ("三万", "3万")],
)
def test_numerals_give_the_same_tokens(left: str, right: str) -> None:
    assert tokens(left) == tokens(right)
