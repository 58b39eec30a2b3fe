from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from huimou.compose.choose import LONGEST_FACT
from huimou.config import Settings
from huimou.embed import SentenceEncoder
from huimou.errors import CorpusError, HuimouError, IndexMismatchError, QuestionError
from huimou.evaluate import evaluate_questions
from huimou.qa import LONGEST_QUESTION, QA, build_index, check_question, open_qa
from huimou.questions import read_questions
from huimou.read import Reader
from huimou.text import comparable
from huimou.types import Answer
from tests.conftest import HashEncoder

ROOT = Path(__file__).parent.parent
QUESTIONS = ROOT / "eval" / "report_questions.jsonl"
GOLDEN: list[dict[str, Any]] = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def qa(encoder: SentenceEncoder, reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> QA:
    settings = Settings(corpus=str(ROOT / "corpus"), index=str(tmp_path_factory.mktemp("index")))
    build_index(settings, lambda: encoder)
    return open_qa(settings, encoder, reader)


@pytest.fixture(scope="module")
def answers(qa: QA) -> dict[str, Answer]:
    return {row["id"]: qa.ask(row["question"], row.get("history", ())) for row in GOLDEN}


def evidence_rank(row: dict[str, Any], answer: Answer) -> int:
    wanted = [comparable(piece) for piece in row["evidence"]]
    ranks = [h.rank for h in answer.hits if any(piece in comparable(h.chunk.text) for piece in wanted)]
    return min(ranks, default=99)


def test_the_evidence_is_among_the_first_passages(answers: dict[str, Answer]) -> None:
    ranks = [evidence_rank(row, answers[row["id"]]) for row in GOLDEN if "evidence" in row]
    assert len(ranks) == 29
    assert sum(rank <= 3 for rank in ranks) >= 27
    assert sum(rank <= 5 for rank in ranks) == 29


def test_the_golden_questions_are_answered_and_refused_as_they_should_be(
    answers: dict[str, Answer],
) -> None:
    told = iter(answers.values())  # in the order of the file
    report = evaluate_questions(lambda question, history: next(told), read_questions(QUESTIONS))
    about_reports = [row for row in report.rows if row.kind != "smalltalk"]
    answerable = [row for row in about_reports if row.answerable]
    unanswerable = [row for row in about_reports if not row.answerable]
    assert (len(answerable), len(unanswerable)) == (29, 10)
    wrong = [(row.id, row.answer) for row in answerable if not row.right]
    assert len(wrong) <= 2, wrong
    assert [row.id for row in answerable if row.right and not row.cited] == []
    assert len([row.id for row in answerable if row.abstained]) <= 1
    answered = [(row.id, row.answer) for row in unanswerable if not row.abstained]
    assert len(answered) <= 1, answered


def test_a_fact_is_short_and_every_answer_stands_in_what_it_cites(answers: dict[str, Answer]) -> None:
    facts = [answer for answer in answers.values() if answer.kind in ("fact", "correction")]
    lists = [answer for answer in answers.values() if answer.kind == "list"]
    assert len(facts) >= 15
    assert len(lists) >= 4
    for answer in facts:
        assert 0 < len(answer.answer) <= LONGEST_FACT == 40
        assert answer.answer in answer.citations[0].quote
    for answer in lists:
        assert all(item in answer.citations[0].quote for item in answer.answer.split("、"))


def test_every_quote_stands_at_its_offsets(qa: QA, answers: dict[str, Answer]) -> None:
    texts = {document.path: document.text for document in qa.index.documents}
    asked = [*answers.values(), qa.ask("概括一下这份报告"), qa.ask("第三部分讲了什么？")]
    citations = [citation for answer in asked for citation in answer.citations]
    assert len(citations) >= len(GOLDEN)
    for citation in citations:
        assert citation.quote == texts[citation.path][citation.start : citation.end]


def test_the_first_question_of_the_readme_gets_the_figure_and_the_sentence_that_says_so(qa: QA) -> None:
    answer = qa.ask("2025年组织了多少次学习？")
    assert (answer.kind, answer.answer) == ("fact", "110余次")
    assert "共组织开展各类学习110余次" in answer.citations[0].quote
    assert answer.citations[0].section.startswith("1 坚持党的领导")


def test_a_refusal_says_what_is_missing_and_shows_the_nearest_passage_as_no_answer(qa: QA) -> None:
    answer = qa.ask("2024年组织了多少次学习？")
    assert (answer.kind, answer.abstained, answer.answer) == ("refusal", True, "")
    reason, nearest, _ = answer.text.split("\n\n")
    assert "没有2024年的内容" in reason
    assert nearest.startswith("> 最接近的内容（不是答案）：")
    assert "**" not in answer.text
    assert [citation.marker for citation in answer.citations] == [1]


def test_small_talk_cites_nothing_and_an_overview_cites_every_section(qa: QA) -> None:
    talk = qa.ask("你好")
    assert (talk.kind, talk.abstained, talk.citations, talk.hits) == ("smalltalk", False, (), ())
    whole = qa.ask("概括一下这份报告")
    assert whole.kind == "overview"
    headings = [section.title for section in qa.index.documents[0].sections if section.level == 1]
    assert len(headings) == 5
    assert all(title in whole.answer for title in headings)
    assert {citation.section.split(" › ")[0][:1] for citation in whole.citations} == set("12345")


def test_the_calibrated_confidence_is_above_the_threshold_where_it_answers(
    qa: QA, answers: dict[str, Answer]
) -> None:
    judged = [answer for answer in answers.values() if answer.confidence is not None]
    assert len(judged) >= 38  # all but small talk and what has nothing to do with reports
    for answer in judged:
        assert answer.confidence is not None
        assert 0 <= answer.confidence <= 1
        assert answer.abstained or answer.confidence >= qa.settings.threshold
    none = replace(qa.settings, threshold=1.0)
    assert QA(none, qa.encoder, qa.reader, qa.index).ask("委员讲堂举办了多少期？").abstained


def test_a_question_gets_the_same_answer_alone_as_in_a_batch(qa: QA, answers: dict[str, Answer]) -> None:
    alone = QA(qa.settings, qa.encoder, qa.reader, qa.index)  # nothing kept from other questions
    for row in reversed(GOLDEN):
        again = alone.ask(row["question"], row.get("history", ())).to_json()
        assert again | {"elapsed_ms": 0} == answers[row["id"]].to_json() | {"elapsed_ms": 0}


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("", "请输入一个问题"),
        (" \n\t", "请输入一个问题"),
        ("\x00\x1b", "请输入一个问题"),
        ("问" * 10_000, "10000 字"),
    ],
    ids=["empty", "blank", "control", "10000"],
)
def test_a_question_that_cannot_be_asked_gets_a_polite_reply(qa: QA, question: str, told: str) -> None:
    answer = qa.ask(question)
    assert answer.abstained
    assert told in answer.text
    assert answer.citations == ()
    with pytest.raises(QuestionError, match=told):
        check_question(question)


def test_the_longest_question_is_answered(qa: QA) -> None:
    assert qa.ask("几次协商？" + "？" * (LONGEST_QUESTION - 5)).citations


@pytest.mark.parametrize(
    "question",
    [
        "<script>alert(1)</script>",
        "${7*7}",
        "{{7*7}}",
        "$$x$$",
        "C:\\new\\table",
        "a\x07b\u202e",
        "😀",
        "\ud800",
        "%s%n",
    ],
)
def test_a_strange_question_harms_nobody(qa: QA, question: str) -> None:
    answer = qa.ask(question)
    assert answer.question == question
    json.dumps(answer.to_json())


def test_a_rebuilt_index_is_taken_up_by_the_next_question(
    settings: Settings, write_report: Callable[[str, str], Path], reader: Reader
) -> None:
    build_index(settings, HashEncoder)
    qa = open_qa(settings, HashEncoder(), reader)
    write_report("新.txt", "新报告\n\n全年栽树9876棵。")
    assert "9876" not in qa.ask("栽树多少棵？").answer
    build_index(settings, HashEncoder)
    answer = qa.ask("栽树多少棵？")
    assert (answer.answer, answer.citations[0].quote) == ("9876棵", "全年栽树9876棵。")


def test_a_rebuilt_index_that_cannot_be_used_leaves_the_old_one_in_use(
    settings: Settings, reader: Reader
) -> None:
    build_index(settings, HashEncoder)
    qa = open_qa(settings, HashEncoder(), reader)
    old = qa.index
    manifest = build_index(settings, HashEncoder)
    (Path(settings.index) / manifest.build / "chunks.jsonl").unlink()
    with pytest.raises(IndexMismatchError):
        qa.refresh()
    assert qa.index is old


def test_a_changed_report_is_warned_of_until_the_index_is_rebuilt(
    settings: Settings, write_report: Callable[[str, str], Path], reader: Reader
) -> None:
    build_index(settings, HashEncoder)
    qa = open_qa(settings, HashEncoder(), reader)
    assert qa.warnings() == []
    write_report("新.txt", "新报告\n\n全年栽树9876棵。")
    (warning,) = qa.warnings()
    assert "新.txt" in warning
    build_index(settings, HashEncoder)
    assert open_qa(settings, HashEncoder(), reader).warnings() == []


def test_a_corpus_error_is_told_before_the_model_is_loaded(settings: Settings, corpus: Path) -> None:
    for report in corpus.iterdir():
        report.unlink()

    def load() -> HashEncoder:
        raise AssertionError("loaded")

    with pytest.raises(CorpusError, match="没有可读的报告"):
        build_index(settings, load)


def test_a_failed_build_leaves_the_index_that_was_there(
    settings: Settings, write_report: Callable[[str, str], Path], reader: Reader
) -> None:
    first = build_index(settings, HashEncoder).build
    next(Path(settings.corpus).iterdir()).unlink()
    write_report("坏.txt", "")
    with pytest.raises(HuimouError, match=r"坏\.txt"):
        build_index(settings, HashEncoder)
    assert open_qa(settings, HashEncoder(), reader).index.manifest.build == first


def test_moving_to_another_folder_is_no_change(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, reader: Reader
) -> None:
    monkeypatch.chdir(Path(settings.corpus).parent)
    build_index(replace(settings, corpus="corpus"), HashEncoder)
    monkeypatch.chdir("/")
    assert open_qa(settings, HashEncoder(), reader).warnings() == []


def test_other_chunk_settings_are_warned_of(settings: Settings, reader: Reader) -> None:
    build_index(settings, HashEncoder)
    (warning,) = open_qa(replace(settings, chunk_size=120), HashEncoder(), reader).warnings()
    assert "chunk_size" in warning


def test_twenty_people_at_once_get_their_own_answers(qa: QA) -> None:
    rows = [row for row in GOLDEN if "evidence" in row][:20]
    alone = [qa.ask(row["question"]).answer for row in rows]
    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(lambda row: qa.ask(row["question"]).answer, rows)) == alone


def test_a_report_that_changes_while_it_is_read_is_noticed(settings: Settings) -> None:
    report = next(Path(settings.corpus).iterdir())
    stop = threading.Event()

    def scribble() -> None:
        while not stop.is_set():
            report.write_text(f"甲\n\n{os.urandom(8).hex()}。", encoding="utf-8")

    def build_often() -> None:
        for _ in range(200):
            build_index(settings, HashEncoder)

    thread = threading.Thread(target=scribble)
    thread.start()
    try:
        with pytest.raises(CorpusError, match=r"变了|空的"):
            build_often()
    finally:
        stop.set()
        thread.join()
