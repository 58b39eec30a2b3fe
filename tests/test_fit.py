"""How well a span fits what is asked, by its form."""

from __future__ import annotations

import pytest

from huimou.compose import analyse
from huimou.compose.fit import WRONG, fit


@pytest.mark.parametrize(
    ("question", "better", "worse"),
    [
        ("委员讲堂办了几期？", "8期", "4场"),
        ("开展了多少次学习？", "110余次", "2期"),
        ("提出了多少条建议？", "12条", "85篇"),
        ("有多少名委员？", "200名", "60余次"),
        ("全省有多少人脱贫？", "3.2万人", "5个"),
        ("协商会是哪一天召开的？", "3月5日", "县政府"),
        ("协商会是哪一天召开的？", "3月5日", "2025年"),
        ("2025年的协商会什么时候召开？", "5月", "2025年"),
        ("校门口的隐患怎么解决的？", "人车分流", "针对校门口的隐患等问题"),
        ("记者是谁？", "罗鸣文", "12条建议"),
        ("一顿公家给贴几块钱？", "4元", "57个"),
        ("每个月最少能领多少钱？", "485元/月", "2360户"),
        ("换掉多少部旧电梯？", "1.5万台", "230公里"),
        ("近视的孩子占几成？", "47.3%", "5830名"),
        ("涨了几个点？", "5.2%", "3.1亿元"),
        ("跑了多少趟？", "36次", "5名"),
        ("打了多少口井？", "212眼", "14座"),
        ("来了多少批人？", "189批次", "176件"),
        ("伤了几个人？", "3人", "12处"),
        ("来了多少名委员？", "68名", "120人次"),
        ("恳谈会定在几月几号开？", "3月5日", "3月"),
        ("是哪位副市长？", "韩素云", "5名"),
        ("副市长叫什么名字？", "韩素云", "云川市副市长"),
        ("实验室的主任是谁？", "罗鸣文", "东方物探"),
        ("主席叫什么名字？", "买买提·艾力", "文史馆"),
        ("修路花了多少钱？", "3.5亿元", "12公里"),
        ("研发投入占比是多少？", "2.8%", "300亿元"),
        ("新建公路多少公里？", "300公里", "县委"),
        ("总投资额是多少？", "12亿元", "以商招商"),
    ],
)
def test_the_form_of_the_answer_is_what_was_asked_for(question: str, better: str, worse: str) -> None:
    asked = analyse(question)
    assert fit(asked, better, "") > fit(asked, worse, "")


@pytest.mark.parametrize(
    ("question", "text", "before", "other", "other_before"),
    [
        ("生产总值增长了多少？", "5.6%", "生产总值7.5万亿元、增长", "7.5万亿元", "生产总值"),
        ("生产总值是多少？", "7.5万亿元", "生产总值", "5.6%", "生产总值7.5万亿元、增长"),
        ("进出口达到多少？", "1.2万亿元", "进出口达到", "12.5%", "进出口达到1.2万亿元，同比增长"),
        ("收入增加了多少元？", "800元", "收入增加", "5%", "收入达到3万元、增长"),
    ],
)
def test_level_and_growth_are_told_apart_by_what_stands_before(
    question: str, text: str, before: str, other: str, other_before: str
) -> None:
    asked = analyse(question)
    assert fit(asked, text, before) > fit(asked, other, other_before)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("哪一天召开的？", "文史馆"),
        ("叫什么名字？", "60余次"),
        ("花了多少钱？", "校园项目"),
        ("办了几场？", "文史馆"),
    ],
)
def test_what_cannot_be_the_answer_is_marked_down(question: str, text: str) -> None:
    assert fit(analyse(question), text, "") <= WRONG


@pytest.mark.parametrize("question", ["以什么为主线？", "怎样帮助群众？", "有哪些议题？"])
def test_what_is_asked_openly_is_left_to_the_reader(question: str) -> None:
    assert fit(analyse(question), "铸牢共同体意识", "以") == 0.0  # none of its words are the question's
