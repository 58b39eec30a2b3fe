from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huimou.corpus import build_document, read_corpus
from huimou.overview import MOST_POINTS, Overview, Point, asks_overview, overview, section_count
from huimou.types import Document

CORPUS = Path(__file__).parents[1] / "corpus"


@pytest.mark.parametrize(
    "question",
    [
        "报告分为哪几个部分？",
        "这份报告有几大部分？",
        "报告一共有几个部分",
        "有哪几个部分？",
        "目录",
        "报告的目录是什么？",
        "请列出报告的大纲",
        "报告的结构是怎样的？",
        "报告的各级标题有哪些",
        "这篇报道讲了哪些方面？",
        "这篇报道讲了哪几个方面的内容？",
        "文章从哪几个方面总结了全年工作？",
        "从哪些方面介绍了全年的工作？",
        "报告由哪几部分组成？",
        "政府工作报告分几章？",
        "2025年政府工作报告分为几个部分？",
        "上海市2025年政府工作报告分为哪几个部分？",
        "全文分成几块",
        "报告是怎么组织的？",
        "报告有几个部分，分别是什么？",
        "这篇报道分为哪五个部分？",
        "五个部分分别是什么？",
        "What are the five parts of the report?",
        "What sections does the report have?",
        "How many parts are there in the report?",
        "How is the report structured?",
        "table of contents",
        "List the sections of the report",
        "What are the main headings?",
    ],
)
def test_the_parts_are_asked_for(question: str) -> None:
    assert asks_overview(question) == Overview(kind="parts")


@pytest.mark.parametrize(
    ("question", "ordinals", "heading"),
    [
        ("第三部分讲了什么？", (3,), "第三部分"),
        ("请问报告的第三部分主要讲了什么内容", (3,), "第三部分"),
        ("第3部分说了些什么", (3,), "第3部分"),
        ("第二章主要内容", (2,), "第二章"),
        ("第二章的主要内容是什么？", (2,), "第二章"),
        ("概括一下第二部分", (2,), "第二部分"),
        ("总结第一大部分", (1,), "第一大部分"),
        ("介绍一下报告的第四部分", (4,), "第四部分"),
        ("第五部分有哪些内容？", (5,), "第五部分"),
        ("第四部分呢？", (4,), "第四部分"),
        ("第十二节讲了什么", (12,), "第十二节"),
        ("最后一部分", (-1,), "最后一部分"),
        ("最后一部分讲了什么？", (-1,), "最后一部分"),
        ("报告最后部分说了什么", (-1,), "最后部分"),
        ("倒数第二部分讲了什么", (-2,), "倒数第二部分"),
        ("第二部分的第三点讲了什么？", (2, 3), "第二部分"),
        ("第三部分分为哪几个方面？", (3,), "第三部分"),
        ("第三部分做了哪些工作？", (3,), "第三部分"),
        ("第三部分的标题是什么？", (3,), "第三部分"),
        ("把第三部分概括一下", (3,), "第三部分"),
        ("“坚持党的领导”这部分讲了什么？", (), "坚持党的领导"),
        ("“坚持党的领导”讲了什么", (), "坚持党的领导"),
        ("介绍一下提案工作那部分", (), "提案工作"),
        ("提案工作那部分讲了什么？", (), "提案工作"),
        ("2025年工作安排这一部分有哪些内容？", (), "2025年工作安排"),
        ("“三、2025年重点任务”主要内容是什么？", (), "三、2025年重点任务"),
        ("总结一下民生这部分的主要内容", (), "民生"),
        ("概括教育工作", (), "教育工作"),
        ("自身建设这一块，2025年做了哪些事？", (), "自身建设"),
        ("改善民生那一部分，讲了哪几方面的事？", (), "改善民生"),
        ("概括一下2025年县政协团结联谊方面的工作", (), "团结联谊"),
        ("What is section 3 about?", (3,), ""),
        ("What does the third part say?", (3,), ""),
        ("Summarize the last section", (-1,), ""),
        ("Please summarise part two of the report.", (2,), ""),
        ("chapter 4", (4,), ""),
        ("Tell me about section 3", (3,), ""),
    ],
)
def test_a_section_is_asked_for(question: str, ordinals: tuple[int, ...], heading: str) -> None:
    assert asks_overview(question) == Overview(kind="section", ordinals=ordinals, heading=heading)


@pytest.mark.parametrize(
    "question",
    [
        "概括全年工作",
        "请概括一下全年的工作。",
        "概括一下",
        "总结一下这份报告",
        "请你总结一下这篇报道的主要内容",
        "这篇文章主要讲了什么？",
        "这份报告讲了什么",
        "报告的主要内容是什么？",
        "主要内容",
        "本文讲的是什么？",
        "文章大意",
        "全年做了哪些工作？",
        "2025年县政协主要做了哪些工作？",
        "县政协2025年都做了什么？",
        "我市去年做了哪些工作",
        "过去一年取得了哪些成绩？",
        "去年的主要工作有哪些？",
        "全年主要工作",
        "报告讲了哪几件事？",
        "2025年，全县主要开展了哪些工作？",
        "全年工作情况怎么样？",
        "帮我写一份报告摘要",
        "给我一个简短的总结",
        "把报告概括一下",
        "对全年工作做个总结",
        "用三句话概括报告",
        "用一百字以内概括全文",
        "介绍一下这份报告",
        "简单介绍一下全年工作",
        "说说全年的工作",
        "报告有哪些要点？",
        "列出报告要点",
        "各部分分别讲了什么？",
        "概括每个部分的主要内容",
        "平罗县政协2025年工作回眸主要讲了什么？",
        "回顾一下2025年的工作",
        "Summarise the report",
        "Can you summarize this report, please?",
        "What is the report about?",
        "Give me an overview of the report",
        "What are the main points?",
        "What was done in 2025?",
        "What did the committee do last year?",
        "Summary",
        "tl;dr",
    ],
)
def test_the_whole_is_asked_for(question: str) -> None:
    asked = asks_overview(question)
    assert asked is not None
    assert (asked.kind, asked.ordinals, asked.brief) == ("whole", (), False)


@pytest.mark.parametrize(
    "question",
    [
        "用一句话概括",
        "用一句话概括全年工作",
        "一句话总结这份报告",
        "请用一句话说说这篇文章讲了什么",
        "Summarize the report in one sentence",
        "Give me a one-sentence summary",
    ],
)
def test_one_sentence_is_asked_for(question: str) -> None:
    asked = asks_overview(question)
    assert asked is not None
    assert (asked.kind, asked.brief) == ("whole", True)


@pytest.mark.parametrize(
    "question",
    [
        "概括起来就是三个什么？",
        "第三部分提案工作收到多少件提案？",
        "第三部分里委员讲堂办了几期？",
        "去年的主要工作是什么主题",
        "报告里提到几部法规",
        "报告提到了几个镇？",
        "报告的记者是谁？",
        "这篇报道的记者是谁？",
        "报告的标题是什么？",
        "总结会开了几次？",
        "总结表彰大会在哪里召开？",
        "总结了哪些经验？",
        "提案工作做了哪些创新？",
        "就提案做了哪些工作？",
        "为支持政协做了哪些工作？",
        "老旧小区做了哪些工作？",
        "重点工作分为哪几个方面？",
        "就重点工作向县委请示报告了几次？",
        "请示报告的主要内容是什么？",
        "调研报告分为哪几个部分？",
        "六学联动体系分为哪几个部分？",
        "第三次会议讲了什么？",
        "第三季度做了哪些工作？",
        "第三产业占比多少？",
        "第十三辑讲了什么？",
        "哪部分讲了提案？",
        "大部分委员做了什么？",
        "有多少部分委员参加？",
        "章节里的图片是谁拍的？",
        "目录里有几件提案？",
        "建议的主要内容有哪些？",
        "提案的主要内容是什么？",
        "学习的内容是什么？",
        "举办了几期培训班？",
        "2025年工作以什么为主线？",
        "2025年平罗县政协共组织开展了多少次各类学习？",
        "全年开展了几次基层协商？",
        "全年工作的主线是什么？",
        "全年办了哪些实事？",
        "主要成绩是多少分？",
        "取得了哪些荣誉？",
        "“六学联动”体系包括哪六学？",
        "开展民主监督的议题有哪些？",
        "县政协领导班子去了哪些地方招商？",
        "河北省政府2025年重点抓哪八个方面的工作？",
        "怎样帮助困难群众？",
        "那委员讲堂呢？",
        "他们提了几条建议？",
        "介绍一下委员讲堂",
        "说说招商情况",
        "关于碳基材料提出了20条建议，对吗？",
        "回顾展办了几场？",
        "摘要奖颁给了谁？",
        "用一句话能说明增长了多少吗？",
        "你好",
        "谢谢",
        "今天天气怎么样？",
        "概括性强的提案有几件",
        "“六学联动”是什么？",
        "几点？",
        "包括哪些方面？",
        "有哪几块？",
        "分五个部分举办的展览有几场？",
        "一个部分",
        "“金点子”有哪些内容？",
        "新区的重要组成部分是什么？",
        "最受关注的部分是什么？",
        "运动系统的主要部分包括哪些？",
        "占比较大部分的是什么产业？",
        "",
        "？？",
        "What does the report say about tourism?",
        "How many sections of road were rebuilt?",
        "How many recommendations were made on urban renewal?",
        "What is the total budget of part 3?",
        "How much did exports grow?",
        "Which part of the city was rebuilt?",
        "What was done about the farmland?",
        "Who wrote the report?",
    ],
)
def test_ordinary_questions_stay_so(question: str) -> None:
    assert asks_overview(question) is None


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("教育方面做了哪些工作？", "教育"),
        ("在乡村振兴方面开展了哪些工作？", "乡村振兴"),
        ("2025年县政协在自身建设方面做了哪些工作？", "自身建设"),
        ("围绕茶叶，这一年委员们都做了哪些事？", "茶叶"),
        ("2024年为了治空气污染都做了什么，效果怎样？", "治空气污染"),
        ("今年保平安、守安全那一节主要讲了哪些事？", "保平安、守安全"),
    ],
)
def test_a_topic_is_asked_all_about(question: str, topic: str) -> None:
    assert asks_overview(question) == Overview(kind="topic", heading=topic)


@pytest.mark.parametrize(
    "question", ["社会法制委员会做了哪些工作？", "委员在社区做了什么？", "在哪些方面做了工作？"]
)
def test_who_did_what_is_no_topic(question: str) -> None:
    asked = asks_overview(question)
    assert asked is None or asked.kind != "topic"


FILLER = "各项工作有序推进，群众满意度持续提升，营商环境不断优化，社会大局保持稳定。"

REPORT = f"""某地2025年工作报告

各位代表：
现在，我代表政府向大会报告工作，请予审议。

一、2025年工作回顾
2025年，全区生产总值增长5.2%，城镇新增就业3.1万人，主要指标好于预期。{FILLER}
（一）产业发展迈出新步伐。新增规模以上企业42家，产业投资增长9.8%。{FILLER}
（二）民生福祉得到新改善。改造老旧小区35个，新建学校4所，新增学位2600个。{FILLER}

二、2026年工作安排
今年生产总值预期增长5%左右，城镇新增就业3万人，产业投资增长8%以上。{FILLER}
（一）推动产业转型升级。新增规模以上企业30家，建成标准厂房10万平方米。
（二）持续增进民生福祉。改造老旧小区20个，新建养老服务中心6个，新增床位300张。
（三）加强生态环境保护。完成造林5000亩，治理河道12公里，空气优良天数达到320天。

三、加强政府自身建设
坚持依法行政，自觉接受人大法律监督和政协民主监督，办理建议提案210件。{FILLER}

附件
名词解释
规模以上企业：指年主营业务收入2000万元及以上的工业企业法人单位。
"""

PLAIN = """今年的宣传工作紧紧围绕中心任务展开，全年刊发稿件320篇。

读书活动深入基层，共举办读书分享会16场，参加者超过900人次。

志愿服务形成品牌，组织义诊、普法、助农等活动48场。
"""


def document(text: str) -> Document:
    return build_document(text, name="报告", path="报告.txt", sha256="")


def shown(asked: Overview, report: Document) -> list[str]:
    points = overview(asked, report)
    assert points is not None
    return [report.text[point.start : point.end] for point in points]


def headings(asked: Overview, report: Document) -> list[str]:
    points = overview(asked, report)
    assert points is not None
    return [report.text[point.start : point.end] for point in points if point.role == "heading"]


TOP = ["一、2025年工作回顾", "二、2026年工作安排", "三、加强政府自身建设"]


def test_the_parts_are_the_headings_of_the_top_level_without_appendices() -> None:
    assert shown(Overview(kind="parts"), document(REPORT)) == TOP
    assert section_count(document(REPORT)) == 3


def test_a_single_top_heading_gives_way_to_those_below() -> None:
    report = document("一、工作回顾\n（一）抓产业。" + FILLER + "\n（二）抓民生。" + FILLER)
    assert shown(Overview(kind="parts"), report) == ["（一）抓产业", "（二）抓民生"]


def test_the_whole_is_every_part_with_sentences_of_its_own() -> None:
    report = document(REPORT)
    points = overview(Overview(kind="whole"), report)
    assert points is not None
    assert headings(Overview(kind="whole"), report) == TOP
    roles = "".join(point.role[0] for point in points)
    assert all(len(run) in (1, 2) for run in roles.split("h")[1:])


def test_a_key_sentence_is_said_once() -> None:
    sentences = shown(Overview(kind="whole"), document(REPORT))
    assert len(set(sentences)) == len(sentences)


def test_a_key_sentence_has_figures_and_is_not_the_formula_of_the_assembly() -> None:
    sentences = shown(Overview(kind="whole"), document(REPORT))
    assert "2025年，全区生产总值增长5.2%，城镇新增就业3.1万人，主要指标好于预期。" in sentences
    assert not any("请予审议" in sentence for sentence in sentences)


@pytest.mark.parametrize(
    ("asked", "heading"),
    [
        (Overview(kind="section", ordinals=(2,), heading="第二部分"), TOP[1]),
        (Overview(kind="section", ordinals=(-1,), heading="最后一部分"), TOP[2]),
        (Overview(kind="section", ordinals=(-3,)), TOP[0]),
        (Overview(kind="section", ordinals=(2, 3)), "（三）加强生态环境保护"),
        (Overview(kind="section", heading="2026年工作安排"), TOP[1]),
        (Overview(kind="section", heading="二、2026年工作安排"), TOP[1]),
        (Overview(kind="section", heading="政府自身建设"), TOP[2]),
        (Overview(kind="section", heading="生态环境的保护"), "（三）加强生态环境保护"),
        (Overview(kind="whole", heading="2026年工作安排"), TOP[1]),
        (Overview(kind="whole", heading="2026年主要工作"), TOP[1]),
        (Overview(kind="whole", heading="二〇二五年"), TOP[0]),
    ],
)
def test_a_section_is_found_by_place_or_words(asked: Overview, heading: str) -> None:
    assert headings(asked, document(REPORT))[0] == heading


def test_a_section_is_its_headings_and_key_sentences() -> None:
    points = overview(Overview(kind="section", ordinals=(2,)), document(REPORT))
    assert points is not None
    assert [point.level for point in points if point.role == "heading"] == [1, 2, 2, 2]
    assert 3 <= sum(point.role == "sentence" for point in points) <= 5


@pytest.mark.parametrize(
    "asked",
    [
        Overview(kind="section", ordinals=(4,), heading="第四部分"),
        Overview(kind="section", ordinals=(0,)),
        Overview(kind="section", ordinals=(3, 1)),
        Overview(kind="section", ordinals=(-4,)),
        Overview(kind="section", heading="提案工作"),
        Overview(kind="section", heading="2027年工作安排"),
        Overview(kind="section", heading="的"),
    ],
)
def test_a_section_that_is_not_there_is_none(asked: Overview) -> None:
    assert overview(asked, document(REPORT)) is None


def test_a_number_that_is_written_counts_before_a_place() -> None:
    body = "\n" + FILLER + "\n"
    report = document(f"前言\n{FILLER}\n" + body.join(["一、抓产业", "二、抓民生", "三、抓生态", ""]))
    assert headings(Overview(kind="section", ordinals=(2,), heading="第二部分"), report)[0] == "二、抓民生"


def test_paragraphs_stand_in_for_sections_where_there_are_no_headings() -> None:
    report = document(PLAIN)
    paragraphs = PLAIN.split("\n\n")
    assert section_count(report) == 3
    assert shown(Overview(kind="whole"), report) == [paragraph.strip() for paragraph in paragraphs]
    assert shown(Overview(kind="section", ordinals=(2,)), report) == [paragraphs[1]]
    assert overview(Overview(kind="section", ordinals=(4,)), report) is None


@pytest.mark.parametrize("heading", ["全年工作", "2024年工作", "去年"])
def test_the_whole_is_meant_if_no_part_is_headed_so(heading: str) -> None:
    assert headings(Overview(kind="whole", heading=heading), document(REPORT)) == TOP


@pytest.mark.parametrize("question", ["2025年政府工作报告主要讲了什么？", "概括2025年工作报告"])
def test_the_year_of_the_report_is_not_the_year_of_a_part(question: str) -> None:
    asked = asks_overview(question)
    assert asked is not None
    assert headings(asked, document(REPORT)) == TOP


def test_the_year_of_the_work_is() -> None:
    asked = asks_overview("2025年主要做了哪些工作？")
    assert asked is not None
    assert headings(asked, document(REPORT))[0] == TOP[0]


def test_one_sentence_is_one_sentence() -> None:
    assert len(shown(Overview(kind="whole", brief=True), document(REPORT))) == 1


def test_the_name_of_the_report_stands_for_all_of_it() -> None:
    report = document(REPORT)
    named = Overview(kind="section", heading="某地2025年工作报告")
    assert shown(named, report) == shown(Overview(kind="whole"), report)


def test_captions_are_no_key_sentences() -> None:
    caption = "图为委员在某村调研高标准农田建设情况，走访农户120户。"
    report = document(f"一、抓产业\n{FILLER}\n\n\n{caption}\n\n\n二、抓民生\n{FILLER}新增床位300张。\n")
    assert caption not in shown(Overview(kind="whole"), report)


@pytest.fixture(scope="module")
def shipped() -> Document:
    return read_corpus(CORPUS)[0]


def test_the_shipped_report_has_five_parts(shipped: Document) -> None:
    parts = shown(Overview(kind="parts"), shipped)
    assert [part[0] for part in parts] == ["1", "2", "3", "4", "5"]
    assert section_count(shipped) == 5


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("第三部分讲了什么？", "3 坚持发挥优势"),
        ("最后一部分讲了什么？", "5 坚持强基固本"),
        ("“坚持党的领导”这部分讲了什么？", "1 坚持党的领导"),
        ("What is section 2 about?", "2 坚持主责主业"),
        ("概括全年工作", "1 坚持党的领导"),
        ("平罗县政协2025年工作回眸讲了什么", "1 坚持党的领导"),
    ],
)
def test_questions_about_the_shipped_report(shipped: Document, question: str, first: str) -> None:
    asked = asks_overview(question)
    assert asked is not None
    assert shown(asked, shipped)[0].startswith(first)


def test_no_point_of_the_shipped_report_is_a_caption(shipped: Document) -> None:
    captions = {p.number for p in shipped.paragraphs if p.kind == "caption"}
    for asked in (Overview(kind="whole"), *(Overview(kind="section", ordinals=(n,)) for n in range(1, 6))):
        points = overview(asked, shipped)
        assert points is not None
        assert captions.isdisjoint(shipped.paragraph_at(point.start).number for point in points)


LINES = st.sampled_from(
    [
        "一、回顾",
        "二、安排",
        "（一）抓产业。建成项目12个，完成投资30亿元，同比增长8%。",
        "（二）抓民生",
        "第三部分 展望",
        "# 总览",
        "1 概况",
        "附件",
        FILLER,
        FILLER * 5,
        "共办理提案85件，满意率达到98%。",
        "图为会议现场。",
        "",
        "各位代表：",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(LINES, max_size=40).map("\n".join))
ASKED = st.builds(
    Overview,
    kind=st.sampled_from(["parts", "section", "whole"]),
    ordinals=st.lists(st.integers(-5, 15), max_size=2).map(tuple),
    heading=st.sampled_from(["", "回顾", "抓民生", "第三部分", "2025年", "项目投资"]),
    brief=st.booleans(),
)


@settings(deadline=None)
@given(TEXTS, ASKED)
def test_points_are_few_apart_and_in_reading_order(text: str, asked: Overview) -> None:
    report = document(text)
    points = overview(asked, report)
    if points is None:
        assert asked.kind == "section"
        return
    assert len(points) <= MOST_POINTS
    assert all(0 <= point.start < point.end <= len(report.text) for point in points)
    assert all(one.end <= other.start for one, other in pairwise(points))
    heads = {(section.start, section.heading_end) for section in report.sections}
    assert all(((point.start, point.end) in heads) == (point.role == "heading") for point in points)
    assert all(15 <= point.end - point.start <= 180 for point in points if point.role == "sentence")
    assert all(text_of(report, point).strip() == text_of(report, point) for point in points)


def text_of(report: Document, point: Point) -> str:
    return report.text[point.start : point.end]


@given(st.text(max_size=150))
def test_any_text_can_be_asked(text: str) -> None:
    asked = asks_overview(text)
    assert asked is None or asked.kind in ("parts", "section", "whole")


WORDS = [
    "的",
    "第",
    "一",
    "三",
    "部分",
    "讲",
    "了",
    "什么",
    "县",
    "政协",
    "全年",
    "工作",
    "报告",
    "概括",
    "一下",
    "主要",
    "内容",
    "在",
    "，",
    "“",
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=110))
def test_repetition_does_not_confuse_the_patterns(pieces: list[str]) -> None:
    begin = time.perf_counter()
    asks_overview("".join(pieces))
    assert time.perf_counter() - begin < 2
