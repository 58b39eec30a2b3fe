from __future__ import annotations

from pathlib import Path

import pytest

from huimou.errors import HuimouError
from huimou.questions import Question, read_questions

ROOT = Path(__file__).parent.parent


def test_the_golden_questions_are_read_with_their_history() -> None:
    questions = {row.id: row for row in read_questions(ROOT / "eval" / "report_questions.jsonl")}
    assert len(questions) == 40
    assert questions["d027"] == Question(
        id="d027",
        question="那委员讲堂呢？",
        history=(("委员读书活动办了几场？", "4场"),),
        kind="followup",
        answers=("8期",),
        evidence=("委员讲堂8期",),
    )
    assert questions["d011"].must == (("江苏",), ("北京",))
    assert not questions["d030"].answerable


def test_only_id_and_question_are_needed_and_unknown_fields_are_skipped(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"id": "a", "question": "几次？", "answers": null, "note": [1]}', encoding="utf-8")
    assert read_questions(path) == [Question(id="a", question="几次？")]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "3",
        '{"id": "a"}',
        '{"id": 1, "question": "x"}',
        '{"id": "a", "question": "x", "history": [["y"]]}',
        '{"id": "a", "question": "x", "history": ["yz"]}',
        '{"id": "a", "question": "\\ud800"}',
        '{"id": "a", "question": "x", "kind": 3}',
        '{"id": "a", "question": "x", "answerable": "no"}',
        '{"id": "a", "question": "x", "answers": "8期"}',
        '{"id": "a", "question": "x", "answers": [8]}',
        '{"id": "a", "question": "x", "answers": ["。"]}',
        '{"id": "a", "question": "x", "must": ["江苏"]}',
        '{"id": "a", "question": "x", "must": [[]]}',
        '{"id": "a", "question": "x", "must": [null]}',
        '{"id": "a", "question": "x", "evidence": "8期"}',
        '{"id": "a", "question": "x", "document": ["x"]}',
        "[" * 100_000,
    ],
)
def test_a_bad_line_is_named_by_file_and_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "问题.jsonl"
    path.write_text('{"id": "q1", "question": "几次？"}\n\n' + line, encoding="utf-8")
    with pytest.raises(HuimouError, match=r"问题\.jsonl 第 3 行"):
        read_questions(path)


def test_a_missing_or_binary_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"\xff\xfe\x00")
    for name in ("x", "nowhere"):
        with pytest.raises(HuimouError, match="问题文件读不了"):
            read_questions(tmp_path / name)
