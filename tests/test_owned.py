"""Whose figure it is, of several things told in one sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimou.compose.owned import Owner, disowned, named, owners

YEAR = "生产总值35538亿元、增长5.3%，一般公共预算收入3393.1亿元，居民人均可支配收入增长5.5%。"
TRADE = "外贸进出口总额18.9亿元，下降2.1%，其中出口16.4亿元；"
PEARS = "梨树种植面积9.6万亩，综合产值11.2亿元；青栎镇一镇就种了3.8万亩，占全市近四成。"
HALL = "“砚池讲堂”由每季一讲改为每月一讲，全年开讲11期，现场听众2300多人。"
STATIONS = "目前已在石坳镇、云岭乡建成驿站63个，服务患者5870人。"
RISKS = "开展安全生产执法检查，发现隐患问题52处，督促整改49处。"
BOOKS = "编纂出版《砚县七十年》《古茶道》2部文史专辑，共计82万字；"


def asked(question: str, told: str, figure: str) -> tuple[bool, list[Owner]]:
    start = told.index(figure)
    return disowned(question, told, (0, len(told)), (start, start + len(figure)))


@pytest.mark.parametrize(
    ("question", "told", "figure"),
    [
        ("《古茶道》单独有多少万字？", BOOKS, "82万字"),
        ("《古茶道》单独有多少万字？", BOOKS, "共计82万字"),
        ("农村居民的收入增长了多少？", YEAR, "5.5%"),
        ("石坳镇单独建了几个驿站？", STATIONS, "63个"),
        ("查出的隐患里，化工企业占几处？", RISKS, "52处"),
        ("一般公共预算收入的增速是多少？", YEAR, "5.5%"),
        ("一般公共预算收入的增速是多少？", YEAR, "5.3%"),
        ("出口总额比上一年增长了百分之几？", TRADE, "2.1%"),
    ],
)
def test_the_figure_of_another_thing_is_disowned(question: str, told: str, figure: str) -> None:
    assert asked(question, told, figure)[0]


@pytest.mark.parametrize(
    ("question", "told", "figure"),
    [
        ("生产总值增长多少？", YEAR, "5.3%"),
        ("老百姓的收入增长多少？", YEAR, "5.5%"),
        ("进出口总额下降多少？", TRADE, "2.1%"),
        ("出口总额是多少？", TRADE, "16.4"),
        ("砚池讲堂开讲了几期？", HALL, "11期"),
        ("两部文史专辑共计多少万字？", BOOKS, "82万字"),
        ("石坳镇、云岭乡建了几个驿站？", STATIONS, "63个"),
        ("检查里，安全隐患占几处？", RISKS, "52处"),
    ],
)
def test_its_own_figure_is_not(question: str, told: str, figure: str) -> None:
    assert asked(question, told, figure) == (False, [])


def test_who_is_named_in_another_clause_may_own_the_figure() -> None:
    certain, better = asked("青栎镇种了多少梨树？", PEARS, "9.6")
    assert not certain
    assert [owner.words for owner in better] == ["青栎镇一镇就种了3.8万亩占全市近四成"]


def test_question_words_and_figures_name_nothing() -> None:
    assert named("2025年是多少？", "2025年是多少") == 0


@given(st.text(alphabet="甲乙产值增长达1235%亿元，、；。“”", max_size=60))
def test_things_stand_in_order_in_any_text(told: str) -> None:
    places = [(owner.start, owner.end) for owner in owners(told, (0, len(told)))]
    assert places == sorted(places)
    assert all(start < end <= len(told) for start, end in places)


def test_a_rate_is_disowned_where_another_sentence_of_the_paragraph_tells_of_the_thing() -> None:
    told = "全省地区生产总值迈上14万亿元新台阶。进出口总额突破9万亿元、增长9.8%。"
    sentence, figure = (told.index("进出口"), len(told)), (told.index("9.8"), told.index("9.8") + 4)
    question = "地区生产总值增长了多少？"
    assert disowned(question, told, sentence, figure) == (False, [])
    assert disowned(question, told, sentence, figure, (0, len(told)))[0]
