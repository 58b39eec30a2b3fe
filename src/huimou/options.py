"""What can be written on the command line; `huimou.cli` does it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import NoReturn

from huimou.address import is_database
from huimou.config import Settings, load_settings

Run = Callable[[argparse.Namespace], int]

_FEEDBACK_HELP = """\
--to-eval 写出 huimou eval 的题目文件，已有的文件不会覆盖：
  有用的：当时的回答和引文就是标准答案（answers、evidence）；有用的拒答是 "answerable": false。
  没用的：kind 是 feedback，answers 和 evidence 空着，请照 said（当时的回答）、cited（当时的引文）、
  note（读者的话）和报告补上；报告没写的，改成 "answerable": false。没补的题不计对错。
--to-eval writes a question file for huimou eval. A useful answer becomes what is right; of a useless one
fill in answers and evidence (or "answerable": false), with the help of said, cited and note."""


def make_parser(run: Mapping[str, Run]) -> argparse.ArgumentParser:
    """The parser of ``huimou``; the chosen command's function from `run` is in its result as `run`."""
    about = "回眸：向年度工作报告提问，答案带原文出处。Ask a report, and see where the answer stands."
    parser = _dress(_Parser("huimou", description=about), 'huimou ask "委员讲堂办了几期？"')
    parser.add_argument("--version", action="store_true", help="版本号；加 -v 看模型与精度 / version")
    parser.add_argument("-v", "--verbose", action="store_true", help="与 --version 同用 / details")
    commands = parser.add_subparsers(title="命令 / commands", metavar="命令")

    def add(name: str, purpose: str, example: str, more: str = "") -> argparse.ArgumentParser:
        command = _dress(commands.add_parser(name, description=purpose, help=purpose), example, more)
        command.add_argument(
            "--index",
            metavar="DIR",
            help="索引文件夹，默认 index；或 postgresql://… / index folder, or a database",
        )
        command.set_defaults(run=run[name])
        return command

    _add_index(
        add(
            "index",
            "读报告，建索引；没变的报告不重做 / build the index, or bring it up to date",
            "huimou index corpus --index index",
        )
    )

    ask = add("ask", "提问 / ask a question", 'huimou ask "委员讲堂办了几期？" --json')
    ask.add_argument("question", nargs="?", help="问题 / the question")
    ask.add_argument("--json", action="store_true", help="打印一个 JSON 对象 / print a JSON object")
    ask.add_argument("--batch", metavar="FILE", type=Path, help="问题文件，每行一个 JSON / JSON Lines in")
    ask.add_argument("--output", metavar="FILE", type=Path, help="与 --batch 同用：答案文件 / JSON Lines out")
    _add_report(ask, "只问这些报告 / ask only these reports")

    score = add("eval", "用题目测评 / score a question file", "huimou eval questions.jsonl --json")
    score.add_argument(
        "questions", metavar="QUESTIONS.jsonl", type=Path, help="题目，每行一个 JSON / questions"
    )
    score.add_argument("--json", action="store_true", help="打印一个 JSON 对象 / print a JSON object")
    baseline = score.add_mutually_exclusive_group()
    baseline.add_argument("--baseline", metavar="FILE", type=Path, help="与基线比，变差则退出码 1 / compare")
    baseline.add_argument("--write-baseline", metavar="FILE", type=Path, help="把结果记为基线 / accept")

    _add_serve(add("serve", "打开问答网页 / serve the chat page", "huimou serve --port 8000 --open"))

    reports = add("reports", "列出书架上的报告 / list the reports", "huimou reports --json")
    reports.add_argument("--json", action="store_true", help="打印一个 JSON 对象 / print a JSON object")
    _add_report(reports, "只列这些报告 / list only these reports")

    feedback = add(
        "feedback",
        "看读者的评价 / list readers' verdicts",
        "huimou feedback --useless --to-eval todo.jsonl",
        _FEEDBACK_HELP,
    )
    feedback.add_argument(
        "--file", dest="feedback", metavar="FILE", help="评价文件，默认 feedback.jsonl / the file"
    )
    feedback.add_argument("--useless", action="store_true", help="只要“没用”的 / only the useless ones")
    shown = feedback.add_mutually_exclusive_group()
    shown.add_argument("--json", action="store_true", help="打印一个 JSON 对象 / print a JSON object")
    shown.add_argument("--to-eval", metavar="FILE", type=Path, help="写成题目文件 / write a question file")

    password = add("password", "设网页的密码 / set a password", "huimou password 小王 --file passwords.txt")
    password.add_argument("name", help="用户名 / name")
    password.add_argument(
        "--file",
        dest="password_file",
        metavar="FILE",
        help="密码文件，默认是设置里的 password_file / password file",
    )
    return parser


def settings_from(options: argparse.Namespace) -> Settings:
    """Settings beside the corpus (or, for a command without one, beside the index if that is a folder).

    Raises:
        HuimouError: One of them is wrong.
    """
    given = {field.name: getattr(options, field.name, None) for field in fields(Settings)}
    index = None if is_database(given["index"] or "") else given["index"]
    beside = Path(given["corpus"] or index or "corpus")
    folder = (beside.parent if beside.is_file() else beside).absolute().parent
    return load_settings(folder, given)


def _add_report(command: argparse.ArgumentParser, purpose: str) -> None:
    command.add_argument(
        "--report",
        metavar="NAME",
        action="append",
        help=f"{purpose}：年份、地名、报告名或路径，可写几次；年份和地名取两样都符合的"
        " / year, place, name or path; repeatable",
    )


def _add_index(index: argparse.ArgumentParser) -> None:
    index.add_argument("corpus", nargs="?", help="报告文件夹或一份报告，默认 corpus / reports")
    index.add_argument("--json", action="store_true", help="结果打印成 JSON / print JSON")
    index.add_argument("--full", action="store_true", help="全部重建，什么也不沿用 / reuse nothing")
    index.add_argument("--strict", action="store_true", help="有报告读不了就不建 / fail where one is skipped")
    index.add_argument(
        "--structure",
        metavar="NAME",
        help="auto、exact 或 ivf：大书架怎么查，默认 auto / how a large shelf is searched",
    )
    instead = index.add_mutually_exclusive_group()
    instead.add_argument("--dry-run", action="store_true", help="只说要做什么，什么也不动 / touch nothing")
    instead.add_argument("--watch", action="store_true", help="文件夹一变就重建 / rebuild on every change")
    instead.add_argument("--diff", action="store_true", help="和上一次的索引比，变了什么 / what has changed")
    index.add_argument(
        "--questions",
        metavar="FILE",
        type=Path,
        help="与 --diff 同用：哪些题的答案变了 / answers that differ",
    )


def _add_serve(serve: argparse.ArgumentParser) -> None:
    serve.add_argument("--corpus", help="报告文件夹，默认 corpus；没有索引时从这里建 / reports")
    serve.add_argument("--host", help="地址，默认 127.0.0.1，只有本机能访问 / address")
    serve.add_argument("--port", type=int, help="端口，默认 7860；0 表示自动选空闲端口 / port")
    serve.add_argument("--open", action="store_true", help="同时打开浏览器 / open the browser")
    office = serve.add_argument_group("给全单位用 / for an office（docs/office.md）")
    office.add_argument(
        "--password-file", metavar="FILE", help="密码文件，见 huimou password / names and passwords"
    )
    office.add_argument("--root-path", metavar="PATH", help="代理下的路径，如 /huimou / path at the proxy")
    office.add_argument(
        "--behind-proxy",
        action="store_true",
        default=None,
        help="在代理后面：相信它给的 X-Forwarded-… / believe the proxy's headers",
    )
    office.add_argument(
        "--allowed-hosts", metavar="NAMES", help="大家用的网址，逗号分开 / names people call the page by"
    )
    office.add_argument(
        "--concurrency", metavar="N", type=int, help="同时回答几个问题，默认 8 / questions at once"
    )
    office.add_argument(
        "--rate-limit", metavar="N", type=int, help="每人每分钟最多几问，默认 60；0 不限 / a minute"
    )
    office.add_argument(
        "--mcp", action="store_true", default=None, help="也作 MCP 工具，要先装 huimou[mcp] / MCP tools too"
    )
    office.add_argument("--feedback", metavar="FILE", help="评价记在哪里，默认 feedback.jsonl / verdicts")


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with a command line in Chinese too, and how it should look."""

    def error(self, message: str) -> NoReturn:
        """Leave with exit code 2."""
        usage = f"命令写得不对：{message}\n问题里有空格或以 - 开头时，请加引号，并在前面写 --"
        self.exit(2, f"{usage}\n{self.epilog or ''}\n帮助：{self.prog} --help\n")


def _dress(parser: argparse.ArgumentParser, example: str, more: str = "") -> argparse.ArgumentParser:
    parser.epilog = f"{more}\n\n例 / example:\n  {example}".strip()
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    return parser
