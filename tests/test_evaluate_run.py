"""A run over a question file: what is counted, printed, kept as a baseline; and the command."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from huimou import cli
from huimou.cli import main
from huimou.config import Settings
from huimou.dialogue import History
from huimou.errors import HuimouError
from huimou.evaluate import (
    Report,
    compare,
    evaluate_questions,
    read_baseline,
    report_json,
    report_table,
    write_baseline,
)
from huimou.qa import build_index
from huimou.questions import Question, read_questions
from huimou.types import Answer
from tests.conftest import REPORT, ROOT, HashEncoder
from tests.test_evaluate import asked, told

# Question, what is answered, and with which confidence.
CASES: list[tuple[Question, str, float | None]] = [
    (Question(id="a", question="几期？", kind="number", answers=("8期",), evidence=("讲堂8期",)), "8期", 0.9),
    (Question(id="b", question="几场？", kind="number", answers=("4场",), evidence=("读书4场",)), "5场", 0.4),
    (Question(id="c", question="哪里？", kind="list", must=(("江苏",), ("北京", "首都"))), "", 0.2),
    (Question(id="d", question="县长\n是谁？", kind="unanswerable", answerable=False), "", None),
    (Question(id="e", question="产值？", kind="unanswerable", answerable=False), "60余次", 0.8),
    (Question(id="f", question="怎么样？"), "很好", 0.7),
]


def run(cases: list[tuple[Question, str, float | None]] = CASES) -> Report:
    replies = {
        question.question: replace(told(said, "委员讲堂8期"), confidence=confidence)
        for question, said, confidence in cases
    }
    return evaluate_questions(lambda text, history: replies[text], [question for question, *_ in cases])


def test_every_question_counts_only_where_it_can_be_judged() -> None:
    report = run()
    total = report.total
    assert [row.right for row in report.rows] == [True, False, False, True, False, None]
    assert [row.cited for row in report.rows] == [True, False, None, None, None, None]
    assert (total.questions, total.accuracy, total.citation) == (6, 2 / 5, 1 / 2)
    assert total.exact_match == 1 / 2
    assert total.char_f1 == pytest.approx((1 + 1 / 2) / 2)  # 5场 shares 场 with 4场
    assert (total.refused, total.refusal.precision, total.refusal.recall) == (2 / 6, 1 / 2, 1 / 2)
    assert (total.p50_ms, total.p95_ms) == (1, 1)
    assert list(report.kinds) == ["number", "list", "unanswerable", ""]
    assert report.kinds[""].accuracy is None
    # Answered and judged: a (right, .9), e (wrong, .8), b (wrong, .4).
    assert report.curve.points == ((1 / 3, 0), (2 / 3, 1 / 2), (1, 2 / 3))
    for interval in (report.accuracy_interval, report.recall_interval):
        assert interval is not None
        assert interval[0] <= 1 / 2 <= interval[1]


def test_a_follow_up_is_asked_with_its_history_and_progress_is_told() -> None:
    heard: list[object] = []

    def ask(text: str, history: History) -> Answer:
        heard.append((text, history))
        return told("8期")

    question = asked(history=(("几场？", "4场"),))
    evaluate_questions(ask, [question, question], lambda done, total: heard.append((done, total)))
    one = (question.question, question.history)
    assert heard == [one, (1, 2), one, (2, 2)]


def columns(line: str) -> int:
    return sum(2 if ord(char) > 0x2E7F else 1 for char in line)


def test_the_table_stands_in_columns_and_lists_what_was_wrong() -> None:
    printed = report_table(run())
    table, _, rest = printed.partition("\n\n")
    assert len({columns(line) for line in table.splitlines()}) == 1
    assert table.splitlines()[-1].split()[:4] == ["合计", "total", "6", "40.0%"]
    assert "（未分类）" in table
    assert "准确率 precision 50.0%" in rest
    assert "25% → 0.0%，50% → 50.0%，75% → 66.7%，100% → 66.7%" in rest
    assert "b  几场？\n    答 said：5场\n    应 expected：4场" in rest
    assert "c  哪里？\n    答 said：（拒答 refused）\n    应 expected：江苏；北京 / 首都" in rest
    assert "e  产值？\n    答 said：60余次\n    应 expected：（拒答 a refusal）" in rest
    assert "a  几期？" not in rest


def test_a_table_without_kinds_refusals_or_mistakes_is_short() -> None:
    printed = report_table(run([(asked(answers=("8期",), evidence=("别处",)), "8期", None)]))
    assert "未分类" not in printed
    assert "没有答错的" in printed
    assert "引文不对的 right, but cited elsewhere：q" in printed


def test_the_json_says_what_the_report_says() -> None:
    report = run()
    read = json.loads(json.dumps(report_json(report), allow_nan=False))
    assert read["total"]["accuracy"] == report.total.accuracy
    assert read["kinds"]["list"]["questions"] == 1
    assert [row["id"] for row in read["rows"]] == list("abcdef")


QUESTIONS = [question for question, *_ in CASES]
FILE = Path("题目.jsonl")


def test_what_is_written_is_no_fall_and_worse_is_one(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    write_baseline(path, FILE, QUESTIONS, run())
    assert compare(run(), read_baseline(path, FILE, QUESTIONS)) == []
    worse = run([(question, "" if question.id == "a" else said, sure) for question, said, sure in CASES])
    falls = compare(worse, read_baseline(path, FILE, QUESTIONS))
    assert [(fall.figure, fall.was, fall.now) for fall in falls] == [
        ("accuracy", 0.4, 0.2),
        ("citation", 0.5, 0.0),
        ("refusal_precision", 0.5, 0.3333),
    ]


@pytest.mark.parametrize(("tolerance", "falls"), [(0.19, 1), (0.2, 0)])
def test_the_file_states_how_far_a_figure_may_fall(tmp_path: Path, tolerance: float, falls: int) -> None:
    path = tmp_path / "baseline.json"
    write_baseline(path, FILE, QUESTIONS, run())
    content = json.loads(path.read_text("utf-8"))
    assert content["tolerance"] == 0.03
    figures = dict.fromkeys(content["files"][FILE.name]["figures"]) | {"accuracy": 0.6}
    content["files"] = {
        FILE.name: content["files"][FILE.name] | {"figures": figures},
        "other.jsonl": {"digest": "x", "figures": figures},
    }
    path.write_text(json.dumps(content | {"tolerance": tolerance}), "utf-8")
    assert len(compare(run(), read_baseline(path, FILE, QUESTIONS))) == falls
    write_baseline(path, FILE, QUESTIONS, run())
    kept = json.loads(path.read_text("utf-8"))
    assert kept["tolerance"] == tolerance
    assert kept["files"]["other.jsonl"] == content["files"]["other.jsonl"]


def test_a_figure_that_cannot_be_measured_has_not_fallen(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    write_baseline(path, FILE, QUESTIONS, run())
    answers_all = run([(question, said or "随便", sure) for question, said, sure in CASES])
    falls = compare(answers_all, read_baseline(path, FILE, QUESTIONS))
    assert [fall.figure for fall in falls] == ["accuracy", "refusal_recall"]


@pytest.mark.parametrize(
    ("content", "file", "told"),
    [
        (None, FILE, "没有基线文件"),
        ("{", FILE, "读不了"),
        ("[]", FILE, "不是基线文件"),
        ('{"tolerance": 2, "files": {}}', FILE, "不是基线文件"),
        ('{"tolerance": 0.1, "files": {"题目.jsonl": {"digest": "x"}}}', FILE, "不是基线文件"),
        ('{"tolerance": 0.1, "files": {}}', FILE, "没有 题目.jsonl 的数字"),
    ],
)
def test_a_baseline_that_cannot_be_used_is_told(
    tmp_path: Path, content: str | None, file: Path, told: str
) -> None:
    path = tmp_path / "baseline.json"
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(HuimouError, match=told):
        read_baseline(path, file, QUESTIONS)


def test_other_questions_are_not_compared(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    write_baseline(path, FILE, QUESTIONS, run())
    with pytest.raises(HuimouError, match="不能比较"):
        read_baseline(path, FILE, QUESTIONS[1:])


Eval = Callable[..., int]


@pytest.fixture
def evaluated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Eval:
    """`huimou eval` of a user's own questions against a user's own index."""
    settings = Settings(corpus=str(REPORT), index=str(tmp_path / "my index"))
    build_index(settings, HashEncoder)
    monkeypatch.setattr(cli, "_encoder", lambda settings: HashEncoder())
    monkeypatch.chdir(tmp_path)

    def run_eval(questions: str, *arguments: str) -> int:
        Path("q.jsonl").write_text(questions, encoding="utf-8")
        return main(["eval", "q.jsonl", "--index", settings.index, *arguments])

    return run_eval


GOOD = '{"id": "我的", "question": "委员讲堂举办了多少期？", "answers": ["8期"]}\n'
BAD = '{"id": "我的", "question": "委员讲堂举办了多少期？", "answers": ["888期"]}\n'


def test_a_users_own_questions_are_scored(evaluated: Eval, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluated(GOOD) == 0
    assert "合计 total" in capsys.readouterr().out
    assert evaluated(BAD, "--json") == 0
    printed = capsys.readouterr()
    report = json.loads(printed.out)
    assert (report["file"], report["total"]["accuracy"], printed.err) == ("q.jsonl", 0, "")
    assert report["rows"][0]["expected"] == "888期"


def test_a_fall_below_the_baseline_is_exit_code_1_and_says_how_to_accept_it(
    evaluated: Eval, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluated(BAD, "--write-baseline", "b.json") == 0
    assert evaluated(BAD, "--baseline", "b.json") == 0
    baseline = json.loads(Path("b.json").read_text("utf-8"))
    baseline["files"]["q.jsonl"]["figures"]["accuracy"] = 1.0
    Path("b.json").write_text(json.dumps(baseline), "utf-8")
    capsys.readouterr()
    assert evaluated(BAD, "--baseline", "b.json") == 1
    printed = capsys.readouterr()
    assert "合计 total" in printed.out
    assert "答对 answer accuracy：1.000 → 0.000" in printed.err
    assert 'my index" --write-baseline b.json' in printed.err
    assert evaluated(BAD, "--baseline", "b.json", "--json") == 1
    assert json.loads(capsys.readouterr().out)["falls"] == [{"figure": "accuracy", "was": 1.0, "now": 0.0}]
    assert evaluated(BAD, "--write-baseline", "b.json") == 0
    assert evaluated(BAD, "--baseline", "b.json") == 0


@pytest.mark.parametrize(
    ("questions", "arguments", "told"),
    [
        ("", [], "q.jsonl 里没有问题"),
        ("\n \n", [], "q.jsonl 里没有问题"),
        ('{"id": "a", "question": "x", "answers": "8期"}', [], "q.jsonl 第 1 行"),
        (GOOD, ["--baseline", "b.json"], "没有基线文件 b.json"),
        (GOOD, ["--write-baseline", "nowhere/b.json"], "没有文件夹"),
        (GOOD, ["--write-baseline", "q.jsonl"], "不是基线文件"),
    ],
)
def test_what_cannot_be_evaluated_is_one_clear_message(
    evaluated: Eval,
    questions: str,
    arguments: list[str],
    told: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert evaluated(questions, *arguments) == 1
    printed = capsys.readouterr()
    assert told in printed.err
    assert printed.err.startswith("错误：")
    assert printed.out == ""


def test_each_of_the_bundled_questions_can_be_judged() -> None:
    questions = read_questions(ROOT / "eval" / "report_questions.jsonl")
    report = evaluate_questions(lambda text, history: told(), questions)  # refuses them all
    assert [row.right for row in report.rows] == [not question.answerable for question in questions]
    assert (report.total.refusal.recall, report.total.citation) == (1, 0)


def test_help_shows_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["eval", "--help"])
    assert left.value.code == 0
    assert "huimou eval" in capsys.readouterr().out.split("example")[1]
