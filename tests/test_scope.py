"""Years and places: which ones a question names, which ones its evidence shares."""

from __future__ import annotations

import pytest

from huimou.corpus import build_document
from huimou.scope import (
    Mismatch,
    describe,
    document_places,
    document_year,
    mismatches,
    report_year,
    reviewed_year,
    whole_shared,
    years_asked,
    years_of,
)
from huimou.types import Document

COUNTY = """凝心聚力促发展

——平罗县政协2025年工作回眸

本报记者 某某/文图

回首过去一年，征程艰辛而步履坚实，展望未来之路，全体委员更须奋力前行，不负县委的重托和群众的期盼。

1 坚持党的领导

2025年，县政协向县委请示报告20余次，主动邀请县委、县政府领导出席会议，确保工作与党政中心工作同频共振。

组织开展各类学习110余次，覆盖全体委员和机关干部，不断巩固团结奋斗的共同思想政治基础。

2 坚持履职为民

聚焦灵沙乡番茄产业，提出建议12条，与石嘴山市政协联动开展调研，与江苏签订合作协议2份，推动产业提质增效。

2023年，县里建成公园3个，惠及居民4万人，成为群众休闲的好去处。其中城北公园占地20亩，种树500棵。

比2022年多办理提案8件，委员的满意率达到98%，提案的质量和办理的实效都有了明显的提高。

到2027年建成高标准农田15万亩，带动农户增收致富，让更多群众共享发展的成果，过上好日子。
"""
PROVINCE = """2025年广西政府工作报告

来源：北京日报

2025年1月13日在广西壮族自治区第十四届人民代表大会第三次会议上

自治区主席 某某

各位代表：

现在，我代表自治区人民政府，向大会报告政府工作，请予审议，并请自治区政协委员和列席会议的同志提出意见。

一、过去一年工作回顾

全区地区生产总值增长4.2%，粮食产量连续五年稳定增长，居民收入增长快于经济增长，民生继续改善。

南宁机场旅客吞吐量达到1500万人次，桂黔合作项目开工12个，玉林与东莞结对的园区引进企业30家。

入选2025年度十大案例的项目有3个，新增国家级绿色工厂27家，工业投资占固定资产投资的比重继续提高。

二、2025年目标任务和重点工作

地区生产总值增长5%左右，城镇新增就业40万人，居民收入增长与经济增长同步，粮食产量稳中有增。

完成2024年启动的改造工程，新增学位6万个，到2030年全面建成现代化基础设施体系，惠及各族人民。

三、加强政府自身建设

新建政务服务站点300个，坚持依法行政，主动接受监督，把过紧日子的要求落到实处，不断提高效能。
"""


def document(text: str, name: str) -> Document:
    return build_document(text, name=name, path=f"corpus/{name}.txt", sha256="")


COUNTY_REPORT = document(COUNTY, "平罗县政协2025年工作回眸")
PROVINCE_REPORT = document(PROVINCE, "2025年广西政府工作报告")


def sentence(report: Document, piece: str) -> tuple[int, int]:
    """The whole sentence around `piece`, which stands once in the report."""
    assert report.text.count(piece) == 1, piece
    at = report.text.index(piece)
    start = max(report.text.rfind(mark, 0, at) for mark in "。\n") + 1
    return start, report.text.index("。", at) + 1


def missing(report: Document, question: str, piece: str, *shorts: str) -> list[tuple[str, str]]:
    found = mismatches(question, report, sentence(report, piece), shorts=shorts)
    return [(mismatch.asked, mismatch.have) for mismatch in found]


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("2024年组织了多少次学习？", {2024}),
        ("24年组织了多少次学习？", {2024}),
        ("二〇二四年组织了多少次学习？", {2024}),
        ("二○二四年组织了多少次学习？", {2024}),
        ("二零二四年组织了多少次学习？", {2024}),
        ("２０２４年组织了多少次学习？", {2024}),
        ("2024组织了多少次学习？", {2024}),
        ("组织了多少次学习，2023？", {2023}),
        ("2024年度预算是多少？", {2024}),
        ("2024 年工作怎么样", {2024}),
        ("去年组织了多少次学习？", {2024}),
        ("上年组织了多少次学习？", {2024}),
        ("上一年度组织了多少次学习？", {2024}),
        ("今年组织了多少次学习？", {2025}),
        ("本年组织了多少次学习？", {2025}),
        ("明年要做什么？", {2026}),
        ("前年做了什么？", {2023}),
        ("2035年目标是什么？", {2035}),
        ("到2027年建成多少亩？", {2027}),
        ("2030年前要达到多少？", {2030}),
        ("2023年和2024年各多少？", {2023, 2024}),
        ("2024年比2023年增长多少？", {2024}),
        ("2024年与2023年相比多了几件？", {2024}),
        ("今年比去年多了几件？", {2025}),
        ("较上年增长多少？", set()),
        ("2021-2025年建了多少？", set()),
        ("2021年至2025年建了多少？", set()),
        ("2021—25年建了多少？", set()),
        ("十四五期间建了多少？", set()),
        ("2012年以来建了多少？", set()),
        ("自2020年建了多少？", set()),
        ("连续24年增长是真的吗？", set()),
        ("24年来有什么变化？", set()),
        ("30年树龄的树有几棵？", set()),
        ("投入2000万元建了什么？", set()),
        ("2025个项目是哪些？", set()),
        ("2000亩农田在哪里？", set()),
        ("60岁以上年龄的人有多少？", set()),
        ("文明年度评选是谁做的", set()),
        ("《2025年政府工作报告》提到了几项工程？", set()),
        ("《2023年政府工作报告》提到了几项工程？", {2023}),
        ("How many sessions were held in 2024?", {2024}),
        ("What was the 2024 GDP?", {2024}),
        ("What was Sichuan's 2024 GDP?", {2024}),
        ("How many last year?", {2024}),
        ("What is planned for this year and next year?", {2025, 2026}),
        ("How much more than in 2023?", set()),
        ("How much did it grow in 2024 over the previous year?", {2024}),
        ("The number of 2000 households?", set()),
        ("How many from 2021 to 2025?", set()),
    ],
)
def test_years_asked(question: str, years: set[int]) -> None:
    assert years_asked(question, 2025) == years


def test_the_year_in_figures_behind_this_year_is_meant() -> None:
    assert years_asked("今年（2026年）打算新建多少个？", 2025) == {2026}


def test_without_a_report_year_only_numbers_count() -> None:
    assert years_asked("去年和2024年", None) == {2024}


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("2025年上海市政府工作报告", 2025),
        ("平罗县政协2025年工作回眸", 2025),
        ("二〇二四年工作总结", 2024),
        ("2025 Annual Report", 2025),
        ("关于2024年计划执行情况与2025年计划草案的报告", 2025),
        ("2024—2025年度工作报告", 2025),
        ("凝心聚力促发展", None),
    ],
)
def test_report_year(title: str, year: int | None) -> None:
    assert report_year(title) == year


@pytest.mark.parametrize(
    ("text", "name", "own", "reviewed"),
    [
        (COUNTY, "平罗县政协2025年工作回眸", 2025, 2025),
        (PROVINCE, "2025年广西政府工作报告", 2025, 2024),
        (
            "某局2025年工作总结\n\n一、主要工作\n\n做了三件事。\n\n二、2026年工作打算\n\n再做三件事。",
            "总结",
            2025,
            2025,
        ),
        (
            "常务委员会工作报告\n\n一、2024年工作回顾\n\n做了三件事。\n\n二、2025年主要任务\n\n再做。",
            "2025年报告",
            2025,
            2024,
        ),
        (
            "常务委员会工作报告\n\n一、主要工作\n\n做了三件事。\n\n二、今年的主要任务\n\n再做。",
            "2025年报告",
            2025,
            2024,
        ),
        ("工作报告\n\n做了三件事。", "报告", None, None),
    ],
)
def test_the_year_a_report_looks_back_on(text: str, name: str, own: int | None, reviewed: int | None) -> None:
    report = document(text, name)
    assert (document_year(report), reviewed_year(report)) == (own, reviewed)


@pytest.mark.parametrize(
    ("report", "piece", "years"),
    [
        (COUNTY_REPORT, "步履坚实", {2025}),
        (COUNTY_REPORT, "20余次", {2025}),
        (COUNTY_REPORT, "110余次", {2025}),
        (COUNTY_REPORT, "公园3个", {2023}),
        (COUNTY_REPORT, "20亩", {2023}),
        (COUNTY_REPORT, "提案8件", {2025}),
        (COUNTY_REPORT, "15万亩", {2025, 2027}),
        (PROVINCE_REPORT, "4.2%", {2024}),
        (PROVINCE_REPORT, "27家", {2024, 2025}),
        (PROVINCE_REPORT, "40万人", {2025}),
        (PROVINCE_REPORT, "6万个", {2024, 2025, 2030}),
        (PROVINCE_REPORT, "300个", {2024, 2025}),
    ],
)
def test_years_of(report: Document, piece: str, years: set[int]) -> None:
    start, end = sentence(report, piece)
    assert years_of(report, start, end) == years
    assert years_of(report, start) == years


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("How many proposals did the Qingxi County CPPCC file?", ["Qingxi County"]),
        ("When did phase one of the Hengxiu park start?", ["Hengxiu"]),
        ("How many proposals did the County file?", []),
        ("How many proposals did 平罗 County file in Ningxia?", []),
        ("What did the Next Generation plan say of Main Street?", []),
    ],
)
def test_a_name_in_pinyin_that_no_report_writes_is_missing(question: str, names: list[str]) -> None:
    told = [name for name, _ in missing(COUNTY_REPORT, question, "110余次")]
    assert told == names


def test_a_year_in_a_later_clause_of_a_sentence_holds_for_no_other_sentence() -> None:
    text = "2025年政府工作报告\n\n二、2025年重点工作\n\n开工输水管线，2027年底通水。全年接待游客520万人次。"
    report = document(text, "2025年政府工作报告")
    assert 2025 in years_of(report, *sentence(report, "520万"))


@pytest.mark.parametrize(
    ("question", "piece", "expected"),
    [
        ("2025年组织了多少次学习？", "110余次", []),
        ("今年组织了多少次学习？", "110余次", []),
        ("组织了多少次学习？", "110余次", []),
        ("2024年组织了多少次学习？", "110余次", [("2024年", "2025年")]),
        ("二〇二四年组织了多少次学习？", "110余次", [("2024年", "2025年")]),
        ("How many sessions in 2024?", "110余次", [("2024年", "2025年")]),
        ("去年建成公园几个？", "公园3个", [("2024年", "2023年")]),
        ("去年组织了多少次学习？", "110余次", []),
        ("去年（2025年）组织了多少次学习？", "110余次", []),
        ("去年（2024年）组织了多少次学习？", "110余次", [("2024年", "2025年")]),
        ("2023年城北公园占地多少？", "20亩", []),
        ("2025年比2022年多办理提案几件？", "提案8件", []),
        ("2022年办理提案几件？", "提案8件", [("2022年", "2025年")]),
        ("到2027年建成多少农田？", "15万亩", []),
        ("2025年平罗县组织了多少次学习？", "110余次", []),
        ("平罗县组织了多少次学习？", "110余次", []),
        ("平罗组织了多少次学习？", "110余次", []),
        ("宁夏平罗县组织了多少次学习？", "110余次", []),
        ("宁夏石嘴山市平罗县组织了多少次学习？", "110余次", []),
        ("宁夏回族自治区平罗县组织了多少次学习？", "110余次", []),
        ("石嘴山市政协组织了多少次学习？", "110余次", [("石嘴山市", "平罗县")]),
        ("宁夏石嘴山市政协组织了多少次学习？", "110余次", [("石嘴山市", "平罗县")]),
        ("宁夏组织了多少次学习？", "110余次", [("宁夏", "平罗县")]),
        ("Ningxia: how many sessions?", "110余次", [("宁夏", "平罗县")]),
        ("惠农区组织了多少次学习？", "110余次", [("惠农区", "平罗县")]),
        ("上海组织了多少次学习？", "110余次", [("上海", "平罗县")]),
        ("全县组织了多少次学习？", "110余次", []),
        ("与石嘴山市政协联动开展了什么？", "12条", []),
        ("灵沙乡提出建议几条？", "12条", []),
        ("平罗县灵沙乡提出建议几条？", "12条", []),
        ("石嘴山市灵沙乡提出建议几条？", "12条", []),
        ("高庄乡提出建议几条？", "12条", [("高庄乡", "平罗县")]),
        ("与江苏的合作协议有几份？", "12条", []),
        ("与福建的合作协议有几份？", "12条", [("福建", "平罗县")]),
        ("2024年石嘴山市组织了多少次学习？", "110余次", [("2024年", "2025年"), ("石嘴山市", "平罗县")]),
    ],
)
def test_mismatches_of_a_county_report(question: str, piece: str, expected: list[tuple[str, str]]) -> None:
    assert missing(COUNTY_REPORT, question, piece) == expected


@pytest.mark.parametrize(
    ("question", "piece", "expected"),
    [
        ("2024年广西地区生产总值增长多少？", "4.2%", []),
        ("去年广西地区生产总值增长多少？", "4.2%", []),
        ("2025年地区生产总值增长多少？", "4.2%", [("2025年", "2024年")]),
        ("今年地区生产总值增长目标是多少？", "5%左右", []),
        ("2025年地区生产总值目标是多少？", "5%左右", []),
        ("2024年城镇新增就业多少？", "40万人", [("2024年", "2025年")]),
        ("2023年城镇新增就业多少？", "40万人", [("2023年", "2025年")]),
        ("2024年启动的改造工程新增学位多少？", "6万个", []),
        ("2025年新增学位多少？", "6万个", []),
        ("2025年新建站点多少？", "300个", []),
        ("2023年新建站点多少？", "300个", [("2023年", "2024年、2025年")]),
        ("《2025年政府工作报告》说地区生产总值增长多少？", "4.2%", []),
        ("广西壮族自治区地区生产总值增长多少？", "4.2%", []),
        ("What was Guangxi's growth in 2024?", "4.2%", []),
        ("What was Yunnan's growth in 2024?", "4.2%", [("云南", "广西")]),
        ("广东地区生产总值增长多少？", "4.2%", [("广东", "广西")]),
        ("北京地区生产总值增长多少？", "4.2%", [("北京", "广西")]),
        ("南宁市地区生产总值增长多少？", "4.2%", [("南宁市", "广西")]),
        ("广西南宁的旅客吞吐量是多少？", "1500万", []),
        ("南宁市的旅客吞吐量是多少？", "1500万", []),
        ("桂林的旅客吞吐量是多少？", "1500万", [("桂林", "广西")]),
        ("与贵州的合作项目开工几个？", "12个", []),
        ("广西和贵州的合作项目开工几个？", "12个", []),
        ("与云南的合作项目开工几个？", "12个", [("云南", "广西")]),
        ("玉林和广东哪个市结对？", "30家", []),
    ],
)
def test_mismatches_of_a_province_report(question: str, piece: str, expected: list[tuple[str, str]]) -> None:
    assert missing(PROVINCE_REPORT, question, piece) == expected


def test_a_county_on_the_shelf_is_known_by_its_short_name() -> None:
    question = "惠农组织了多少次学习？"
    assert missing(COUNTY_REPORT, question, "110余次") == []
    assert missing(COUNTY_REPORT, question, "110余次", "惠农") == [("惠农", "平罗县")]


def test_a_report_without_year_and_place_refuses_no_year() -> None:
    report = document("工作报告\n\n组织学习3次。", "报告")
    assert missing(report, "2024年组织学习几次？", "3次") == []
    assert missing(report, "平罗县组织学习几次？", "3次") == [("平罗县", "报告")]


def test_the_newspaper_of_a_report_is_not_its_place() -> None:
    assert document_places(PROVINCE_REPORT) == {"广西", "广西壮族自治区"}
    assert document_places(COUNTY_REPORT) == {"平罗县"}


def test_a_mismatch_says_what_is_missing() -> None:
    mismatch = Mismatch(kind="year", asked="2024年", have="2025年")
    assert describe(mismatch) == "这里讲的是2025年，没有2024年的内容"


@pytest.mark.parametrize(
    ("title", "question", "shared"),
    [
        ("平罗县政协2025年工作回眸", "全县组织了多少次学习？", "全县"),
        ("平罗县政协2025年工作回眸", "我县组织了多少次学习？", "我县"),
        ("平罗县政协2025年工作回眸", "全市组织了多少次学习？", ""),  # the city around it
        ("2025年宁夏政府工作报告", "全区地区生产总值是多少？", "全区"),  # an autonomous region
        ("甲乙县政协工作报告", "全县组织了多少次学习？", "全县"),  # no gazetteer knows it
        ("平罗县政协2025年工作回眸", "全县域组织了多少次学习？", ""),
    ],
)
def test_all_of_the_county_is_the_county_that_the_report_is_of(
    title: str, question: str, shared: str
) -> None:
    spans = whole_shared(question, document(f"{title}\n\n组织了110余次学习。\n", title))
    assert "".join(question[start:end] for start, end in spans) == shared
