from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from huimou.build import Built, update_index
from huimou.config import Settings
from huimou.embed import Progress
from huimou.errors import CorpusError, HuimouError
from huimou.index import (
    Index,
    Manifest,
    Plan,
    Wanted,
    current_build,
    index_change,
    open_before,
    open_index,
    plan_build,
    save_index,
)
from huimou.suggest import Suggestion
from huimou.types import Vectors
from huimou.watch import watch
from tests.conftest import HashEncoder, all_scores, both_stores

NOUNS = ["水渠", "学校", "果园", "道路", "医院", "讲堂", "林地", "泵站"]


def report(seed: int) -> str:
    """A report of a few sections, of which many sentences stand in other reports too."""
    draw = random.Random(seed)
    parts = [f"某县{draw.randint(2020, 2026)}年工作报告"]
    for number in "一二三":
        parts.append(f"{number}、{draw.choice(NOUNS)}建设")
        parts.append(
            "".join(
                f"全年新建{draw.choice(NOUNS)}{draw.randint(1, 9)}处。" for _ in range(draw.randint(1, 30))
            )
        )
    return "\n\n".join(parts)


def unloaded() -> HashEncoder:
    raise AssertionError("the encoder was loaded")


def update(
    settings: Settings,
    load: Callable[[], HashEncoder] = HashEncoder,
    *,
    full: bool = False,
    strict: bool = False,
) -> Built:
    return update_index(settings, load, digest=lambda: HashEncoder.digest, full=full, strict=strict)


@pytest.fixture
def shelf(settings: Settings, write_report: Callable[[str, str], Path]) -> Settings:
    """Three reports beside the bundled one, indexed."""
    for name in ("甲", "乙", "丙"):
        write_report(f"{name}.txt", f"{name}县2025年工作报告\n\n一、水利\n\n{name}县修水渠9处。种树8棵。")
    update(settings)
    return settings


def assert_same(one: Index, other: Index) -> None:
    assert one.documents == other.documents
    assert list(one.chunks) == list(other.chunks)
    assert one.common_tokens == other.common_tokens
    for mine, theirs in (
        (one.chunk_vectors, other.chunk_vectors),
        (one.sentence_vectors, other.sentence_vectors),
    ):
        every = np.arange(len(mine))
        np.testing.assert_allclose(mine.vectors(every), theirs.vectors(every), atol=1e-6)
    np.testing.assert_array_equal(one.sentence_starts, other.sentence_starts)
    for question in ("新建水渠几处？", "果园在哪里", "x", *NOUNS):
        for my_words, their_words in (
            (one.chunk_lexical, other.chunk_lexical),
            (one.sentence_lexical, other.sentence_lexical),
        ):
            np.testing.assert_allclose(all_scores(my_words, question), all_scores(their_words, question))


STEP = st.tuples(
    st.sampled_from(["write", "write", "remove", "move", "swap"]),
    st.integers(0, 3),
    st.integers(0, 3),
    st.integers(0, 5),
)


@hypothesis_settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(STEP, min_size=1, max_size=3), min_size=1, max_size=4))
def test_an_update_gives_the_index_that_a_full_build_gives(
    rounds: list[list[tuple[str, int, int, int]]],
) -> None:
    with TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        places = [corpus / name for name in ("a.txt", "b.md", "子/c.txt", "d.txt")]
        places[2].parent.mkdir()
        places[0].write_text(report(0), encoding="utf-8")
        mine = Settings(corpus=str(corpus), index=str(Path(folder, "mine")))
        theirs = replace(mine, index=str(Path(folder, "theirs")))
        update(mine)
        for steps in rounds:
            for what, first, second, seed in steps:
                one, other = places[first], places[second]
                if what == "write":
                    one.write_text(report(seed), encoding="utf-8")
                elif what == "remove" and one.exists() and len(list(corpus.rglob("*.*"))) > 1:
                    one.unlink()
                elif what == "move" and one.exists():
                    one.replace(other)
                elif what == "swap" and one.exists() and other.exists():
                    texts = one.read_bytes(), other.read_bytes()
                    other.write_bytes(texts[0])
                    one.write_bytes(texts[1])
            built = update(mine)
            whole = update(theirs, full=True)
            assert built.manifest.corpus == whole.manifest.corpus
            assert_same(open_index(Path(mine.index)), open_index(Path(theirs.index)))
            changes = {
                name for name, digest in built.manifest.files.items() if whole.manifest.files[name] != digest
            }
            assert not changes


@both_stores
def test_without_a_change_nothing_is_built_and_no_model_is_loaded(shelf: Settings) -> None:
    before = current_build(shelf.index)
    built = update(shelf, unloaded)
    assert built.plan.idle
    assert built.manifest.build == before == current_build(shelf.index)


@both_stores
def test_of_a_changed_report_only_the_chunks_that_changed_are_encoded(
    shelf: Settings, write_report: Callable[[str, str], Path]
) -> None:
    given: list[str] = []

    class Listening(HashEncoder):
        def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
            given.extend(texts)
            return super().encode_passages(texts, progress)

    write_report("甲.txt", "甲县2025年工作报告\n\n一、水利\n\n甲县修水渠7处。种树8棵。")
    built = update(shelf, Listening)
    assert built.plan.changed == ("甲.txt",)
    assert given == ["一、水利\n甲县修水渠7处。种树8棵。", "甲县修水渠7处。"]
    assert built.encoded == 1


@both_stores
def test_a_removed_and_a_moved_report_need_no_model(shelf: Settings) -> None:
    corpus = Path(shelf.corpus)
    (corpus / "甲.txt").unlink()
    (corpus / "深").mkdir()
    (corpus / "乙.txt").rename(corpus / "深" / "丁.txt")
    built = update(shelf, unloaded)
    assert (built.plan.removed, dict(built.plan.moved)) == (("甲.txt",), {"乙.txt": "深/丁.txt"})
    assert (built.plan.added, built.plan.changed, built.encoded) == ((), (), 0)
    names = {document.name: document.path for document in open_index(shelf.index).documents}
    assert names["丁"].endswith("深/丁.txt")
    assert "乙" not in names


def manifest(**more: object) -> Manifest:
    return replace(
        Manifest(
            encoder="hash",
            encoder_digest="e",
            dimension=64,
            chunk_size=240,
            chunk_overlap=60,
            corpus_root="/c",
            corpus={"a": "1", "b": "2"},
            documents=2,
            chunks=2,
            sentences=2,
            huimou="0",
            reading="r",
            reader="bundled",
        ),
        **more,  # type: ignore[arg-type]
    )


WANTED = Wanted(
    corpus={"a": "1", "b": "2"},
    corpus_root="/c",
    reading="r",
    encoder_digest="e",
    chunk_size=240,
    chunk_overlap=60,
    reader="bundled",
)


def test_a_plan_tells_what_was_added_changed_removed_and_moved() -> None:
    old = manifest(corpus={"a": "1", "b": "2", "c": "3", "d": "4"})
    wanted = replace(WANTED, corpus={"a": "1", "b": "9", "e": "3", "f": "3"})
    plan = plan_build(old, wanted)
    assert plan == Plan(
        wanted=wanted, added=("f",), changed=("b",), removed=("d",), moved={"c": "e"}, kept=("a",)
    )


@pytest.mark.parametrize(
    ("other", "anew", "kept", "reuses"),
    [
        ({}, "", 2, True),
        ({"reading": "x"}, "reading", 0, False),
        ({"encoder_digest": "x"}, "encoder", 0, False),
        ({"corpus_root": "/x"}, "root", 0, True),
        ({"chunk_size": 99}, "chunks", 2, True),
        ({"chunk_overlap": 9}, "chunks", 2, True),
        ({"reader": "x"}, "reader", 2, True),
        ({"reader": ""}, "", 2, True),
    ],
)
def test_what_a_build_depends_on_makes_it_anew(
    other: dict[str, str], anew: str, kept: int, reuses: bool
) -> None:
    plan = plan_build(manifest(), replace(WANTED, **other))  # type: ignore[arg-type]
    assert (plan.anew, len(plan.kept), plan.reuses, plan.idle) == (anew, kept, reuses, not anew)


def test_what_was_asked_for_in_full_is_built_in_full() -> None:
    plan = plan_build(manifest(), WANTED, full=True)
    assert (plan.anew, plan.kept, plan.idle) == ("full", (), False)


@both_stores
def test_other_chunk_settings_cut_anew(shelf: Settings) -> None:
    other = replace(shelf, chunk_size=60, chunk_overlap=20)
    assert update(other).plan.anew == "chunks"
    mine = open_index(shelf.index)
    update(other, full=True)
    assert_same(mine, open_index(shelf.index))


@both_stores
def test_suggestions_of_unchanged_reports_stay_under_their_new_numbers(shelf: Settings) -> None:
    index = open_index(shelf.index)
    numbers = {document.name: number for number, document in enumerate(index.documents)}
    made = tuple(
        Suggestion(question=f"{name}？", kind="figure", document=number, start=0, end=2)
        for name, number in numbers.items()
    )
    save_index(shelf.index, replace(index, suggestions=made))
    (Path(shelf.corpus) / "丙.txt").unlink()
    path = Path(shelf.corpus) / "甲.txt"
    path.write_text(path.read_text("utf-8") + "\n\n补一段。", "utf-8")
    (Path(shelf.corpus) / "乙.txt").rename(Path(shelf.corpus) / "0.txt")
    update(shelf)
    index = open_index(shelf.index)
    kept = {one.question: index.documents[one.document].name for one in index.suggestions}
    # 甲 has changed; 乙 is called otherwise now, but it says the same of the same place.
    assert kept == {"乙？": "0", "平罗县政协2025年工作回眸？": "平罗县政协2025年工作回眸"}


@both_stores
def test_a_report_that_changes_while_it_is_read_is_noticed(shelf: Settings) -> None:
    path = Path(shelf.corpus) / "甲.txt"
    path.write_text("甲县\n\n先是这样。", "utf-8")
    before = current_build(shelf.index)

    def digest() -> str:  # asked for after the reports were looked at and before they are read
        path.write_text("甲县\n\n后来那样。", "utf-8")
        return HashEncoder.digest

    with pytest.raises(CorpusError, match="在读的时候变了"):
        update_index(shelf, HashEncoder, digest=digest)
    assert current_build(shelf.index) == before


@both_stores
def test_a_report_that_cannot_be_read_is_skipped_with_the_reason_until_it_changes(
    shelf: Settings, write_report: Callable[[str, str], Path]
) -> None:
    write_report("空.txt", "")
    built = update(shelf)
    assert list(built.manifest.skipped) == ["空.txt"]
    assert "空的" in built.manifest.skipped["空.txt"]
    assert built.manifest.documents == 4
    again = update(shelf, unloaded)
    assert (again.plan.idle, again.manifest.skipped) == (True, built.manifest.skipped)
    write_report("空.txt", "丁县2025年工作报告\n\n不空了。")
    assert update(shelf).manifest.skipped == {}
    assert open_index(shelf.index).manifest.documents == 5


@both_stores
def test_strict_builds_nothing_where_a_report_cannot_be_read(
    shelf: Settings, write_report: Callable[[str, str], Path]
) -> None:
    before = current_build(shelf.index)
    write_report("空.txt", "")
    with pytest.raises(CorpusError, match=r"空\.txt"):
        update(shelf, strict=True)
    assert current_build(shelf.index) == before
    update(shelf)
    with pytest.raises(CorpusError, match=r"空\.txt"):
        update(shelf, strict=True)


def test_a_corpus_of_which_nothing_can_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("")
    (tmp_path / "b.txt").write_bytes(b"\0")
    with pytest.raises(CorpusError, match=r"(?s)a\.txt.*b\.txt"):
        update(Settings(corpus=str(tmp_path), index=str(tmp_path / "index")))


def test_a_damaged_index_is_rebuilt_though_no_report_changed(shelf: Settings) -> None:
    before = str(current_build(Path(shelf.index)))
    (Path(shelf.index) / before / "chunks.faiss").write_bytes(b"x")
    built = update(shelf)
    assert built.plan.anew == "first"
    assert open_index(Path(shelf.index)).manifest.build != before


@both_stores
def test_the_build_before_is_compared_report_by_report_and_paragraph_by_paragraph(
    shelf: Settings, write_report: Callable[[str, str], Path]
) -> None:
    corpus = Path(shelf.corpus)
    write_report("丁.txt", "丁县2025年工作报告\n\n修路3条。")
    (corpus / "丙.txt").unlink()
    (corpus / "乙.txt").rename(corpus / "戊.txt")
    write_report("甲.txt", "甲县2025年工作报告\n\n一、水利\n\n甲县修水渠7处。种树8棵。\n\n新的一段。")
    update(shelf)
    before = open_before(shelf.index)
    assert before
    change = index_change(before, open_index(shelf.index))
    assert [(one.path, one.chunks) for one in change.added] == [("丁.txt", 2)]
    assert [(one.path, one.chunks_before) for one in change.removed] == [("丙.txt", 2)]
    assert [(one.old_path, one.path) for one in change.changed] == [
        ("乙.txt", "戊.txt"),
        ("甲.txt", "甲.txt"),
    ]
    assert change.changed[1].paragraphs == (
        ("甲县修水渠9处。种树8棵。", "甲县修水渠7处。种树8棵。\n新的一段。"),
    )


@both_stores
def test_an_index_built_once_has_no_build_before(shelf: Settings) -> None:
    assert open_before(shelf.index) is None


def test_a_watch_rebuilds_after_a_change_and_survives_trouble(tmp_path: Path) -> None:
    told: list[str] = []
    seen: list[str] = []
    path = tmp_path / "a.txt"
    path.write_text("1")

    def rebuild() -> None:
        text = path.read_text()
        seen.append(text)
        if text == "1":
            path.write_text("bad")
        elif text == "bad":
            path.write_text("worse still")
            raise HuimouError("坏了")
        elif text == "worse still":
            path.write_text("good again")
            raise ZeroDivisionError("x")
        else:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        watch(tmp_path, rebuild, told.append, poll=0.01)
    assert seen == ["1", "bad", "worse still", "good again"]
    assert told[0] == "坏了"
    assert "ZeroDivisionError" in told[1]


def test_a_watch_tries_again_what_failed_and_tells_it_once(tmp_path: Path) -> None:
    told: list[str] = []
    times: list[int] = []

    def rebuild() -> None:
        times.append(len(times))
        if len(times) == 3:
            raise KeyboardInterrupt
        raise HuimouError("锁着")

    with pytest.raises(KeyboardInterrupt):
        watch(tmp_path, rebuild, told.append, poll=0.01, retry=0.02)
    assert told == ["锁着"]
