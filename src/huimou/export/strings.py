"""What an export says in its own words: Chinese, English. Plain text, no markup."""

from __future__ import annotations

from typing import Literal

Language = Literal["zh", "en"]

_TEXTS = {
    "title": ("问答记录", "Questions and answers"),
    "built": ("索引建立时间：{built}", "Index built: {built}"),
    "none": ("（没有问答。）", "(No questions were asked.)"),
    "blank": ("（空白问题）", "(blank question)"),
    "doubtful": ("（仅供参考，请核对原文。）", "(For reference only: check it against the report.)"),
    "sources": ("出处", "Sources"),
    "place_with_page": (
        "《{document}》{section}，第 {page} 页，第 {paragraph} 段",
        "《{document}》{section}, page {page}, paragraph {paragraph}",
    ),
    "place": ("《{document}》{section}，第 {paragraph} 段", "《{document}》{section}, paragraph {paragraph}"),
}


def say(name: str, language: Language, **values: object) -> str:
    """A text with its values put in."""
    return _TEXTS[name][language == "en"].format(**values)
