"""Settings: defaults, then `huimou.toml` beside the corpus, then `HUIMOU_…` variables, then options."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from huimou.address import is_database, shown
from huimou.errors import HuimouError

_ROOT_PATH = re.compile(r"(/[\w.~-]+)*", re.ASCII)

STRUCTURES = ("auto", "exact", "ivf")
SETTINGS_FILE = "huimou.toml"
ENVIRONMENT_PREFIX = "HUIMOU_"


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """Everything that can be set, with its default. One line of `huimou.toml` each."""

    corpus: str = "corpus"
    """Folder of reports, or one report."""
    index: str = "index"
    """Folder in which indexes are built, or the address of a PostgreSQL database (postgresql://…)."""
    encoder: str = "bundled"
    """"bundled", or a sentence-transformers model by folder or hub name (e.g. BAAI/bge-small-zh-v1.5)."""
    reader: str = "bundled"
    """"bundled", or a transformers model for extractive question answering by folder or hub name."""
    precision: str = "auto"
    """"auto" (bf16 where the processor computes in it, else fp32), "bf16" or "fp32"."""
    threads: int = 0
    """Threads that encode passages; 0 is one a core. A question is encoded on one."""
    chunk_size: int = 240
    """Most characters in a chunk."""
    chunk_overlap: int = 60
    """The last sentence of a chunk opens the next one if it has at most this many characters."""
    structure: str = "auto"
    """How the index is searched: "exact", "ivf" (approximate, for very many reports), or "auto": exact up to
    20,000 chunks (about 190 provincial reports). `docs/scale.md` has the figures."""
    dense_weight: float = 0.65
    """Share of the dense score in the fused one, 0 to 1; the rest is BM25's."""
    hits: int = 6
    """How many chunks a question retrieves; the reader reads the later ones only if it must."""
    threshold: float = 0.2
    """The least confidence, 0 to 1, with which an answer is given; below it the question is refused."""
    host: str = "127.0.0.1"
    """Address on which the page is served."""
    port: int = 7860
    """Port on which the page is served; 0 takes a free one."""
    password_file: str = ""
    """Names and passwords, made by `huimou password`; "" lets in whoever reaches the page."""
    root_path: str = ""
    """Path under which a proxy shows the page, such as "/huimou"; "" for the top."""
    behind_proxy: bool = False
    """Whether to believe the X-Forwarded-… headers that the proxy in front of the page sets."""
    allowed_hosts: str = ""
    """Names by which the page may be called, separated by commas, beside those of this machine itself. ""
    answers only 127.0.0.1 and localhost where `host` is such an address, and any name elsewhere."""
    concurrency: int = 8
    """How many questions are answered at once; the others wait."""
    rate_limit: int = 60
    """Questions a minute from one client; 0 sets no limit."""
    mcp: bool = False
    """Whether to offer `/ask` and `/search` as MCP tools too; needs ``pip install huimou[mcp]``."""
    feedback: str = "feedback.jsonl"
    """File in which readers' verdicts on answers are kept."""

    def __post_init__(self) -> None:
        """Refuse what cannot work, before anything is built with it."""
        paths = (
            self.corpus + shown(self.index) + self.encoder + self.reader + self.password_file + self.feedback
        )
        checks = [
            (
                "corpus, index, encoder, reader, password_file, feedback",
                "\0" not in paths,
                "没有空字符 / no NUL",
            ),
            (
                "index",
                "://" not in self.index or is_database(self.index),
                "文件夹，或 postgresql://… / a folder or postgresql://…",
            ),
            (
                "structure",
                self.structure != "ivf" or not is_database(self.index),
                "auto（索引在数据库里）/ auto for a database",
            ),
            ("feedback", self.feedback != "", "文件名 / a file name"),
            ("precision", self.precision in ("auto", "bf16", "fp32"), "auto, bf16, fp32"),
            ("threads", self.threads >= 0, "≥ 0"),
            ("chunk_size", 40 <= self.chunk_size <= 400, "40–400"),
            ("chunk_overlap", 0 <= self.chunk_overlap < self.chunk_size, "0 ≤ … < chunk_size"),
            ("structure", self.structure in STRUCTURES, ", ".join(STRUCTURES)),
            ("dense_weight", 0 <= self.dense_weight <= 1, "0–1"),
            ("threshold", 0 <= self.threshold <= 1, "0–1"),
            ("hits", 1 <= self.hits <= 100, "1–100"),
            ("port", 0 <= self.port <= 65535, "0–65535"),
            ("root_path", _ROOT_PATH.fullmatch(self.root_path) is not None, '"" 或 / or "/huimou"'),
            ("concurrency", 1 <= self.concurrency <= 64, "1–64"),
            ("rate_limit", self.rate_limit >= 0, "≥ 0"),
        ]
        for name, good, expected in checks:
            if not good:
                found = shown(self.index) if name == "index" else getattr(self, name, paths)
                raise HuimouError(
                    f"设置 {name} = {found!r} 不对，应为 {expected}。\n"
                    f"Setting {name} = {found!r} is out of range; expected {expected}."
                )


def load_settings(
    folder: Path, options: Mapping[str, Any] | None = None, environment: Mapping[str, str] = os.environ
) -> Settings:
    """The settings in force.

    Args:
        folder: Where `huimou.toml` may lie (beside the corpus).
        options: From the command line; a value of None means not given.
        environment: Variables such as ``HUIMOU_PORT``.

    Raises:
        HuimouError: An unknown key, a value of the wrong type or out of range, or a broken file. It
            names the file or variable, and for an unknown key the nearest known one.
    """
    values: dict[str, Any] = {}
    file = folder / SETTINGS_FILE
    if file.is_file():
        try:
            table = tomllib.loads(file.read_text(encoding="utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise HuimouError(f"设置文件读不了：{file}：{error}\nCannot read the settings file.") from error
        values |= {name: _value(name, value, str(file)) for name, value in table.items()}
    for variable, text in environment.items():
        if variable.startswith(ENVIRONMENT_PREFIX) and text:
            name = variable.removeprefix(ENVIRONMENT_PREFIX).lower()
            values[name] = _value(name, text, f"环境变量 {variable}")
    values |= {name: value for name, value in (options or {}).items() if value is not None}
    return replace(Settings(), **values)


def _value(name: str, value: Any, where: str) -> Any:
    """`value` as the type of the setting `name`; text is converted, as variables are always text."""
    known: dict[str, type] = {field.name: type(field.default) for field in fields(Settings)}
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"，是不是 {near[0]}？" if near else ""
        raise HuimouError(
            f"{where}：没有叫 {name!r} 的设置{hint}可用的有：{'、'.join(known)}。\n"
            f"{where}: unknown setting {name!r}."
        )
    kind = known[name]
    try:
        if kind is bool:
            return _SWITCH[str(value).lower()]
        if isinstance(value, bool) or (kind is str and not isinstance(value, str)):
            raise ValueError
        converted = kind(value)
        if kind is int and isinstance(value, float) and converted != value:
            raise ValueError
    except (KeyError, TypeError, ValueError, OverflowError):
        raise HuimouError(
            f"{where}：{name} = {value!r} 不对，应是{_KINDS[kind]}。\n"
            f"{where}: {name} = {value!r} should be of type {kind.__name__}."
        ) from None
    return converted


_KINDS = {str: "文字", int: "整数", float: "数字", bool: " true 或 false"}
_SWITCH = {"true": True, "1": True, "false": False, "0": False}
