"""The command line: ``huimou index · ask · eval · serve``.

Standard output is for results, standard error for everything else; what goes wrong is one clear
message and exit code 1 (2 for wrong usage).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from huimou import __version__
from huimou.config import Settings, load_settings
from huimou.errors import HuimouError, quoted
from huimou.offline import go_offline

if TYPE_CHECKING:
    from huimou.embed import Progress, SentenceEncoder
    from huimou.read import Reader
    from huimou.types import Answer

# Heavy imports (torch, faiss, gradio) are inside the commands: `huimou --help` is instant.


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a pipe on Windows would be GBK: other programs read UTF-8
            stream.reconfigure(encoding="utf-8", errors="replace")
    go_offline()
    parser = _parser()
    options = parser.parse_args(arguments)
    if not hasattr(options, "run"):
        if not options.version:
            parser.print_help()
            return 2
        options.run = _version
    try:
        run: Callable[[argparse.Namespace], int] = options.run
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


def _parser() -> argparse.ArgumentParser:
    def dress(parser: argparse.ArgumentParser, example: str) -> argparse.ArgumentParser:
        parser.epilog = f"例 / example:\n  {example}"
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        return parser

    about = "回眸：向年度工作报告提问，答案带原文出处。Ask a report, and see where the answer stands."
    parser = dress(_Parser("huimou", description=about), 'huimou ask "委员讲堂办了几期？"')
    parser.add_argument("--version", action="store_true", help="版本号；加 -v 看模型与精度 / version")
    parser.add_argument("-v", "--verbose", action="store_true", help="与 --version 同用 / details")
    commands = parser.add_subparsers(title="命令 / commands", metavar="命令")

    def add(
        name: str, purpose: str, example: str, run: Callable[[argparse.Namespace], int]
    ) -> argparse.ArgumentParser:
        command = dress(commands.add_parser(name, description=purpose, help=purpose), example)
        command.add_argument("--index", metavar="DIR", help="索引文件夹，默认 index / index folder")
        command.set_defaults(run=run)
        return command

    index = add("index", "读报告，建索引 / build the index", "huimou index corpus --index index", _index)
    index.add_argument("corpus", nargs="?", help="报告文件夹或一份报告，默认 corpus / reports")
    index.add_argument("--json", action="store_true", help="结果打印成 JSON / print JSON")

    ask = add("ask", "提问 / ask a question", 'huimou ask "委员讲堂办了几期？" --json', _ask)
    ask.add_argument("question", nargs="?", help="问题 / the question")
    ask.add_argument("--json", action="store_true", help="打印一个 JSON 对象 / print a JSON object")
    ask.add_argument("--batch", metavar="FILE", type=Path, help="问题文件，每行一个 JSON / JSON Lines in")
    ask.add_argument("--output", metavar="FILE", type=Path, help="与 --batch 同用：答案文件 / JSON Lines out")

    score = add("eval", "用题目测评 / score a question file", "huimou eval questions.jsonl --json", _eval)
    score.add_argument(
        "questions", metavar="QUESTIONS.jsonl", type=Path, help="题目，每行一个 JSON / questions"
    )
    score.add_argument("--json", action="store_true", help="打印一个 JSON 对象 / print a JSON object")
    baseline = score.add_mutually_exclusive_group()
    baseline.add_argument("--baseline", metavar="FILE", type=Path, help="与基线比，变差则退出码 1 / compare")
    baseline.add_argument("--write-baseline", metavar="FILE", type=Path, help="把结果记为基线 / accept")

    serve = add("serve", "打开问答网页 / serve the chat page", "huimou serve --port 8000 --open", _serve)
    serve.add_argument("--corpus", help="报告文件夹，默认 corpus；没有索引时从这里建 / reports")
    serve.add_argument("--host", help="地址，默认 127.0.0.1，只有本机能访问 / address")
    serve.add_argument("--port", type=int, help="端口，默认 7860；0 表示自动选空闲端口 / port")
    serve.add_argument("--open", action="store_true", help="同时打开浏览器 / open the browser")
    return parser


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with a command line in Chinese too, and how it should look."""

    def error(self, message: str) -> NoReturn:
        """Leave with exit code 2."""
        usage = f"命令写得不对：{message}\n问题里有空格或以 - 开头时，请加引号，并在前面写 --"
        self.exit(2, f"{usage}\n{self.epilog or ''}\n帮助：{self.prog} --help\n")


def _settings(options: argparse.Namespace) -> Settings:
    """Settings beside the corpus (or, for a command without one, beside the index)."""
    given = {name: getattr(options, name, None) for name in ("corpus", "index", "host", "port")}
    beside = Path(given["corpus"] or given["index"] or "corpus")
    folder = (beside.parent if beside.is_file() else beside).absolute().parent
    return load_settings(folder, given)


def _index(options: argparse.Namespace) -> int:
    from huimou.qa import build_index

    settings = _settings(options)
    begin = time.perf_counter()
    with _progress_bar("编码 / encoding") as progress:
        manifest = build_index(settings, lambda: _encoder(settings), progress)
    seconds = time.perf_counter() - begin
    if options.json:
        table = {"index": settings.index, "seconds": round(seconds, 2)} | asdict(manifest)
        _print_json({name: value for name, value in table.items() if name != "files"})
    else:
        print(
            f"索引建好了：{manifest.documents} 份报告，{manifest.chunks} 个片段，{manifest.sentences} 句，"
            f"用时 {seconds:.1f} 秒 → {settings.index}"
        )
    return 0


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

    check_question(options.question)  # before the seconds that the models take
    settings = _settings(options)
    qa = open_qa(settings, _encoder(settings), _reader(settings))
    for warning in qa.warnings():
        _say(warning)
    answer = qa.ask(options.question)
    if options.json:
        _print_json(answer.to_json())
    else:
        print(_plain(answer))
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

    settings = _settings(options)
    qa = open_qa(settings, _encoder(settings), _reader(settings))
    for warning in qa.warnings():
        _say(warning)
    with _progress_bar("回答 / answering") as progress, _open_output(options.output) as output:
        for number, question in enumerate(questions, start=1):
            answer = qa.ask(question.question, question.history).to_json()
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

    settings = _settings(options)
    qa = open_qa(settings, _encoder(settings), _reader(settings))
    for warning in qa.warnings():
        _say(warning)
    with _progress_bar("测评 / evaluating") as progress:
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
    index = f"--index {quoted(options.index)} " if options.index else ""
    accept = f"huimou eval {quoted(path)} {index}--write-baseline {quoted(options.baseline)}"
    listed = "".join(f"\n  {fall}" for fall in falls)
    raise HuimouError(
        f"比基线 {options.baseline} 差了（容许差 {baseline.tolerance:g}）：{listed}\n"
        f"如果新的数字可以接受：{accept}\n"
        "Fallen below the baseline; the command accepts the new figures."
    )


def _serve(options: argparse.Namespace) -> int:
    from huimou.ui import serve

    serve(
        _settings(options),
        open_browser=options.open,
        ready=lambda url: _say(f"网页已打开：{url}（Ctrl+C 结束）"),
    )
    return 0


def _version(options: argparse.Namespace) -> int:
    print(f"huimou {__version__}")
    if options.verbose:
        from importlib.metadata import version

        encoder = _encoder(_settings(options))
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


def _plain(answer: Answer) -> str:
    """The reply for a terminal: without Markdown, and with the exact place of each citation."""
    from huimou.compose import source_line

    if not answer.citations:
        return answer.text
    paragraphs = answer.text.split("\n\n")[:-1]  # the last one is the source, which comes in full below
    lines = [re.sub(r"\\(.)|\*\*|^> ", r"\1", part, flags=re.MULTILINE) + "\n" for part in paragraphs]
    lines += [
        f"[{item.marker}] {source_line(item)}（{item.path}，字符 {item.start}–{item.end}）"
        for item in answer.citations
    ]
    return "\n".join(lines)


def _print_json(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None))


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


@contextmanager
def _open_output(path: Path) -> Iterator[Any]:
    new = path.with_name(path.name + ".new")
    try:
        with new.open("w", encoding="utf-8", newline="\n") as file:
            yield file
        new.replace(path)  # the answers of the last time stay until these are whole
    except OSError as error:
        raise HuimouError(
            f"答案写不进 {path}：{error.strerror or error}。请换一个位置或腾出空间。\n"
            f"Cannot write the answers: {error}"
        ) from error


@contextmanager
def _progress_bar(label: str) -> Iterator[Progress | None]:
    """A bar on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    with tqdm(desc=label, leave=False) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show


if __name__ == "__main__":
    sys.exit(main())
