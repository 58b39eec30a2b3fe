"""What a question asks for, read off its words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimou.compose import analyse
from huimou.compose.asked import asks_to_confirm, is_english, wanted


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("这篇报道的记者是谁？", "person"),
        ("主席叫什么名字？", "person"),
        ("Who wrote this report?", "person"),
        ("协商会是哪一天召开的？", "date"),
        ("项目什么时候完工？", "date"),
        ("When will the bridge open?", "date"),
        ("城镇化率是多少？", "percent"),
        ("研发投入占比多大？", "percent"),
        ("百分之几的群众参加了？", "percent"),
        ("生产总值增长了多少？", "growth"),
        ("粮食产量的增速是多少？", "growth"),
        ("居民收入比上年提高多少？", "growth"),
        ("How much did exports grow?", "growth"),
        ("修路花了多少钱？", "money"),
        ("总投资额是多少？", "money"),
        ("开展了几次协商？", "figure"),
        ("全省生产总值达到多少？", "figure"),
        ("新建了多少公里公路？", "figure"),
        ("How many recommendations were made?", "figure"),
        ("去了哪些地方招商？", "anything"),
        ("公务接待的花费省了多少？", "growth"),
        ("灌溉困难的地在哪个镇？", "place"),
        ("培训班在哪里举办？", "place"),
        ("工作以什么为主线？", "anything"),
        ("怎样帮助困难群众？", "how"),
        ("采取了哪些措施？", "how"),
        ("How will it be solved?", "how"),
        ("几乎所有的村都通了什么？", "anything"),
    ],
)
def test_a_question_wants_a_kind_of_thing(question: str, expected: str) -> None:
    assert wanted(question) == expected


@pytest.mark.parametrize(
    ("question", "search", "claim"),
    [
        ("关于碳基材料提出了20条建议，对吗？", "关于碳基材料提出了多少条建议？", "20条"),
        ("粮食产量增长了7%，是不是？", "粮食产量增长了多少？", "7%"),
        ("委员讲堂办了18期吧？", "委员讲堂办了多少期？", "18期"),
        ("报告说新建了300公里公路吗？", "报告说新建了多少公里公路？", "300公里"),
    ],
)
def test_an_asserted_figure_is_asked_for(question: str, search: str, claim: str) -> None:
    asked = analyse(question)
    assert asked.confirms
    assert asked.search == search
    assert asked.asserted is not None
    assert question[asked.asserted.start : asked.asserted.end] == claim


def test_an_asserted_place_in_a_row_is_asked_for() -> None:
    asked = analyse("去年办的是第二届稻蟹丰收节，对吗？")
    assert asked.search == "去年办的是第几届稻蟹丰收节？"
    assert asked.ordinal is not None
    assert asked.question[slice(*asked.ordinal)] == "第二届"
    assert analyse("去年办的是第几届稻蟹丰收节？").ordinal is None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("招商去了上海，对吗？", True),
        ("That was in May, right?", True),
        ("提出了多少条建议？", False),
        ("提出了20条什么建议？", False),
        ("校园餐的安全管了没有？", False),
        ("这项工作开展了吗？", False),
    ],
)
def test_a_question_that_asks_to_confirm(question: str, expected: bool) -> None:
    assert asks_to_confirm(question) is expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [("How many?", True), ("报告有几页？", False), ("GDP增长多少？", False), ("", False), ("12", False)],
)
def test_english_is_told_from_chinese(question: str, expected: bool) -> None:
    assert is_english(question) is expected


@given(st.text(max_size=80))
def test_any_text_can_be_analysed(question: str) -> None:
    asked = analyse(question)
    assert asked.question == question
    assert asked.asserted is None or asked.confirms


@pytest.mark.parametrize(
    "question",
    ["要整治哪几个领域？", "企业最头疼的几个难处是啥？", "几支监督小组各管哪一块？", "这几件实事都是什么？"],
)
def test_what_several_things_are_is_no_question_for_a_number(question: str) -> None:
    asked = analyse(question)
    assert asked.lists
    assert asked.wanted == "anything"


@pytest.mark.parametrize("question", ["几个小组开展了多少次暗访？", "哪几个镇分别修了多少公里路？"])
def test_how_many_of_several_things_is_one(question: str) -> None:
    assert analyse(question).wanted == "figure"
