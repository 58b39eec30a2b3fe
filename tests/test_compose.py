"""Spans become replies."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huimou.chunk import chunk_document
from huimou.compose import (
    analyse,
    cite,
    compose_answer,
    compose_overview,
    compose_several,
    decline,
    escape_markdown,
    source_line,
)
from huimou.corpus import build_document
from huimou.overview import asks_overview, overview, topic_points
from huimou.read import Evidence, Span
from huimou.types import Answer, Document, Hit

DOCUMENT = build_document(
    "平安县2025年工作总结\n\n一、协商\n\n先说一句。全年开展协商6次，提出建议12条。再说一句。\n\n"
    "二、学习\n\n围绕“城市更新”“校园安全”“医共体建设”三个议题开展调研。赴江苏、北京等地招商。",
    name="平安县2025年工作总结",
    path="报告.txt",
    sha256="",
)


def span(document: Document, text: str, logit: float = 3.0) -> Span:
    start = document.text.index(text)
    chunk = next(c for c in chunk_document(document, 0) if c.start <= start and start + len(text) <= c.end)
    scores = tuple(float(begin <= start < end) for begin, end in chunk.sentences)
    hit = Hit(rank=1, score=1.0, document=document, chunk=chunk, sentences=scores)
    evidence = Evidence(margin=logit, answerable=logit, passage=1.0, sentence=1.0)
    return Span(start=start, end=start + len(text), hit=hit, evidence=evidence, logit=logit)


def reply(question: str, *texts: str, logit: float = 3.0, document: Document = DOCUMENT) -> Answer:
    spans = [span(document, text, logit - rank) for rank, text in enumerate(texts)]
    return compose_answer(analyse(question), spans, [one.hit for one in spans], threshold=0.5)


def test_a_fact_is_the_span_then_its_sentence_then_its_place() -> None:
    given = reply("开展了几次协商？", "6次")
    (citation,) = given.citations
    assert (given.kind, given.abstained, given.answer) == ("fact", False, "6次")
    assert citation.quote == DOCUMENT.text[citation.start : citation.end] == "全年开展协商6次，提出建议12条。"
    assert source_line(citation) == "《平安县2025年工作总结》 一、协商，第 3 段"
    assert given.text.startswith("**6次** \\[1\\]\n\n> 原文：全年开展协商6次")


def test_a_span_grows_to_the_whole_figure() -> None:
    assert reply("开展了几次协商？", "6").answer == "6次"


def test_the_unit_that_was_asked_for_wins_over_the_better_score() -> None:
    assert reply("提出了几条建议？", "6次", "12条").answer == "12条"


PLANS = build_document(
    "2025年平安县政府工作报告\n\n一、2024年工作回顾\n\n中欧班列发运118列，上年为92列。青山镇种茶3万亩。云岭乡种茶2万亩。"
    "高新技术企业达674家。\n\n二、2025年重点工作\n\n高新技术企业突破750家。",
    name="2025年平安县政府工作报告",
    path="报告.txt",
    sha256="",
)


@pytest.mark.parametrize(
    ("question", "first", "second", "answer"),
    [
        ("高新技术企业要达到多少家？", "674家", "突破750家", "突破750家"),
        ("高新技术企业有多少家？", "突破750家", "674家", "674家"),
        ("2023年中欧班列发运多少列？", "118列", "92列", "92列"),
        ("2024年中欧班列发运多少列？", "92列", "118列", "118列"),
        ("云岭乡种了多少亩茶？", "3万亩", "2万亩", "2万亩"),
    ],
    ids=["planned", "done", "the year before", "the year itself", "place"],
)
def test_what_the_question_names_comes_before_the_better_score(
    question: str, first: str, second: str, answer: str
) -> None:
    assert reply(question, first, second, document=PLANS).answer == answer


def test_up_or_down_is_told_with_its_figure() -> None:
    document = build_document("总结\n\n受理来信194件，同比下降11.4%。", name="总结", path="a.txt", sha256="")
    assert reply("来信件数是升是降，幅度多大？", "11.4%", document=document).answer == "下降11.4%"
    assert reply("来信件数下降多少？", "11.4%", document=document).answer == "11.4%"


def test_where_a_list_is_asked_for_a_list_needs_less_confidence() -> None:
    assert reply("围绕哪些议题开展调研？", "“校园安全”", logit=-0.8).kind == "list"
    assert reply("提出了几条建议？", "12条", logit=-0.8).abstained


def test_several_answers_are_one_with_each_sentence_quoted_once() -> None:
    asked = (("提出了几条建议？", "12条"), ("开展了几次协商？", "6次"), ("去哪里招商？", "江苏、北京"))
    answers = [reply(*one) for one in asked]
    given = compose_several("提了几条建议，开展了几次协商，去哪里招商？", answers)
    assert given.answer == "12条；6次；江苏、北京"
    assert [citation.marker for citation in given.citations] == [1, 2]
    marked = [DOCUMENT.text[slice(*place)] for place in given.citations[0].spans]
    assert marked == ["6次", "12条"]
    assert given.text.startswith(
        "- **12条** \\[1\\]\n- **6次** \\[1\\]\n- **江苏、北京** \\[2\\]\n\n> 原文："
    )


def test_sentences_on_a_topic_say_that_they_may_not_be_all() -> None:
    asked = reply("开展了几次协商？", "6次")
    points = topic_points("协商", asked.hits)
    given = compose_overview(
        "协商方面做了哪些工作？", points, DOCUMENT, asked.hits, english=False, looked_up=True
    )
    assert given.text.startswith("报告里与此最有关的内容（可能不全）：\n\n- ")
    assert "全年开展协商6次" in given.answer
    assert topic_points("航天", asked.hits) == []


def test_a_list_is_whole_though_the_reader_found_one_item() -> None:
    given = reply("围绕哪些议题开展调研？", "“校园安全”")
    assert given.kind == "list"
    assert given.answer == "城市更新、校园安全、医共体建设"
    assert given.text.startswith("共三项\n\n- **城市更新** \\[1\\]\n")


def test_how_is_answered_by_the_clauses_that_say_how() -> None:
    told = "针对校门口的拥堵问题，与交警、学校协商，推动“人车分流”项目落地。"
    document = build_document(f"平安县总结\n\n{told}", name="平安县总结", path="a.txt", sha256="")
    given = reply("校门口的拥堵怎么解决的？", "针对校门口的拥堵问题", document=document)
    assert given.kind == "list"
    assert given.answer == "与交警、学校协商、推动“人车分流”项目落地"


def test_a_wrong_figure_is_corrected() -> None:
    given = reply("提出了20条建议，对吗？", "12条")
    assert (given.kind, given.answer) == ("correction", "12条")
    assert given.text.startswith("不是20条，报告写的是**12条** \\[1\\]")


@pytest.mark.parametrize(
    ("question", "kind", "begins"),
    [
        ("办的是第二届丰收节，对吗？", "correction", "不是第二届，报告写的是**第三届**"),
        ("办的是第三届丰收节，对吗？", "fact", "是的，报告写的是**第三届**"),
    ],
)
def test_a_place_in_a_row_is_corrected_or_confirmed(question: str, kind: str, begins: str) -> None:
    document = build_document("平安县总结\n\n举办第三届丰收节。", name="平安县总结", path="a.txt", sha256="")
    given = reply(question, "第三届", document=document)
    assert (given.kind, given.answer) == (kind, "第三届")
    assert given.text.startswith(begins)


def test_why_is_answered_by_what_the_reader_found_and_made_no_list_of() -> None:
    told = "受土地出让收入下滑、刚性支出增长影响，财力趋紧。"
    document = build_document(f"平安县总结\n\n{told}", name="平安县总结", path="a.txt", sha256="")
    given = reply("为什么财力趋紧？", "土地出让收入下滑、刚性支出增长", document=document)
    assert (given.kind, given.answer) == ("fact", "土地出让收入下滑、刚性支出增长")


def test_a_name_that_was_cut_is_whole() -> None:
    document = build_document(
        "平安县总结\n\n由副主席韩素云带队调研。", name="平安县总结", path="a.txt", sha256=""
    )
    assert reply("是谁带队调研的？", "韩素", document=document).answer == "韩素云"


@pytest.mark.parametrize(
    ("question", "abstained"),
    [
        ("第二届恳谈会签约几个项目？", True),
        ("首届恳谈会签约几个项目？", False),
        ("“柳政通”小程序签约几个项目？", True),
        ("“柳商回归”恳谈会签约几个项目？", False),
    ],
)
def test_what_is_quoted_or_counted_must_be_what_the_evidence_speaks_of(
    question: str, abstained: bool
) -> None:
    told = "举办第一届“柳商回归”恳谈会，签约项目7个。"
    document = build_document(f"平安县总结\n\n{told}", name="平安县总结", path="a.txt", sha256="")
    assert reply(question, "7个", logit=0.2, document=document).abstained is abstained


def test_the_clauses_behind_a_colon_are_a_list() -> None:
    told = "看到不足：协商议题还不够精准，成果转化还不够充分，主动性有待增强。"
    document = build_document(f"平安县总结\n\n{told}", name="平安县总结", path="a.txt", sha256="")
    given = reply("工作有哪些不足？", "成果转化还不够充分", document=document)
    assert given.answer == "协商议题还不够精准、成果转化还不够充分、主动性有待增强"


def test_a_way_joined_by_a_plus_sign_is_one() -> None:
    told = "采取“点题+征集”模式收集信息。"
    document = build_document(f"平安县总结\n\n{told}", name="平安县总结", path="a.txt", sha256="")
    assert reply("采取什么模式？", "点题+征集", document=document).answer == "点题+征集"


def test_a_right_figure_is_confirmed() -> None:
    given = reply("提出了12条建议，对吗？", "12条")
    assert (given.kind, given.answer) == ("fact", "12条")
    assert given.text.startswith("是的，报告写的是**12条**")


@pytest.mark.parametrize(
    ("question", "text", "logit", "reason"),
    [
        ("主席是谁？", "6次", 3.0, "报告中没有写明是谁。"),
        ("协商会是哪一天开的？", "协商", 3.0, "报告中没有写明时间。"),
        ("招商花了多少钱？", "江苏", 3.0, "报告中没有写明金额。"),
        ("新建了多少公里公路？", "6次", 3.0, "报告中没有写明这个数字。"),
        ("以什么为主线？", "协商", -3.0, "报告中没有提到这个问题的答案。"),
    ],
)
def test_a_refusal_says_what_is_missing_and_shows_the_nearest(
    question: str, text: str, logit: float, reason: str
) -> None:
    given = reply(question, text, logit=logit)
    assert (given.kind, given.abstained, given.answer) == ("refusal", True, "")
    assert given.text.startswith(reason)
    assert "最接近的内容（不是答案）" in given.text
    assert len(given.citations) == 1


@pytest.mark.parametrize("question", ["2023年开展了几次协商？", "江苏省开展了几次协商？"])
def test_another_year_or_place_is_refused_by_name(question: str) -> None:
    given = reply(question, "6次", logit=6.0)
    assert given.abstained
    assert question[:3] in given.text


def test_an_english_question_gets_english_words_around_the_report_s_own() -> None:
    text = reply("How many consultations were held?", "6次").text
    assert "The report says: 全年开展协商6次" in text
    assert "Source: 《" in text


def test_without_hits_there_is_no_answer_and_no_citation() -> None:
    given = compose_answer(analyse("几次？"), [], [], threshold=0.5)
    assert (given.answer, given.abstained, given.kind, given.citations) == ("", True, "refusal", ())


def test_an_overview_cites_each_of_its_points() -> None:
    asked = asks_overview("报告分为哪几个部分？")
    assert asked is not None
    points = overview(asked, DOCUMENT)
    assert points is not None
    given = compose_overview("报告分为哪几个部分？", points, DOCUMENT, [], english=False)
    assert (given.kind, given.answer) == ("overview", "一、协商、二、学习")
    assert [citation.quote for citation in given.citations] == ["一、协商", "二、学习"]


_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_NOUNS = st.sampled_from(["建议", "会议", "培训", "道路", "项目", "就业", "投资", "活动"])
_UNITS = st.sampled_from(["条", "次", "余次", "公里", "个", "万人", "亿元", "%", "多场"])


@settings(deadline=None, max_examples=1000)
@given(
    st.lists(st.tuples(_NOUNS, st.integers(1, 9999), _UNITS), min_size=1, max_size=6),
    st.sampled_from(
        [
            "{}有多少？",
            "{}增长了多少？",
            "{}是{}吗？",
            "{}是{}，对吗？",
            "有哪些{}？",
            "2024年{}多少？",
            "How many {}?",
        ]
    ),
    st.integers(0, 5),
    st.floats(-4, 6),
)
def test_every_figure_of_a_reply_stands_in_a_cited_sentence(
    told: list[tuple[str, int, str]], wording: str, which: int, logit: float
) -> None:
    body = "，".join(f"完成{noun}{number}{unit}" for noun, number, unit in told)
    document = build_document(f"平安县2025年总结\n\n{body}。", name="平安县总结", path="a.txt", sha256="")
    noun, number, unit = told[which % len(told)]
    question = wording.format(noun, f"{number + 1}{unit}")
    answer = reply(question, f"{number}{unit}", logit=logit, document=document)
    # A refusal also names the report's own year, which stands in its title.
    quotes = " ".join([document.title, *(citation.quote for citation in answer.citations)])
    own = re.sub(r"\\\[\d+\\\]|出处：.*|Source: .*", "", answer.text)
    for figure in _FIGURE.findall(answer.answer) + _FIGURE.findall(own):
        assert figure in quotes or figure in question


def test_json_has_the_fields_of_the_contract() -> None:
    table = reply("开展了几次协商？", "6次").to_json()
    assert list(table) == [
        *("question", "answer", "kind", "abstained", "confidence", "text"),
        *("citations", "hits", "elapsed_ms"),
    ]
    assert list(table["citations"][0]) == [
        *("marker", "document", "path", "section", "paragraph", "start", "end", "quote")
    ]
    assert list(table["hits"][0]) == ["rank", "score", "document", "start", "end", "text"]


def test_a_decline_holds_its_message() -> None:
    assert decline("？", "请输入问题").text == "请输入问题"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "**粗**_斜_`码`",
        "[链](javascript:x)",
        "$$x$$",
        "# 题",
        "C:\\a\\b",
        "|表|",
        "~~删~~",
    ],
)
def test_markdown_in_a_report_is_escaped(text: str) -> None:
    escaped = escape_markdown(text)
    for mark in "<>*_`[]()$#|~":
        assert escaped.count(mark) == escaped.count("\\" + mark)


@pytest.mark.parametrize("text", ["www.a.cn", "http://a.cn", "a@b.cn"])
def test_an_address_in_a_report_does_not_become_a_link(text: str) -> None:
    escaped = escape_markdown(text)
    assert "www." not in escaped
    assert "http:" not in escaped
    assert not re.search(r"[^\\]@", escaped)


def test_a_figure_stays_verbatim() -> None:
    assert escape_markdown("增长3.5%，达到1,158.8亿元") == "增长3.5%，达到1,158.8亿元"


def test_a_citation_in_front_matter_has_no_section() -> None:
    assert cite(DOCUMENT, 0, 7, marker=2).section == ""
