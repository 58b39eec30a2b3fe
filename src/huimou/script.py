"""Traditional script becomes simplified, for questions. The only opencc import."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


def simplified(text: str, kept: Set[str] = frozenset()) -> str:
    """`text` in simplified characters, word by word: 後來 is 后来, but 乾隆 stays.

    Only the script changes, not the wording (資訊 becomes 资讯, not 信息). One character gives one character.

    Args:
        text: A question.
        kept: Characters that are left as they are: those of the reports, so that a report in
            traditional script, or a name written with a rare form, is still found by its own characters.

    >>> simplified("平羅縣政協開展了幾次基層協商？")
    '平罗县政协开展了几次基层协商？'
    """
    return _HAN.sub(lambda run: _convert(run.group(), kept), text)


def _convert(run: str, kept: Set[str]) -> str:
    converted = _converter().convert(run)
    if len(converted) != len(run):  # no entry of its dictionaries does so today
        return run
    return "".join(old if old in kept else new for old, new in zip(run, converted, strict=True))


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")
