"""Answers become a document: read back with python-docx and with a CommonMark parser."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.document import Document as WordFile
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from huimou.compose import analyse, cite, compose_answer, compose_overview, decline, say
from huimou.export import to_docx, to_markdown
from huimou.export.record import make_record, printable, read_reply
from huimou.overview import Point, asks_overview, overview
from huimou.types import Answer
from tests.test_compose import DOCUMENT, span

SIX = "全年开展协商6次，提出建议12条。"
BUILT = "2026-11-26 10:00"
HOSTILE = (
    "<script>alert(1)</script> **粗** =cmd|'/c calc'!A0 ]]> [1](http://a.cn) {HYPERLINK x} &amp; `a` \\* 1"
)


def reply(question: str, *texts: str, logit: float = 3.0) -> Answer:
    spans = [span(DOCUMENT, text, logit) for text in texts]
    return compose_answer(analyse(question), spans, [one.hit for one in spans], threshold=0.5)


def gist() -> Answer:
    asked = asks_overview("报告分为哪几个部分？")
    assert asked is not None
    points = overview(asked, DOCUMENT)
    assert points is not None
    return compose_overview("报告分为哪几个部分？", points, DOCUMENT, [], english=False)


def odd(question: str, quote: str) -> Answer:
    """An answer whose question and source hold anything."""
    (citation,) = reply("开展了几次协商？", "6次").citations
    return replace(
        reply("开展了几次协商？", "6次"),
        question=question,
        citations=(replace(citation, quote=quote, section=quote, document=quote),),
    )


ALL = [
    reply("开展了几次协商？", "6次"),
    reply("围绕哪些议题开展调研？", "“校园安全”"),
    reply("提出了20条建议，对吗？", "12条"),
    reply("主席是谁？", "6次"),
    gist(),
    decline("？", "请输入问题"),
    say("你好", "你好！"),
]
"""Of each kind one; the first, the third and the fourth cite the same sentence."""


def word(answers: list[Answer], built: str = BUILT) -> WordFile:
    return docx.Document(io.BytesIO(to_docx(answers, built=built)))


def lines(file: WordFile) -> list[tuple[str, str]]:
    """(style, text) of each paragraph."""
    return [(p.style.name or "", p.text) for p in file.paragraphs if p.style]


def shown(markdown: str) -> str:
    """What a reader of rendered Markdown sees; that it is nothing but text, is checked."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    told = ""
    for token in parser.parse(markdown):
        assert token.type not in (
            "html_block",
            "code_block",
            "fence",
            "hr",
            "table_open",
            "ordered_list_open",
        )
        for child in token.children or []:
            assert child.type in ("text", "text_special", "strong_open", "strong_close"), child
            told += child.content
        told += "\n" if token.type == "inline" else ""
    return told


def test_an_answer_is_a_heading_and_its_short_answer_in_bold_with_the_number_of_its_source() -> None:
    assert to_markdown([ALL[0]], built=BUILT) == (
        "# 问答记录\n\n索引建立时间：2026-11-26 10:00\n\n"
        "## 开展了几次协商？\n\n**6次** [1]\n\n"
        f"## 出处\n\n[1] 《平安县2025年工作总结》 一、协商，第 3 段\n\n> {SIX}\n"
    )


def test_the_word_file_says_the_same_in_real_styles() -> None:
    assert lines(word([ALL[0]])) == [
        ("Title", "问答记录"),
        ("Normal", "索引建立时间：2026-11-26 10:00"),
        ("Heading 2", "开展了几次协商？"),
        ("Normal", "6次[1]"),
        ("Heading 2", "出处"),
        ("Normal", "[1] 《平安县2025年工作总结》 一、协商，第 3 段"),
        ("Quote", SIX),
    ]


def test_the_short_answer_is_bold_in_word() -> None:
    (paragraph,) = [p for p in word([ALL[0]]).paragraphs if p.text == "6次[1]"]
    assert [run.text for run in paragraph.runs if run.bold] == ["6次"]


def test_the_items_of_a_list_are_list_items() -> None:
    items = ["城市更新", "校园安全", "医共体建设"]
    assert "共三项\n\n" + "\n".join(f"- **{item}** [1]" for item in items) in to_markdown([ALL[1]], built="")
    bullets = [text for style, text in lines(word([ALL[1]])) if style == "List Bullet"]
    assert bullets == [f"{item}[1]" for item in items]


def test_an_overview_is_a_nested_list() -> None:
    heading, sentence = DOCUMENT.text.index("一、协商"), DOCUMENT.text.index(SIX)
    points = [
        Point(start=heading, end=heading + 4, level=1, role="heading"),
        Point(start=sentence, end=sentence + len(SIX), level=1, role="sentence"),
    ]
    given = compose_overview("协商部分讲了什么？", points, DOCUMENT, [], english=False)
    assert f"- **一、协商** [1]\n  - {SIX} [2]\n" in to_markdown([given], built="")
    assert ("List Bullet 2", f"{SIX}[2]") in lines(word([given]))


def test_numbers_run_on_and_a_sentence_cited_again_keeps_its_number() -> None:
    heads = re.findall(r"^.*\[\d\]$", to_markdown(ALL, built=""), re.MULTILINE)
    assert heads[0] == "**6次** [1]"
    assert heads[1:4] == [f"- **{item}** [2]" for item in ("城市更新", "校园安全", "医共体建设")]
    assert heads[4] == "不是20条，报告写的是**12条** [1]"
    assert heads[5].endswith(f"{SIX} [1]")
    assert heads[6:] == ["- **一、协商** [3]", "- **二、学习** [4]"]


def test_a_refusal_says_so_and_marks_the_nearest_passage() -> None:
    nearest = f"最接近的内容（不是答案）：{SIX}"
    assert f"报告中没有写明是谁。\n\n> {nearest} [1]\n" in to_markdown([ALL[3]], built="")
    assert ("Quote", f"{nearest}[1]") in lines(word([ALL[3]]))


def test_confidence_is_told_only_where_it_is_low() -> None:
    answers = [replace(ALL[0], confidence=0.49), replace(ALL[0], confidence=0.5), ALL[3]]
    assert to_markdown(answers, built="").count("仅供参考") == 1
    assert sum("仅供参考" in text for _, text in lines(word(answers))) == 1


def test_without_questions_the_document_says_so() -> None:
    assert to_markdown([], built="") == "# 问答记录\n\n（没有问答。）\n"
    assert lines(word([], built="")) == [("Title", "问答记录"), ("Normal", "（没有问答。）")]


def test_the_words_of_an_export_are_english_on_request() -> None:
    given = reply("How many consultations were held?", "6次")
    assert to_markdown([given], built=BUILT, language="en") == (
        f"# Questions and answers\n\nIndex built: {BUILT}\n\n"
        "## How many consultations were held?\n\n**6次** [1]\n\n"
        f"## Sources\n\n[1] 《平安县2025年工作总结》 一、协商, paragraph 3\n\n> {SIX}\n"
    )
    file = docx.Document(io.BytesIO(to_docx([], built="", language="en")))
    assert file.core_properties.title == "Questions and answers"


@pytest.mark.parametrize("opening", ["", "- ", "+ ", "1. ", "# ", "> ", "    ", "--- ", "=== ", "12) ", "| "])
def test_hostile_text_stays_literal(opening: str) -> None:
    hostile = opening + HOSTILE
    seen = shown(to_markdown([odd(hostile, hostile)], built=""))
    assert seen.count(hostile.strip()) == 4  # the question; document, section and quote of the note
    told = [text for _, text in lines(word([odd(hostile, hostile)], built=""))]
    assert told[1] == hostile.strip()
    assert told[-1] == hostile


def test_a_question_makes_no_field_in_word() -> None:
    xml = word([odd('{ HYPERLINK "http://a.cn" } =1+1', SIX)]).element.xml
    assert "instrText" not in xml
    assert "fldSimple" not in xml


def test_what_a_file_cannot_hold_is_replaced() -> None:
    given = odd("一\x00二\x1b\ud800\ufffe三", "甲\x07乙")
    assert "## 一�二���三\n" in to_markdown([given], built="")
    to_markdown([given], built="").encode()
    assert lines(word([given], built=""))[1] == ("Heading 2", "一�二���三")
    assert lines(word([given], built=""))[-1] == ("Quote", "甲�乙")


@pytest.mark.parametrize("question", ["", "  \n ", "甲\r\n# 乙\u2028丙"])
def test_a_question_is_one_heading(question: str) -> None:
    heading = " ".join(question.split()) or "（空白问题）"
    assert heading in shown(to_markdown([odd(question, SIX)], built=""))
    assert lines(word([odd(question, SIX)], built=""))[1] == ("Heading 2", heading)


def test_brackets_of_the_report_are_no_source_number() -> None:
    told = replace(ALL[0], text="**见附件 \\[2\\]** \\[1\\]\n\n甲 \\[7\\]")
    assert "**见附件 \\[2\\]** [1]\n\n甲 \\[7\\]\n" in to_markdown([told], built="")


def test_bold_that_begins_with_a_quotation_mark_is_bold() -> None:
    told = replace(ALL[0], text="报告写的是**“甲”** \\[1\\]")
    assert "报告写的是 “甲” [1]" in shown(to_markdown([told], built=""))


def test_escaped_marks_in_bold_are_read_back() -> None:
    (block,) = read_reply(r"\***5\*3\\** 是", {})
    assert [(run.text, run.bold) for run in block.runs] == [("*", False), ("5*3\\", True), (" 是", False)]


def test_a_number_in_word_is_raised_and_leads_to_its_note() -> None:
    file = word(ALL)
    links = [link for p in file.paragraphs for link in p.hyperlinks]
    assert [link.text for link in links[:2]] == ["[1]", "[2]"]
    assert all(run.font.superscript for link in links for run in link.runs)
    marks = {mark.get(qn("w:name")): mark.getnext().text for mark in file.element.iter(qn("w:bookmarkStart"))}
    assert all(marks[link.fragment] == link.text for link in links)
    assert len(marks) == len(make_record(ALL).notes) == 4


def test_word_shows_chinese_in_song_and_headings_in_hei_on_a4() -> None:
    file = word(ALL)
    fonts = {name: file.styles[name].element.rPr.rFonts for name in ("Normal", "Title", "Heading 2", "Quote")}
    named = {name: font.get(qn("w:eastAsia")) for name, font in fonts.items()}
    assert named == {"Normal": "宋体", "Title": "黑体", "Heading 2": "黑体", "Quote": "宋体"}
    assert not any("Theme" in key for font in fonts.values() for key in font.attrib)
    (page,) = file.sections
    assert page.page_width is not None
    assert page.page_height is not None
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)


def test_the_word_file_says_what_it_is_and_in_what_language() -> None:
    file = word(ALL)
    about = file.core_properties
    assert (about.title, about.author, about.language) == ("问答记录", "回眸 Huimou", "zh-CN")
    (language,) = file.styles.element.iter(qn("w:lang"))
    assert language.get(qn("w:eastAsia")) == "zh-CN"


def test_two_word_files_differ_in_nothing_but_their_times() -> None:
    first, second = (zipfile.ZipFile(io.BytesIO(to_docx(ALL, built=BUILT))) for _ in range(2))
    assert first.namelist() == second.namelist()
    for name in set(first.namelist()) - {"docProps/core.xml"}:
        assert first.read(name) == second.read(name)


_QUOTES = st.text(
    st.characters(exclude_characters="\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), min_size=1
).filter(str.strip)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.lists(st.tuples(st.integers(0, 3), _QUOTES), max_size=3), max_size=4))
def test_every_cited_quote_stands_in_the_notes_exactly_once(told: list[list[tuple[int, str]]]) -> None:
    first = cite(DOCUMENT, 0, 7, marker=1)
    places = dict.fromkeys(place for cited in told for place in cited)
    answers = []
    for cited in told:
        citations = [
            replace(first, marker=marker, paragraph=paragraph, quote=quote)
            for marker, (paragraph, quote) in enumerate(cited, start=1)
        ]
        text = "\n".join(f"- 甲 \\[{citation.marker}\\]" for citation in citations)
        answers.append(replace(ALL[0], text=text, citations=tuple(citations)))
    told_in_word = lines(word(answers))
    listed = [text for style, text in told_in_word if style == "Normal" and "》，第 " in text]
    quotes = [text for style, text in told_in_word if style == "Quote"]
    where = "[{}] 《平安县2025年工作总结》，第 {} 段"
    assert listed == [where.format(number, n) for number, (n, _) in enumerate(places, start=1)]
    assert quotes == [printable(quote) for _, quote in places]
    numbers = [int(text[2:-1]) for style, text in told_in_word if style == "List Bullet"]
    assert numbers == [list(places).index(place) + 1 for cited in told for place in cited]
    told_in_markdown = shown(to_markdown(answers, built="")).split("\n")
    notes = told_in_markdown[told_in_markdown.index("出处") + 1 :] if places else []
    assert notes[0:-1:2] == listed
    assert [quote.strip() for quote in notes[1::2]] == [quote.strip() for quote in quotes]
