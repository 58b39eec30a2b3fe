from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from huimou.cli import main
from huimou.config import Settings
from huimou.embed import SentenceEncoder, encoder_digest
from huimou.index import build_lock, current_build, open_index, save_index
from huimou.qa import build_index
from huimou.questions import read_questions
from huimou.ui.passwords import check, read_passwords
from tests.conftest import REPORT, ROOT, HashEncoder

QUESTION = "委员讲堂举办了多少期？"


@pytest.fixture(scope="module")
def index_of_report(encoder: SentenceEncoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    build_index(Settings(corpus=str(REPORT), index=str(folder)), lambda: encoder)
    return folder


@pytest.fixture
def built(settings: Settings, index_of_report: Path) -> Settings:
    """A corpus and a fresh copy of its index."""
    shutil.copytree(index_of_report, settings.index)
    return settings


def run(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    """The command line as a process of its own, with its output in a pipe."""
    return subprocess.run(
        [sys.executable, "-m", "huimou.cli", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        **more,
    )


@pytest.mark.slow
def test_index_then_ask_as_another_program_would(settings: Settings) -> None:
    indexed = run("index", settings.corpus, "--index", settings.index, "--json")
    assert (indexed.returncode, indexed.stderr) == (0, "")
    assert json.loads(indexed.stdout)["documents"] == 1
    asked = run("ask", QUESTION, "--index", settings.index, "--json")
    assert (asked.returncode, asked.stderr) == (0, "")
    answer = json.loads(asked.stdout)
    assert (answer["question"], answer["answer"], answer["kind"]) == (QUESTION, "8期", "fact")
    assert not answer["abstained"]
    assert 0.5 <= answer["confidence"] <= 1
    assert "委员讲堂8期" in answer["citations"][0]["quote"]
    assert len(answer["hits"]) == 5


def test_a_readable_answer_names_its_place(built: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", QUESTION, "--index", built.index]) == 0
    short, quote, place = capsys.readouterr().out.split("\n\n")
    assert short == "8期 [1]"
    assert quote.startswith("原文：")
    assert "委员讲堂8期" in quote
    assert place.startswith("[1] 《平罗县政协2025年工作回眸》 3 坚持发挥优势")


def test_a_refusal_is_printed_with_its_reason_and_the_nearest_passage(
    built: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "2024年组织了多少次学习？", "--index", built.index]) == 0
    reason, nearest, place = capsys.readouterr().out.split("\n\n")
    assert "没有2024年的内容" in reason
    assert nearest.startswith("最接近的内容（不是答案）：")
    assert place.startswith("[1] 《平罗县政协2025年工作回眸》")


def test_a_list_is_printed_whole_and_without_markdown(
    built: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "“六学联动”体系包括哪六学？", "--index", built.index]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("共六项\n\n- 党组理论学习中心组引领学 [1]\n")
    assert printed.count("\n- ") == 6
    assert "**" not in printed
    assert "\\" not in printed


def test_a_batch_gives_an_object_a_line_in_the_same_order(built: Settings, tmp_path: Path) -> None:
    questions = [
        {"id": "b", "question": "那委员讲堂呢？", "history": [["委员读书活动办了几场？", "4场"]]},
        {"id": "a", "question": ""},
        {"id": "c", "question": QUESTION},
    ]
    (tmp_path / "q.jsonl").write_text("\n".join(json.dumps(row) for row in questions), encoding="utf-8")
    arguments = ["ask", "--batch", str(tmp_path / "q.jsonl"), "--output", str(tmp_path / "a.jsonl")]
    assert main([*arguments, "--index", built.index]) == 0
    answers = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text("utf-8").splitlines()]
    assert [row["id"] for row in answers] == ["b", "a", "c"]
    assert "委员讲堂8期" in answers[0]["citations"][0]["quote"]
    assert answers[1]["abstained"]
    assert [answers[1]["answer"], answers[2]["answer"]] == ["", "8期"]


@pytest.mark.parametrize("command", ["index", "ask", "eval", "serve", "feedback", "password"])
def test_help_shows_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    assert f"huimou {command}" in capsys.readouterr().out.split("example")[1]


def test_version_says_which_model_and_precision(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version", "-v"]) == 0
    printed = capsys.readouterr().out
    assert "bundled" in printed
    assert "bf16" in printed or "fp32" in printed


def test_a_changed_report_is_warned_of_on_standard_error(
    settings: Settings, encoder: SentenceEncoder, capsys: pytest.CaptureFixture[str]
) -> None:
    build_index(settings, lambda: encoder)
    report = next(Path(settings.corpus).iterdir())
    report.write_text(report.read_text("utf-8") + "\n\n补一段。", "utf-8")
    assert main(["ask", QUESTION, "--index", settings.index]) == 0
    assert "有变动" in capsys.readouterr().err


Harm = Callable[[Settings], list[str]]


def _harm(name: str) -> Harm:
    """What goes wrong, and the command that meets it."""

    def ask(settings: Settings, question: str = QUESTION) -> list[str]:
        return ["ask", question, "--index", settings.index]

    def index(settings: Settings, corpus: Path | str | None = None) -> list[str]:
        return ["index", str(corpus or settings.corpus), "--index", settings.index]

    def file_of(settings: Settings, name: str) -> Path:
        folder = Path(settings.index)
        return folder / str(current_build(folder)) / name

    def empty_corpus(settings: Settings) -> list[str]:
        next(Path(settings.corpus).iterdir()).unlink()
        return index(settings)

    def folder_as_file(settings: Settings) -> list[str]:
        (Path(settings.corpus) / "报告.txt").mkdir()
        return [*index(settings), "--strict"]

    def undecodable(settings: Settings) -> list[str]:
        (Path(settings.corpus) / "坏.txt").write_bytes("好的开头".encode() + b"\xff\xff\xfe" * 9)
        return [*index(settings), "--strict"]

    def missing(settings: Settings) -> list[str]:
        file_of(settings, "chunks.faiss").unlink()
        return ask(settings)

    def truncated(settings: Settings) -> list[str]:
        path = file_of(settings, "documents.jsonl")
        path.write_bytes(path.read_bytes()[:100])
        return ask(settings)

    def edited(settings: Settings) -> list[str]:
        path = file_of(settings, "manifest.json")
        path.write_text(path.read_text("utf-8").replace("bundled", "changed"), "utf-8")
        return ask(settings)

    def other_encoder(settings: Settings) -> list[str]:
        build_index(settings, HashEncoder)
        return ask(settings)

    return {
        "empty question": lambda settings: ask(settings, ""),
        "question of 10,000 characters": lambda settings: ask(settings, "问" * 10_000),
        "control characters only": lambda settings: ask(settings, "\x01\x02"),
        "no question": lambda settings: ["ask", "--index", settings.index],
        "no index": lambda settings: ["ask", QUESTION, "--index", settings.index + "没有"],
        "empty corpus": empty_corpus,
        "no corpus": lambda settings: index(settings, settings.corpus + "没有"),
        "corpus file that is a folder": folder_as_file,
        "undecodable report": undecodable,
        "missing index file": missing,
        "truncated index file": truncated,
        "edited index file": edited,
        "index of another encoder": other_encoder,
        "questions without diff": lambda settings: [*index(settings), "--questions", "q.jsonl"],
        "no build before": lambda settings: [*index(settings), "--diff"],
        "batch without output": lambda settings: ["ask", "--batch", "q.jsonl"],
        "output folder that is not there": lambda settings: [
            *("ask", "--batch", str(ROOT / "eval" / "report_questions.jsonl")),
            *("--output", settings.index + "没有/a.jsonl"),
        ],
        "batch file that is not there": lambda settings: [
            "ask",
            "--batch",
            "没有.jsonl",
            "--output",
            "a.jsonl",
        ],
    }[name]


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        ("empty question", "请输入一个问题"),
        ("question of 10,000 characters", "缩短到 1000 字以内"),
        ("control characters only", "请输入一个问题"),
        ("no question", "请给一个问题"),
        ("no index", "还没有索引。请先运行：huimou index"),
        ("empty corpus", "没有可读的报告"),
        ("no corpus", "找不到"),
        ("corpus file that is a folder", "报告.txt 是文件夹"),
        ("undecodable report", "坏.txt"),
        ("missing index file", "chunks.faiss"),
        ("truncated index file", "documents.jsonl"),
        ("edited index file", "manifest.json"),
        ("index of another encoder", "编码模型"),
        ("questions without diff", "--diff"),
        ("no build before", "没有可比的"),
        ("batch without output", "--output"),
        ("batch file that is not there", "没有.jsonl"),
        ("output folder that is not there", "没有文件夹"),
    ],
)
def test_what_goes_wrong_is_one_clear_message_and_exit_code_1(
    built: Settings, harm: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = _harm(harm)(built)
    before = current_build(Path(built.index))
    assert main(arguments) == 1
    printed = capsys.readouterr()
    assert told in printed.err
    assert printed.err.startswith("错误：")
    assert "Traceback" not in printed.err
    assert printed.out == ""
    assert current_build(Path(built.index)) == before


@pytest.fixture
def unchanged(settings: Settings, write_report: Callable[[str, str], Path]) -> Settings:
    """Three reports, and an index of them that says the bundled models made it: it needs none to stay."""
    for name in ("甲", "丙"):
        write_report(f"{name}.txt", f"{name}县2025年工作报告\n\n{name}县修水渠9处。")
    stand_in = HashEncoder()
    stand_in.digest = encoder_digest()
    build_index(settings, lambda: stand_in)
    index = open_index(Path(settings.index))
    save_index(Path(settings.index), replace(index, manifest=replace(index.manifest, reader="bundled")))
    return settings


def tree(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, path.stat().st_size)
        for path in folder.rglob("*")
    }


_HEAVY = """
import sys
from huimou.cli import main
code = main(sys.argv[1:])
heavy = {"torch", "faiss", "bm25s", "transformers", "sentence_transformers", "gradio"} & sys.modules.keys()
print(code, sorted(heavy), file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("more", "told"), [([], "没有变化"), (["--dry-run"], "没有变化"), (["--json"], "idle")]
)
def test_without_a_change_nothing_is_built_and_no_heavy_library_is_imported(
    unchanged: Settings, more: list[str], told: str
) -> None:
    before = current_build(Path(unchanged.index))
    command = [sys.executable, "-c", _HEAVY, "index", unchanged.corpus, "--index", unchanged.index, *more]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert result.stderr == "0 []\n"
    assert told in result.stdout
    assert current_build(Path(unchanged.index)) == before


def test_a_dry_run_says_what_would_be_done_and_touches_nothing(
    unchanged: Settings, write_report: Callable[[str, str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    write_report("甲.txt", "甲县2025年工作报告\n\n甲县修水渠7处。")
    write_report("乙.txt", "乙县2025年工作报告\n\n乙县修水渠7处。")
    before = tree(Path(unchanged.corpus).parent)
    arguments = ["index", unchanged.corpus, "--index", unchanged.index, "--dry-run"]
    assert main(arguments) == 0
    printed = capsys.readouterr().out
    assert "新增 added 1：乙.txt" in printed
    assert "改动 changed 1：甲.txt" in printed
    assert main([*arguments, "--json"]) == 0
    table = json.loads(capsys.readouterr().out)
    assert (table["added"], table["changed"], table["removed"]) == (["乙.txt"], ["甲.txt"], [])
    assert tree(Path(unchanged.corpus).parent) == before


def test_a_dry_run_makes_no_index_folder(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["index", settings.corpus, "--index", settings.index, "--dry-run"]) == 0
    assert "全部新建" in capsys.readouterr().out
    assert not Path(settings.index).exists()


def test_index_tells_what_it_did_and_then_what_has_changed(
    unchanged: Settings, write_report: Callable[[str, str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    (Path(unchanged.corpus) / "甲.txt").unlink()
    arguments = ["index", unchanged.corpus, "--index", unchanged.index]
    assert main([*arguments, "--json"]) == 0
    table = json.loads(capsys.readouterr().out)
    assert (table["documents"], table["removed"], table["skipped"]) == (2, ["甲.txt"], {})
    assert (table["chunks_reused"], table["chunks_encoded"]) == (table["chunks"], 0)
    assert list(table["stages"]) == ["read", "cut", "load", "encode", "suggest", "save"]
    assert "files" not in table
    assert main([*arguments, "--diff"]) == 0
    assert "删除 removed：甲.txt" in capsys.readouterr().out
    assert main([*arguments, "--diff", "--json"]) == 0
    assert [one["path"] for one in json.loads(capsys.readouterr().out)["removed"]] == ["甲.txt"]


@pytest.mark.slow
def test_the_answers_that_differ_from_the_build_before_are_named(
    settings: Settings,
    encoder: SentenceEncoder,
    write_report: Callable[[str, str], Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for trees in ("8", "9"):
        write_report("甲.txt", f"甲县2025年工作报告\n\n甲县全年栽树{trees}00棵。")
        build_index(settings, lambda: encoder)
    rows = [
        {"id": "a", "question": "甲县栽树多少棵？"},
        {"id": "b", "question": "平罗县政协委员讲堂举办了多少期？"},
    ]
    (tmp_path / "q.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    questions = ["--questions", str(tmp_path / "q.jsonl")]
    assert main(["index", settings.corpus, "--index", settings.index, "--diff", "--json", *questions]) == 0
    (answer,) = json.loads(capsys.readouterr().out)["answers"]
    assert (answer["id"], answer["before"], answer["now"]) == ("a", "800棵", "900棵")


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals as POSIX has them")
def test_a_watch_rebuilds_on_a_change_says_what_is_wrong_and_ends_on_an_interrupt(
    unchanged: Settings, write_report: Callable[[str, str], Path]
) -> None:
    command = [sys.executable, "-m", "huimou.cli", "index", unchanged.corpus, "--index", unchanged.index]
    process = subprocess.Popen(
        [*command, "--watch"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        # Whoever runs the tests in the background of a shell has interrupts ignored, and so would this.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdout
    assert process.stderr
    assert "没有变化" in process.stdout.readline()
    assert "Ctrl+C" in process.stderr.readline()
    (Path(unchanged.corpus) / "甲.txt").unlink()
    assert "索引建好了：2 份报告" in process.stdout.readline()
    Path(unchanged.corpus).rename(Path(unchanged.corpus).parent / "away")
    assert "找不到" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0
    assert "Traceback" not in process.stderr.read()
    process.stdout.close()
    process.stderr.close()
    assert open_index(Path(unchanged.index)).manifest.documents == 2


def test_a_second_build_at_the_same_time_is_one_clear_message(
    built: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with build_lock(Path(built.index)):
        assert main(["index", built.corpus, "--index", built.index]) == 1
    assert "另一个程序正在重建" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="a pipe that closes early, as POSIX has it")
def test_a_reader_that_went_away_is_no_error(built: Settings) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "huimou.cli", "ask", QUESTION, "--index", built.index]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    result = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, env=environment)
    os.close(writer)
    assert (result.returncode, result.stderr) == (0, b"")


@pytest.mark.parametrize("arguments", ["indx", "ask 甲 乙", "ask -5度是多少", "serve --port x"])
def test_a_wrong_command_line_is_told_in_chinese(arguments: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments.split())
    assert left.value.code == 2
    assert "命令写得不对" in capsys.readouterr().err


def test_the_answers_of_the_last_time_stay_until_the_new_ones_are_whole(
    built: Settings, tmp_path: Path
) -> None:
    (tmp_path / "a.jsonl").write_text("old")
    (tmp_path / "q.jsonl").write_text('{"id": "a", "question": "几次？"}\n{"id": 3}')
    arguments = ["ask", "--batch", str(tmp_path / "q.jsonl"), "--output", str(tmp_path / "a.jsonl")]
    assert main([*arguments, "--index", built.index]) == 1
    assert (tmp_path / "a.jsonl").read_text() == "old"


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="a pseudo terminal, as POSIX has it")
def test_a_terminal_sees_a_progress_bar(settings: Settings) -> None:
    import pty
    import termios

    master, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (24, 80))
    command = [sys.executable, "-m", "huimou.cli", "index", settings.corpus, "--index", settings.index]
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=terminal)
    os.write(terminal, b"\n")  # something to read in any case
    shown = os.read(master, 100_000).decode("utf-8", "replace")
    os.close(terminal)
    os.close(master)
    assert result.returncode == 0
    assert "编码" in shown
    assert "%" in shown


ROW = {
    "time": "2026-01-02T03:04:05+00:00",
    "verdict": "useless",
    "note": "不对",
    "question": "办了几期？",
    "history": [],
    "answer": "8期",
    "kind": "fact",
    "confidence": 0.9,
    "citations": [{"document": "报告", "start": 0, "end": 3, "quote": "办8期"}],
    "build": "b",
}


@pytest.fixture
def verdicts(tmp_path: Path) -> Path:
    """A useless and a useful verdict, and a line that is broken."""
    rows = [json.dumps(ROW), json.dumps(ROW | {"verdict": "useful", "question": "几期？"}), "{"]
    (tmp_path / "f.jsonl").write_text("\n".join(rows), encoding="utf-8")
    return tmp_path / "f.jsonl"


def test_feedback_lists_verdicts_and_names_what_it_skips(
    verdicts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["feedback", "--file", str(verdicts)]) == 0
    printed = capsys.readouterr()
    header, *lines = printed.out.splitlines()
    assert header.split() == ["时间", "time", "评价", "问题", "question", "回答", "answer", "说明", "note"]
    assert [line.split()[2:] for line in lines] == [
        ["没用", "办了几期？", "8期", "不对"],
        ["有用", "几期？", "8期", "不对"],
    ]
    assert "f.jsonl 第 3 行" in printed.err


def test_feedback_as_json_for_another_program(verdicts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["feedback", "--file", str(verdicts), "--useless", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"file": str(verdicts), "feedback": [ROW]}


def test_feedback_becomes_a_question_file_once(verdicts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["feedback", "--file", str(verdicts), "--to-eval", str(verdicts.with_name("q.jsonl"))]
    assert main(command) == 0
    assert "2 题" in capsys.readouterr().out
    assert [question.kind for question in read_questions(verdicts.with_name("q.jsonl"))] == [
        "feedback",
        "fact",
    ]
    assert main(command) == 1
    assert "不会覆盖" in capsys.readouterr().err


def test_without_feedback_it_says_where_it_looked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["feedback", "--file", str(tmp_path / "f")]) == 0
    printed = capsys.readouterr()
    assert (printed.out, str(tmp_path / "f") in printed.err) == ("", True)


def test_a_password_from_a_pipe_opens_the_page(tmp_path: Path) -> None:
    file = tmp_path / "passwords.txt"
    made = run("password", "小王", "--file", str(file), input="correct horse\n")
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout == f"用户加好了：小王 → {file}\n"
    assert check(read_passwords(file), "小王", "correct horse")


def test_a_password_needs_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["password", "小王"]) == 1
    assert "huimou password 小王 --file" in capsys.readouterr().err


def test_options_of_serve_become_settings() -> None:
    from huimou.options import make_parser, settings_from

    commands = ("index", "ask", "reports", "eval", "serve", "feedback", "password")
    parser = make_parser({name: lambda options: 0 for name in commands})
    line = "serve --port 1 --password-file p --root-path /r --concurrency 3 --rate-limit 0 --behind-proxy"
    settings = settings_from(parser.parse_args([*line.split(), "--allowed-hosts", "a,b", "--feedback", "f"]))
    assert (settings.port, settings.password_file, settings.root_path) == (1, "p", "/r")
    assert (settings.concurrency, settings.rate_limit, settings.behind_proxy) == (3, 0, True)
    assert (settings.allowed_hosts, settings.feedback) == ("a,b", "f")
