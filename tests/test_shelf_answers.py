"""Questions to several reports, answered by the real encoder and reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from huimou.config import Settings
from huimou.embed import SentenceEncoder
from huimou.errors import HuimouError, QuestionError
from huimou.qa import QA, build_index, open_qa
from huimou.read import Reader

TEXT = """{year}年{place}政府工作报告

{year}年1月15日在{place}人民代表大会第三次会议上

各位代表：

现在，我代表人民政府，向大会报告工作，请予审议，并请政协委员和列席人员提出意见。

一、{last}年工作回顾

全年地区生产总值增长{grown}，城镇新增就业{jobs}万人，居民收入稳步提高。

{own}

{other}

二、{year}年工作安排

今年经济社会发展的主要预期目标是：地区生产总值增长{target}，居民消费价格涨幅2%左右，粮食产量保持稳定。
"""
OTHER = """
扎实推进科技创新，组建省级实验室，支持企业牵头承担重大科技项目，加快科技成果转化应用。

持续优化营商环境，推行高效办成一件事，清理拖欠企业账款，依法保护各类经营主体合法权益。

大力发展教育事业，推进义务教育优质均衡发展，支持高校建设一流学科，办好人民满意的教育。

提升医疗服务水平，推进县域医共体建设，完善分级诊疗制度，加强基层医疗卫生人才队伍建设。

加强生态环境保护，深入打好蓝天碧水净土保卫战，统筹山水林田湖草沙一体化保护和系统治理。

推进文化和旅游深度融合，办好重大文化活动，加强文物保护利用，丰富群众精神文化生活。

防范化解重点领域风险，压实安全生产责任，开展隐患排查整治，提升防灾减灾救灾能力。

深化国有企业改革，完善现代企业制度，优化国有资本布局，激发民营经济发展活力。

扩大高水平对外开放，稳定外贸外资基本盘，支持企业开拓国际市场，建设对外开放新通道。

加强政府自身建设，坚持依法行政，自觉接受人大监督和政协民主监督，整治形式主义为基层减负。
""".strip()
REPORTS = [
    ("浙江省", 2025, "5.6%", 112, "5.5%左右", "新建跨海大桥3座，最长的一座全长46公里。"),
    ("江西省", 2025, "5.1%", 47, "5%左右", "改造老旧小区1343个，惠及居民52万户。"),
    ("江西省", 2024, "4.1%", 45, "6%以上", "新建高标准农田290万亩，粮食生产再获丰收。"),
]


@pytest.fixture(scope="module")
def qa(encoder: SentenceEncoder, reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> QA:
    folder = tmp_path_factory.mktemp("shelf")
    (folder / "corpus").mkdir()
    for place, year, grown, jobs, target, own in REPORTS:
        text = TEXT.format(
            place=place, year=year, last=year - 1, grown=grown, jobs=jobs, target=target, own=own, other=OTHER
        )
        (folder / "corpus" / f"{year}年{place}政府工作报告.txt").write_text(text, encoding="utf-8")
    settings = Settings(corpus=str(folder / "corpus"), index=str(folder / "index"))
    build_index(settings, lambda: encoder)
    return open_qa(settings, encoder, reader)


@pytest.mark.parametrize(
    ("question", "answer", "document"),
    [
        ("浙江2025年的地区生产总值增长目标是多少？", "5.5%左右", "2025年浙江省政府工作报告"),
        ("江西2025年的地区生产总值增长目标是多少？", "5%左右", "2025年江西省政府工作报告"),
        ("江西2024年的地区生产总值增长目标是多少？", "6%以上", "2024年江西省政府工作报告"),
        ("江西2024年城镇新增就业多少万人？", "47万人", "2025年江西省政府工作报告"),
        ("改造了多少个老旧小区？", "1343个", "2025年江西省政府工作报告"),
    ],
)
def test_the_report_that_a_question_names_answers_it(
    qa: QA, question: str, answer: str, document: str
) -> None:
    told = qa.ask(question)
    assert (told.answer, told.citations[0].document) == (answer, document)


def test_what_only_another_report_says_is_refused(qa: QA) -> None:
    told = qa.ask("浙江2024年改造了多少个老旧小区？")
    assert told.abstained
    assert {citation.document for citation in told.citations} <= {"2025年浙江省政府工作报告"}


def test_a_place_that_the_shelf_does_not_hold_is_refused_with_what_it_holds(qa: QA) -> None:
    told = qa.ask("台湾2025年的地区生产总值增长目标是多少？")
    assert told.abstained
    assert told.text == "书架上有：江西、浙江2024—2025年的报告，没有台湾的。"


def test_a_year_that_the_shelf_does_not_hold_is_refused_with_what_it_holds(qa: QA) -> None:
    told = qa.ask("浙江2019年的地区生产总值增长多少？")
    assert told.abstained
    assert told.text == "书架上有：浙江2025年的报告，没有2019年的。"


def test_a_comparison_is_a_table_with_a_source_a_row(qa: QA) -> None:
    told = qa.ask("江西和浙江2025年的地区生产总值增长目标分别是多少？")
    assert told.answer == "江西5%左右、浙江5.5%左右"
    cited = [citation.document for citation in told.citations]
    assert cited == ["2025年江西省政府工作报告", "2025年浙江省政府工作报告"]


def test_two_years_are_looked_up_in_two_reports(qa: QA) -> None:
    told = qa.ask("江西2024年和2025年的地区生产总值增长目标分别是多少？")
    assert told.answer == "2024年6%以上、2025年5%左右"


def test_a_report_that_does_not_say_has_a_row_that_says_so(qa: QA) -> None:
    told = qa.ask("江西和浙江2024年分别改造了多少个老旧小区？")
    assert told.text.splitlines()[:2] == ["- **江西**：1343个 \\[1\\]", "- **浙江**：未提及"]


def test_a_question_that_two_reports_answer_otherwise_names_the_second(qa: QA) -> None:
    told = qa.ask("2024年城镇新增就业多少万人？")
    assert len({citation.document for citation in told.citations}) == len(told.citations) == 2
    assert "另：《" in told.text
    assert "\\[2\\]" in told.text


def test_only_the_reports_that_are_given_are_asked(qa: QA) -> None:
    question = "2025年的地区生产总值增长目标是多少？"
    told = qa.ask(question, reports=["浙江"])
    assert (told.answer, len(told.citations)) == ("5.5%左右", 1)
    assert qa.ask("改造了多少个老旧小区？", reports=["2025年浙江省政府工作报告"]).abstained
    with pytest.raises(QuestionError):
        qa.ask(question, reports=["台湾"])


def test_the_reports_of_a_year_and_a_place_are_asked(qa: QA) -> None:
    question = "地区生产总值增长目标是多少？"
    told = qa.ask(question, reports=["2024年", "江西"])
    assert (told.answer, told.citations[0].document) == ("6%以上", "2024年江西省政府工作报告")
    assert qa.ask(question, reports=[]).text == qa.ask(question).text


def test_of_chosen_reports_it_is_not_said_that_the_shelf_holds_no_others(qa: QA) -> None:
    told = qa.ask("浙江2025年的地区生产总值增长目标是多少？", reports=["江西"])
    assert told.abstained
    assert told.text == "所选的是：江西2024—2025年的报告，没有浙江的。"


def test_a_correction_in_reports_toml_is_what_questions_go_by(
    qa: QA, encoder: SentenceEncoder, reader: Reader
) -> None:
    file = Path(qa.settings.corpus) / "reports.toml"
    try:
        file.write_text('["2025年浙江省政府工作报告.txt"]\nplace = "福建"\n', encoding="utf-8")
        told = open_qa(qa.settings, encoder, reader).ask("福建2025年的地区生产总值增长目标是多少？")
        assert (told.answer, told.citations[0].document) == ("5.5%左右", "2025年浙江省政府工作报告")
        file.write_text('["没有.txt"]\n', encoding="utf-8")
        with pytest.raises(HuimouError, match="没有叫"):
            open_qa(qa.settings, encoder, reader)
    finally:
        file.unlink()
