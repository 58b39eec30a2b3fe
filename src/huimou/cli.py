"""The command line: ``huimou index · ask · eval · serve · reports · feedback · password``.

Standard output is for results, standard error for everything else; what goes wrong is one clear
message and exit code 1 (2 for wrong usage).
"""

from __future__ import annotations

import argparse
import atexit
import gc
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from huimou import __version__
from huimou.address import pasted, shown
from huimou.config import Settings
from huimou.errors import HuimouError, quoted
from huimou.offline import go_offline
from huimou.options import Run, make_parser, settings_from
from huimou.terminal import open_output, plain_reply, progress_bar

if TYPE_CHECKING:
    from huimou.embed import SentenceEncoder
    from huimou.read import Reader

# Heavy imports (torch, faiss, gradio) are inside the commands: `huimou --help` is instant.


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a pipe on Windows would be GBK: other programs read UTF-8
            stream.reconfigure(encoding="utf-8", errors="replace")
    go_offline()
    atexit.register(gc.freeze)  # at the end the system frees all at once; going through it takes a second
    parser = make_parser(
        {
            "index": _index,
            "ask": _ask,
            "eval": _eval,
            "serve": _serve,
            "reports": _reports,
            "feedback": _feedback,
            "password": _password,
        }
    )
    options = parser.parse_args(arguments)
    if not hasattr(options, "run"):
        if not options.version:
            parser.print_help()
            return 2
        options.run = _version
    try:
        run: Run = options.run
        code = run(options)
        sys.stdout.flush()
        return code
    except HuimouError as error:
        _say(f"错误：{error}")
        return 1
    except KeyboardInterrupt:
        _say("已中断。Interrupted.")
        return 130
    except BrokenPipeError:
        # Whoever read our output went away (`huimou ask … | head -1`); nothing is wrong with us. What is
        # still in the buffer must go somewhere when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _index(options: argparse.Namespace) -> int:
    from huimou.index_command import Ways, index_command

    settings = settings_from(options)
    ways = Ways(encoder=lambda: _encoder(settings), reader=lambda: _reader(settings), show=_show, say=_say)
    return index_command(options, settings, ways)


def _ask(options: argparse.Namespace) -> int:
    if bool(options.batch) == (options.question is not None):
        raise HuimouError(
            '请给一个问题，或用 --batch 给一个问题文件。例：huimou ask "委员讲堂办了几期？"\n'
            "Give a question, or a file of questions with --batch."
        )
    if options.batch:
        return _ask_batch(options)
    if options.output:
        raise HuimouError("--output 要与 --batch 同用。--output goes with --batch.")
    from huimou.qa import check_question, open_qa
    from huimou.shelf import report_names

    check_question(options.question)  # before the seconds that the models take
    settings = settings_from(options)
    qa = open_qa(settings, _encoder(settings), _reader(settings))
    for warning in qa.warnings():
        _say(warning)
    answer = qa.ask(options.question, reports=options.report)
    if options.json:
        _print_json(answer.to_json())
    else:
        print(plain_reply(answer, report_names(qa.shelf)))
    return 0


def _ask_batch(options: argparse.Namespace) -> int:
    from huimou.questions import read_questions

    if options.output is None:
        raise HuimouError("--batch 还要 --output：答案写到哪里。--batch needs --output.")
    if options.output.resolve() == options.batch.resolve():
        raise HuimouError("--output 不能与 --batch 是同一个文件。--output must be another file.")
    questions = read_questions(options.batch)
    if not options.output.absolute().parent.is_dir():
        raise HuimouError(
            f"没有文件夹 {options.output.absolute().parent}，答案没处放。请先新建它。\n"
            "The folder for the answers does not exist."
        )
    from huimou.qa import open_qa

    settings = settings_from(options)
    qa = open_qa(settings, _encoder(settings), _reader(settings))
    for warning in qa.warnings():
        _say(warning)
    with progress_bar("回答 / answering") as progress, open_output(options.output) as output:
        for number, question in enumerate(questions, start=1):
            answer = qa.ask(question.question, question.history, reports=options.report).to_json()
            output.write(json.dumps({"id": question.id} | answer, ensure_ascii=False) + "\n")
            if progress:
                progress(number, len(questions))
    return 0


def _eval(options: argparse.Namespace) -> int:
    from huimou import evaluate
    from huimou.questions import read_questions

    path = options.questions
    questions = read_questions(path)
    if not questions:
        raise HuimouError(f"{path} 里没有问题，无从测评。\nThere are no questions in {path}.")
    baseline = evaluate.read_baseline(options.baseline, path, questions) if options.baseline else None
    if options.write_baseline:
        evaluate.check_writable(options.write_baseline)
    from huimou.qa import open_qa

    settings = settings_from(options)
    qa = open_qa(settings, _encoder(settings), _reader(settings))
    for warning in qa.warnings():
        _say(warning)
    with progress_bar("测评 / evaluating") as progress:
        report = evaluate.evaluate_questions(qa.ask, questions, progress)
    if options.write_baseline:
        evaluate.write_baseline(options.write_baseline, path, questions, report)
    falls = evaluate.compare(report, baseline) if baseline else []
    if options.json:
        judged = {"falls": [asdict(fall) for fall in falls]} if baseline else {}
        _print_json({"file": str(path)} | judged | evaluate.report_json(report))
    else:
        print(evaluate.report_table(report))
    if not (baseline and falls):
        return 0
    sys.stdout.flush()  # the table comes first where both go to one file
    index = f"--index {pasted(options.index)} " if options.index else ""
    accept = f"huimou eval {quoted(path)} {index}--write-baseline {quoted(options.baseline)}"
    listed = "".join(f"\n  {fall}" for fall in falls)
    raise HuimouError(
        f"比基线 {options.baseline} 差了（容许差 {baseline.tolerance:g}）：{listed}\n"
        f"如果新的数字可以接受：{accept}\n"
        "Fallen below the baseline; the command accepts the new figures."
    )


def _serve(options: argparse.Namespace) -> int:
    settings = settings_from(options)
    from huimou.ui.serve import serve, start_warnings

    for warning in start_warnings(settings):
        _say(warning)
    serve(
        settings,
        open_browser=options.open,
        ready=lambda url: _say(f"网页已打开：{url}（Ctrl+C 结束）"),
    )
    return 0


def _reports(options: argparse.Namespace) -> int:
    from huimou.index import open_index
    from huimou.shelf import list_reports, read_corrections, reports_table

    settings = settings_from(options)
    index = open_index(settings.index)
    manifest = index.manifest
    corrections = read_corrections(Path(manifest.corpus_root), manifest.corpus)
    rows = list_reports(index, corrections, options.report or ())
    if options.json:
        _print_json({"index": shown(settings.index), "reports": [row.to_json() for row in rows]})
    else:
        print(reports_table(rows))
    return 0


def _feedback(options: argparse.Namespace) -> int:
    from huimou.feedback import feedback_table, read_feedback, write_questions

    path = Path(settings_from(options).feedback)
    rows, skipped = read_feedback(path)
    for message in skipped:
        _say(message)
    rows = [row for row in rows if row.verdict == "useless" or not options.useless]
    if options.json:
        _print_json({"file": str(path), "feedback": [asdict(row) for row in rows]})
    elif not rows:
        _say(f"{path} 里没有评价。\nThere are no verdicts in {path}.")
    elif options.to_eval:
        write_questions(options.to_eval, rows)
        print(f"写好了 {len(rows)} 题 → {options.to_eval}")
    else:
        print(feedback_table(rows))
    return 0


def _password(options: argparse.Namespace) -> int:
    from huimou.ui.passwords import write_password

    file = settings_from(options).password_file
    if not file:
        raise HuimouError(
            f"请说明密码文件在哪里：huimou password {quoted(options.name)} --file passwords.txt\n"
            "Name the password file with --file."
        )
    old = write_password(Path(file), options.name, _asked_twice())
    print(f"{'密码换好了' if old else '用户加好了'}：{options.name} → {file}")
    return 0


def _asked_twice() -> str:
    """A new password, typed twice unseen; from a pipe its first line."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    from getpass import getpass

    password = getpass("密码 password：", stream=sys.stderr)
    if getpass("再输一遍 again：", stream=sys.stderr) != password:
        raise HuimouError("两次输入的密码不一样，请再来一次。\nThe two passwords differ; try again.")
    return password


def _version(options: argparse.Namespace) -> int:
    print(f"huimou {__version__}")
    if options.verbose:
        from importlib.metadata import version

        encoder = _encoder(settings_from(options))
        print(f"编码模型 encoder: {encoder.name}，{encoder.dimension} 维，{encoder.precision}")
        print(f"模型指纹 digest: {encoder.digest}")
        print(f"python {sys.version.split()[0]}")
        for package in ("sentence-transformers", "torch", "faiss-cpu", "gradio"):
            print(f"{package} {version(package)}")
    return 0


def _encoder(settings: Settings) -> SentenceEncoder:
    from huimou.embed import load_encoder

    return load_encoder(settings.encoder, precision=settings.precision, threads=settings.threads)


def _reader(settings: Settings) -> Reader:
    from huimou.read import load_reader

    return load_reader(settings.reader, precision=settings.precision, threads=settings.threads)


def _print_json(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None))


def _show(result: str | dict[str, Any]) -> None:
    if isinstance(result, str):
        print(result, flush=True)
    else:
        _print_json(result)
        sys.stdout.flush()


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
