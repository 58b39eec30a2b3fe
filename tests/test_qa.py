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

from huimou.config import Settings
from huimou.embed import SentenceEncoder
from huimou.errors import CorpusError, HuimouError, IndexMismatchError, QuestionError
from huimou.qa import LONGEST_QUESTION, QA, build_index, check_question, open_qa
from huimou.text import comparable
from huimou.types import Answer
from tests.conftest import HashEncoder

ROOT = Path(__file__).parent.parent
GOLDEN: list[dict[str, Any]] = [
    json.loads(line) for line in (ROOT / "eval" / "report_questions.jsonl").read_text("utf-8").splitlines()
]


@pytest.fixture(scope="module")
def qa(encoder: SentenceEncoder, tmp_path_factory: pytest.TempPathFactory) -> QA:
    settings = Settings(corpus=str(ROOT / "corpus"), index=str(tmp_path_factory.mktemp("index")))
    build_index(settings, lambda: encoder)
    return open_qa(settings, encoder)


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


def test_every_quote_stands_at_its_offsets(qa: QA, answers: dict[str, Answer]) -> None:
    texts = {document.path: document.text for document in qa.index.documents}
    citations = [citation for answer in answers.values() for citation in answer.citations]
    assert len(citations) >= len(GOLDEN)
    for citation in citations:
        assert citation.quote == texts[citation.path][citation.start : citation.end]


def test_the_first_question_of_the_readme_gets_the_sentence_that_says_so(qa: QA) -> None:
    answer = qa.ask("2025年组织了多少次学习？")
    assert "共组织开展各类学习110余次" in answer.citations[0].quote
    assert answer.citations[0].section.startswith("1 坚持党的领导")


def test_nothing_judges_answers_yet_and_none_pretends_to(answers: dict[str, Answer]) -> None:
    assert all(answer.confidence is None and not answer.abstained for answer in answers.values())


def test_the_same_question_gets_the_same_answer(qa: QA, answers: dict[str, Answer]) -> None:
    row = GOLDEN[0]
    again = qa.ask(row["question"]).to_json()
    first = answers[row["id"]].to_json()
    assert again | {"elapsed_ms": 0} == first | {"elapsed_ms": 0}


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
    settings: Settings, write_report: Callable[[str, str], Path]
) -> None:
    build_index(settings, HashEncoder)
    qa = open_qa(settings, HashEncoder())
    write_report("新.txt", "新报告\n\n全年栽树9876棵。")
    assert "9876" not in qa.ask("栽树多少棵？").answer
    build_index(settings, HashEncoder)
    assert qa.ask("栽树多少棵？").answer == "全年栽树9876棵。"


def test_a_rebuilt_index_that_cannot_be_used_leaves_the_old_one_in_use(settings: Settings) -> None:
    build_index(settings, HashEncoder)
    qa = open_qa(settings, HashEncoder())
    old = qa.index
    manifest = build_index(settings, HashEncoder)
    (Path(settings.index) / manifest.build / "chunks.json").unlink()
    with pytest.raises(IndexMismatchError):
        qa.refresh()
    assert qa.index is old


def test_a_changed_report_is_warned_of_until_the_index_is_rebuilt(
    settings: Settings, write_report: Callable[[str, str], Path]
) -> None:
    build_index(settings, HashEncoder)
    qa = open_qa(settings, HashEncoder())
    assert qa.warnings() == []
    write_report("新.txt", "新报告\n\n全年栽树9876棵。")
    (warning,) = qa.warnings()
    assert "新.txt" in warning
    build_index(settings, HashEncoder)
    assert open_qa(settings, HashEncoder()).warnings() == []


def test_a_corpus_error_is_told_before_the_model_is_loaded(settings: Settings, corpus: Path) -> None:
    for report in corpus.iterdir():
        report.unlink()

    def load() -> HashEncoder:
        raise AssertionError("loaded")

    with pytest.raises(CorpusError, match="没有可读的报告"):
        build_index(settings, load)


def test_a_failed_build_leaves_the_index_that_was_there(
    settings: Settings, write_report: Callable[[str, str], Path]
) -> None:
    first = build_index(settings, HashEncoder).build
    write_report("坏.txt", "")
    with pytest.raises(HuimouError, match=r"坏\.txt"):
        build_index(settings, HashEncoder)
    assert open_qa(settings, HashEncoder()).index.manifest.build == first


def test_moving_to_another_folder_is_no_change(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(settings.corpus).parent)
    build_index(replace(settings, corpus="corpus"), HashEncoder)
    monkeypatch.chdir("/")
    assert open_qa(settings, HashEncoder()).warnings() == []


def test_other_chunk_settings_are_warned_of(settings: Settings) -> None:
    build_index(settings, HashEncoder)
    (warning,) = open_qa(replace(settings, chunk_size=120), HashEncoder()).warnings()
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
