"""The page's pure parts, without a browser."""

from __future__ import annotations

import itertools
import os
import re
import socket
import subprocess
import sys
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from huimou.config import Settings
from huimou.embed import SentenceEncoder
from huimou.errors import HuimouError, ModelUnavailableError
from huimou.index import current_build
from huimou.qa import build_index
from huimou.types import Answer, Chunk, Citation, Document, Hit, Paragraph, Section
from huimou.ui import strings
from huimou.ui.conversation import Turn, history, literal, messages, shown_question
from huimou.ui.desk import Desk, Status
from huimou.ui.evidence import cited_passages, evidence_html, marked
from huimou.ui.examples import example_questions
from huimou.ui.guard import host_name

NASTY = "<script>alert(1)</script><img src=x onerror=1> ${7*7} {{7*7}} $$x$$ C:\\new\\table & \"'"


def report(*lines: str, name: str = "报告") -> Document:
    """A document of one section: the first line is its heading, the others are its paragraphs."""
    starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]
    text = "\n".join(lines)
    paragraphs = tuple(
        Paragraph(
            number=number + 1,
            kind="body" if number else "heading",
            start=start,
            end=start + len(lines[number]),
            section=0,
            line=number + 1,
        )
        for number, start in enumerate(starts)
    )
    section = Section(
        number="1",
        title=lines[0],
        level=1,
        parent=None,
        start=0,
        heading_end=len(lines[0]),
        end=len(text),
    )
    return Document(
        name=name,
        path=f"corpus/{name}.txt",
        sha256="",
        title=name,
        subtitle="",
        byline="",
        text=text,
        paragraphs=paragraphs,
        sections=(section,),
        dropped=(),
    )


def hit(document: Document, first: int, last: int, *, rank: int = 1) -> Hit:
    """A hit that holds the paragraphs from number `first` to number `last`."""
    start, end = document.paragraphs[first - 1].start, document.paragraphs[last - 1].end
    chunk = Chunk(
        document=0,
        section=(document.sections[0].title,),
        start=start,
        end=end,
        text=document.text[start:end],
        sentences=((start, end),),
    )
    return Hit(rank=rank, score=3.14159 / rank, document=document, chunk=chunk, sentences=(1.0,))


def citation(document: Document, quote: str, marker: int = 1) -> Citation:
    start = document.text.index(quote)
    return Citation(
        marker=marker,
        document=document.name,
        path=document.path,
        section=document.sections[0].title,
        paragraph=document.paragraph_at(start).number,
        start=start,
        end=start + len(quote),
        quote=quote,
    )


def answer(citations: tuple[Citation, ...] = (), hits: tuple[Hit, ...] = ()) -> Answer:
    return Answer(
        question="问",
        answer=citations[0].quote if citations else "",
        kind="fact" if citations else "refusal",
        abstained=not citations,
        confidence=None,
        text="答",
        citations=citations,
        hits=hits,
        elapsed_ms=0.0,
    )


DOCUMENT = report("一、学习", "全年学习110余次。又种了树。", "读书活动4场。讲堂8期。")


def marks(html: str) -> list[str]:
    return [unescape(mark) for mark in re.findall(r"<mark>(.*?)</mark>", html, re.DOTALL)]


def test_the_mark_holds_the_cited_sentence_and_nothing_else() -> None:
    cited = citation(DOCUMENT, "又种了树。")
    html = evidence_html(answer((cited,), (hit(DOCUMENT, 2, 2),)))
    assert marks(html) == ["又种了树。"]
    assert "全年学习110余次。<sup>1</sup><mark>" in html
    assert "第 2 段" in html
    assert "《报告》" in html
    assert "相关度 3.14" in html


def test_two_citations_of_one_passage_share_it() -> None:
    cited = (citation(DOCUMENT, "讲堂8期。"), citation(DOCUMENT, "读书活动4场。", marker=2))
    passages = cited_passages(answer(cited, (hit(DOCUMENT, 3, 3),)))
    assert [passage.start for passage in passages] == [DOCUMENT.paragraphs[2].start]
    assert [item.marker for item in passages[0].citations] == [2, 1]
    assert marks(evidence_html(answer(cited, (hit(DOCUMENT, 3, 3),)))) == ["读书活动4场。", "讲堂8期。"]


def test_a_citation_that_no_hit_holds_is_shown_in_its_paragraph() -> None:
    cited = citation(DOCUMENT, "讲堂8期。")
    (passage,) = cited_passages(answer((cited,), (hit(DOCUMENT, 2, 2),)))
    assert passage.text == "读书活动4场。讲堂8期。"
    assert passage.score is None


def test_citations_that_touch_are_one_passage_and_others_stay_apart() -> None:
    document = report("一、学习", "全年学习110余次。", "又种了树。", "读书活动4场。", "讲堂8期。")
    quotes = ("一、学习", "全年学习110余次。", "讲堂8期。")
    cited = tuple(citation(document, quote, marker) for marker, quote in enumerate(quotes, start=1))
    beside, inside = hit(document, 3, 4), hit(document, 2, 2, rank=2)
    found = answer(cited, (beside, inside))
    passages = cited_passages(found)
    assert [passage.text for passage in passages] == ["一、学习\n全年学习110余次。", "讲堂8期。"]
    assert [[one.marker for one in passage.citations] for passage in passages] == [[1, 2], [3]]
    assert [passage.score for passage in passages] == [inside.score, None]
    html = evidence_html(found)
    assert marks(html) == list(quotes)
    assert html.count('<article class="other">') == 1  # the hit that is shown whole is not shown again


@given(st.lists(st.tuples(st.integers(0, 29), st.integers(1, 12)), min_size=1, max_size=8), st.data())
def test_every_citation_is_marked_in_just_one_passage(
    places: list[tuple[int, int]], data: st.DataObject
) -> None:
    document = report("一、学习", "全年学习110余次。又种了树。", "读书活动4场。讲堂8期。")
    spans = [(start, min(start + length, len(document.text))) for start, length in places]
    assume(all(document.text[start:end].strip() == document.text[start:end] for start, end in spans))
    cited = tuple(
        replace(citation(document, "一"), marker=marker, start=start, end=end, quote=document.text[start:end])
        for marker, (start, end) in enumerate(spans, start=1)
    )
    passages = cited_passages(answer(cited, (hit(document, 2, data.draw(st.integers(2, 3))),)))
    shown = sorted((passage.start, passage.start + len(passage.text)) for passage in passages)
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(shown))
    assert all(document.text[one.start :].startswith(one.text) for one in passages)
    markers = [one.marker for passage in passages for one in passage.citations]
    assert sorted(markers) == [one.marker for one in cited]
    for passage in passages:
        for one in passage.citations:
            assert passage.text[one.start - passage.start :].startswith(one.quote)


def test_a_heading_that_is_all_of_a_passage_is_not_said_twice() -> None:
    document = report("一、学习", "全年学习110余次。", "又种了树。")
    html = evidence_html(answer((citation(document, "一、学习"),), (hit(document, 3, 3),)))
    (slip,) = re.findall(r'<article class="slip">.*?</article>', html)
    assert slip.count("一、学习") == 1


def test_what_a_refusal_cites_is_announced_as_the_nearest_and_not_as_evidence() -> None:
    hits = (hit(DOCUMENT, 2, 2), hit(DOCUMENT, 3, 3, rank=2))
    told = answer((citation(DOCUMENT, "又种了树。"),), hits)
    refused = evidence_html(replace(told, answer="", kind="refusal", abstained=True))
    assert refused.startswith('<section class="pane refused">')
    assert refused.index(strings.EVIDENCE_NEAREST) < refused.index("<mark>又种了树。</mark>")
    assert '<details class="others"><summary>其他相关段落（1）' in refused
    assert "refused" not in evidence_html(told)
    assert strings.EVIDENCE_NEAREST not in evidence_html(told)


def test_small_talk_has_no_evidence_and_is_no_refusal() -> None:
    talk = replace(answer(), kind="smalltalk", abstained=False)
    html = evidence_html(talk)
    assert strings.EVIDENCE_NONE in html
    assert "refused" not in html
    assert "<mark>" not in html


def test_of_two_reports_with_one_name_the_cited_one_is_shown() -> None:
    cited = report("一、植树", "植树1111棵。")
    other = replace(report("一、植树", "植树9876棵。"), path="elsewhere/报告.txt")
    html = evidence_html(
        answer((citation(cited, "植树1111棵。"),), (hit(other, 2, 2), hit(cited, 2, 2, rank=2)))
    )
    assert marks(html) == ["植树1111棵。"]


def test_overlapping_citations_keep_the_text_whole() -> None:
    cited = (citation(DOCUMENT, "学习110余次"), citation(DOCUMENT, "110余次。又", marker=2))
    html = marked(DOCUMENT.text, 0, cited)
    assert marks(html) == ["学习110余次", "。又"]
    plain = re.sub(r"<sup>\d</sup>|</?mark>", "", html)
    assert unescape(plain) == DOCUMENT.text


def test_other_hits_are_folded_away_and_open_for_a_refusal() -> None:
    hits = (hit(DOCUMENT, 2, 2), hit(DOCUMENT, 3, 3, rank=2))
    cited = (citation(DOCUMENT, "又种了树。"),)
    html = evidence_html(answer(cited, hits))
    assert '<details class="others"><summary>其他相关段落（1）' in html
    assert "相关度 1.57" in html
    refused = evidence_html(answer((), hits))
    assert '<details class="others" open><summary>最接近的段落（2）' in refused
    assert strings.EVIDENCE_NEAREST in refused
    assert strings.EVIDENCE_NONE in evidence_html(answer())


def test_everything_from_a_report_is_escaped() -> None:
    document = report(NASTY, NASTY + "甲。", NASTY + "乙。", name="<b>" + NASTY)
    whole, rest = hit(document, 1, 2), hit(document, 3, 3, rank=2)
    html = evidence_html(answer((citation(document, NASTY + "甲。"),), (whole, rest)))
    assert marks(html) == [NASTY + "甲。"]
    tags = set(re.findall(r"</?(\w+)", html))
    assert tags <= {
        "section",
        "h2",
        "article",
        "header",
        "span",
        "p",
        "sup",
        "mark",
        "footer",
        "details",
        "summary",
    }
    assert html.count(NASTY) == 0


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp", "Zs"))))
def test_literal_leaves_no_punctuation_unescaped(text: str) -> None:
    escaped = literal(text)
    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", escaped) == text
    bare = re.sub(r"\\[!-/:-@\[-`{-~]", "", escaped)
    assert not re.search(r"[!-/:-@\[-`{-~]", bare)


def test_lines_of_a_question_stay_lines() -> None:
    assert literal("一\n\n    二  三") == "一  \n二 三"


def test_a_long_question_is_cut_where_it_is_shown() -> None:
    shown = shown_question("学" * 10_000)
    assert len(shown) < 500
    assert "10000" in shown


def test_history_has_only_answered_turns_and_what_was_typed() -> None:
    cited = answer((citation(DOCUMENT, "讲堂8期。"),))
    turns = [Turn(question="<b>", reply="答", answer=cited), Turn(question="二", reply="没装好")]
    assert history(turns) == [("<b>", "讲堂8期。")]
    assert [message["role"] for message in messages(turns)] == ["user", "assistant"] * 2
    assert messages(turns)[0]["content"] == "\\<b\\>"


def test_examples_come_from_the_reports() -> None:
    first = report(
        "坚持党的领导 把牢“方向盘”", "全年，共组织开展各类学习110余次，召开座谈会等30余场。", name="甲"
    )
    second = report(
        "民生",
        "推进医疗、医保、医药“三医联动”。举办委员培训班2期。其中，举办委员培训班2期，召开协商座谈会3次。",
        name="乙",
    )
    assert example_questions([first, second]) == [
        "共组织开展各类学习多少次？",
        "共举办委员培训班多少期？",
        "“三医联动”包括哪些？",
        "“坚持党的领导 把牢‘方向盘’”这部分讲了什么？",
    ]
    assert example_questions([second])[2:] == ["“三医联动”包括哪些？", "“民生”这部分讲了什么？"]
    figures = report(
        "标题" * 20, "全年，举办委员培训班2期，召开协商座谈会3次，开展基层协商活动6次。", name="丁"
    )
    assert len(example_questions([figures])) == 3
    bare = report("标题" * 20, "没有数字。", name="丙")
    assert example_questions([bare]) == ["《丙》主要讲了什么？"]
    assert example_questions([]) == []


def test_a_missing_encoder_is_told_and_no_index_is_touched(tmp_path: Path) -> None:
    desk = Desk(Settings(encoder=str(tmp_path / "nowhere"), index=str(tmp_path / "index")))
    with pytest.raises(ModelUnavailableError):
        desk.step()
    assert desk.status.qa is None
    assert not (tmp_path / "index").exists()


def test_footer_escapes_and_shows_one_line() -> None:
    page = pytest.importorskip("huimou.ui.page")
    html = page.footer_html(Status(note="坏了 <b>\nbroken", failed=True))
    assert html == '<span class="trouble" title="坏了 &lt;b&gt;">坏了 &lt;b&gt;</span>'
    assert page.footer_html(Status()) == ""


def test_a_question_while_loading_failed_gets_the_reason() -> None:
    page = pytest.importorskip("huimou.ui.page")
    turn, _ = page.answer_turn(Status(note="没有模型。\nNo model.", failed=True), "问", ())
    assert turn.answer is None
    assert turn.reply == "没有模型。  \nNo model\\."


def test_a_busy_port_is_told_with_another_to_choose() -> None:
    page = pytest.importorskip("huimou.ui.page")
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with pytest.raises(HuimouError, match=rf"端口 {port} .*--port {port + 1}"):
            page._usable_port("127.0.0.1", port)
    assert page._usable_port("127.0.0.1", port) == port
    assert page._usable_port("127.0.0.1", 0) > 0
    with pytest.raises(HuimouError, match=r"192\.0\.2\.1"):
        page._usable_port("192.0.2.1", 7860)


def test_importing_the_ui_does_not_import_gradio_and_offline_is_set_first() -> None:
    code = (
        "import os, sys, huimou.ui; assert 'gradio' not in sys.modules;"
        "from huimou.offline import go_offline; go_offline(); go_offline();"
        "print(os.environ['HF_HUB_OFFLINE'], os.environ['NO_PROXY'])"
    )
    environment = {name: value for name, value in os.environ.items() if name != "HF_HUB_OFFLINE"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment | {"NO_PROXY": "corp.example"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["1", "corp.example,127.0.0.1,localhost,::1"]


@pytest.mark.parametrize(
    ("header", "allowed"),
    [
        ("127.0.0.1:7860", True),
        ("localhost", True),
        ("[::1]:80", True),
        ("evil.example", False),
        ("127.0.0.1.x.cn", False),
    ],
)
def test_on_a_loopback_address_only_its_own_names_are_answered(header: str, allowed: bool) -> None:
    assert (host_name(header) in {"127.0.0.1", "localhost", "::1"}) is allowed


def test_an_index_of_other_reports_is_not_replaced(
    settings: Settings, encoder: SentenceEncoder, tmp_path: Path
) -> None:
    other = tmp_path / "mine"
    other.mkdir()
    (other / "甲.txt").write_text("甲县\n\n全年种树9876棵。", encoding="utf-8")
    manifest = build_index(replace(settings, corpus=str(other)), lambda: encoder)
    (Path(settings.index) / manifest.build / "chunks.json").unlink()
    with pytest.raises(HuimouError, match=r"huimou index .*mine"):
        Desk(settings).step()
    assert current_build(Path(settings.index)) == manifest.build


def test_a_damaged_index_of_the_same_reports_is_rebuilt(settings: Settings, encoder: SentenceEncoder) -> None:
    manifest = build_index(settings, lambda: encoder)
    (Path(settings.index) / manifest.build / "chunks.json").unlink()
    desk = Desk(settings)
    desk.step()
    assert desk.status.qa
    assert desk.status.note == strings.REBUILT


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("推进医疗、医保、医药等“三医联动”。", True),
        ("推进医疗、医保、医药改革的“三医联动”。", True),
        ("推进医疗、医保“三医联动”。", False),
        ("推进“三医联动”，改革医疗、医保、医药。", False),
        ("推进医疗、医保、医药，实施“三医联动”。", False),
    ],
)
def test_a_list_is_asked_for_only_if_all_of_it_stands_there(text: str, asked: bool) -> None:
    questions = example_questions([report("一、医疗", text)])
    assert ("“三医联动”包括哪些？" in questions) is asked


def test_a_refused_question_and_small_talk_are_no_history() -> None:
    asked = Turn(question="甲？", reply="…", answer=answer((citation(DOCUMENT, "讲堂8期。"),)))
    refused = Turn(question="乙？", reply="…", answer=answer())
    talk = Turn(question="你好", reply="…", answer=replace(answer(), kind="smalltalk", abstained=False))
    assert history([asked, refused, talk]) == [("甲？", "讲堂8期。")]
