"""A comparison as the chat and the exports show it."""

from __future__ import annotations

from dataclasses import replace

from huimou.compose import TableRow, cite, compose_table, decline
from huimou.export.record import make_record, read_reply
from huimou.types import Answer
from huimou.ui.conversation import Turn
from huimou.ui.replies import conversation_html
from huimou.ui.strings import ZH
from tests.test_shelf import DOCUMENTS, government

TOLD = [
    government(place, 2025, f"今年的主要预期目标是：地区生产总值增长{figure}左右。")
    for place, figure in (("上海市", "5%"), ("浙江省", "5.5%"))
]


def said(number: int, figure: str, confidence: float) -> Answer:
    document = TOLD[number]
    start = document.text.index("今年的主要")
    place = document.text.index(figure)
    citation = cite(document, start, len(document.text), marker=1, spans=[(place, place + len(figure))])
    return Answer(
        question="", answer=figure, kind="fact", abstained=False, confidence=confidence, text="",
        citations=(citation,), hits=(), elapsed_ms=0.0,
    )  # fmt: skip


ROWS = [
    TableRow(label="上海", answer=said(0, "5%左右", 0.8)),
    TableRow(label="江苏", answer=decline("", "没有")),
    TableRow(label="浙江", answer=said(1, "5.5%左右", 0.6)),
    TableRow(label="台湾", answer=None),
]


def test_each_row_is_an_item_with_its_own_source() -> None:
    answer = compose_table("各是多少？", ROWS, english=False)
    assert (answer.kind, answer.abstained, answer.confidence) == ("list", False, 0.7)
    assert answer.answer == "上海5%左右、江苏未提及、浙江5.5%左右、台湾没有它的报告"
    assert answer.text.splitlines()[:4] == [
        "- **上海**：5%左右 \\[1\\]",
        "- **江苏**：未提及",
        "- **浙江**：5.5%左右 \\[2\\]",
        "- **台湾**：没有它的报告",
    ]
    assert [citation.document for citation in answer.citations] == [one.name for one in TOLD]
    assert [citation.marker for citation in answer.citations] == [1, 2]


def test_the_page_and_the_exports_read_every_row() -> None:
    answer = compose_table("各是多少？", ROWS, english=False)
    blocks = read_reply(answer.text, {1: 1, 2: 2})
    assert [(block.kind, block.source) for block in blocks] == [
        ("item", 1), ("item", None), ("item", 2), ("item", None), ("paragraph", None),
    ]  # fmt: skip
    assert [run.bold for run in blocks[0].runs] == [True, False]
    (entry,) = make_record([answer]).entries
    assert [block.kind for block in entry.blocks] == ["item"] * 4  # the notes say where


def test_rows_that_are_lists_are_told_apart() -> None:
    lists = [replace(ROWS[0], answer=replace(said(0, "5%左右", 0.8), answer="甲、乙")), ROWS[2]]
    assert compose_table("哪些？", lists, english=False).answer == "上海甲、乙；浙江5.5%左右"


def test_a_table_without_an_answer_is_a_refusal_that_says_who_was_asked() -> None:
    answer = compose_table("各是多少？", [ROWS[1], ROWS[3]], english=False)
    assert (answer.kind, answer.abstained, answer.citations) == ("refusal", True, ())
    assert answer.text == "江苏、台湾的报告都没有提到。"


def test_a_long_table_names_three_reports_and_counts_the_rest() -> None:
    rows = []
    for number in range(4):
        told = said(0, "5%左右", 0.8)
        citation = replace(told.citations[0], document=DOCUMENTS[number].name)
        rows.append(TableRow(label=str(number), answer=replace(told, citations=(citation,))))
    answer = compose_table("各是多少？", rows, english=False)
    source = answer.text.splitlines()[-1]
    assert source.startswith("出处：《2025年上海市政府工作报告》、")
    assert source.endswith("等4份报告")
    html = conversation_html([Turn(question="各是多少？", answer=answer, keys=("",) * 4)], ZH)
    assert html.count('<span class="of">') == 4  # on the page each row says its own
    assert html.count('class="cite"') == 4
