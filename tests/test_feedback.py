from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from huimou.errors import HuimouError
from huimou.feedback import (
    Feedback,
    append_feedback,
    as_questions,
    feedback_on,
    feedback_table,
    read_feedback,
    write_questions,
)
from huimou.questions import read_questions
from huimou.types import Answer, Citation

CITATION = Citation(
    marker=1,
    document="报告",
    path="corpus/报告.txt",
    section="一、学习",
    paragraph=2,
    start=5,
    end=16,
    quote="全年学习110余次。",
)
ANSWER = Answer(
    question="学习了几次？",
    answer="110余次",
    kind="fact",
    abstained=False,
    confidence=0.97,
    text="**110余次**",
    citations=(CITATION,),
    hits=(),
    elapsed_ms=1.0,
)
REFUSAL = replace(ANSWER, answer="", kind="refusal", abstained=True, confidence=0.1)
USEFUL = feedback_on(ANSWER, "useful", build="b1")
USELESS = feedback_on(ANSWER, "useless", note="不是这个", history=[("问", "答")], build="b1")


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    file = tmp_path / "评价.jsonl"
    for row in (USEFUL, USELESS):
        append_feedback(file, row)
    assert read_feedback(file) == ([USEFUL, USELESS], [])
    first, second = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert first["citations"] == [{"document": "报告", "start": 5, "end": 16, "quote": "全年学习110余次。"}]
    assert (first["question"], first["answer"], first["build"]) == ("学习了几次？", "110余次", "b1")
    assert (second["verdict"], second["note"], second["history"]) == ("useless", "不是这个", [["问", "答"]])


def test_the_time_is_now_in_utc() -> None:
    given = datetime.fromisoformat(feedback_on(ANSWER, "useful").time)
    assert given.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - given) < timedelta(minutes=5)


def test_a_note_is_one_line_of_500_characters_without_control_characters() -> None:
    assert (
        feedback_on(ANSWER, "useless", note=" 第一行\n\n第二行\x1b[31m\u2028红 ").note
        == "第一行 第二行 [31m 红"
    )
    assert feedback_on(ANSWER, "useless", note="长" * 501).note == "长" * 500


def test_what_a_browser_sends_cannot_fill_the_disk(tmp_path: Path) -> None:
    row = feedback_on(
        replace(ANSWER, question="问" * 10**6, answer="答" * 10**6, citations=(CITATION,) * 10**4),
        "useful",
        history=[("甲" * 10**6, "乙")] * 1000,
    )
    append_feedback(tmp_path / "f", row)
    assert (tmp_path / "f").stat().st_size < 10**5


def test_half_a_character_can_be_written(tmp_path: Path) -> None:
    append_feedback(tmp_path / "f", replace(USEFUL, question="a\ud800b"))
    (row,), skipped = read_feedback(tmp_path / "f")
    assert (row.question, skipped) == ("a?b", [])


def test_threads_do_not_mix_their_lines(tmp_path: Path) -> None:
    file = tmp_path / "f"

    def write(name: int) -> None:
        for number in range(10):
            append_feedback(file, replace(USEFUL, question=f"{name} {number}" + "长" * 3000))

    threads = [threading.Thread(target=write, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows, skipped = read_feedback(file)
    found = {row.question.rstrip("长") for row in rows}
    assert (found, len(rows), skipped) == ({f"{a} {b}" for a in range(4) for b in range(10)}, 40, [])


def test_processes_do_not_mix_their_lines(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from huimou.feedback import *\n"
        "row, skipped = read_feedback(Path(sys.argv[1]))\n"
        "for _ in range(20): append_feedback(Path(sys.argv[2]), row[0])"
    )
    append_feedback(tmp_path / "one", replace(USEFUL, question="长" * 2000))
    command = [sys.executable, "-c", code, str(tmp_path / "one"), str(tmp_path / "all")]
    processes = [subprocess.Popen(command) for _ in range(2)]
    assert [process.wait(timeout=60) for process in processes] == [0, 0]
    rows, skipped = read_feedback(tmp_path / "all")
    assert (len(rows), skipped) == (40, [])


def test_a_line_broken_off_does_not_swallow_the_next(tmp_path: Path) -> None:
    file = tmp_path / "f"
    append_feedback(file, USEFUL)
    file.write_bytes(file.read_bytes() + b'{"time": "20')
    append_feedback(file, USELESS)
    rows, (skipped,) = read_feedback(file)
    assert rows == [USEFUL, USELESS]
    assert f"{file} 第 2 行" in skipped
    assert f"{file}, line 2" in skipped


@pytest.mark.parametrize(
    "line",
    [
        "[]",
        "null",
        "{}",
        "\\xff",
        json.dumps({"verdict": "useful"}),
        '{"time": 1}',
    ],
)
def test_a_broken_line_is_reported_and_the_others_are_read(tmp_path: Path, line: str) -> None:
    file = tmp_path / "f"
    append_feedback(file, USEFUL)
    file.write_bytes(line.encode() + b"\n\n" + file.read_bytes())
    rows, (skipped,) = read_feedback(file)
    assert rows == [USEFUL]
    assert "第 1 行" in skipped


@pytest.mark.parametrize(
    ("name", "value"),
    [("verdict", "good"), ("note", 3), ("time", "soon"), ("history", [["a"]]), ("citations", [{}])],
)
def test_a_wrong_field_is_reported(tmp_path: Path, name: str, value: object) -> None:
    file = tmp_path / "f"
    append_feedback(file, USEFUL)
    row = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(row | {name: value}), encoding="utf-8")
    rows, skipped = read_feedback(file)
    assert (rows, len(skipped)) == ([], 1)


def test_no_file_yet_is_no_feedback_and_no_error(tmp_path: Path) -> None:
    assert read_feedback(tmp_path / "f") == ([], [])


def test_a_file_that_cannot_be_written_or_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(HuimouError, match="设置 feedback"):
        append_feedback(tmp_path / "file" / "f", USEFUL)
    with pytest.raises(HuimouError, match="读不了"):
        read_feedback(tmp_path)


def written(tmp_path: Path, *rows: Feedback) -> Path:
    file = tmp_path / "questions.jsonl"
    write_questions(file, rows)
    return file


def test_a_useful_answer_becomes_what_is_right(tmp_path: Path) -> None:
    (question,) = read_questions(written(tmp_path, USEFUL))
    assert (question.question, question.kind, question.answerable) == ("学习了几次？", "fact", True)
    assert (question.answers, question.evidence) == (("110余次",), ("全年学习110余次。",))
    assert question.document == "报告"


def test_a_useful_refusal_becomes_a_question_to_refuse(tmp_path: Path) -> None:
    (question,) = read_questions(written(tmp_path, feedback_on(REFUSAL, "useful")))
    assert (question.kind, question.answerable, question.answers) == ("refusal", False, ())


@pytest.mark.parametrize("row", [USELESS, feedback_on(REFUSAL, "useless", note="明明写了")])
def test_what_was_useless_is_kept_for_a_person_to_complete(tmp_path: Path, row: Feedback) -> None:
    file = written(tmp_path, row)
    (question,) = read_questions(file)
    assert (question.kind, question.answers, question.evidence) == ("feedback", (), ())
    assert question.history == row.history
    line = json.loads(file.read_text(encoding="utf-8"))
    assert (line["note"], line["cited"]) == (row.note, ["全年学习110余次。"])
    assert line["said"] == (row.answer or "（refusal）")


def test_every_verdict_has_an_id_of_its_own() -> None:
    assert [row["id"] for row in as_questions([USEFUL, USELESS])] == ["feedback-1", "feedback-2"]


def test_a_question_file_that_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "questions.jsonl").write_text("mine")
    with pytest.raises(HuimouError, match="不会覆盖"):
        written(tmp_path, USEFUL)
    assert (tmp_path / "questions.jsonl").read_text() == "mine"


def test_the_table_has_a_line_for_each_verdict_and_cuts_what_is_long() -> None:
    long = replace(USELESS, question="问" * 100, note="\x1b[2J" + "n" * 100)
    lines = feedback_table([USEFUL, long]).splitlines()
    assert len(lines) == 3
    assert "有用  学习了几次？" in lines[1]
    assert "没用  " + "问" * 19 + "…" in lines[2]
    assert "\x1b" not in lines[2]
    assert lines[2].endswith("n…")


def test_a_refusal_is_shown_as_one() -> None:
    assert "（拒答）" in feedback_table([feedback_on(REFUSAL, "useful")])
