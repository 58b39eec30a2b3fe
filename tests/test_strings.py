"""The words of the page: both languages say the same, each in its own characters."""

from __future__ import annotations

import re
import string
from dataclasses import fields

import pytest

from huimou.ui import strings
from huimou.ui.strings import EN, WORDS, ZH, Words, line

NAMES = [field.name for field in fields(Words)]
CHINESE = re.compile("[\u2e80-\u2fff\u3001-\u4dbf\u4e00-\u9fff\uff00-\uffef]")
MESSAGES = {name: text for name, text in vars(strings).items() if name.isupper() and isinstance(text, str)}


def braces(text: str) -> set[str]:
    """What `str.format` would fill in, with its format."""
    return {f"{name}:{form}" for _, name, form, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_left_unsaid_in_either_language(name: str) -> None:
    assert getattr(ZH, name).strip()
    assert getattr(EN, name).strip()


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_fill_in_the_same(name: str) -> None:
    assert braces(getattr(ZH, name)) == braces(getattr(EN, name))


@pytest.mark.parametrize("name", [name for name in NAMES if name != "switch"])
def test_english_is_english_but_for_the_name(name: str) -> None:
    assert not CHINESE.search(getattr(EN, name).replace("回眸", ""))


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("language", "switch")])
def test_chinese_is_chinese_but_for_names(name: str) -> None:
    written = re.sub(r"\{[^}]*\}", "", getattr(ZH, name))
    assert set(re.findall("[A-Za-z]+", written)) <= {"Word", "Markdown", "CSV"}


def test_each_language_leads_to_the_other_in_its_own_words() -> None:
    assert (ZH.switch, EN.switch) == ("English", "中文")
    assert {language: words.language for language, words in WORDS.items()} == {"zh": "zh", "en": "en"}


@pytest.mark.parametrize("name", [name for name in MESSAGES if name != "PROGRESS"])
def test_a_message_is_a_chinese_line_then_an_english_one(name: str) -> None:
    chinese, english = MESSAGES[name].splitlines()
    assert CHINESE.search(chinese)
    assert not CHINESE.search(english)
    assert braces(english) <= braces(chinese) | {"host:"}


def test_of_a_message_each_reader_gets_the_line_in_their_language() -> None:
    assert (line("坏了。\nBroken.", "zh"), line("坏了。\nBroken.", "en")) == ("坏了。", "Broken.")
    assert line("坏了", "zh") == line("坏了", "en") == "坏了"
    assert line("", "zh") == line("", "en") == ""
