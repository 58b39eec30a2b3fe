from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from huimou.embed import BUNDLED, SentenceEncoder, choose_precision, load_encoder
from huimou.errors import ModelUnavailableError

TEXTS = ["开展基层协商6次。", "委员讲堂8期。" * 30, "Eleven recommendations on urban renewal."]


def test_vectors_are_unit_rows_in_the_order_of_the_texts(encoder: SentenceEncoder) -> None:
    vectors = encoder.encode_passages(TEXTS)
    assert vectors.shape == (3, encoder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    for row, text in enumerate(TEXTS):
        assert vectors[row] @ encoder.encode_passages([text])[0] > 0.999


def test_questions_and_passages_have_prompts_of_their_own(encoder: SentenceEncoder) -> None:
    text = "开展基层协商几次"
    assert encoder.encode_question(text) @ encoder.encode_passages([text])[0] < 0.999


def test_an_english_question_finds_its_chinese_sentence(encoder: SentenceEncoder) -> None:
    passages = encoder.encode_passages(["围绕城市更新提出协商建议11条。", "委员讲堂8期。", "栽种番茄800亩。"])
    assert int(np.argmax(passages @ encoder.encode_question("How many proposals on urban renewal?"))) == 0


def test_a_text_that_comes_twice_has_the_same_vector_twice(encoder: SentenceEncoder) -> None:
    vectors = encoder.encode_passages(["甲事。", "乙事。", "甲事。"])
    np.testing.assert_array_equal(vectors[0], vectors[2])
    assert vectors[0] @ vectors[1] < 0.999


def test_vectors_do_not_depend_on_the_number_of_threads(encoder: SentenceEncoder) -> None:
    texts = [f"第{number}项工作开展{number}次。" * (number % 9 + 1) for number in range(60)]
    alone = load_encoder(precision=encoder.precision, threads=1)
    np.testing.assert_array_equal(alone.encode_passages(texts), encoder.encode_passages(texts))


def test_no_texts_give_no_rows(encoder: SentenceEncoder) -> None:
    assert encoder.encode_passages([]).shape == (0, encoder.dimension)


def test_progress_counts_up_to_all(encoder: SentenceEncoder) -> None:
    told: list[tuple[int, int]] = []
    texts = [f"第{number}句，" + "说得长一些。" * 40 for number in range(30)]
    encoder.encode_passages(texts, lambda done, total: told.append((done, total)))
    assert len(told) > 1
    assert told == sorted(told)
    assert told[-1] == (30, 30)


def test_precision_does_not_change_the_digest_and_hardly_the_vectors(encoder: SentenceEncoder) -> None:
    single, half = load_encoder(precision="fp32"), load_encoder(precision="bf16")
    assert single.digest == half.digest == encoder.digest
    both = single.encode_passages(TEXTS) * half.encode_passages(TEXTS)
    assert both.sum(axis=1).min() > 0.999


def test_precision_that_was_asked_for_is_what_one_gets() -> None:
    assert [choose_precision(name) for name in ("bf16", "fp32")] == ["bf16", "fp32"]
    assert choose_precision("auto") in ("bf16", "fp32")


def test_another_model_is_taken_by_its_folder(tmp_path: Path, encoder: SentenceEncoder) -> None:
    folder = tmp_path / "模型 one"
    shutil.copytree(BUNDLED, folder)
    other = load_encoder(str(folder), precision=encoder.precision)
    assert other.digest == encoder.digest
    np.testing.assert_allclose(other.encode_question("几次？"), encoder.encode_question("几次？"), atol=1e-3)


def test_another_model_has_another_digest(tmp_path: Path, encoder: SentenceEncoder) -> None:
    folder = tmp_path / "model"
    shutil.copytree(BUNDLED, folder)
    settings = folder / "config_sentence_transformers.json"
    settings.write_text(settings.read_text("utf-8").replace("query: ", "ask: "), "utf-8")
    assert load_encoder(str(folder)).digest != encoder.digest


@pytest.mark.parametrize("name", ["nobody/no-such-model", "/no/such/folder", "一个 不存在的"])
def test_a_model_that_is_not_there_is_told_with_what_to_do(name: str) -> None:
    with pytest.raises(ModelUnavailableError, match="HF_HUB_OFFLINE"):
        load_encoder(name)


def test_a_broken_model_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(BUNDLED, folder)
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(ModelUnavailableError, match="读不了"):
        load_encoder(str(folder))
