"""The figures as a CSV table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from huimou.figures.find import Figure

_HEADERS: dict[Literal["zh", "en"], tuple[str, ...]] = {
    "zh": ("报告", "章节", "段", "内容", "写法", "数值", "上限", "单位", "类别", "起", "止", "文件"),
    "en": ("Report", "Section", "Paragraph", "What", "As written", "Value", "Upper", "Unit", "Kind",
           "Start", "End", "File"),
}  # fmt: skip
_KINDS: dict[Literal["zh", "en"], dict[str, str]] = {
    "zh": {"money": "金额", "percent": "比率", "count": "数量", "measure": "度量"},
    "en": {"money": "money", "percent": "percent", "count": "count", "measure": "measure"},
}
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def figures_csv(figures: Iterable[Figure], *, language: Literal["zh", "en"]) -> str:
    """The figures as CSV after RFC 4180: one header row, then a row each, lines ended by CR LF.

    Text that a spreadsheet would run as a formula gets a ' in front (OWASP, CSV injection); numbers stay
    numbers, a negative one too. A number that cannot be read is an empty field. There is no byte order mark:
    whoever writes a file for a spreadsheet puts one before it (encoding="utf-8-sig").
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEADERS[language])
    for figure in figures:
        writer.writerow(
            (
                _disarmed(figure.document),
                _disarmed(" › ".join(figure.section)),
                figure.paragraph,
                _disarmed(figure.counts + figure.verb),
                _disarmed(figure.written),
                _plain(figure.value),
                _plain(figure.upper),
                _disarmed(figure.unit),
                _KINDS[language][figure.kind],
                figure.start,
                figure.end,
                _disarmed(figure.path),
            )
        )
    return out.getvalue()


def _disarmed(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _plain(value: float | None) -> str:
    """A number without an exponent or a needless .0, none of it lost: 539000000000, -3.2; "" for None."""
    if value is None:
        return ""
    return format(Decimal(repr(value)), "f").removesuffix(".0")
