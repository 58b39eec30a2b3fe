"""English questions in the words of the reports."""

from __future__ import annotations

from importlib.resources import files

import pytest

from huimou.compose import analyse
from huimou.gloss import in_chinese, knows


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How much did exports grow in 2024?", "多少 出口 增长 2024年"),
        ("What was the growth rate of the value added of industrial enterprises above designated size?",
         "增速 增加值 规模以上工业"),
        ("How many proposals were put on file?", "多少 提案 立案"),
        ("What is the PM2.5 target?", "PM2.5 目标"),
        ("What does “望法通” do?", "望法通"),
        ("What is it?", ""),
    ],
)  # fmt: skip
def test_the_terms_of_a_question_in_its_order(question: str, told: str) -> None:
    assert in_chinese(question) == told


@pytest.mark.parametrize("word", ["plans", "planned", "planning", "Plan", "cities", "built", "children's"])
def test_a_word_is_known_in_all_its_forms(word: str) -> None:
    assert knows(word)


def test_an_unknown_word_is_left_out() -> None:
    assert not knows("Baofeng")
    assert in_chinese("What is Baofeng?") == ""


def test_english_questions_are_looked_up_in_chinese_too() -> None:
    assert analyse("2024年出口增长多少？").lookup == "2024年出口增长多少？"
    assert analyse("How much did exports grow?").lookup == "多少 出口 增长 How much did exports grow?"
    assert analyse("What is Baofeng?").lookup == "What is Baofeng?"


def test_every_line_of_the_glossary_is_an_english_term_and_a_chinese_one() -> None:
    lines = files("huimou").joinpath("assets", "glossary.txt").read_text(encoding="utf-8").splitlines()
    entries = [line.split("\t") for line in lines if line and not line.startswith("#")]
    assert all(
        len(entry) == 2 and entry[0] == entry[0].lower() and all(entry[1].split("、")) for entry in entries
    )
    assert len({english for english, _ in entries}) == len(entries)
