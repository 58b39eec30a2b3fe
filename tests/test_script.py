from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimou.script import simplified


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("平羅縣政協開展了幾次基層協商？", "平罗县政协开展了几次基层协商？"),
        ("後來怎麼解決的？", "后来怎么解决的？"),
        ("皇后和以後", "皇后和以后"),
        ("頭髮和發展", "头发和发展"),
        ("乾隆，乾淨，著名", "乾隆，干净，著名"),
        ("GDP增長了 3.5% 嗎?", "GDP增长了 3.5% 吗?"),
        ("平罗县", "平罗县"),
        ("資訊", "资讯"),
        ("", ""),
    ],
)
def test_traditional_script_becomes_simplified(text: str, expected: str) -> None:
    assert simplified(text) == expected


def test_characters_of_the_reports_are_kept() -> None:
    assert simplified("王昇陞官了嗎", frozenset("王昇")) == "王昇升官了吗"
    assert simplified("臺灣", frozenset("臺灣")) == "臺灣"


@given(st.text(max_size=60))
def test_any_text_keeps_its_length(text: str) -> None:
    converted = simplified(text)
    assert len(converted) == len(text)
    assert simplified(text, frozenset(text)) == text
