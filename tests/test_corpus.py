"""What becomes of a report file, and what is said when it cannot be read."""

from __future__ import annotations

import codecs
import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from huimou.corpus import build_document, corpus_digests, read_corpus, read_document
from huimou.corpus.encodings import decode
from huimou.errors import CorpusError
from huimou.types import Document, Section

ROOT = Path(__file__).parent.parent
DATA = Path(__file__).parent / "data" / "corpus"
PROSE = "过去一年，全县上下坚持稳中求进，开展各类学习110余次，提出意见建议47条，各项工作取得新的成效。"


def build(text: str) -> Document:
    return build_document(text, name="报告", path="报告.txt", sha256="")


def paragraphs(document: Document, kind: str | None = None) -> list[str]:
    return [document.text[p.start : p.end] for p in document.paragraphs if kind in (None, p.kind)]


def outline(document: Document) -> list[tuple[int, str]]:
    return [
        (section.level, document.text[section.start : section.heading_end]) for section in document.sections
    ]


def under_title(*lines: str) -> Document:
    return build("\n".join(["县政协2025年工作回眸", PROSE, *lines]))


# The bundled report


@pytest.fixture(scope="module")
def bundled() -> Document:
    return read_corpus(ROOT / "corpus" / "平罗县政协2025年工作回眸.txt")[0]


def test_bundled_report_has_its_title_subtitle_and_byline(bundled: Document) -> None:
    assert bundled.title == "凝心聚力促发展 奋楫笃行启新程"
    assert bundled.subtitle == "——平罗县政协2025年工作回眸"
    assert bundled.byline == "本报记者 罗鸣文/文图"


def test_bundled_report_has_five_numbered_sections(bundled: Document) -> None:
    assert [(s.number, s.title, s.level, s.parent) for s in bundled.sections] == [
        ("1", "坚持党的领导 把牢共同思想政治“方向盘”", 1, None),
        ("2", "坚持主责主业 唱响服务改革大局“主旋律”", 1, None),
        ("3", "坚持发挥优势 画好凝心聚力最大“同心圆”", 1, None),
        ("4", "坚持履职为民 奏响民生福祉改善“好声音”", 1, None),
        ("5", "坚持强基固本 展现新时代人民政协“新面貌”", 1, None),
    ]


def test_bundled_report_has_its_seven_captions(bundled: Document) -> None:
    assert paragraphs(bundled, "caption") == [
        "航拍平罗县全貌。(图片由平罗县政协委员岳昌鸿提供)",
        "平罗县委主要领导参加平罗县政协十二届四次会议第一联组讨论，听取委员发言。",
        "平罗县政协组织开展“县政协十二届四次会议重点提案办理落实情况”视察督办活动。",
        "平罗县政府主要领导参观调研平罗县政协文史馆。",
        "平罗县政协围绕“加快提升碳基材料产业水平，推动工业经济高质量发展”议题开展专题议政性常委会会议协商调研。",
        "平罗县政协委员走访慰问困境儿童。",
        "平罗县政协举办委员读书分享活动。",
    ]


def test_bundled_report_joins_exactly_the_two_torn_paragraphs(bundled: Document) -> None:
    source = (ROOT / "corpus" / "平罗县政协2025年工作回眸.txt").read_text(encoding="utf-8")
    assert "贯彻中共二十届四中全会精神，共组织开展各类学习110余次" in bundled.text
    assert "宝丰镇菌草高效利用等发展瓶颈问题，组织界别委员" in bundled.text
    assert len(bundled.paragraphs) == sum(bool(line.strip()) for line in source.splitlines()) - 2


def test_bundled_report_drops_only_the_mark_of_a_caption(bundled: Document) -> None:
    assert [(d.line, d.text) for d in bundled.dropped] == [(11, "▲")]


# Reports in the provincial style


def test_run_in_and_standing_headings_make_one_outline() -> None:
    document = read_document(DATA / "政府工作报告（带名词解释和附件）.txt")
    assert outline(document) == [
        (1, "一、2024年工作回顾"),
        (2, "（一）经济运行稳进提质"),
        (2, "（二）民生保障扎实有力"),
        (1, "二、2025年重点任务"),
        (2, "（一）统筹消费和投资，加快释放内需潜力"),
        (2, "（二）加大保障和改善民生力度，增强人民群众获得感"),
        (1, "三、持续提升政府治理效能和服务水平"),
        (1, "名词解释"),
        (1, "附件"),
        (2, "2025年10件惠民实事"),
        (3, "一、稳定和扩大就业"),
        (3, "二、实施交通惠民工程"),
    ]


def test_lines_before_the_salutation_are_subtitle_and_bylines() -> None:
    document = read_document(DATA / "政府工作报告（带名词解释和附件）.txt")
    assert document.title == "2025年临江省政府工作报告"
    assert document.subtitle == "——2025年1月18日在临江省第十四届人民代表大会第三次会议上"
    assert document.byline == "来源：临江日报\n省长　李春和"
    assert paragraphs(document, "body")[0] == "各位代表："


def test_headings_without_numbers_stand_above_numbered_ones() -> None:
    document = read_document(DATA / "政府工作报告（标题不编号）.txt")
    assert outline(document) == [
        (1, "2024年工作回顾"),
        (2, "（一）巩固增强经济回升向好态势"),
        (2, "（二）守牢安全发展底线"),
        (1, "2025年工作安排建议"),
        (1, "加强政府自身建设"),
        (2, "（一）树牢正确政绩观"),
    ]


def test_reports_without_photographs_have_no_captions() -> None:
    assert not [text for document in read_corpus(DATA) for text in paragraphs(document, "caption")]


def test_lines_wrapped_at_a_fixed_width_are_joined() -> None:
    document = read_document(DATA / "工作总结（四十列折行）.txt")
    assert paragraphs(document) == [
        "县政协2025年工作总结",
        "一、2025年工作回顾",
        "2025年，县政协坚持团结和民主两大主题，紧扣中心任务履职尽责，召开常委会会议6次，"
        "组织视察调研18次，提出意见建议112条，为推动全县高质量发展作出了积极贡献。",
        "（一）突出政治引领。组织理论学习中心组学习12次，举办委员培训班2期，"
        "不断巩固团结奋斗的共同思想政治基础。",
        "（二）突出协商主业。围绕乡村振兴、养老服务等议题开展协商9次，"
        "许多建议转化为工作举措，有力助推了全县经济社会发展。",
        "二、2026年工作安排",
        "2026年是“十五五”开局之年，县政协将始终坚守人民政协为人民理念，以更实的作风、更强的担当，"
        "奋力谱写履职新篇章。",
    ]
    assert [(d.line, d.text, d.reason) for d in document.dropped] == [(11, "- 1 -", "页码")]


def test_english_lines_are_joined_with_a_space() -> None:
    lines = [
        "The council held 110 study sessions, and its members",
        "made many proposals on industry, on farming, and on",
        "the welfare of the old, of children, and of those in",
        "need of help. It visited the towns of the county, and",
        "it listened, at length, to the people who live there.",
    ]
    assert paragraphs(build("\n".join(["Annual Report", "", *lines])))[1:] == [" ".join(lines)]


def test_rows_of_a_table_are_not_joined() -> None:
    rows = [f"平罗县城关镇第{n}社区居民委员会 人口 1{n}00 户数 5{n}0" for n in range(1, 9)]
    assert paragraphs(build("\n".join(["社区情况表", *rows])))[1:] == rows


# Torn paragraphs


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        (PROSE[:-4] + "显著", "成效，得到各方好评。", PROSE[:-4] + "显著成效，得到各方好评。"),
        (PROSE + "学习11", "0余次，成效明显。", PROSE + "学习110余次，成效明显。"),
        (PROSE + "增长5", ".5%，稳中有进。", PROSE + "增长5.5%，稳中有进。"),
        (PROSE + "增长5.", "5%，稳中有进。", PROSE + "增长5.5%，稳中有进。"),
        (PROSE + "增长5.5", "%，稳中有进。", PROSE + "增长5.5%，稳中有进。"),
        ("聚焦产业，", "聚焦民生。", "聚焦产业，聚焦民生。"),
        ("唱响“主旋律”", "，服务发展大局。", "唱响“主旋律”，服务发展大局。"),
        (PROSE[:-1] + "和《", "文史资料》，广受好评。", PROSE[:-1] + "和《文史资料》，广受好评。"),
        (
            PROSE[:-1] + " in 2025 the",
            "council met, and spoke.",
            PROSE[:-1] + " in 2025 the council met, and spoke.",
        ),
    ],
)
def test_a_paragraph_torn_in_mid_sentence_is_joined(before: str, after: str, joined: str) -> None:
    assert paragraphs(build(f"标题\n\n{PROSE}\n\n{before}\n\n{after}\n\n{PROSE}"))[2] == joined


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (PROSE, PROSE),
        (PROSE[:-1] + "“主旋律”", PROSE),
        ("主要做了以下工作：", PROSE),
        (PROSE[:-1], "一、下一步安排"),
        (PROSE[:-1], "（二）加强监督。开展视察，提出建议。"),
        (PROSE[:-1], "年度目标：新改建农村公路1万公里，年内完工。"),
        (PROSE[:-1], "——坚持为民，服务基层。"),
        ("县政协办公室", "二〇二五年，我们共同走过。"),
        ("甲，乙，丙，丁，戊，己，庚，辛，壬，癸，子，丑，寅，卯\t辰", "巳，午。"),
    ],
)
def test_what_is_whole_is_not_joined(before: str, after: str) -> None:
    assert paragraphs(build(f"标题\n\n{PROSE}\n\n{before}\n\n{after}\n\n{PROSE}"))[2:4] == [before, after]


def test_an_indented_line_begins_a_paragraph_where_paragraphs_are_indented() -> None:
    text = f"标题\n　　{PROSE}\n　　{PROSE[:-1]}\n　　{PROSE}\n　　{PROSE}\n"
    assert len(build(text).paragraphs) == 5


def test_a_page_number_between_the_halves_is_dropped() -> None:
    document = build(f"标题\n\n{PROSE[:-6]}\n\n— 3 —\n\n{PROSE[-6:]}\n\n{PROSE}")
    assert paragraphs(document) == ["标题", PROSE, PROSE]


def test_numbers_alone_are_dropped_where_they_count_pages() -> None:
    document = build(f"标题\n{PROSE * 5}\n1\n{PROSE * 5}\n2\n{PROSE * 5}\n3\n")
    assert paragraphs(document) == ["标题", PROSE * 5, PROSE * 5, PROSE * 5]
    assert [d.text for d in document.dropped] == ["1", "2", "3"]


def test_a_number_alone_that_counts_no_pages_stays() -> None:
    assert "110" in paragraphs(under_title("110", PROSE))


# Headings


@pytest.mark.parametrize(
    ("line", "number", "title"),
    [
        ("1 坚持党的领导 把牢“方向盘”", "1", "坚持党的领导 把牢“方向盘”"),
        ("1　坚持党的领导", "1", "坚持党的领导"),
        ("１ 坚持党的领导", "１", "坚持党的领导"),
        ("1.坚持党的领导", "1", "坚持党的领导"),
        ("1、坚持党的领导", "1", "坚持党的领导"),
        ("1．坚持党的领导", "1", "坚持党的领导"),
        ("1.1 工作回顾", "1.1", "工作回顾"),
        ("（1）坚持党的领导", "（1）", "坚持党的领导"),
        ("1）坚持党的领导", "1", "坚持党的领导"),
        ("一、坚持党的领导", "一", "坚持党的领导"),
        ("十二、坚持党的领导", "十二", "坚持党的领导"),
        ("一、2024 年工作回顾", "一", "2024 年工作回顾"),
        ("（一）坚持党的领导，把牢方向", "（一）", "坚持党的领导，把牢方向"),
        ("(一)坚持党的领导", "(一)", "坚持党的领导"),
        ("（一）聚焦主业：做强做优", "（一）", "聚焦主业：做强做优"),
        ("（一）打造先行区，展现新担当。", "（一）", "打造先行区，展现新担当"),
        ("第一部分 工作回顾", "第一部分", "工作回顾"),
        ("第二章　职责", "第二章", "职责"),
        ("一是聚焦扩大内需，着力促消费", "一是", "聚焦扩大内需，着力促消费"),
        ("# 工作回顾", "", "工作回顾"),
        ("## 一、工作回顾", "一", "工作回顾"),
        ("2025年工作安排建议", "", "2025年工作安排建议"),
        ("加强政府自身建设", "", "加强政府自身建设"),
        ("附件1", "", "附件1"),
        ("附件2 名词解释", "附件2", "名词解释"),
        ("名词解释", "", "名词解释"),
    ],
)
def test_a_heading_line_is_a_heading(line: str, number: str, title: str) -> None:
    document = under_title(line, PROSE)
    assert [(s.number, s.title, s.level) for s in document.sections] == [(number, title, 1)]
    assert paragraphs(document, "heading") == [line.lstrip("# ")]


@pytest.mark.parametrize(
    "line",
    [
        "各位代表：",
        "各位委员",
        "主要做了以下工作：",
        "一年来，我们认真抓好落实，主要做了以下工作：",
        "继续办好10件惠民实事。",
        "3.5万吨粮食入库。",
        "2.0版改革方案落地。",
        "一、二、三产业协调发展，增加值增长5%。",
        "一是扎实抓好重大政策落实，经济稳中向好。用好“两重”机遇，新开工项目40个。",
        "1.“两重”：国家重大战略实施和重点领域安全能力建设。",
        "1.医疗卫生方面。为全县重点人群免费开展筛查。",
        "（一）目标：粮食总产量稳定在20万吨以上。",
        "主办单位：省司法厅，各州、市人民政府",
        "2025年12月30日",
        "《条例》第二章规定，委员应当参加活动。",
        "①补充校医；②改造食堂；③新增床位。",
    ],
)
def test_other_short_lines_are_body(line: str) -> None:
    document = under_title(line, PROSE)
    assert document.sections == ()
    assert line in paragraphs(document, "body")


def test_a_run_in_heading_ends_inside_its_paragraph() -> None:
    document = under_title("（一）深入贯彻部署。全年学习110余次。", PROSE)
    section = document.sections[0]
    paragraph = document.paragraphs[2]
    assert (section.number, section.title) == ("（一）", "深入贯彻部署")
    assert paragraph.kind == "body"
    assert paragraph.section == 0
    assert paragraph.start == section.start < section.heading_end < paragraph.end


def test_numbered_lines_one_after_the_other_are_a_list() -> None:
    document = under_title("主要任务如下：", "1.抓学习", "2.抓协商", "3.抓监督", PROSE)
    assert document.sections == ()


def test_items_that_end_with_a_semicolon_are_a_list() -> None:
    document = under_title(
        "一、抓好产业，富民强县；", "二、抓好民生，服务群众；", "三、抓好安全，守住底线。", PROSE
    )
    assert document.sections == ()


def test_a_contents_page_has_no_headings() -> None:
    document = under_title(
        "目录", "一、工作回顾", "二、工作安排", "一、工作回顾", PROSE, "二、工作安排", PROSE
    )
    assert outline(document) == [(1, "一、工作回顾"), (1, "二、工作安排")]


@pytest.mark.parametrize("line", ["12 个乡镇参加", "12 月工作", "3.5万吨粮食", "一、二产业"])
def test_a_quantity_is_no_heading_number(line: str) -> None:
    assert [section.number for section in under_title(line, PROSE).sections] in ([], [""])


def test_an_arabic_number_without_neighbours_is_a_quantity() -> None:
    assert under_title("1 坚持为民", PROSE, "30 余万亩良田", PROSE).sections[0].title == "坚持为民"
    assert len(under_title("1.坚持为民", PROSE, "30.余万亩良田", PROSE).sections) == 1


def test_styles_rank_from_parts_to_bracketed_digits() -> None:
    lines = ["第一部分 回顾", "一、党建", "（一）学习", "1.中心组", "（1）安排"]
    document = under_title(*(text for line in lines for text in (line, PROSE)))
    assert [section.level for section in document.sections] == [1, 2, 3, 4, 5]
    assert [section.parent for section in document.sections] == [None, 0, 1, 2, 3]
    assert document.section_path(4) == tuple(lines)


def test_a_section_ends_where_the_next_of_its_level_begins() -> None:
    document = under_title("一、回顾", PROSE, "（一）学习", PROSE, "二、安排", PROSE)
    first, inner, second = document.sections
    assert document.text[first.start : first.end] == f"一、回顾\n{PROSE}\n（一）学习\n{PROSE}"
    assert inner.end == first.end
    assert second.end == len(document.text)


def test_a_heading_broken_over_two_lines_is_one() -> None:
    assert outline(under_title("三、持续提升政府", "治理效能和服务水平", PROSE)) == [
        (1, "三、持续提升政府治理效能和服务水平")
    ]


def test_the_title_below_a_bare_chapter_number_belongs_to_it() -> None:
    document = under_title("第一章", "总则", PROSE, "第二章", "职责", PROSE)
    assert [(s.number, s.title) for s in document.sections] == [("第一章", "总则"), ("第二章", "职责")]


def test_markdown_marks_give_the_level_and_are_dropped() -> None:
    document = build(f"# 县政协报告\n\n## 一、回顾\n{PROSE}\n### 学习\n- 第一\n## 二、安排\n**{PROSE}**\n")
    assert document.title == "县政协报告"
    assert outline(document) == [(1, "一、回顾"), (2, "学习"), (1, "二、安排")]
    assert paragraphs(document, "body") == [PROSE, "- 第一", f"**{PROSE}**"]
    assert [d.text for d in document.dropped] == ["#", "##", "###", "##"]


def test_markdown_without_marks_is_read_as_text(tmp_path: Path) -> None:
    file = tmp_path / "报告.md"
    file.write_text(f"县政协报告\n一、回顾\n{PROSE}\n", encoding="utf-8")
    assert outline(read_document(file)) == [(1, "一、回顾")]


# Front matter and captions


@pytest.mark.parametrize(
    "line",
    [
        "本报记者 罗鸣文/文图",
        "来源：解放日报",
        "来源 : 南方日报",
        "作者：张三",
        "省长 王予波",
        "自治区主席 艾尔肯·吐尼亚孜",
        "2025年1月14日在市第十六届人民代表大会第三次会议上市长 殷勇同志作政府工作报告。",
        "（2025年1月14日）",
        "2025-01-14 09:30",
    ],
)
def test_a_byline_is_told_by_its_look(line: str) -> None:
    assert build(f"县政府工作报告\n{line}\n{PROSE}").byline == line


def test_a_file_that_begins_with_body_is_called_by_its_stem() -> None:
    document = build(f"{PROSE}\n{PROSE}")
    assert document.title == "报告"
    assert paragraphs(document, "title") == []


@pytest.mark.parametrize(
    "line", ["各位代表：", "一、工作回顾", "来源：新华社", "会议强调，要坚持。", "▲委员在视察。"]
)
def test_no_title_is_made_of_another_kind_of_line(line: str) -> None:
    assert build(f"{line}\n{PROSE}").title == "报告"


@pytest.mark.parametrize(
    "line",
    [
        "▲委员在村里调研。",
        "图为委员视察现场",
        "图1：视察现场",
        "委员读书分享活动。（张三 摄）",
        "●文史馆。（资料图）",
    ],
)
def test_a_caption_is_told_by_its_look(line: str) -> None:
    assert paragraphs(under_title(line, PROSE), "caption") == [line.lstrip("▲●")]


def test_a_sentence_set_off_at_the_end_of_a_section_is_a_caption() -> None:
    caption = "县政协委员走访慰问困境儿童。"
    document = build(f"标题\n\n{PROSE}\n\n{PROSE}\n\n\n\n{caption}\n\n一、回顾\n\n{PROSE}")
    assert paragraphs(document, "caption") == [caption]


@pytest.mark.parametrize(
    "ending", ["县政协办公室", "2025年12月30日", "让我们携手并进、再创佳绩！", PROSE + PROSE, "特此报告。"]
)
def test_a_signature_or_a_closing_set_off_at_the_end_is_no_caption(ending: str) -> None:
    document = build(f"标题\n\n{PROSE}\n\n{PROSE}\n\n\n\n{ending}")
    assert paragraphs(document, "caption") == []


def test_the_rest_of_a_torn_sentence_is_no_caption() -> None:
    document = build(f"标题\n\n{PROSE}\n\n{PROSE[:-14]}\n\n\n\n{PROSE[-14:]}\n\n一、回顾\n\n{PROSE}")
    assert paragraphs(document)[2] == PROSE


# Lines


@pytest.mark.parametrize(
    "line", ["▲", "***", "-----", "###", "◆ ◆ ◆", "= = =", "————", "第 3 页 共 10 页", "- 3 -"]
)
def test_decorative_lines_are_dropped(line: str) -> None:
    document = build(f"标题\n{PROSE}\n{line}\n{PROSE}")
    assert paragraphs(document) == ["标题", PROSE, PROSE]
    assert [(d.line, d.text) for d in document.dropped] == [(3, line)]


def test_invisible_characters_are_dropped_and_the_rest_stays() -> None:
    document = build(f"标题\n{PROSE}共1\u200b10\x07次。")
    assert document.text.endswith("共110次。")
    assert [(d.line, d.text) for d in document.dropped] == [(2, "\u200b"), (2, "\x07")]


def test_white_space_round_a_line_goes_and_inside_it_stays() -> None:
    assert paragraphs(build(f"　　标题 甲　乙 \n\t{PROSE}　\n"))[0] == "标题 甲　乙"


def test_line_numbers_are_those_of_an_editor() -> None:
    document = build(f"标题\r\n\r\n{PROSE}\r{PROSE}\x0c{PROSE}\u2028{PROSE}\n{PROSE}")
    assert [p.line for p in document.paragraphs] == [1, 3, 4, 4, 4, 5]


# Files and encodings

REPORT = f"县政协2025年工作回眸\n\n一、回顾\n\n{PROSE}\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_each_encoding_gives_the_same_text(encoding: str) -> None:
    assert decode(REPORT.encode(encoding), "报告.txt") == REPORT


def test_big_endian_utf16_with_a_mark_is_read() -> None:
    assert decode(codecs.BOM_UTF16_BE + REPORT.encode("utf-16-be"), "报告.txt") == REPORT


def test_a_damaged_utf8_file_is_not_read_as_gb18030() -> None:
    data = REPORT.encode()
    with pytest.raises(CorpusError, match=r"报告\.txt 无法按 UTF-8 解码：第 30 字节"):
        decode(data[:30] + b"\xff" + data[31:], "报告.txt")


def test_a_damaged_gb18030_file_names_the_byte() -> None:
    data = REPORT.encode("gb18030")
    with pytest.raises(CorpusError, match="GB18030 解码：第 20 字节"):
        decode(data[:20] + b"\xff" + data[21:], "报告.txt")


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04\x00\x00", REPORT.encode("utf-16-le"), codecs.BOM_UTF16_LE + b"a\0\0\0"]
)
def test_binary_content_is_an_error(data: bytes) -> None:
    with pytest.raises(CorpusError, match="二进制"):
        decode(data, "报告.txt")


def test_a_truncated_utf16_file_is_an_error() -> None:
    with pytest.raises(CorpusError, match="UTF-16"):
        decode(REPORT.encode("utf-16")[:-1], "报告.txt")


def test_a_document_knows_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "库").mkdir()
    file = tmp_path / "库" / "回眸.txt"
    file.write_bytes(REPORT.encode())
    monkeypatch.chdir(tmp_path)
    document = read_document(file)
    assert (document.name, document.path) == ("回眸", "库/回眸.txt")
    assert document.sha256 == hashlib.sha256(REPORT.encode()).hexdigest()
    monkeypatch.chdir(tmp_path / "库")
    assert read_document(Path("../库/回眸.txt")).path == "回眸.txt"
    (tmp_path / "别处").mkdir()
    monkeypatch.chdir(tmp_path / "别处")
    assert read_document(Path("../库/回眸.txt")).path == "../库/回眸.txt"


def test_a_folder_is_read_recursively_in_the_order_of_paths(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.MD", "a/b.txt", "a.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(REPORT, encoding="utf-8")
    documents = read_corpus(tmp_path)
    assert [Path(d.path).relative_to(tmp_path).as_posix() for d in documents] == [
        "a/b.txt",
        "a/z.MD",
        "a.txt",
        "b.txt",
    ]


@pytest.mark.parametrize(
    "name", [".hidden.txt", ".git/a.txt", "README.md", "readme.txt", "~$回眸.txt", "a.xlsx", "a"]
)
def test_other_files_are_passed_over(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(b"\0")
    (tmp_path / "回眸.txt").write_text(REPORT, encoding="utf-8")
    assert [d.name for d in read_corpus(tmp_path)] == ["回眸"]


def test_digests_are_those_of_the_documents() -> None:
    expected = {Path(document.path).name: document.sha256 for document in read_corpus(DATA)}
    assert corpus_digests(DATA) == expected


def test_links_are_followed_but_not_in_circles(tmp_path: Path) -> None:
    folder = tmp_path / "库"
    folder.mkdir()
    (folder / "回眸.txt").write_text(REPORT, encoding="utf-8")
    (folder / "again").symlink_to(folder)
    (tmp_path / "link").symlink_to(folder)
    assert [d.name for d in read_corpus(tmp_path / "link")] == ["回眸"]


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"找不到 .*nowhere.*\n.*nowhere does not exist"):
        read_corpus(tmp_path / "nowhere")


def test_a_folder_without_reports_says_what_was_expected(tmp_path: Path) -> None:
    (tmp_path / "回眸.xlsx").write_bytes(b"\0")
    with pytest.raises(
        CorpusError, match=rf"{tmp_path.name}.*1 个其他文件，如 回眸\.xlsx.*\.txt、\.md、\.docx"
    ):
        read_corpus(tmp_path)


def test_a_folder_that_is_called_like_a_report_is_named(tmp_path: Path) -> None:
    (tmp_path / "回眸.txt").mkdir()
    for path in (tmp_path, tmp_path / "回眸.txt"):
        with pytest.raises(CorpusError, match=r"回眸\.txt 是文件夹"):
            read_corpus(path)


@pytest.mark.parametrize("content", ["", " \n　\n\t", "-----\n***\n", "\ufeff"])
def test_a_file_without_text_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "空.txt").write_text(content, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"空\.txt 是空的"):
        read_corpus(tmp_path)


def test_a_file_of_another_format_is_named(tmp_path: Path) -> None:
    (tmp_path / "回眸.xlsx").write_bytes(b"PK")
    with pytest.raises(CorpusError, match=r"回眸\.xlsx 不是 \.txt、\.md、\.docx、\.pdf 或 \.html"):
        read_corpus(tmp_path / "回眸.xlsx")


def test_a_link_to_nothing_is_named(tmp_path: Path) -> None:
    (tmp_path / "断.txt").symlink_to(tmp_path / "没有.txt")
    with pytest.raises(CorpusError, match=r"无法读取 .*断\.txt"):
        read_corpus(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_refused_rather_than_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.txt")
    with pytest.raises(CorpusError, match=r"管道\.txt"):
        read_corpus(tmp_path)


def test_every_error_is_chinese_first_and_english_second(tmp_path: Path) -> None:
    with pytest.raises(CorpusError) as caught:
        read_corpus(tmp_path)
    chinese, english = str(caught.value).split("\n")
    assert not chinese.isascii()
    assert english.startswith("No report in")


# Properties

PIECES = [
    *(
        "一、回顾",
        "（一）学习。",
        "（二）协商",
        "1 坚持为民",
        "2.调研",
        "第一章",
        "附件",
        "名词解释",
        "# ",
        "## 回顾",
    ),
    *(
        "▲",
        "- 3 -",
        "***",
        "12",
        "来源：某报",
        "——某县政协",
        "各位代表：",
        "2025年1月14日",
        "110",
        "Annual report",
    ),
    *(
        PROSE,
        PROSE[:-4],
        "精神，",
        "“",
        "。",
        "，",
        "；",
        "\n",
        "\n\n",
        "\n\n\n\n",
        "　　",
        "\t",
        "\r",
        "\r\n",
    ),
    *("\x0c", "\x07", "\x1f", "\u200b", "\ufeff"),
]
REPORTS = st.lists(
    st.sampled_from(PIECES) | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
).map("".join)


def visible(text: str) -> str:
    return "".join(text.split())


def is_interleaving(whole: str, left: str, right: str) -> bool:
    """Whether `whole` is `left` and `right` shuffled together, each in its order."""
    if len(whole) != len(left) + len(right):
        return False
    reached = {0}
    for done, character in enumerate(whole):
        reached = {at + 1 for at in reached if at < len(left) and left[at] == character} | {
            at for at in reached if done - at < len(right) and right[done - at] == character
        }
    return bool(reached)


@given(REPORTS)
@settings(deadline=None)
def test_no_visible_character_is_lost_or_moved(text: str) -> None:
    document = build(text)
    dropped = "".join(d.text for d in document.dropped)
    assert is_interleaving(visible(text), visible(document.text), visible(dropped))


@given(REPORTS)
@settings(deadline=None)
def test_text_is_its_paragraphs_joined_by_line_feeds(text: str) -> None:
    document = build(text)
    assert document.text == "\n".join(paragraphs(document))
    assert all(part and part == part.strip() and "\n" not in part for part in paragraphs(document))
    assert [p.number for p in document.paragraphs] == list(range(1, len(document.paragraphs) + 1))
    assert [p.line for p in document.paragraphs] == sorted(p.line for p in document.paragraphs)


def encloses(outer: Section, inner: Section) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


@given(REPORTS)
@settings(deadline=None)
def test_sections_nest(text: str) -> None:
    sections = build(text).sections
    for at, section in enumerate(sections):
        assert section.start < section.heading_end <= section.end
        assert (
            section.level == 1
            if section.parent is None
            else section.level == sections[section.parent].level + 1
        )
        assert section.parent is None or encloses(sections[section.parent], section)
        for other in sections[at + 1 :]:
            assert other.start > section.end or encloses(section, other)


@given(REPORTS)
@settings(deadline=None)
def test_a_paragraphs_section_is_the_innermost_around_it(text: str) -> None:
    document = build(text)
    for p in document.paragraphs:
        around = [at for at, s in enumerate(document.sections) if s.start <= p.start and p.end <= s.end]
        assert p.section == max(around, key=lambda at: document.sections[at].level, default=None)
        starts = [s for s in document.sections if p.start <= s.start < p.end]
        assert [s.start for s in starts] == [p.start] * len(starts)
        assert (p.kind == "heading") == any(s.heading_end == p.end for s in starts)


@given(REPORTS)
@settings(deadline=None)
def test_line_ends_make_no_difference(text: str) -> None:
    text = text.replace("\r", "")
    assert build(text.replace("\n", "\r\n")) == build(text) == build(text.replace("\n", "\r"))


@given(REPORTS)
@settings(deadline=None)
def test_encodings_make_no_difference(text: str) -> None:
    text = text.replace("\0", "").lstrip("\ufeff")
    assert decode(codecs.BOM_UTF8 + text.encode(), "") == text
    assert decode(text.encode("utf-16"), "") == text
    data = text.encode("gb18030")
    assume(not is_utf8(data))
    assert decode(data, "") == text


def is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def test_a_paragraph_that_turns_to_the_assembly_ends_a_run_in_section() -> None:
    text = "\n\n".join(
        [
            "报告",
            "一、任务",
            "（一）抓产业。今年要建设十个园区，力争全部投产见效。",
            "（二）抓民生。今年要新建二十所学校，让孩子就近入学。",
            "各位代表！让我们团结起来，为建设更加美好的家园而共同奋斗。",
        ]
    )
    document = build_document(text, name="n", path="p", sha256="")
    last = document.paragraphs[-1]
    assert document.section_path(last.section) == ("一、任务",)
    assert document.section_path(document.paragraphs[-2].section) == ("一、任务", "（二）抓民生")


@pytest.mark.skipif(os.name == "nt", reason="file names are bytes on POSIX only")
def test_a_file_name_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "报告.txt".encode("gbk")))).write_text(
        "甲", encoding="utf-8"
    )
    with pytest.raises(CorpusError, match="文件名不是 UTF-8"):
        read_corpus(tmp_path)
