"""Figures told side by side with what they count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimou.compose.aligned import aligned, changed

OIL = "全年原煤、原油、天然气产量达到6640.8万吨、1253.6万吨、9.1亿立方米。"
INCOME = "城乡居民人均可支配收入分别增长6.8%和8.3%。"
TRIPS = "全区接待游客人数、旅游花费分别增长15.9%、25.7%。"
CENTRES = "地区总部、外资研发中心分别新认定60家和30家，累计分别达到1016家和591家。"
JOBS = "新增就业7126人、失业人员再就业2218人、困难人员就业905人，分别完成年度任务的108.0%、110.9%、120.7%。"
CARE = "城乡居民基本养老保险、医疗保险参保率分别为98.2%、96.7%。"
PORT = "港口货物、旅客吞吐量分别达到14亿吨、1.25亿人次。"


@pytest.mark.parametrize(
    ("question", "told", "found", "answer"),
    [
        ("原油产量是多少？", OIL, "6640.8", "1253.6万吨"),
        ("天然气产量是多少？", OIL, "6640.8", "9.1亿立方米"),
        ("农村居民人均可支配收入增长多少？", INCOME, "6.8", "8.3%"),
        ("城镇居民收入增长了多少？", INCOME, "8.3", "6.8%"),
        ("旅客吞吐量是多少？", PORT, "14亿", "1.25亿人次"),
        ("失业人员再就业完成了年度任务的百分之多少？", JOBS, "120.7", "110.9%"),
        ("医疗保险参保率是多少？", CARE, "98.2", "96.7%"),
        ("旅游花费增长了多少？", TRIPS, "15.9", "25.7%"),
        ("接待游客人数增长了多少？", TRIPS, "25.7", "15.9%"),
        ("新认定了多少家外资研发中心？", CENTRES, "60家", "30家"),
        ("外资研发中心累计有多少家？", CENTRES, "60家", "591家"),
    ],
)
def test_the_figure_of_the_thing_asked_for_is_counted_out(
    question: str, told: str, found: str, answer: str
) -> None:
    place = aligned(question, told, (0, len(told)), told.index(found))
    assert place is not None
    assert told[slice(*place)] == answer


@pytest.mark.parametrize(
    ("question", "told", "found"),
    [
        ("收入增长了多少？", INCOME, "6.8"),
        ("原煤和原油产量分别是多少？", OIL, "6640.8"),
        ("办了几期讲堂？", "举办讲堂8期、读书活动4场。", "8期"),
        ("新建了多少公里？", "新建改建公路300公里，完成投资5亿元。", "300"),
        ("粮食产量多少？", "粮食产量达到5.3万吨、增长2%。", "5.3"),
    ],
)
def test_where_nothing_is_told_side_by_side_the_reader_is_left_alone(
    question: str, told: str, found: str
) -> None:
    assert aligned(question, told, (0, len(told)), told.index(found)) is None


@pytest.mark.parametrize(
    ("question", "found", "answer"),
    [
        ("农村低保标准调整后是多少钱？", "640", "690元"),
        ("农村低保标准是多少？", "690", "690元"),
        ("农村低保标准原来是多少？", "690", "640元"),
        ("低保标准之前是多少？", "640", "640元"),
        ("农村低保以前不够用，现在是多少？", "640", "690元"),
    ],
)
def test_what_changed_is_asked_for_as_it_is_now(question: str, found: str, answer: str) -> None:
    told = "城市低保标准由820元提高到865元，农村低保标准由每人每月640元提高到690元。"
    place = changed(question, told, (0, len(told)), told.index(found))
    assert place is not None
    assert told[slice(*place)] == answer


@given(
    st.text(max_size=30), st.text(alphabet="甲乙、和，达到12.5%亿元分别城乡", max_size=60), st.integers(0, 60)
)
def test_any_text_is_taken(question: str, told: str, start: int) -> None:
    place = aligned(question, told, (0, len(told)), start)
    assert place is None or 0 <= place[0] < place[1] <= len(told)
