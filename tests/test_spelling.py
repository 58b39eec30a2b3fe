from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimou.spelling import Speller
from tests.conftest import REPORT, ROOT


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller([REPORT.read_text(encoding="utf-8")])


@pytest.mark.parametrize(
    ("question", "mended"),
    [
        ("委员将堂办了几期？", "委员讲堂办了几期？"),
        ("开展了几次基层邪商？", "开展了几次基层协商？"),
        ("平罗三中门口的交通引患怎么解决的？", "平罗三中门口的交通隐患怎么解决的？"),
        ("碳机材料提出了几条建议？", "碳基材料提出了几条建议？"),
        ("冲岗镇有多少亩土地灌溉困难？", "崇岗镇有多少亩土地灌溉困难？"),
        ("他们提了几条荐议？", "他们提了几条荐议？"),  # two characters are too little to go by
        ("委员们撰写了多少篇设情民意信息？", "委员们撰写了多少篇社情民意信息？"),
        ("怎样帮助困难群终？", "怎样帮助困难群众？"),
    ],
)
def test_a_homophone_is_mended_where_the_report_leaves_no_doubt(
    speller: Speller, question: str, mended: str
) -> None:
    assert speller.mend(question) == mended


@pytest.mark.parametrize(
    "question",
    [
        "今天天气怎么样？",
        "股票涨了多少？",
        "石嘴山市政协开展了几次调研？",
        "云南省的地区生产总值是多少？",
        "谁是冠军？",
        "How many tomatoes?",
        "",
    ],
)
def test_right_words_that_the_report_lacks_are_left_alone(speller: Speller, question: str) -> None:
    assert speller.mend(question) == question


@pytest.mark.parametrize("name", ["report_questions", "provincial_questions"])
def test_no_question_of_the_question_files_is_changed(speller: Speller, name: str) -> None:
    for line in (ROOT / "eval" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        question = json.loads(line)["question"]
        assert speller.mend(question) == question


@given(st.text(max_size=40))
def test_without_texts_nothing_is_mended(question: str) -> None:
    assert Speller([]).mend(question) == question


@given(st.text(alphabet="委员讲将堂座社设情民意村存协邪商 ，a", max_size=30))
def test_what_is_mended_has_its_length_and_stays_mended(question: str) -> None:
    speller = Speller(["委员讲堂。社情民意信息，社情民意。村庄协商"])
    mended = speller.mend(question)
    assert len(mended) == len(question)
    assert speller.mend(mended) == mended


@given(st.data())
def test_a_piece_of_the_texts_is_never_changed(speller: Speller, data: st.DataObject) -> None:
    text = REPORT.read_text(encoding="utf-8")
    start = data.draw(st.integers(0, len(text) - 30))
    piece = text[start : start + data.draw(st.integers(1, 30))]
    assert speller.mend(piece) == piece


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("Which town is Baofeng?", "Which town is 宝丰?"),
        ("What did Zhou Jingzhi say?", "What did 周敬之 say?"),
        ("Where does Jingzhi Zhou live?", "Where does 敬之 Zhou live?"),
        ("How did Women vote?", "How did Women vote?"),  # a word that the glossary knows
        ("Baofeng and Taiyuan?", "Baofeng and Taiyuan?"),  # the first word has its capital anyway
    ],
)
def test_names_in_pinyin_are_written_as_the_reports_write_them(question: str, written: str) -> None:
    speller = Speller(["宝丰镇的经验由我们的周敬之报告。"])
    assert speller.write_names(question, lambda word: word == "Women") == written
