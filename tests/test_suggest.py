"""Questions to begin with and to go on with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from huimou.build import suggest
from huimou.config import Settings
from huimou.corpus import build_document, read_document
from huimou.embed import SentenceEncoder
from huimou.index import open_index
from huimou.overview import asks_overview
from huimou.qa import QA, build_index, open_qa
from huimou.read import Reader
from huimou.suggest import Suggestion, candidates, checked, follow_ups, is_right, pool, starters, unchecked
from huimou.types import Answer, Chunk, Citation, Document, Hit
from tests.conftest import REPORT


def report(*paragraphs: str, heading: str = "一、民生工作", name: str = "甲县2025年工作总结") -> Document:
    """A report with the paragraphs under one heading, and a second section."""
    body = "\n\n".join(paragraphs)
    text = f"{name}\n\n{heading}\n\n{body}\n\n二、其他工作\n\n没有数字，只有一段够长的话，{'好' * 40}。"
    return build_document(text, name=name, path=f"corpus/{name}.txt", sha256="")


def asked(document: Document, *kinds: str) -> list[tuple[str, str]]:
    """Each question and the words that answer it."""
    return [
        (one.question, document.text[one.start : one.end])
        for one in candidates(document, 0)
        if one.kind in (kinds or ("figure", "list", "fact"))
    ]


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        ("全年，共组织开展各类学习110余次。", "共组织开展各类学习多少次？", "110余次"),
        ("举办委员培训班2期。", "举办了多少期委员培训班？", "2期"),
        ("撰写社情民意信息85篇。", "撰写了多少篇社情民意信息？", "85篇"),
        ("新建议事厅19个，惠及居民144户。", "共惠及居民多少户？", "144户"),
        ("全年发放各类救助资金1.27亿元。", "共发放各类救助资金多少元？", "1.27亿元"),
        ("广泛收集产业、生态等领域“金点子”47条。", "共收集产业、生态等领域“金点子”多少条？", "47条"),
        ("开展义诊、指导、咨询等公益活动30余次。", "共开展义诊、指导、咨询等公益活动多少次？", "30余次"),
        ("向县委请示报告20余次。", "向县委请示报告了多少次？", "20余次"),
        ("组建5个民主监督小组。", "组建了多少个民主监督小组？", "5个"),
        (
            "围绕“提升产业水平”开会，提出控产能、抓技术等12条建议意见。",
            "围绕“提升产业水平”提出了多少条建议意见？",
            "12条",
        ),
        ("全县生产总值增长5.5%，排全市第一。", "生产总值增长多少？", "5.5%"),
        ("农村自来水普及率达94.2%。", "农村自来水普及率达到多少？", "94.2%"),
        ("委员满意率98.3%。", "委员满意率是多少？", "98.3%"),
        ("农村生活污水治理率由41%提升至58%。", "农村生活污水治理率提升到多少？", "58%"),
        ("平均办理时限由15个工作日压缩至6个工作日。", "平均办理时限压缩到多少个工作日？", "6个工作日"),
        ("总投资3.2亿元的禾润加工项目于6月28日竣工投产。", "禾润加工项目总投资多少元？", "3.2亿元"),
        ("总投资3.2亿元的禾润加工项目于6月28日竣工投产。", "禾润加工项目什么时候竣工投产？", "6月28日"),
        ("西门水厂于8月底正式关停。", "西门水厂什么时候正式关停？", "8月底"),
        ("3月28日，由三家公司合并组建的水务集团挂牌成立。", "水务集团什么时候挂牌成立？", "3月28日"),
        (
            "围绕“深化城市更新”议题召开专题常委会会议。",
            "围绕什么议题召开了专题常委会会议？",
            "深化城市更新",
        ),
        ("推进医疗、医保、医药等“三医联动”。", "“三医联动”包括哪三医？", "医疗、医保、医药"),
        ("围绕同源、同网、同质、同价“四同”目标推进。", "“四同”目标包括哪些？", "同源、同网、同质、同价"),
        (
            "建成影像、心电、检验、病理、供应五大中心室。",
            "五大中心室包括哪些？",
            "影像、心电、检验、病理、供应",
        ),
        ("赴深圳、宁波、成都三地召开恳谈会。", "赴哪些地方召开恳谈会？", "深圳、宁波、成都"),
        ("推广艾灸、推拿、拔罐等适宜技术15项。", "推广了哪些适宜技术？", "艾灸、推拿、拔罐"),
        ("石埠村、柳塘村入选市级示范村庄。", "哪些村入选市级示范村庄？", "石埠村、柳塘村"),
    ],
)
def test_a_sentence_asks_itself(text: str, question: str, answer: str) -> None:
    assert (question, answer) in asked(report(text))


@pytest.mark.parametrize(
    "text",
    [
        "推进医疗、医保“三医联动”。",  # one is missing
        "推进“三医联动”，改革医疗、医保、医药。",
        "推进医疗、医保、医药，实施“三医联动”。",
        "地区生产总值、固定资产投资分别增长5%、6%。",
        "力争新建养老中心3个，全年培训人员500人次。",  # it is yet to be done
        "召开全体会议1次。",
        "其中，民生类提案82件。",
        "开展“两癌”筛查1.26万人。",
        "到深圳和宁波走了走，看了不少企业。",
    ],
)
def test_what_reads_oddly_or_is_not_whole_is_not_asked(text: str) -> None:
    assert asked(report(text)) == []


def test_the_second_of_a_row_takes_the_verb_of_the_first() -> None:
    document = report("全年召开常委会会议5次、主席会议14次，城镇新增就业7126人、失业人员再就业2218人。")
    assert [question for question, _ in asked(document)] == [
        "召开了多少次常委会会议？",
        "召开了多少次主席会议？",
        "城镇新增就业多少人？",
    ]


def test_a_question_that_two_places_answer_is_not_asked() -> None:
    assert asked(report("举办委员培训班2期。", "举办委员培训班3期。")) == []


def test_plans_and_faults_are_not_asked_for() -> None:
    text = "举办委员培训班2期。"
    assert asked(report(text, heading="一、2026年主要任务")) == []
    assert asked(report(text, heading="一、存在的困难和问题")) == []
    assert len(asked(report(text, heading="一、2025年工作回顾"))) == 1


def test_a_section_is_asked_for_by_its_heading_in_words_that_are_taken_for_that() -> None:
    document = report("没有数字。" * 10, heading="一、坚持党的领导 把牢“方向盘”")
    (first, _) = [one for one in candidates(document, 0) if one.kind == "section"]
    assert first.question == "“坚持党的领导 把牢‘方向盘’”这部分讲了什么？"
    assert document.text[first.start :].startswith("一、坚持党的领导")
    overview = asks_overview(first.question)
    assert overview
    assert overview.kind == "section"


def test_the_bundled_report_gives_a_dozen_questions_of_four_kinds() -> None:
    found = candidates(read_document(REPORT), 0)
    assert len(found) >= 20
    assert {one.kind for one in found} == {"figure", "list", "fact", "section"}
    assert len({one.question for one in found}) == len(found)
    assert all(len(one.question) <= 40 for one in found)


def test_on_a_shelf_each_question_names_its_place_and_reports_take_turns() -> None:
    shelf = [
        report(
            "全县生产总值增长5.5%。县医院新楼于6月28日建成投用。" + "好" * 40, name=f"{place}2025年工作总结"
        )
        for place in ("平罗县", "中宁县")
    ]
    found = pool(shelf)
    assert [one.document for one in found[:4]] == [0, 1, 0, 1]
    questions = {one.question for one in found}
    assert {"平罗县生产总值增长多少？", "中宁县医院新楼什么时候建成投用？"} <= questions
    assert "平罗县报告的“民生工作”这部分讲了什么？" in questions
    assert all(one.question.startswith(("平罗县", "中宁县")) for one in found)


def test_where_no_place_is_known_what_two_reports_ask_is_left_out() -> None:
    shelf = [
        report("举办委员培训班2期。", name="甲厂工作总结"),
        report("举办委员培训班3期，撰写信息专报85篇。", name="乙厂工作总结"),
    ]
    assert [one.question for one in pool(shelf) if one.kind == "figure"] == ["撰写了多少篇信息专报？"]


def test_without_checked_questions_sections_are_asked_for_and_without_sections_the_report() -> None:
    document = report("举办委员培训班2期。" * 9)
    assert [one.question for one in unchecked([document])] == [
        "“民生工作”这部分讲了什么？",
        "“其他工作”这部分讲了什么？",
    ]
    bare = build_document("只有一段话。", name="丙", path="丙.txt", sha256="")
    assert [one.question for one in unchecked([bare])] == ["《丙》主要讲了什么？"]
    assert unchecked([]) == []


TWO = report(
    "举办委员培训班2期，撰写社情民意信息85篇，推进医疗、医保、医药“三医联动”。",
    "农村自来水普及率达94.2%。",
)


def answer(
    question: str,
    quote: str,
    told: str,
    kind: str = "fact",
    confidence: float = 0.9,
    document: Document = TWO,
) -> Answer:
    """What the program would say: `told`, cited from the piece `quote` of the report."""
    start = document.text.index(quote)
    citation = Citation(
        marker=1,
        document=document.name,
        path=document.path,
        section="",
        paragraph=document.paragraph_at(start).number,
        start=start,
        end=start + len(quote),
        quote=quote,
        spans=((start + quote.index(told), start + quote.index(told) + len(told)),) if told in quote else (),
    )
    chunk = Chunk(document=0, section=(), start=0, end=len(document.text), text=document.text, sentences=())
    return Answer(
        question=question,
        answer=told,
        kind=kind,  # type: ignore[arg-type]
        abstained=kind == "refusal",
        confidence=confidence,
        text=told,
        citations=(citation,),
        hits=(Hit(rank=1, score=1.0, document=document, chunk=chunk, sentences=()),),
        elapsed_ms=0.0,
    )


def of(question: str, document: Document = TWO) -> Suggestion:
    return next(one for one in candidates(document, 0) if one.question == question)


FIRST = TWO.text[TWO.text.index("举办") : TWO.text.index("动”。") + 3]
TRAINED = "举办了多少期委员培训班？"
LIST = "“三医联动”包括哪三医？"
HEADED = "“民生工作”这部分讲了什么？"


@pytest.mark.parametrize(
    ("question", "told", "right"),
    [
        (TRAINED, answer(TRAINED, FIRST, "2期"), True),
        (TRAINED, answer(TRAINED, FIRST, "委员培训班2期"), True),
        (TRAINED, answer(TRAINED, FIRST, "85篇"), False),
        (TRAINED, answer(TRAINED, "推进医疗、医保、医药“三医联动”", "2期"), False),
        (TRAINED, answer(TRAINED, FIRST, "2期", confidence=0.4), False),
        (TRAINED, answer(TRAINED, FIRST, "2期", kind="refusal"), False),
        (LIST, answer(LIST, FIRST, "医疗、医保、医药", kind="list"), True),
        (LIST, answer(LIST, FIRST, "医疗、医保", kind="list"), False),
        (LIST, answer(LIST, FIRST, "医保、医药", kind="list"), False),
        (LIST, answer(LIST, FIRST, "医药", kind="fact"), False),
        (HEADED, answer(HEADED, "一、民生工作", "民生工作", kind="overview", confidence=1.0), True),
        (HEADED, answer(HEADED, "二、其他工作", "其他工作", kind="overview", confidence=1.0), False),
    ],
)
def test_only_the_right_answer_from_the_right_place_is_right(
    question: str, told: Answer, right: bool
) -> None:
    assert is_right(of(question), told) is right


def test_no_more_is_tried_and_kept_than_was_allowed() -> None:
    every = candidates(TWO, 0)
    questions: list[str] = []
    shown: list[tuple[int, int]] = []

    def ask(question: str) -> Answer:
        questions.append(question)
        return answer(question, FIRST, "2期")

    kept = checked(every, ask, tries=3, progress=lambda done, total: shown.append((done, total)))
    assert [one.question for one in kept] == [TRAINED]
    assert questions == [one.question for one in every[:3]]
    assert shown[-1] == (3, 3)
    assert checked(every, ask, most=1) == kept
    assert checked(every, ask, seconds=0) == []


SHELF = [
    Suggestion(question=f"{kind}{number}", kind=kind, document=number % 2, start=at, end=at + 10)  # type: ignore[arg-type]
    for number, (kind, at) in enumerate(
        [("figure", 0), ("figure", 2000), ("figure", 20), ("list", 900), ("fact", 1800), ("section", 2600)]
        * 2
    )
]


def test_questions_to_begin_with_are_of_all_kinds_and_reports_and_change_with_the_seed() -> None:
    for seed in "abcdef":
        chosen = [one for one in SHELF if one.question in starters(SHELF, seed=seed)]
        assert {one.kind for one in chosen} == {"figure", "list", "fact", "section"}
        assert {one.document for one in chosen} == {0, 1}
        assert starters(SHELF, seed=seed) == starters(SHELF, seed=seed)
    assert len({tuple(starters(SHELF, seed=seed)) for seed in "abcdef"}) > 1
    assert len(starters(SHELF[:2], seed="a", count=4)) == 2
    assert starters([], seed="a") == []


def test_follow_ups_come_from_the_same_paragraph_first_and_never_ask_again() -> None:
    every = candidates(TWO, 0)
    written = "撰写了多少篇社情民意信息？"
    rate = "农村自来水普及率达到多少？"
    told = answer(TRAINED, FIRST, "2期")
    assert follow_ups(told, every, [TRAINED]) == [written, LIST, rate]
    assert follow_ups(told, every, [TRAINED, written], count=2) == [LIST, rate]
    assert follow_ups(replace(told, question="培训班几期？"), every, [])[0] == written  # the same span


def test_after_an_overview_its_section_is_not_asked_for_again() -> None:
    every = candidates(TWO, 0)
    told = answer("第一部分讲了什么？", "一、民生工作", "民生工作", kind="overview")
    assert HEADED not in follow_ups(told, every, [], count=99)
    assert "“其他工作”这部分讲了什么？" in follow_ups(told, every, [], count=99)


def test_small_talk_is_followed_by_nothing_and_a_refusal_by_what_is_near() -> None:
    every = candidates(TWO, 0)
    refused = answer("办了几次画展？", "农村自来水普及率达94.2%。", "", kind="refusal")
    assert follow_ups(refused, every, [])[0] == "农村自来水普及率达到多少？"
    talk = replace(refused, kind="smalltalk", abstained=False, citations=(), hits=())
    assert follow_ups(talk, every, []) == []


@pytest.mark.slow
def test_what_is_suggested_for_the_bundled_report_is_answered_rightly_again(
    settings: Settings, encoder: SentenceEncoder, reader: Reader
) -> None:
    tried: list[tuple[int, int]] = []
    build_index(
        settings,
        lambda: encoder,
        load_reader=lambda: reader,
        tried=lambda done, total: tried.append((done, total)),
    )
    qa = open_qa(settings, encoder, reader)
    suggestions = open_index(Path(settings.index)).suggestions
    assert 8 <= len(suggestions) <= 40
    assert len({one.kind for one in suggestions}) >= 3
    assert tried[-1][0] == tried[-1][1] <= 60
    by_hand = {
        "撰写了多少篇社情民意信息？": "85篇",
        "共组织开展各类学习多少次？": "110余次",
        "开展了多少次基层协商？": "6次",
        "赴哪些地方开展招商接洽？": "江苏、北京",
        "围绕什么议题召开了专题议政性常委会会议？": "加快提升碳基材料产业水平",
    }
    for one in suggestions:
        told = qa.ask(one.question)
        assert is_right(one, told), one
        assert told.answer == by_hand.get(one.question, told.answer)
    assert len({one.question for one in suggestions} & by_hand.keys()) >= 3


@pytest.mark.slow
def test_an_index_in_memory_is_asked_and_not_the_one_on_the_disk(
    settings: Settings, encoder: SentenceEncoder, reader: Reader
) -> None:
    build_index(settings, lambda: encoder)
    saved = open_qa(settings, encoder, reader)
    new = replace(saved.index, manifest=replace(saved.index.manifest, build=""))
    assert not QA(settings, encoder, reader, new).refresh()
    assert suggest(settings, encoder, reader, replace(new, documents=())) == ()
