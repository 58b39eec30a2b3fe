"""What reports are, how people call them, and which of them a question is about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from huimou.corpus import build_document
from huimou.errors import HuimouError, QuestionError
from huimou.shelf import (
    Corrections,
    Shelf,
    choices,
    corrected,
    describe,
    find_reports,
    holdings,
    look_for,
    make_shelf,
    never_held,
    read_corrections,
    report_names,
    saying,
    table_rows,
)
from huimou.types import Document

BODY = "\n\n各位代表：\n\n现在，我代表人民政府，向大会报告工作，请予审议，并请政协委员和列席人员提出意见。\n"


def report(name: str, text: str, folder: str = "corpus") -> Document:
    return build_document(text, name=name, path=f"{folder}/{name}.txt", sha256=name)


def government(place: str, year: int, text: str = "", source: str = "北京日报") -> Document:
    title = f"{year}年{place}政府工作报告"
    body = f"{title}\n\n来源：{source}\n\n{year}年1月15日在人民代表大会第三次会议上{BODY}\n{text}"
    return report(title, body)


COUNTY = report(
    "平罗县政协2025年工作回眸",
    "凝心聚力促发展\n\n——平罗县政协2025年工作回眸\n\n本报记者 某某/文图\n\n"
    "回首过去一年，征程艰辛而步履坚实，全体委员更须奋力前行，不负县委的重托和群众的期盼。\n\n"
    "县政协领导班子带队赴江苏、北京等地开展招商接洽，持续优化营商环境，推动产业提质增效。",
)
COURT = report("望江市中级人民法院2024年工作报告", "望江市中级人民法院2024年工作报告\n\n院长　某某" + BODY)
DOCUMENTS = [
    government("上海市", 2025),
    government("浙江省", 2025),
    government("浙江省", 2024),
    government("江苏省", 2025),
    COUNTY,
    COURT,
]
NAMES = ["上海", "浙江", "浙江旧", "江苏", "平罗", "望江"]
ALL = tuple(range(len(DOCUMENTS)))


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return make_shelf(DOCUMENTS)


@pytest.mark.parametrize(
    ("document", "year", "place", "organisation", "kind"),
    [
        (DOCUMENTS[0], 2025, "上海", "上海市政府", "政府工作报告"),
        (COUNTY, 2025, "平罗县", "平罗县政协", "政协工作回眸"),
        (COURT, 2024, "望江市", "望江市中级人民法院", "法院工作报告"),
        (
            report("报告", "政府工作报告\n\n2025年1月8日在宁夏回族自治区第十三届人民代表大会上" + BODY),
            2025,
            "宁夏",
            "宁夏回族自治区政府",
            "政府工作报告",
        ),
        (report("随笔", "春天来了\n\n" + BODY), None, "", "", ""),
    ],
)
def test_a_report_is_described_by_its_title_the_lines_under_it_and_its_name(
    document: Document, year: int | None, place: str, organisation: str, kind: str
) -> None:
    info = describe(document)
    assert (info.year, info.place, info.organisation, info.kind) == (year, place, organisation, kind)


def test_the_newspaper_that_printed_a_report_is_not_its_place() -> None:
    assert describe(government("青海省", 2025, source="北京日报")).place == "青海"


def test_a_correction_comes_before_what_the_title_says() -> None:
    overrides: Corrections = {"2025年上海市政府工作报告.txt": {"year": 2024, "place": "浙江省"}}
    info = describe(DOCUMENTS[0], overrides)
    assert (info.year, info.place, info.organisation) == (2024, "浙江", "上海市政府")
    assert corrected(DOCUMENTS[0], overrides).title == "2024年浙江政府工作报告"
    assert corrected(DOCUMENTS[0], overrides).text == DOCUMENTS[0].text
    assert corrected(DOCUMENTS[1], overrides) is DOCUMENTS[1]


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    (tmp_path / "甲.txt").write_text("甲", encoding="utf-8")

    def write(text: str) -> Path:
        (tmp_path / "reports.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_without_a_file_there_are_no_corrections(tmp_path: Path) -> None:
    assert read_corrections(tmp_path) == {}


def test_the_file_has_a_table_for_each_report(written: Callable[[str], Path]) -> None:
    folder = written('["甲.txt"]\nyear = 2025\nplace = "上海"\n')
    assert read_corrections(folder) == {"甲.txt": {"year": 2025, "place": "上海"}}
    assert read_corrections(folder / "甲.txt") == {"甲.txt": {"year": 2025, "place": "上海"}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('["甲.txt"]\nyaer = 2025\n', "是不是 year"),
        ('["甲.txt"]\nyear = "2025"\n', "应是年份"),
        ('["甲.txt"]\nplace = 3\n', "应是文字"),
        ('["乙.txt"]\nyear = 2025\n', "没有叫 乙.txt 的报告"),
        ('["甲.tx"]\nyear = 2025\n', '是不是 ["甲.txt"]'),
        ("year = 2025\n", "没有叫 year 的报告"),
        ("[甲.txt]\n", "文件名要加引号"),
        ('"甲.txt" = 3\n', "应是一个表"),
    ],
)
def test_what_is_wrong_in_the_file_is_said(written: Callable[[str], Path], text: str, said: str) -> None:
    with pytest.raises(HuimouError, match=r"reports\.toml") as error:
        read_corrections(written(text), ["甲.txt"])
    assert said in str(error.value)


def test_two_reports_of_one_name_are_told_apart_by_their_path(written: Callable[[str], Path]) -> None:
    with pytest.raises(HuimouError, match="请写出路径"):
        read_corrections(written('["丙.txt"]\nyear = 2025\n'), ["一/丙.txt", "二/丙.txt"])
    folder = written('["二/丙.txt"]\nyear = 2024\n')
    overrides = read_corrections(folder, ["一/丙.txt", "二/丙.txt"])
    assert describe(report("丙", "丙\n\n" + BODY, "一"), overrides).year is None
    assert describe(report("丙", "丙\n\n" + BODY, "二"), overrides).year == 2024


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("2025年上海市政府工作报告", (0,)),
        ("2025年上海市政府工作报告.txt", (0,)),
        ("corpus/2025年上海市政府工作报告.txt", (0,)),
        ("浙江", (1, 2)),
        ("浙江省", (1, 2)),
        ("平罗", (4,)),
        ("平罗县政协", (4,)),
        ("望江市", (5,)),
        ("2024年", (2, 5)),
        ("2024", (2, 5)),
        ("2024年度", (2, 5)),
    ],
)
def test_a_report_is_called_by_its_year_name_path_or_place(
    shelf: Shelf, name: str, found: tuple[int, ...]
) -> None:
    assert find_reports(shelf, [name]) == found


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["上海", "浙江"], (0, 1, 2)),
        (["2025年", "浙江"], (1,)),
        (["浙江", "2024", "上海", "2025"], (0, 1, 2)),
        (["2025年", "浙江", "望江市中级人民法院2024年工作报告"], (1, 5)),
        ([], ()),
    ],
)
def test_years_and_places_together_are_the_reports_of_both(
    shelf: Shelf, names: list[str], found: tuple[int, ...]
) -> None:
    assert find_reports(shelf, names) == found


@pytest.mark.parametrize("name", ["台湾", "", "上海的工作报告", "2019年"])
def test_a_report_that_is_not_there_is_an_error_for_people(shelf: Shelf, name: str) -> None:
    with pytest.raises(QuestionError, match="huimou reports"):
        find_reports(shelf, [name])


def test_a_place_that_has_no_report_of_a_year_is_an_error_for_people(shelf: Shelf) -> None:
    with pytest.raises(QuestionError, match="同时符合“2024年、上海”。书架上有：上海、浙江等6份"):
        find_reports(shelf, ["2024年", "上海"])


def test_each_report_can_be_chosen_by_itself_by_its_year_and_by_its_place() -> None:
    named = [
        report("上海", DOCUMENTS[0].text),  # called like its place
        report("2025年上海市政府工作报告", DOCUMENTS[0].text),
        report("2025", "海边见闻\n\n" + BODY),  # called like a year
        report("报告", DOCUMENTS[1].text, "一"),
        report("报告", DOCUMENTS[2].text, "二"),  # called like another
    ]
    shelf = make_shelf(named)
    offered = choices(shelf)
    assert {find_reports(shelf, [one.name]) for one in offered} == {(0,), (1,), (2,), (3,), (4,)}
    assert [one.name for one in offered] == [
        "上海.txt", "2025年上海市政府工作报告", "一/报告.txt", "二/报告.txt", "2025.txt",
    ]  # fmt: skip
    for one in offered:
        same = tuple(
            number
            for number, other in enumerate(shelf.reports)
            if one.place and (f"{other.info.year}年", other.info.place) == (one.year, one.place)
        )
        assert not one.place or find_reports(shelf, [one.year, one.place]) == same


def test_a_report_is_told_by_its_name_with_its_year_unless_it_stands_alone() -> None:
    shelf = make_shelf([report("报告", DOCUMENTS[2].text), DOCUMENTS[1], report("随笔", "春天\n\n" + BODY)])
    assert list(report_names(shelf).values()) == ["报告（2024年）", "2025年浙江省政府工作报告", "随笔"]
    assert report_names(make_shelf(DOCUMENTS[:1])) == {}


def test_what_the_shelf_holds_is_said_in_short(shelf: Shelf) -> None:
    assert holdings(shelf.reports[:1], False) == "上海2025年的报告"
    assert holdings(shelf.reports[:2], False) == "上海、浙江2025年的报告"
    assert holdings(shelf.reports, False) == "上海、浙江等6份2024—2025年的报告"
    assert holdings(shelf.reports, True) == "6 reports of 2024—2025 (上海, 浙江 …)"


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("上海的生产总值是多少？", ["上海"]),
        ("浙江2024年生产总值增长多少？", ["浙江"]),  # the report of 2025 looks back on 2024
        ("浙江2024年的生产总值增长目标是多少？", ["浙江旧"]),
        ("浙江2023年新建了多少公里公路？", ["浙江旧"]),
        ("向县委请示报告了几次？", ["平罗"]),
        ("法院审结了多少案件？", ["望江"]),
        ("平罗办了几期讲堂？", ["平罗"]),
        ("望江市审结了多少案件？", ["望江"]),
        ("办了几期讲堂？", NAMES),
    ],
)
def test_what_a_question_names_says_where_to_look_first(
    shelf: Shelf, question: str, first: list[str]
) -> None:
    look = look_for(question, shelf, ALL)
    assert [NAMES[number] for number in look.tries[0].documents] == first
    assert look.absent == ()


def test_a_report_of_the_same_sort_is_not_asked_about_another_place(shelf: Shelf) -> None:
    tries = look_for("江苏的经济增长目标是多少？", shelf, ALL).tries
    assert [one.documents for one in tries] == [(3,), (4, 5)]
    assert tries[1].must_say == ("江苏",)
    assert saying(DOCUMENTS, tries[1].documents, tries[1].must_say) == (4,)  # the county went there


def test_a_place_that_the_shelf_does_not_hold_is_told(shelf: Shelf) -> None:
    look = look_for("台湾的经济增长目标是多少？", shelf, ALL)
    assert look.absent == ("台湾",)
    assert look_for("宁波市的经济增长目标是多少？", shelf, ALL).base == (1, 2)  # it lies in Zhejiang


def test_a_year_that_the_reports_are_not_of_is_told(shelf: Shelf) -> None:
    assert never_held("浙江2021年增长多少？", shelf.of([1, 2])) == [2021]
    assert never_held("浙江2023年增长多少？", shelf.of([1, 2])) == []


@pytest.mark.parametrize(
    ("question", "labels", "asked"),
    [
        ("上海和浙江的GDP增长目标分别是多少？", ["上海", "浙江"], "GDP增长目标是多少？"),
        ("上海、江苏2025年城镇新增就业多少人", ["上海", "江苏"], "2025年城镇新增就业多少人？"),
        ("上海、浙江、江苏三地的增长目标各是多少？", ["上海", "浙江", "江苏"], "增长目标是多少？"),
        ("上海的粮食产量和江苏的粮食产量分别是多少？", ["上海", "江苏"], "粮食产量分别是多少？"),
        ("比较一下江苏和上海2024年的GDP增速", ["江苏", "上海"], "2024年的GDP增速是多少？"),
        ("上海与江苏相比，GDP目标哪个更高？", ["上海", "江苏"], "GDP目标是多少？"),
        ("上海和台湾的GDP目标分别是多少？", ["上海", "台湾"], "GDP目标是多少？"),
        ("各省GDP增长目标是多少？", ["上海", "江苏", "2024年浙江省政府工作报告", "2025年浙江省政府工作报告"],
         "GDP增长目标是多少？"),
        ("浙江2024年和2025年的GDP目标分别是多少？", ["2024年", "2025年"], "浙江2024年的GDP目标是多少？"),
    ],
)  # fmt: skip
def test_a_comparison_is_a_row_a_report(shelf: Shelf, question: str, labels: list[str], asked: str) -> None:
    rows = table_rows(question, shelf, ALL)
    assert [row.label for row in rows] == labels
    assert rows[0].question.replace("分别", "") == asked.replace("分别", "")


def test_each_year_is_looked_up_in_the_report_that_tells_of_it(shelf: Shelf) -> None:
    planned = table_rows("浙江2024年和2025年的GDP增长目标分别是多少？", shelf, ALL)
    assert [row.documents for row in planned] == [(2,), (1,)]
    done = table_rows("浙江2023年和2024年的GDP分别是多少？", shelf, ALL)
    assert [row.documents for row in done] == [(2,), (1,)]


@pytest.mark.parametrize(
    "question",
    [
        "上海的GDP增长目标是多少？",
        "上海和浙江合作了哪些项目？",
        "去上海、江苏招商几次？",
        "宁波和温州的生产总值分别是多少？",
        "江苏各市的生产总值分别是多少？",
        "上海2024年比2023年增长多少？",
        "2024年和2025年的目标分别是多少？",
    ],
)
def test_other_questions_are_no_comparison(shelf: Shelf, question: str) -> None:
    assert table_rows(question, shelf, ALL) == ()


def test_a_single_report_is_compared_with_nothing() -> None:
    alone = make_shelf(DOCUMENTS[:1])
    assert table_rows("上海和浙江的GDP增长目标分别是多少？", alone, (0,)) == ()
    look = look_for("浙江的目标是多少？", alone, (0,))
    assert ([one.documents for one in look.tries], look.absent) == ([(0,)], ())


def test_a_follow_up_stays_with_the_one_report_that_said_the_answer(shelf: Shelf) -> None:
    tries = look_for("提了几条建议？", shelf, ALL, before="招商接洽").tries
    assert [one.documents for one in tries] == [(4,), ALL]
    assert tries[1].wider
    assert [one.documents for one in look_for("提了几条？", shelf, ALL, before="委员").tries] == [ALL]
