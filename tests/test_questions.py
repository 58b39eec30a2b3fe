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
        id="d027", question="那委员讲堂呢？", history=(("委员读书活动办了几场？", "4场"),)
    )


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
