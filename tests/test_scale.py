from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import huimou.index.postings
import huimou.index.words
from huimou.build import update_index
from huimou.chunk import chunk_document
from huimou.config import Settings, load_settings
from huimou.corpus import build_document
from huimou.errors import HuimouError, IndexMismatchError
from huimou.index import Index, Rows, VectorRows, open_index, run_rows
from huimou.index.dense import ListedIndex
from huimou.index.lines import Lines, write_lines
from huimou.index.structure import EXACT_CHUNKS, structure_for
from huimou.index.vectors import VectorFile
from huimou.index.words import ChunkWords
from huimou.indexing import index_chunks
from huimou.options import make_parser, settings_from
from huimou.retrieve import retrieve
from huimou.text import token_words, tokens, words
from huimou.types import Hit, Vectors
from tests.conftest import HashEncoder, all_scores

WORDS = [
    "修水渠",
    "建学校",
    "种果园",
    "铺道路",
    "委员讲堂",
    "社情民意",
    "粮食产量",
    "地区生产总值",
    "增长",
    "公里",
    "万亩",
    "十二届",
    "3.5亿元",
    "黄河",
    "银川",
    "平罗县",
    "石嘴山",
    "12名",
    "委员",
    "视察",
    "协商",
    "提案",
    "医院",
    "2025年",
    "养老",
    "就业",
    "培训",
    "减排",
]


def made_up_report(number: int, draw: random.Random) -> str:
    sentences = [
        "".join(draw.choices(WORDS, k=draw.randint(3, 7))) + f"{draw.randint(2, 999)}处。" for _ in range(40)
    ]
    return f"第{number}号工作报告\n\n" + "\n\n".join("".join(sentences[n : n + 4]) for n in range(0, 40, 4))


@pytest.fixture(scope="module")
def indexes() -> tuple[Index, Index]:
    """The same 80 reports under both structures."""
    draw = random.Random(1)
    documents = [
        build_document(made_up_report(n, draw), name=f"{n}", path=f"{n}", sha256="") for n in range(80)
    ]
    chunks = [c for n, document in enumerate(documents) for c in chunk_document(document, n, size=120)]
    exact, large = (
        index_chunks(documents, chunks, HashEncoder(), Settings(structure=name)) for name in ("exact", "ivf")
    )
    return exact, large


QUESTIONS = [
    "平罗县修水渠多少处？",
    "委员讲堂十二届12名委员",
    "粮食产量增长3.5亿元",
    "黄河养老培训",
    "x",
    "种果园几万亩",
]


def asked(question: str) -> list[str]:
    return list(dict.fromkeys(tokens(question)))


def found(index: Index, question: str, documents: tuple[int, ...] = ()) -> tuple[Hit, ...]:
    vector = HashEncoder().encode_question(question)
    return retrieve(index, question, vector, count=10, weight=0.65, documents=documents)


def places(hits: tuple[Hit, ...]) -> set[tuple[int, int]]:
    return {(hit.chunk.document, hit.chunk.start) for hit in hits}


def clustered(rows: int, seed: int = 0) -> Vectors:
    """Unit vectors around two hundred centres, as texts of a genre are."""
    numbers = np.random.default_rng(seed)
    centres = numbers.normal(size=(200, 48))
    vectors = centres[numbers.integers(0, 200, rows)] + 0.8 * numbers.normal(size=(rows, 48))
    unit: Vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return unit


def recall(index: VectorRows, vectors: Vectors, queries: Vectors) -> float:
    shares = []
    for query in queries:
        best = np.argsort(-(vectors @ query))[:10]
        shares.append(np.isin(best, index.search(query, 200)[1][:10]).mean())
    return float(np.mean(shares))


def test_up_to_its_bound_auto_is_exact_and_beyond_approximate() -> None:
    assert structure_for("auto", EXACT_CHUNKS) == "exact"
    assert structure_for("auto", EXACT_CHUNKS + 1) == "ivf"
    assert structure_for("exact", 10**7) == "exact"
    assert structure_for("ivf", 1) == "ivf"


def test_an_unknown_structure_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(HuimouError, match=r"structure = 'hnsw'.*auto, exact, ivf"):
        load_settings(tmp_path, {"structure": "hnsw"})


def test_the_lists_find_nearly_all_that_exact_search_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huimou.index.dense._COMPARED", 1500)  # of 8000: with all of them it would be exact
    vectors, queries = clustered(8000), clustered(50, seed=0)
    index = ListedIndex.build(vectors)
    assert recall(index, vectors, queries) >= 0.95


def test_lists_search_only_the_runs_they_are_told() -> None:
    vectors = clustered(3000)
    within = np.array([[100, 300], [2000, 2050]])
    scores, rows = ListedIndex.build(vectors).search(vectors[5], 200, within)
    assert len(rows) == 200
    assert ((rows >= 100) & (rows < 300) | (rows >= 2000) & (rows < 2050)).all()
    assert (np.diff(scores) <= 0).all()


def test_rows_in_a_file_are_near_and_do_not_wear_down() -> None:
    vectors = clustered(500)
    once = VectorFile.build(vectors).vectors(np.arange(500))
    np.testing.assert_allclose(once, vectors, atol=1e-3)
    np.testing.assert_array_equal(VectorFile.build(once).vectors(np.arange(500)), once)


@pytest.mark.parametrize("text", ["2025年修12条3.5公里，含A1路。", "十二届三次 会议", "。", "x y-z"])
def test_words_give_back_the_tokens(text: str) -> None:
    found_words = words(text)
    assert [word for word in found_words if word] == [t for t in tokens(text) if len(token_words(t)) == 1]
    for left, right in pairwise(found_words):
        assert (left + right in tokens(text)) or not (left and right)


def test_a_large_index_scores_words_as_a_small_one(indexes: tuple[Index, Index]) -> None:
    exact, large = indexes
    for question in QUESTIONS:
        for mine, theirs in (
            (exact.chunk_lexical, large.chunk_lexical),
            (exact.sentence_lexical, large.sentence_lexical),
        ):
            np.testing.assert_allclose(all_scores(theirs, question), all_scores(mine, question), atol=1e-4)
    for token in ("水渠", "平罗", "2025", "年", "无此词"):
        assert large.chunk_lexical.share(token) == pytest.approx(exact.chunk_lexical.share(token))
        assert large.sentence_lexical.share(token) == pytest.approx(exact.sentence_lexical.share(token))


def rebuilt(index: Index) -> ChunkWords:
    texts = [index.documents[c.document].text[start:end] for c in index.chunks for start, end in c.sentences]
    return ChunkWords(huimou.index.words.build_words(iter(texts), index.sentence_starts))


def test_with_few_postings_a_token_and_few_chunks_looked_at_the_best_are_still_found(
    indexes: tuple[Index, Index], monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = indexes[0]
    monkeypatch.setattr(huimou.index.postings, "MOST", 60)
    monkeypatch.setattr(huimou.index.words, "LOOKED_AT", 100)
    few = rebuilt(exact)
    assert len(few.words.arrays["posting_rows"]) < few.words.arrays["chunk_holders"].sum() / 2
    for question in QUESTIONS[:3]:
        scores = all_scores(exact.chunk_lexical, question)
        best = np.flatnonzero(scores >= np.sort(scores)[-5])
        assert np.isin(best, few.search(asked(question), 50)[1]).mean() >= 0.8


def test_a_large_index_finds_what_a_small_one_finds(indexes: tuple[Index, Index]) -> None:
    exact, large = indexes
    assert (exact.manifest.structure, large.manifest.structure) == ("exact", "ivf")
    shares = [len(places(found(exact, q)) & places(found(large, q))) / 10 for q in QUESTIONS]
    assert np.mean(shares) >= 0.95


def test_chosen_documents_are_searched_alone_even_if_they_are_too_many_to_score_whole(
    indexes: tuple[Index, Index], monkeypatch: pytest.MonkeyPatch
) -> None:
    exact, large = indexes
    some = tuple(range(10, 60))
    whole = [found(exact, question, some) for question in QUESTIONS]
    monkeypatch.setattr("huimou.retrieve._SCORED_WHOLE", 5)
    for index in (exact, large):
        for question, hits in zip(QUESTIONS, whole, strict=True):
            again = found(index, question, some)
            assert all(10 <= hit.chunk.document < 60 for hit in again)
            assert len(places(again) & places(hits)) >= 7


def build(settings: Settings, structure: str) -> Index:
    update_index(replace(settings, structure=structure), HashEncoder)
    return open_index(Path(settings.index))


def test_a_large_index_opens_as_it_was_saved_and_reads_rows_when_they_are_asked_for(
    settings: Settings,
) -> None:
    small = build(settings, "auto")
    large = build(settings, "ivf")
    assert (small.manifest.structure, large.manifest.structure) == ("exact", "ivf")
    assert isinstance(large.chunks, Lines)
    assert tuple(large.documents) == small.documents
    assert tuple(large.chunks) == small.chunks
    assert large.common_tokens == small.common_tokens
    for question in ("委员讲堂办了几期？", "崇岗镇800亩土地灌溉难"):
        assert places(found(large, question)) == places(found(small, question))


def test_another_structure_is_a_reason_to_build_again_and_exact_vectors_are_not_taken_from_rounded_ones(
    settings: Settings,
) -> None:
    first = build(settings, "ivf")
    assert update_index(replace(settings, structure="ivf"), HashEncoder).plan.idle
    built = update_index(replace(settings, structure="exact"), HashEncoder)
    assert built.plan.anew == "structure"
    assert built.encoded == built.manifest.chunks
    back = update_index(replace(settings, structure="ivf"), HashEncoder)
    assert back.encoded == 0
    again = open_index(Path(settings.index))
    every: Rows = np.arange(len(first.chunks))
    np.testing.assert_array_equal(first.chunk_vectors.vectors(every), again.chunk_vectors.vectors(every))


@pytest.mark.parametrize(
    "name", ["chunks/lists.faiss", "chunks/rows.npy", "sentences/rows.npy", "words/posting_steps.npy"]
)
def test_a_damaged_file_of_a_large_index_is_named(settings: Settings, name: str) -> None:
    manifest = build(settings, "ivf").manifest
    path = Path(settings.index) / manifest.build / name
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(IndexMismatchError, match=Path(name).name):
        open_index(Path(settings.index))


def test_lines_are_a_sequence(tmp_path: Path) -> None:
    rows = [{"n": number, "字": "行\n"} for number in range(5)]
    write_lines(tmp_path / "rows.jsonl", rows)
    lines: Lines[dict[str, object]] = Lines(tmp_path / "rows.jsonl", lambda row: dict(row), kept=2)
    assert list(lines) == rows
    assert (lines[-1], lines[1:3], len(lines)) == (rows[-1], rows[1:3], 5)
    with pytest.raises(IndexError):
        lines[5]


def test_runs_are_their_rows_one_after_the_other() -> None:
    starts, ends = np.array([3, 0, 7]), np.array([5, 0, 9])
    np.testing.assert_array_equal(run_rows(starts, ends), [3, 4, 7, 8])


def test_the_command_line_sets_the_structure(settings: Settings) -> None:
    runs = dict.fromkeys(("index", "ask", "eval", "serve", "reports", "feedback", "password"), lambda _: 0)
    options = make_parser(runs).parse_args(["index", settings.corpus, "--structure", "ivf"])
    assert settings_from(options).structure == "ivf"
