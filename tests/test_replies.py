"""A conversation becomes markup: all of it escaped, and each citation says where it points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimou.compose import cite, compose_overview, decline, escape_markdown, say
from huimou.overview import Point
from huimou.types import Answer
from huimou.ui.conversation import MOST_TURNS, Turn
from huimou.ui.replies import conversation_html, first_screen, shown_question
from huimou.ui.strings import EN, ZH
from tests.markup import HOSTILE, Element, acting, elements, of_class, tagged, text_of
from tests.test_compose import DOCUMENT, reply
from tests.test_conversation import FACT, REFUSAL, turn

TALK = say("你好", "你好！")
LIST = reply("围绕哪些议题开展调研？", "“校园安全”")


def said(answer: Answer, *, words: object = ZH) -> str:
    """A conversation of one answer."""
    return conversation_html([turn(answer)], EN if words is EN else ZH)


def overview(depths: Sequence[int]) -> Answer:
    """One with a list that is so deep, from line to line."""
    quotes = [cite(DOCUMENT, 0, 4, marker=number) for number, _ in enumerate(depths, start=1)]
    lines = [f"{'  ' * depth}- 第{number}条 \\[{number}\\]" for number, depth in enumerate(depths, start=1)]
    text = "\n".join(lines) + "\n\n出处：《报告》"
    return replace(FACT, kind="overview", text=text, citations=tuple(quotes))


def test_a_chip_says_where_its_source_stands_and_where_the_answer_in_it() -> None:
    (chip,) = of_class(said(FACT), "cite")
    place = chip.attributes
    quote = "全年开展协商6次，提出建议12条。"
    assert DOCUMENT.text[int(place["data-start"]) : int(place["data-end"])] == quote
    assert place["data-quote"] == quote
    start, end = map(int, place["data-answer"].split("-"))
    assert DOCUMENT.text[start:end] == "12条"
    assert (chip.text, place["data-doc"], place["href"]) == ("1", "0123456789ab", "#p-3")
    assert place["aria-label"] == "出处 1：平安县2025年工作总结，第 3 段。点击看原文"


def test_of_a_list_every_item_is_an_answer_in_its_source() -> None:
    chips = of_class(said(LIST), "cite")
    assert [chip.inside[-1] for chip in chips] == ["li", "li", "li"]
    spans = [pair.split("-") for pair in chips[0].attributes["data-answer"].split(" ")]
    items = ["城市更新", "校园安全", "医共体建设"]
    assert [DOCUMENT.text[int(start) : int(end)] for start, end in spans] == items
    assert tagged(said(LIST), "b") == items


def test_the_quotation_is_verbatim_with_the_answer_bold_in_it() -> None:
    assert tagged(said(FACT), "blockquote") == ["原文：全年开展协商6次，提出建议12条。"]
    assert tagged(said(FACT), "b") == ["12条"]
    assert tagged(said(FACT), "strong") == ["12条"]


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4)


@given(SPANS)
def test_the_quotation_stays_whole_wherever_the_answer_is_said_to_stand(spans: list[tuple[int, int]]) -> None:
    (citation,) = FACT.citations
    told = replace(FACT, citations=(replace(citation, spans=tuple(spans)),))
    assert tagged(said(told), "blockquote") == ["原文：全年开展协商6次，提出建议12条。"]


def test_a_quotation_of_two_paragraphs_has_its_answer_bold_too() -> None:
    start, end = DOCUMENT.text.index("一、协商"), DOCUMENT.text.index("，提出建议")
    figure = DOCUMENT.text.index("6次")
    told = cite(DOCUMENT, start, end, marker=1, spans=[(figure, figure + 2)])
    text = FACT.text.replace("全年开展协商6次，提出建议12条。", told.quote.replace("\n", " "))
    assert tagged(said(replace(FACT, text=text, citations=(told,))), "b") == ["6次"]


def test_the_place_is_said_once_below() -> None:
    (source,) = of_class(said(FACT), "source")
    assert source.text == "《平安县2025年工作总结》 一、协商，第 3 段"
    assert text_of(said(FACT)).count("第 3 段") == 1
    (source,) = of_class(said(FACT, words=EN), "source")
    assert source.text == "《平安县2025年工作总结》 一、协商, paragraph 3"


def test_several_sources_of_one_report_are_its_name() -> None:
    points = [
        Point(start=12, end=16, level=1, role="heading"),
        Point(start=40, end=44, level=1, role="heading"),
    ]
    told = compose_overview("主要内容？", points, DOCUMENT, (), english=False)
    (source,) = of_class(said(told), "source")
    assert source.text == "《平安县2025年工作总结》"
    assert [chip.text for chip in of_class(said(told), "cite")] == ["1", "2"]


@given(st.lists(st.integers(0, 5), min_size=1, max_size=12))
def test_items_nest_as_deep_as_they_are(wished: list[int]) -> None:
    depths: list[int] = []
    for depth in wished:  # none may be more than one deeper than the one before
        depths.append(min(depth, depths[-1] + 1 if depths else 0))
    html = said(overview(depths))
    items = [element for element in elements(html) if element.tag == "li"]
    assert [item.inside.count("li") for item in items] == depths
    assert all(item.inside[-1] == "ul" for item in items)
    lists = [element for element in elements(html) if element.tag == "ul"]
    assert all(one.inside[-1] == ("li" if "ul" in one.inside else "div") for one in lists)


HOSTILE_ANSWER = replace(
    FACT,
    question=HOSTILE,
    answer=HOSTILE,
    # As the composer writes it; and as it is, which a browser might send.
    text=f"**{escape_markdown(HOSTILE)}** \\[1\\]\n\n- {HOSTILE} \\[1\\]\n\n> 原文：{HOSTILE}\n\n出处",
    citations=(
        replace(FACT.citations[0], document=HOSTILE, section=HOSTILE, quote=HOSTILE, spans=((0, 3),)),
    ),
)


def test_nothing_that_anybody_wrote_is_markup() -> None:
    asked = Turn(
        question=HOSTILE, answer=HOSTILE_ANSWER, keys=(HOSTILE,), follow_ups=(HOSTILE, "接着问什么？")
    )
    html = conversation_html([Turn(question=HOSTILE, note=HOSTILE), asked], ZH)
    chips = of_class(html, "cite")
    assert len(chips) == 2
    for chip in chips:
        assert (chip.attributes["data-quote"], chip.attributes["data-doc"]) == (HOSTILE, HOSTILE)
        assert HOSTILE in chip.attributes["aria-label"]
        assert chip.text == "1"
    assert [one.text for one in elements(html) if one.classes == ["user", "message"]] == [HOSTILE, HOSTILE]
    assert tagged(html, "strong") == [HOSTILE]
    assert tagged(html, "blockquote") == [f"原文：{HOSTILE}"]
    assert of_class(html, "source")[0].text == f"《{HOSTILE}》 {HOSTILE}，第 3 段"
    assert [one.text for one in acting(html, "ask")] == [HOSTILE, "接着问什么？"]
    assert tagged(html, "p").count(HOSTILE) == 3  # two questions and the note
    assert not [one for one in elements(html) if one.tag in ("script", "img")]


@pytest.mark.parametrize(
    ("confidence", "chinese", "english"),
    [
        (1.0, "确定", "Certain"),
        (0.8, "确定", "Certain"),
        (0.7999, "较确定", "Fairly certain"),
        (0.5, "较确定", "Fairly certain"),
        (0.4999, "仅供参考", "For reference only"),
        (0.0, "仅供参考", "For reference only"),
    ],
)
def test_how_sure_an_answer_is_is_said_in_words(confidence: float, chinese: str, english: str) -> None:
    told = replace(FACT, confidence=confidence)
    (zh,), (en,) = of_class(said(told), "sure"), of_class(said(told, words=EN), "sure")
    assert zh.text == f"{chinese}把握 {confidence:.0%}"
    assert zh.attributes["title"] == f"把握 {confidence:.0%}"
    assert en.text == f"{english}confidence {confidence:.0%}"


def test_where_nothing_can_judge_an_answer_nothing_is_said_of_it() -> None:
    assert of_class(said(replace(FACT, confidence=None)), "sure") == []


def test_a_refusal_says_so_and_offers_a_search() -> None:
    html = said(REFUSAL)
    (sure,) = of_class(html, "sure")
    assert sure.text == "报告未提及"
    assert [one.text for one in acting(html, "look-up")] == ["全文检索这个问题"]
    assert tagged(html, "b") == tagged(html, "strong") == []  # what it quotes is no answer
    assert acting(said(FACT), "look-up") == []


def test_what_has_no_source_has_none_to_copy_or_to_export() -> None:
    html = said(decline("？", "请输入问题"))
    assert acting(html, "copy")
    assert acting(html, "copy-cited") == acting(html, "export") == of_class(html, "source") == []
    assert acting(said(FACT), "copy-cited")
    assert [one.attributes["data-kind"] for one in acting(said(FACT), "export")] == ["docx"]


def test_small_talk_is_only_said() -> None:
    html = said(TALK)
    assert [one.text for one in of_class(html, "said")] == ["你好！"]
    assert tagged(html, "footer") == []


def test_only_the_last_reply_is_given_again_and_gone_on_from() -> None:
    html = conversation_html([turn(FACT, "一？"), turn(LIST, "二？", "三？")], ZH, fresh=True)
    replies = of_class(html, "bot")
    assert [one.attributes["data-turn"] for one in replies] == ["1", "2"]
    assert ["重新回答" in one.text for one in replies] == [False, True]
    assert ["fresh" in one.classes for one in replies] == [False, True]
    assert [one.text for one in acting(html, "ask")] == ["二？", "三？"]
    assert len(acting(html, "edit")) == 2
    assert "fresh" not in conversation_html([turn(FACT)], ZH)


def test_what_is_being_looked_up_can_only_be_waited_for() -> None:
    html = conversation_html([turn(FACT), Turn(question="问？", note="正在查阅报告…", pending=True)], ZH)
    waiting = of_class(html, "pending")[0]
    assert waiting.text == "正在查阅报告…"
    assert of_class(html, "dots")[0].attributes["aria-hidden"] == "true"
    assert acting(html, "retry") == []
    assert len(acting(html, "edit")) == 1


def test_what_went_wrong_is_said_line_by_line_and_may_be_tried_again() -> None:
    html = conversation_html(
        [Turn(question="问？", note="坏了。\n再试。"), Turn(question="问？", note="坏了。")], ZH
    )
    assert [one.text for one in of_class(html, "said")] == ["坏了。再试。", "坏了。"]
    assert len(acting(html, "retry")) == 1


def test_a_very_long_question_is_cut_where_it_is_shown() -> None:
    long = "学" * 12_345
    html = conversation_html([Turn(question=long, note="太长")], ZH)
    assert of_class(html, "message")[0].text == "学" * 400 + "……（共 12345 字）"
    assert shown_question(long, EN).endswith("… (12345 characters in all)")
    assert shown_question("学" * 400, ZH) == "学" * 400


def test_of_too_long_a_conversation_the_turns_are_numbered_as_they_are_kept() -> None:
    turns = [Turn(question=f"第{number}问", note="无") for number in range(1, MOST_TURNS + 4)]
    asked = [one for one in of_class(conversation_html(turns, ZH), "user") if one.tag == "article"]
    assert len(asked) == MOST_TURNS
    assert (asked[0].attributes["data-turn"], asked[0].text) == ("1", "第4问修改问题")


def test_every_reply_can_be_linked_to_and_is_named() -> None:
    html = conversation_html([turn(FACT), turn(LIST)], EN)
    replies: list[Element] = of_class(html, "bot")
    assert [one.attributes["id"] for one in replies] == ["turn-1", "turn-2"]
    assert [one.attributes["aria-label"] for one in replies] == ["Answer 1", "Answer 2"]


def test_the_first_screen_offers_questions_as_they_are() -> None:
    html = first_screen(HOSTILE, HOSTILE, [HOSTILE, "举办了几期？"], ZH)
    assert (tagged(html, "h2"), tagged(html, "p")) == ([HOSTILE], [HOSTILE])
    assert [one.text for one in acting(html, "ask")] == [HOSTILE, "举办了几期？"]
    assert tagged(first_screen("题", "行", [], ZH), "ul") == []


def choice(answer: Answer, *within: str, gone: bool = False) -> str:
    return conversation_html([replace(turn(answer), within=within, gone=gone)], ZH)


def test_an_answer_says_which_reports_were_asked_if_not_all() -> None:
    assert of_class(said(FACT), "within") == []
    (told,) = of_class(choice(FACT, "2025年", "山东"), "within")
    assert told.text == "只问了：2025年、山东"
    (told,) = of_class(choice(FACT, *(f"县{number}" for number in range(9))), "within")
    assert told.text == "只问了：县0、县1、县2、县3、县4、县5 等 9 项"
    (told,) = of_class(choice(FACT, HOSTILE, gone=True), "within")
    assert told.text == f"书架上已没有“{HOSTILE}”，这次问了全部报告。"
    english = conversation_html([replace(turn(FACT), within=("2025年", "山东"))], EN)
    assert of_class(english, "within")[0].text == "Asked only: 2025, 山东"


def test_under_a_refusal_all_reports_can_be_asked() -> None:
    refused = choice(REFUSAL, "山东")
    assert of_class(refused, "within")[0].text == "只问了：山东。别的报告里也许写了。问全部报告"
    assert [button.text for button in acting(refused, "ask-all")] == ["问全部报告"]
    for html in (choice(FACT, "山东"), said(REFUSAL), choice(REFUSAL, "山东", gone=True)):
        assert acting(html, "ask-all") == []


def test_beside_others_a_source_is_told_with_the_year_of_its_report() -> None:
    html = conversation_html([replace(turn(FACT), called=("总结（2025年）",))], ZH)
    assert of_class(html, "source")[0].text == "《总结（2025年）》 一、协商，第 3 段"
    assert of_class(html, "cite")[0].attributes["title"] == "出处 1：总结（2025年），第 3 段。点击看原文"


def test_each_source_of_a_reply_from_several_reports_is_told_beside_it() -> None:
    told = turn(overview([0, 0, 0]))
    html = conversation_html([replace(told, called=("甲", "乙（2024年）", "甲"))], ZH)
    assert [one.text for one in of_class(html, "of")] == ["甲", "乙（2024年）", "甲"]
    assert of_class(html, "source") == []
    assert of_class(conversation_html([replace(told, called=("甲", "甲", "甲"))], ZH), "of") == []
