"""Every figure of a report: all found, none invented, and what it counts in the report's own words."""

from __future__ import annotations

import csv
import io
import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huimou.corpus import build_document, read_corpus
from huimou.figures import Figure, figures_csv, find_figures
from huimou.text import sentence_spans
from huimou.types import Document

ROOT = Path(__file__).parent.parent
REPORT = ROOT / "corpus" / "平罗县政协2025年工作回眸.txt"
INVENTED = sorted((ROOT / "eval" / "invented").glob("*/*.txt"))
SAMPLE = Path(__file__).parent / "data" / "figures.jsonl"
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

# Read out of the report by hand, sentence by sentence.
IN_REPORT = [
    ("20余次", "向县委请示报告"),
    ("110余次", "各类学习"),
    ("12条", "具体建议"),
    ("11条", "协商建议"),
    ("47条", "“金点子”"),
    ("85篇", "社情民意信息"),
    ("60余次", "谈心谈话、慰问座谈等活动"),
    ("4场", "委员读书活动"),
    ("8期", "委员讲堂"),
    ("30余场次", "机关书香之声、月度分享活动"),
    ("6次", "基层协商"),
    ("800亩", "土地灌溉难"),
    ("30余场次", "社会公益活动"),
    ("80余篇", "工作动态"),
    ("2期", "委员履职能力提升培训班"),
    ("4次", "“互观互学 共促提升”活动"),
    ("6期", "“局长来讲课、委员当学生”专题讲座"),
    ("60余次", "学习交流、调研视察、协商考察等活动"),
]


def _figures(text: str) -> list[Figure]:
    return find_figures(build_document(text, name="报告", path="corpus/报告.txt", sha256=""))


def _told(text: str) -> list[tuple[str, str]]:
    return [(figure.written, figure.counts + figure.verb) for figure in _figures(text)]


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return [document for path in [REPORT, *INVENTED] for document in read_corpus(path)]


def test_all_figures_of_the_bundled_report_are_there_and_no_others() -> None:
    figures = find_figures(read_corpus(REPORT)[0])
    assert len(figures) == 18
    assert [(figure.written, figure.counts) for figure in figures] == IN_REPORT


def test_a_figure_knows_its_place() -> None:
    document = read_corpus(REPORT)[0]
    figure = next(figure for figure in find_figures(document) if figure.written == "12条")
    assert (figure.document, figure.path) == (document.name, document.path)
    assert figure.section == ("2 坚持主责主业 唱响服务改革大局“主旋律”",)
    paragraph = document.paragraph_at(figure.start)
    assert figure.paragraph == paragraph.number
    assert document.text[slice(*figure.sentence)].startswith("2025年，平罗县政协始终把服务")
    assert document.text[slice(*figure.sentence)].endswith("为加快推进新型工业化议政建言；")


@pytest.mark.parametrize("line", SAMPLE.read_text(encoding="utf-8").splitlines())
def test_figures_of_a_provincial_report_are_those_counted_by_hand(line: str) -> None:
    sample = json.loads(line)
    assert [figure.written for figure in _figures(sample["text"])] == sample["figures"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("组织开展各类学习110余次。", [("110余次", "各类学习")]),
        ("提出12条具体建议。", [("12条", "具体建议")]),
        ("带动2000余户群众增收。", [("2000余户", "群众")]),
        ("组织46名委员参加培训。", [("46名", "委员")]),
        ("地区生产总值158.8亿元，增长5.2%。", [("158.8亿元", "地区生产总值"), ("5.2%", "地区生产总值增长")]),
        ("地区生产总值同比增长5.2%。", [("5.2%", "地区生产总值同比增长")]),
        ("新增公园141座、累计达到973座。", [("141座", "公园"), ("973座", "公园累计")]),
        ("收集问题87个，办结82个。", [("87个", "问题"), ("82个", "问题办结")]),
        ("夏秋茶下树率由41%提高到63%。", [("41%", "夏秋茶下树率"), ("63%", "夏秋茶下树率")]),
        ("民生支出38.6亿元，占总支出的79.2%。", [("38.6亿元", "民生支出"), ("79.2%", "民生支出占总支出")]),
        ("产值增长8.3%，高于全国2.5个百分点。", [("8.3%", "产值增长"), ("2.5个百分点", "产值增长高于全国")]),
        ("吞吐量增长33%，突破100万吨。", [("33%", "吞吐量增长"), ("100万吨", "吞吐量")]),
        ("民生支出占总支出的79.2%。", [("79.2%", "民生支出占总支出")]),
        ("80%以上的中小学纳入教联体。", [("80%以上", "中小学")]),
        (
            "干茶产量、综合产值分别达到4860吨和18.7亿元，分别增长6.3%、11.2%。",
            [("4860吨", "干茶产量"), ("18.7亿元", "综合产值"),
             ("6.3%", "干茶产量增长"), ("11.2%", "综合产值增长")],
        ),
        ("总投资6.2亿元的枫口灌区开工。", [("6.2亿元", "总投资")]),
        ("实施10大类55项民生实事。", [("10大类", "民生实事"), ("55项", "民生实事")]),
        ("建成保障性住房7万套（间）。", [("7万套", "保障性住房")]),
        ("建成7万套（间）保障性住房。", [("7万套", "保障性住房")]),
        ("举办“甲乙、丙丁”等读书活动4场、委员讲堂8期。",
         [("4场", "“甲乙、丙丁”等读书活动"), ("8期", "委员讲堂")]),
        ("现有低保对象6842户10317人。", [("6842户", "低保对象"), ("10317人", "低保对象")]),
        ("连续三年获评优秀等次。", [("三年", "获评优秀等次")]),
        ("召开会议14次，组织视察调研46次。", [("14次", "会议"), ("46次", "组织视察调研")]),
        ("110次。", [("110次", "")]),
    ],
)  # fmt: skip
def test_what_a_figure_counts(text: str, told: list[tuple[str, str]]) -> None:
    assert _told(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "编印文史资料（第十三辑）。", "县政协十二届四次会议。", "2025年1月15日召开。",
        "打造“一委一品”品牌。", "完善“六学联动”体系。", "构建“三级三类”规划体系。", "出台“20条”政策。",
        "聚焦三大任务。", "打通最后一公里。", "把握建军一百年奋斗目标。", "用好两个市场、两种资源。",
    ],
)  # fmt: skip
def test_names_dates_and_ordinals_are_no_figures(text: str) -> None:
    assert _figures(text) == []


def test_amounts_have_their_multipliers_in_and_a_unit_to_group_by() -> None:
    money, people, share, places = _figures("投资5.39万亿元，培训3至5万名教师，占三分之一，排名提升3位。")
    assert (money.value, money.unit, money.kind) == (5.39e12, "元", "money")
    assert (people.value, people.upper, people.unit) == (30_000, 50_000, "人")
    assert (share.unit, share.kind) == ("", "percent")
    assert (places.value, places.unit) == (3, "位")


def test_a_sentence_cut_within_a_figure_is_whole_again() -> None:
    text = "甲" * 150 + "共1,234人" + "乙" * 60 + "。"
    assert sentence_spans(text, 0, len(text)) == [(0, 153), (153, 218)]
    (figure,) = _figures(text)
    assert (figure.written, figure.sentence) == ("1,234人", (0, 218))


def test_the_sentence_around_a_figure_is_whole_however_long() -> None:
    first, second = "开" + "甲乙丙，" * 80 + "学习12次。", "乙" * 210 + "，读书3场，讲课4期。"
    one, two, three = _figures(first + second)
    assert (one.written, one.sentence) == ("12次", (0, len(first)))
    assert two.sentence == three.sentence == (len(first), len(first + second))


def test_of_a_table_the_sentence_around_a_figure_is_the_row(tmp_path: Path) -> None:
    cell = "较快。其中城镇增长5.1%；农村" + "继续" * 120 + "增长6.2%"
    page = f"<table><tr><th>指标<th>总量<th>说明<tr><td>收入<td>158.8亿元<td>{cell}</table>"
    (tmp_path / "表.html").write_text(page, encoding="utf-8")
    (document,) = read_corpus(tmp_path)
    (row,) = [(one.start, one.end) for one in document.paragraphs if one.table is not None]
    figures = find_figures(document)
    assert [figure.written for figure in figures] == ["158.8亿元", "5.1%", "6.2%"]
    assert {figure.sentence for figure in figures} == {row}


def _holds(document: Document) -> None:
    figures = find_figures(document)
    for figure in figures:
        assert document.text[figure.start : figure.end] == figure.written
        start, end = figure.sentence
        assert start <= figure.start < figure.end <= end
        sentence = document.text[start:end]
        assert figure.counts in sentence
        assert figure.verb in sentence
        assert document.paragraph_at(figure.start).number == figure.paragraph
    assert all(left.end <= right.start for left, right in pairwise(figures))


def test_figures_of_whole_reports_are_verbatim_ordered_and_disjoint(documents: list[Document]) -> None:
    for document in documents:
        _holds(document)
        sentences = {
            span
            for p in document.paragraphs
            for span in sentence_spans(document.text, p.start, p.end, longest=p.end - p.start)
        }
        assert {figure.sentence for figure in find_figures(document)} <= sentences


def test_nearly_every_figure_of_a_report_is_told_what_it_counts(documents: list[Document]) -> None:
    figures = [figure for document in documents for figure in find_figures(document)]
    assert len(figures) > 500
    assert sum(not figure.counts for figure in figures) <= 0.01 * len(figures)
    assert sum(2 <= len(figure.counts) <= 16 for figure in figures) >= 0.95 * len(figures)


# Characters that the rules turn on, so that chance meets them.
_TEXTS = st.text(
    st.sampled_from("0123456789.,，。、；：“”《》（）()%-至超约第年两三十百千万亿余条个元人位分别和的等向"
        "增长了达到新建学习产值 \n"),
    min_size=1,
    max_size=60,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(_TEXTS, st.integers(0, 220))
def test_figures_of_any_text_are_verbatim_ordered_and_disjoint(text: str, before: int) -> None:
    _holds(build_document("增" * before + text, name="报告", path="报告.txt", sha256=""))


# CSV


def _figure(**changes: object) -> Figure:
    fields: dict[str, object] = {
        "document": "报告", "path": "corpus/报告.txt", "written": "5%", "value": 5.0, "upper": None,
        "unit": "%", "kind": "percent", "counts": "产值", "verb": "增长", "section": ("一、总", "（一）分"),
        "paragraph": 7, "start": 10, "end": 12, "sentence": (0, 13),
    }  # fmt: skip
    return Figure(**(fields | changes))  # type: ignore[arg-type]


def _rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_csv_has_a_header_and_a_row_for_each_figure() -> None:
    text = figures_csv([_figure(), _figure(value=-3.2, upper=1 / 3)], language="zh")
    header, first, second = _rows(text)
    assert header == [
        "报告",
        "章节",
        "段",
        "内容",
        "写法",
        "数值",
        "上限",
        "单位",
        "类别",
        "起",
        "止",
        "文件",
    ]
    assert first == ["报告", "一、总 › （一）分", "7", "产值增长", "5%", "5", "", "%", "比率", "10", "12",
                     "corpus/报告.txt"]  # fmt: skip
    assert (float(second[5]), float(second[6])) == (-3.2, 1 / 3)
    assert _rows(figures_csv([], language="en")) == [
        ["Report", "Section", "Paragraph", "What", "As written", "Value", "Upper", "Unit", "Kind", "Start",
         "End", "File"]
    ]  # fmt: skip
    assert text.count("\r\n") == text.count("\n") == 3


def test_csv_loses_nothing_of_a_report(documents: list[Document]) -> None:
    figures = [figure for document in documents for figure in find_figures(document)]
    rows = _rows(figures_csv(figures, language="en"))[1:]
    assert len(rows) == len(figures)
    for row, figure in zip(rows, figures, strict=True):
        assert row[0] == figure.document
        assert row[3].removeprefix("'") == figure.counts + figure.verb
        assert row[4].removeprefix("'") == figure.written
        assert [None if cell == "" else float(cell) for cell in row[5:7]] == [figure.value, figure.upper]
        assert (int(row[9]), int(row[10])) == (figure.start, figure.end)


@pytest.mark.parametrize("head", FORMULAS)
def test_csv_disarms_formulas_and_keeps_their_text(head: str) -> None:
    text = f'{head}HYPERLINK("x"),\r\n"引号"'
    figure = _figure(document=text, path=text, written=text, unit=text, counts=text, verb="", section=(text,))
    (row,) = _rows(figures_csv([figure], language="zh"))[1:]
    for column in (0, 1, 3, 4, 7, 11):
        assert row[column] == f"'{text}"


def test_csv_keeps_a_negative_number_a_number() -> None:
    (figure,) = _figures("增速-3.2%。")
    (row,) = _rows(figures_csv([figure], language="zh"))[1:]
    assert (row[4], row[5]) == ("'-3.2%", "-3.2")


@given(st.text(max_size=30), st.floats(allow_nan=False, allow_infinity=False))
def test_csv_brings_back_any_text_and_number(text: str, value: float) -> None:
    (row,) = _rows(figures_csv([_figure(counts=text, verb="", value=value)], language="zh"))[1:]
    assert row[3] == (f"'{text}" if text.startswith(FORMULAS) else text)
    assert float(row[5]) == value
