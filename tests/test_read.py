"""From scores of characters to spans of a document, and the bundled reader itself."""

from __future__ import annotations

import itertools
import math
import shutil
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from huimou.chunk import chunk_document
from huimou.corpus import build_document
from huimou.errors import ModelUnavailableError
from huimou.read import (
    BUNDLED_READER,
    Calibration,
    Pair,
    Reader,
    Reading,
    header_line,
    load_reader,
    read_spans,
)
from huimou.read.reader import load_span_reader
from huimou.read.spans import LONGEST_ANSWER, best_places
from huimou.types import Hit

PLAIN = Calibration(margin=1.0, answerable=0.0, passage=0.0, sentence=0.0, bias=0.0)
PASSAGE = "全年共组织开展各类学习110余次，举办委员讲堂8期、读书活动4场，县政协领导带队赴江苏、北京招商。"


def reading(start: list[float], end: list[float], answerable: float = 0.0) -> Reading:
    return Reading(
        start=np.array(start, dtype=np.float32), end=np.array(end, dtype=np.float32), answerable=answerable
    )


def margin(one: Reading) -> float:
    """The score of the best place above "no answer"."""
    start, end = best_places(one)[0]
    return float(one.start[1 + start] + one.end[end] - one.start[0] - one.end[0])


def hits(*texts: str) -> list[Hit]:
    made = []
    for rank, text in enumerate(texts, start=1):
        document = build_document(text, name=f"报告{rank}", path=f"{rank}.txt", sha256="")
        (chunk,) = chunk_document(document, 0)
        made.append(
            Hit(rank=rank, score=1.0, document=document, chunk=chunk, sentences=(1.0,) * len(chunk.sentences))
        )
    return made


@given(
    st.lists(st.floats(-5, 5, width=32), min_size=2, max_size=24),
    st.randoms(use_true_random=False),
)
def test_the_best_place_is_what_brute_force_finds(scores: list[float], random: object) -> None:
    start = np.array(scores, dtype=np.float32)
    end = np.array(scores[::-1], dtype=np.float32)
    best = best_places(Reading(start=start, end=end, answerable=0.0), count=1)[0]
    pairs = itertools.combinations_with_replacement(range(len(scores) - 1), 2)
    highest = max(start[1 + a] + end[1 + b] for a, b in pairs if b - a < LONGEST_ANSWER)
    assert start[1 + best[0]] + end[best[1]] == pytest.approx(highest)


def test_a_place_where_nothing_can_begin_is_never_found() -> None:
    places = best_places(reading([0, 1, -math.inf, 2], [0, 1, 1, -math.inf]))
    assert places
    assert all(start != 1 and end != 3 for start, end in places)


def test_spans_point_into_the_document() -> None:
    (hit,) = hits("开头。全年协商6次。")
    quiet = [-9.0] * len(hit.chunk.text)
    start, end = [0.0, *quiet], [0.0, *quiet]
    place = hit.chunk.text.index("6次")
    start[1 + place] = end[2 + place] = 5.0
    spans = read_spans([reading(start, end)], [hit], PLAIN)
    assert spans[0].text == "6次"
    assert spans[0].confidence > 0.99


def test_the_better_passage_comes_first_whatever_its_rank() -> None:
    first, second = hits("甲乙丙", "丁戊己")
    spans = read_spans(
        [reading([0, 1, 0, 0], [0, 1, 0, 0]), reading([0, 3, 0, 0], [0, 3, 0, 0])], [first, second], PLAIN
    )
    assert spans[0].hit is second


def test_given_pieces_are_put_forward_too() -> None:
    (hit,) = hits("一二三四五六七八九十")
    falling = [0.0] + [float(-n) for n in range(10)]
    spans = read_spans([reading(falling, falling)], [hit], PLAIN, lambda text: [(8, 10)])
    assert "九十" in [span.text for span in spans]


def test_a_reading_is_the_same_alone_and_among_others(reader: Reader) -> None:
    pairs = [
        Pair(question="办了几期讲堂？", header=header_line("2025年工作", ["一、学习"]), passage=PASSAGE * n)
        for n in (1, 2, 3)
    ]
    together = reader.read(pairs)
    for pair, one in zip(pairs, together, strict=True):
        (alone,) = reader.read([pair])
        assert alone.answerable == one.answerable
        assert np.array_equal(alone.start, one.start)
        assert np.array_equal(alone.end, one.end)


@pytest.mark.parametrize(
    ("question", "answer"),
    [("开展了多少次学习？", "110余次"), ("委员讲堂办了几期？", "8期"), ("去哪里招商？", "江苏、北京")],
)
def test_the_bundled_reader_finds_the_answer(reader: Reader, question: str, answer: str) -> None:
    pair = Pair(question=question, header=header_line("2025年工作", []), passage=PASSAGE)
    (one,) = reader.read([pair])
    start, end = best_places(one)[0]
    assert answer in PASSAGE[start:end]


@pytest.mark.parametrize("question", ["开展了多少次学习？", "办了几期讲堂？", "去哪里招商？"])
@pytest.mark.parametrize("other", ["县里有多少个村？", "县长叫什么名字？"])
def test_the_bundled_reader_doubts_what_the_passage_does_not_answer(
    reader: Reader, question: str, other: str
) -> None:
    answered, unanswered = reader.read(
        [Pair(question=asked, header="", passage=PASSAGE) for asked in (question, other)]
    )
    assert answered.answerable > unanswered.answerable
    assert margin(answered) > margin(unanswered)


@pytest.mark.parametrize("passage", ["", " ", "\n", "😀" * 3, "x" * 3000, "①②㎡ｆｕｌｌ"])
def test_any_passage_can_be_read(reader: Reader, passage: str) -> None:
    (one,) = reader.read([Pair(question="？", header="", passage=passage)])
    assert len(one.start) == len(one.end) == 1 + len(passage)
    assert math.isfinite(one.answerable)


@cache
def _tokenizer() -> Tokenizer:
    from huimou.embed import BUNDLED
    from huimou.read.model import load_tokenizer

    return load_tokenizer(BUNDLED)


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=120))
def test_any_text_can_be_tokenised(question: str, header: str, passage: str) -> None:
    from huimou.read.model import CHARACTERS, make_inputs

    inputs = make_inputs(_tokenizer(), [Pair(question=question, header=header, passage=passage)])
    assert inputs.slots.shape[1] == len(passage)
    assert all(0 <= slot < inputs.ids.shape[1] * CHARACTERS for slot in inputs.slots[0].tolist())


@pytest.mark.parametrize("damage", ["missing", "cut", "no calibration"])
def test_a_damaged_reader_is_named(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "reader"
    shutil.copytree(BUNDLED_READER, folder)
    if damage == "missing":
        (folder / "model.safetensors").unlink()
    elif damage == "cut":
        (folder / "model.safetensors").write_bytes((folder / "model.safetensors").read_bytes()[:1000])
    else:
        (folder / "reader.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelUnavailableError, match="阅读模型"):
        load_span_reader(folder)


def test_another_extractive_model_can_be_loaded_by_folder(tmp_path: Path) -> None:
    from transformers import AutoTokenizer, BertConfig, BertForQuestionAnswering

    from huimou.embed import BUNDLED

    tokenizer = AutoTokenizer.from_pretrained(str(BUNDLED))
    tokenizer.save_pretrained(str(tmp_path))
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=24,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
    )
    BertForQuestionAnswering(config).save_pretrained(str(tmp_path))
    (one,) = load_reader(str(tmp_path)).read([Pair(question="几次？", header="", passage=PASSAGE)])
    start, end = best_places(one)[0]
    assert 0 <= start < end <= len(PASSAGE)


def test_a_reader_that_is_not_there_is_named() -> None:
    with pytest.raises(ModelUnavailableError, match='reader = "bundled"'):
        load_reader("nobody/nothing")
