"""`reports.toml` beside the reports: what their titles do not say, or say wrongly."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from difflib import get_close_matches
from pathlib import Path, PurePosixPath

from huimou.errors import HuimouError
from huimou.shelf.info import Fields, ReportInfo, describe, override_of
from huimou.types import Document

REPORTS_FILE = "reports.toml"

Corrections = Mapping[str, Fields]
"""By file name, or by path below the corpus."""

_EXAMPLE = '["报告.txt"]\nyear = 2025\nplace = "上海"\norganisation = "上海市政府"\nkind = "政府工作报告"'


def read_corrections(root: Path, known: Collection[str] = ()) -> Corrections:
    """What `reports.toml` says; empty if there is none.

    Args:
        root: The folder of reports, or the one report.
        known: Paths of the reports in the index, below `root`; a file in the folder is known too.

    Raises:
        HuimouError: The file is broken, or names a field or a report that does not exist.
    """
    folder = root if root.is_dir() else root.parent
    file = folder / REPORTS_FILE
    if not file.is_file():
        return {}
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise HuimouError(
            f"{file} 读不了：{error}。文件名要加引号，应像这样：\n{_EXAMPLE}\nCannot read {file}."
        ) from error
    for name, row in table.items():
        same = [path for path in known if PurePosixPath(path).parts[-1:] == (name,)]
        if len(same) > 1 and name not in known:
            raise HuimouError(
                f'{file}：有 {len(same)} 份报告叫 {name}，请写出路径，如 ["{same[0]}"]。\n'
                f"{file}: several reports are called {name}; write the path."
            )
        if not (same or name in known or (folder / name).is_file()):
            near = get_close_matches(name, {*known, *(PurePosixPath(path).name for path in known)}, n=1)
            hint = f'，是不是 ["{near[0]}"]？' if near else "。每个表的名字应是文件名，如：\n" + _EXAMPLE
            raise HuimouError(
                f"{file}：没有叫 {name} 的报告{hint}\n{file}: there is no report called {name}."
            )
        _check(file, name, row)
    return table


def _check(file: Path, name: str, row: object) -> None:
    known = [field.name for field in fields(ReportInfo)]
    if not isinstance(row, dict):
        raise HuimouError(
            f"{file}：{name} 应是一个表，像这样：\n{_EXAMPLE}\n{file}: {name} should be a table."
        )
    for key, value in row.items():
        if key not in known:
            near = get_close_matches(str(key), known, n=1)
            hint = f"，是不是 {near[0]}？" if near else "。"
            raise HuimouError(
                f"{file}，{name}：没有叫 {key} 的项{hint}可写的有：{'、'.join(known)}。\n"
                f"{file}, {name}: unknown key {key}."
            )
        right = type(value) is int and 1900 < value < 2100 if key == "year" else isinstance(value, str)
        if not right:
            expected = "年份，如 2025" if key == "year" else '文字，如 "上海"'
            raise HuimouError(
                f"{file}，{name}：{key} = {value!r} 不对，应是{expected}。\n"
                f"{file}, {name}: {key} = {value!r} is of the wrong kind."
            )


def corrected(document: Document, overrides: Corrections) -> Document:
    """A report whose year or place was corrected, as if its title said so; its text stays as it is."""
    own = override_of(document.path, overrides)
    if not own.keys() & {"year", "place"}:
        return document
    info = describe(document, overrides)
    year = f"{info.year}年" if info.year else ""
    return replace(document, title=f"{year}{info.place}{info.kind or '报告'}", subtitle="")
