"""The figures of a report as a table, as bars and as a file; what the page shows of an index."""

from __future__ import annotations

import base64
import csv
import io
import json
from dataclasses import replace
from typing import Any, cast

import docx
import pytest

from huimou.chunk import chunk_document
from huimou.config import Settings
from huimou.corpus import build_document
from huimou.figures import Figure, find_figures
from huimou.index import Index
from huimou.qa import QA, index_chunks
from huimou.read import Reader
from huimou.types import Document
from huimou.ui.chart import MOST_BARS, bars
from huimou.ui.conversation import Turn
from huimou.ui.files import exported
from huimou.ui.numbers import MOST_UNITS, table_html, units_of
from huimou.ui.paper import key
from huimou.ui.strings import EN, ZH
from huimou.ui.views import Views
from tests.conftest import HashEncoder
from tests.markup import HOSTILE, acting, elements, of_class, tagged
from tests.test_compose import reply
from tests.test_conversation import FACT, REFUSAL, turn

SETTINGS = Settings()
TEXT = (
    "甲县2025年工作总结\n\n一、学习\n\n全年学习110余次，读书活动4场。\n\n"
    "二、建设\n\n发放资金1.27亿元，修路30公里。开展协商6次，调研几十次。"
)
WRITTEN = ["110余次", "4场", "1.27亿元", "30公里", "6次", "几十次"]


def report(text: str = TEXT, name: str = "甲", digest: str = "a" * 64) -> Document:
    return build_document(text, name=name, path=f"{name}.txt", sha256=digest)


DOCUMENT = report()
FIGURES = find_figures(DOCUMENT)


def opened(*documents: Document) -> QA:
    """These reports, open for everything but questions."""
    chunks = [chunk for number, one in enumerate(documents) for chunk in chunk_document(one, number)]
    index: Index = index_chunks(documents, chunks, HashEncoder(), SETTINGS)
    built = replace(index, manifest=replace(index.manifest, created="2026-01-02T03:04:05+00:00"))
    return QA(SETTINGS, HashEncoder(), cast(Reader, None), built)


def test_the_units_of_most_figures_come_first() -> None:
    assert units_of(FIGURES)[0] == "次"  # three of six
    assert sorted(units_of(FIGURES)) == sorted({"次", "场", "元", "公里"})
    many = [replace(FIGURES[0], unit=f"单位{number}") for number in range(50)]
    assert len(units_of(many)) == MOST_UNITS
    assert units_of([replace(FIGURES[0], unit="")]) == []


def test_a_row_is_a_figure_that_opens_in_its_sentence() -> None:
    html = table_html(FIGURES, DOCUMENT, ZH)
    links = acting(html, "cite")
    assert [link.text for link in links] == WRITTEN
    for link in links:
        start, end = map(int, link.attributes["data-answer"].split("-"))
        assert DOCUMENT.text[start:end] == link.text
        left, right = int(link.attributes["data-start"]), int(link.attributes["data-end"])
        assert DOCUMENT.text[left:right] == link.attributes["data-quote"]
        assert left <= start < end <= right
        assert link.attributes["data-doc"] == key(DOCUMENT)
    assert of_class(html, "count")[0].text == "6 / 6 个"


def test_the_table_is_sorted_by_what_a_figure_amounts_to() -> None:
    cells = [one for one in elements(table_html(FIGURES, DOCUMENT, ZH)) if "data-value" in one.attributes]
    values = {cell.text: cell.attributes["data-value"] for cell in cells}
    assert values["1.27亿元"] == "127000000"
    assert values["几十次"] == ""


def test_a_row_shows_what_stands_around_the_figure() -> None:
    before, after = "前" * 40, "后" * 40
    document = report(f"甲县总结\n\n{before}学习110次{after}。")
    (row,) = [one for one in elements(table_html(find_figures(document), document, ZH)) if one.tag == "tr"][
        1:
    ]
    assert row.text.endswith("…" + "前" * 20 + "学习110次" + "后" * 14 + "…")
    assert tagged(table_html(FIGURES, DOCUMENT, ZH), "b") == WRITTEN


def test_a_row_of_a_table_is_shown_whole() -> None:
    document = report(f"甲县总结\n\n指标：{'前' * 40}；总量：110次；说明：{'后' * 40}")
    row = replace(document.paragraphs[-1], table=1)
    document = replace(document, paragraphs=(*document.paragraphs[:-1], row))
    html = table_html(find_figures(document), document, ZH)
    assert document.text[row.start : row.end] in tagged(html, "td")
    (link,) = acting(html, "cite")
    assert link.attributes["data-quote"] == document.text[row.start : row.end]


def test_a_table_without_rows_says_so() -> None:
    notes = [of_class(table_html(some, DOCUMENT, ZH), "none")[0] for some in ([], FIGURES)]
    assert ["hidden" in note.attributes for note in notes] == [False, True]
    assert notes[0].text == "没有符合的数字。"


def test_a_report_writes_no_markup_into_the_table() -> None:
    document = report(
        f"甲县总结\n\n一、{HOSTILE[:20]}\n\n{HOSTILE}学习110次{HOSTILE}。\n\n二、乙\n\n没有了。"
    )
    figures = [replace(one, counts=HOSTILE, section=(HOSTILE,)) for one in find_figures(document)]
    html = table_html(figures, document, ZH)
    assert tagged(html, "td").count(HOSTILE) == 2 * len(figures)
    assert any("学习110次" in link.attributes["data-quote"] for link in acting(html, "cite"))


def counted(count: int, **changes: Any) -> list[Figure]:
    """So many figures of one unit, the smallest first."""
    return [
        replace(FIGURES[0], value=float(value), written=f"{value}次", **changes)
        for value in range(1, count + 1)
    ]


def bar_rows(figures: list[Figure]) -> list[dict[str, Any]]:
    """The data of the chart as Vega-Lite gets it."""
    chart = bars(figures, "次", ZH)
    assert chart is not None
    (rows,) = chart.to_dict()["datasets"].values()
    return list(rows)


def test_bars_are_of_the_largest_the_longest_first() -> None:
    rows = bar_rows(counted(40))
    assert [row["value"] for row in rows] == list(range(40, 40 - MOST_BARS, -1))
    assert rows[0]["written"] == "40次"
    assert len(rows) == MOST_BARS == 12


@pytest.mark.parametrize("counts", ["学习", "学" * 40, ""])
def test_no_two_bars_are_called_alike(counts: str) -> None:
    labels = [row["label"] for row in bar_rows(counted(5, counts=counts, verb=""))]
    assert len(set(labels)) == 5
    assert all(len(label) <= 19 for label in labels)


def test_a_label_that_is_numbered_already_is_not_taken_for_another() -> None:
    named = [*counted(2, counts="学习", verb=""), replace(counted(1)[0], counts="学习（2）", verb="")]
    assert len({row["label"] for row in bar_rows(named)}) == 3


def test_fewer_than_two_figures_are_nothing_to_compare() -> None:
    assert bars([], "次", ZH) is None
    assert bars(counted(1), "次", ZH) is None
    assert bars(counted(5), "场", ZH) is None
    assert bars([replace(one, value=None) for one in counted(5)], "次", ZH) is None


def test_the_first_report_is_shown_with_its_figures_and_units() -> None:
    paper, table, choice, shown = Views(ZH).report(opened(DOCUMENT), "")
    assert of_class(paper, "note") == []
    assert [link.text for link in acting(table, "cite")] == WRITTEN
    assert choice["choices"] == ["全部单位", *units_of(FIGURES)]
    assert (choice["value"], shown) == ("全部单位", key(DOCUMENT))


OTHER = report(
    "乙县2025年工作总结\n\n一、植树\n\n植树9876棵。\n\n二、其他\n\n没有了。", name="乙", digest="b" * 64
)


@pytest.mark.parametrize(
    ("wanted", "quote", "shown", "note"),
    [
        (key(OTHER), "", OTHER, []),
        ("gone", "植树9876棵。", OTHER, ["回答之后报告有改动，下面是现在的原文。"]),
        ("gone", "没人说过", DOCUMENT, ["这份报告已经不在索引里了。"]),
        ("gone", "", DOCUMENT, ["这份报告已经不在索引里了。"]),
    ],
)
def test_the_report_that_was_cited_is_shown_or_what_became_of_it(
    wanted: str, quote: str, shown: Document, note: list[str]
) -> None:
    paper, _, _, doc = Views(ZH).report(opened(DOCUMENT, OTHER), wanted, quote=quote)
    assert doc == key(shown)
    assert [one.text for one in of_class(paper, "note")] == note


def test_of_one_unit_the_table_has_its_figures_and_the_chart_its_bars() -> None:
    qa = opened(DOCUMENT)
    table, chart = Views(ZH).unit(qa, key(DOCUMENT), "次")
    assert [link.text for link in acting(table, "cite")] == ["110余次", "6次", "几十次"]
    assert chart["visible"]
    table, chart = Views(ZH).unit(qa, key(DOCUMENT), "场")
    assert [link.text for link in acting(table, "cite")] == ["4场"]
    assert not chart["visible"]


def test_of_all_units_and_of_none_the_table_is_whole() -> None:
    for unit in ("全部单位", "斤"):
        table, chart = Views(ZH).unit(opened(DOCUMENT), "gone", unit)
        assert [link.text for link in acting(table, "cite")] == WRITTEN
        assert not chart["visible"]


def test_a_report_of_this_index_is_known_by_its_key() -> None:
    views, qa = Views(ZH), opened(DOCUMENT)
    assert views.same_build(qa, key(DOCUMENT))
    assert not views.same_build(qa, key(OTHER))
    assert not views.same_build(qa, "")


def test_questions_to_begin_with_are_there_though_none_was_tried() -> None:
    begun = Views(ZH).starters(opened(DOCUMENT))
    assert 1 <= len(begun) <= 4
    assert all(question.endswith("？") for question in begun)


TURNS = [
    turn(FACT),
    Turn(question="坏", note="出错了"),
    turn(reply("开展了几次协商？", "6次")),
    turn(REFUSAL),
]


def file(wanted: dict[str, Any], turns: list[Turn] = TURNS, qa: QA | None = None) -> tuple[str, bytes]:
    """The name and the bytes of an export."""
    made = exported(wanted, turns, qa, key(DOCUMENT), ZH)
    assert made is not None
    told = json.loads(made)
    return told["name"], base64.b64decode(told["base64"], validate=True)


def test_a_conversation_is_exported_as_a_word_file() -> None:
    name, content = file({"kind": "docx"}, qa=opened(DOCUMENT))
    assert name == "回眸问答记录.docx"
    lines = [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]
    assert [line for line in lines if line.endswith("？")] == [
        "提出了几条建议？",
        "开展了几次协商？",
        "主席是谁？",
    ]
    assert any("2026-01-0" in line for line in lines)


def test_a_conversation_is_exported_as_markdown_with_or_without_an_index() -> None:
    name, content = file({"kind": "md", "turn": 0})
    assert name == "回眸问答记录.md"
    assert "## 开展了几次协商？" in content.decode("utf-8")


def test_one_turn_is_exported_alone() -> None:
    _, content = file({"kind": "md", "turn": 3})
    assert "开展了几次协商？" in content.decode("utf-8")
    assert "提出了几条建议？" not in content.decode("utf-8")


def test_an_export_says_which_reports_were_asked_and_calls_them_by_name_and_year() -> None:
    told = replace(turn(FACT), called=("总结（2025年）",), within=("2025年", "*甲*"))
    _, content = file({"kind": "md"}, [told, Turn(question="坏", note="出错了"), turn(FACT)])
    text = content.decode("utf-8")
    assert text.count("只问了：2025年、\\*甲\\*") == 1
    assert "《总结（2025年）》" in text
    _, content = file({"kind": "docx"}, [told])
    lines = [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]
    assert "只问了：2025年、*甲*" in lines


def test_figures_are_exported_as_a_table_that_a_spreadsheet_reads() -> None:
    name, content = file({"kind": "csv"}, [], opened(OTHER, DOCUMENT))
    assert name == "甲-数据一览.csv"
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [row["写法"] for row in rows] == WRITTEN
    assert rows[2]["数值"] == "127000000"


@pytest.mark.parametrize(
    ("wanted", "turns"),
    [
        ({"kind": "docx"}, []),
        ({"kind": "md"}, TURNS[1:2]),
        ({"kind": "docx", "turn": 2}, TURNS),
        ({"kind": "exe"}, TURNS),
        ({}, TURNS),
        ({"kind": ["md"]}, TURNS),
        ({"kind": "csv"}, TURNS),  # no index is open
    ],
)
def test_where_there_is_nothing_to_export_there_is_no_file(wanted: dict[str, Any], turns: list[Turn]) -> None:
    assert exported(wanted, turns, None, key(DOCUMENT), ZH) is None


def test_of_a_report_that_is_gone_there_are_no_figures() -> None:
    assert exported({"kind": "csv"}, [], opened(OTHER), key(DOCUMENT), ZH) is None


def test_an_english_export_has_an_english_name() -> None:
    made = exported({"kind": "md"}, TURNS, None, "", EN)
    assert made is not None
    assert json.loads(made)["name"] == "huimou-answers.md"
