from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from huimou.chunk import chunk_document
from huimou.config import Settings
from huimou.corpus import build_document, read_document
from huimou.index import Index
from huimou.index.lexical import LexicalIndex
from huimou.qa import index_chunks
from huimou.retrieve import fuse, retrieve, zscore
from huimou.types import Hit
from tests.conftest import HashEncoder, all_scores

REPORT = Path(__file__).parent.parent / "corpus" / "平罗县政协2025年工作回眸.txt"


@pytest.fixture(scope="module")
def index() -> Index:
    document = read_document(REPORT)
    return index_chunks([document], chunk_document(document, 0), HashEncoder(), Settings())


def ask(index: Index, question: str, count: int = 5) -> tuple[Hit, ...]:
    return retrieve(index, question, HashEncoder().encode_question(question), count=count, weight=0.65)


floats = st.floats(-100, 100, width=32)


@given(arrays(np.float32, 7, elements=floats), arrays(np.float32, 7, elements=floats), st.floats(0, 1))
def test_fusion_is_the_weighted_sum_of_z_scores(
    dense: np.typing.NDArray[np.float32], lexical: np.typing.NDArray[np.float32], weight: float
) -> None:
    expected = np.zeros(7)
    for scores, share in ((dense.astype(float), weight), (lexical.astype(float), 1 - weight)):
        if np.ptp(scores) > 1e-3:
            expected += share * (scores - scores.mean()) / scores.std()
        else:
            return  # too flat to compare in single precision
    np.testing.assert_allclose(fuse(dense, lexical, weight), expected, atol=1e-2)


def test_a_ranking_that_tells_nothing_apart_adds_nothing() -> None:
    dense = np.array([0.1, 0.9], dtype=np.float32)
    np.testing.assert_array_equal(fuse(dense, np.zeros(2, np.float32), 0.5), 0.5 * zscore(dense))


def test_hits_are_ranked_best_first_and_are_chunks_of_the_index(index: Index) -> None:
    hits = ask(index, "委员讲堂办了几期？")
    assert [hit.rank for hit in hits] == [1, 2, 3, 4, 5]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(hit.chunk in index.chunks for hit in hits)


@given(st.text(min_size=1, max_size=30))
def test_fusion_never_invents_or_repeats_a_hit(index: Index, question: str) -> None:
    hits = ask(index, question, count=100)
    assert len({hit.chunk for hit in hits}) == len(hits) == len(index.chunks)


def test_each_hit_scores_each_of_its_sentences(index: Index) -> None:
    assert all(len(hit.sentences) == len(hit.chunk.sentences) for hit in ask(index, "几次协商？"))


def test_an_exact_phrase_brings_its_chunk_first_and_its_sentence_best(index: Index) -> None:
    best = ask(index, "崇岗镇800亩土地灌溉难")[0]
    start, end = best.chunk.sentences[int(np.argmax(best.sentences))]
    assert "崇岗镇800亩土地灌溉难" in index.documents[0].text[start:end]


def test_words_of_every_title_that_run_through_the_reports_do_not_count() -> None:
    documents = [
        build_document(f"{place}工作回眸\n\n回眸工作。\n\n{place}修路。", name=place, path=place, sha256="")
        for place in ("甲县", "乙县")
    ]
    chunks = [chunk for n, document in enumerate(documents) for chunk in chunk_document(document, n)]
    index = index_chunks(documents, chunks, HashEncoder(), Settings())
    assert {"工作", "回眸", "县"} <= index.common_tokens
    assert "甲县" not in index.common_tokens
    vector = HashEncoder().encode_question("修路")
    with_them, without = (
        retrieve(index, question, vector, count=9, weight=0.65) for question in ("工作回眸", "。")
    )
    assert with_them == without


def test_a_rare_word_counts_even_if_it_is_in_the_title(index: Index) -> None:
    title = "委员讲堂、社情民意和2025年平罗县政协工作"
    document = replace(index.documents[0], name=title, title=title)
    renamed = index_chunks([document], index.chunks, HashEncoder(), Settings())
    assert "讲堂" not in renamed.common_tokens
    assert "政协" in renamed.common_tokens


def test_the_best_of_many_chunks_are_what_scoring_all_of_them_finds() -> None:
    lines = [
        f"第{n}项：{'甲乙丙丁戊己庚辛'[n % 8]}镇修路{n * 7 % 1000}公里，种树{n * 13 % 900}棵。"
        for n in range(900)
    ]
    document = build_document("标题\n\n" + "\n\n".join(lines), name="n", path="p", sha256="")
    chunks = chunk_document(document, 0, size=60, overlap=0)
    assert len(chunks) > 400
    index = index_chunks([document], chunks, HashEncoder(), Settings())
    question = "丙镇种树533棵"
    vector = HashEncoder().encode_question(question)
    starts = index.sentence_starts[:-1]
    dense = index.chunk_vectors.scores(vector, np.arange(len(chunks)))
    dense += np.maximum.reduceat(
        index.sentence_vectors.scores(vector, np.arange(index.sentence_starts[-1])), starts
    )
    lexical = all_scores(index.chunk_lexical, question)
    lexical += np.maximum.reduceat(all_scores(index.sentence_lexical, question), starts)
    every = int(np.argmax(fuse(dense, lexical, 0.65)))
    assert ask(index, question)[0].chunk == chunks[every]


def test_bm25_is_the_formula_of_lucene() -> None:
    texts = ["甲甲乙", "乙丙丙丙", "丁"]
    scores = all_scores(LexicalIndex.build(texts), "甲")
    # tokens: 甲 甲 乙 甲甲 甲乙 | 乙 丙 丙 丙 乙丙 丙丙 丙丙 | 丁; k1 = 1.5, b = 0.75
    length, mean, frequency, documents, having = 5, 13 / 3, 2, 3, 1
    idf = np.log(1 + (documents - having + 0.5) / (having + 0.5))
    expected = idf * frequency / (frequency + 1.5 * (1 - 0.75 + 0.75 * length / mean))
    np.testing.assert_allclose(scores, [expected, 0, 0], rtol=1e-5)


def test_a_question_without_known_words_scores_nothing() -> None:
    np.testing.assert_array_equal(all_scores(LexicalIndex.build(["甲乙", "丙"]), "wxyz"), [0, 0])
