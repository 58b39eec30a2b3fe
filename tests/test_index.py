from __future__ import annotations

import hashlib
import json
import os
import random
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import bm25s
import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from huimou.build import update_index
from huimou.config import Settings
from huimou.errors import HuimouError, IndexMismatchError
from huimou.index import DenseIndex, Manifest, build_lock, current_build, open_index, save_index
from huimou.index.lexical import LexicalIndex
from huimou.qa import build_index, open_qa
from huimou.read import Pair, Reader, Reading
from huimou.suggest import Suggestion
from huimou.text import tokens
from tests.conftest import ROOT, HashEncoder, all_scores, both_stores, kept_builds

posix = pytest.mark.skipif(os.name == "nt", reason="signals and limits as POSIX has them")


def build(settings: Settings) -> Manifest:
    return build_index(settings, HashEncoder)


@hypothesis_settings(deadline=None)  # the first call imports faiss
@given(st.integers(1, 40), st.integers(1, 50), st.integers(0, 2**32 - 1))
def test_search_is_what_brute_force_finds(rows: int, count: int, seed: int) -> None:
    random_numbers = np.random.default_rng(seed)
    vectors = random_numbers.normal(size=(rows, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    scores, found = DenseIndex.build(vectors).search(vectors[0], count)
    expected = np.sort(vectors @ vectors[0])[::-1][:count]
    np.testing.assert_allclose(scores, expected, atol=1e-5)
    np.testing.assert_allclose(vectors[found] @ vectors[0], expected, atol=1e-5)


SENTENCES = st.lists(
    st.text("甲乙丙三百2025年修水渠，。 x", min_size=1, max_size=20).filter(lambda text: text.strip("，。 ")),
    min_size=1,
    max_size=12,
)


@hypothesis_settings(deadline=None)
@given(SENTENCES, SENTENCES, st.text("甲乙丙三修水渠x", max_size=5))
def test_word_scores_are_those_of_bm25s_whatever_an_index_before_had(
    texts: list[str], others: list[str], question: str
) -> None:
    bags = [tokens(text) for text in texts]
    vocabulary = {token: number for number, token in enumerate(sorted(set().union(*bags)))}
    reference = bm25s.BM25(method="lucene", backend="numpy")
    reference.index(([[vocabulary[token] for token in bag] for bag in bags], vocabulary), show_progress=False)
    asked = dict.fromkeys(token for token in tokens(question) if token in vocabulary)
    expected = reference.get_scores_from_ids([vocabulary[token] for token in asked])
    there = others + texts[::2]
    rows = [there.index(text) if text in there else -1 for text in texts]
    for index in (LexicalIndex.build(texts), LexicalIndex.build(texts, LexicalIndex.build(there), rows)):
        np.testing.assert_allclose(all_scores(index, question), expected, atol=1e-5)


@both_stores
def test_what_was_saved_is_what_opens(settings: Settings) -> None:
    manifest = build(settings)
    index = open_index(settings.index)
    assert index.manifest == manifest
    assert index.documents[0].text.startswith("凝心聚力促发展")
    assert all(c.text == index.documents[c.document].text[c.start : c.end] for c in index.chunks)
    texts = [chunk.text for chunk in index.chunks]
    vectors = HashEncoder().encode_passages(texts)
    for row, text in enumerate(texts):
        assert index.chunk_vectors.search(vectors[row], 1)[0][0] == pytest.approx(1.0, abs=1e-5)
        assert text in texts[int(np.argmax(all_scores(index.chunk_lexical, text)))]


@both_stores
def test_suggestions_are_saved_with_the_index_and_an_index_built_without_a_reader_has_none(
    settings: Settings,
) -> None:
    build(settings)
    index = open_index(settings.index)
    assert index.suggestions == ()
    asked = Suggestion(question="“三医联动”包括哪些？", kind="list", document=0, start=12, end=20)
    save_index(settings.index, replace(index, suggestions=(asked,)))
    assert open_index(settings.index).suggestions == (asked,)


@both_stores
def test_a_failure_while_questions_are_tried_leaves_the_index_that_was_there(
    settings: Settings, reader: Reader
) -> None:
    class Broken:
        name = "broken"
        calibration = reader.calibration

        def read(self, pairs: Sequence[Pair]) -> list[Reading]:
            raise RuntimeError("out of memory")

    first = build(settings).build
    with pytest.raises(RuntimeError, match="out of memory"):
        build_index(settings, HashEncoder, load_reader=Broken)
    assert open_index(settings.index).manifest.build == first
    assert kept_builds(settings.index) == [first]


@both_stores
def test_the_manifest_says_what_built_it(settings: Settings) -> None:
    manifest = build(settings)
    assert (manifest.encoder, manifest.encoder_digest, manifest.dimension) == ("hash", "hash-1", 64)
    assert (manifest.chunk_size, manifest.chunk_overlap) == (settings.chunk_size, settings.chunk_overlap)
    assert [len(digest) for digest in manifest.corpus.values()] == [64]
    assert manifest.documents == 1
    assert manifest.chunks == len(open_index(settings.index).chunks)


@both_stores
def test_the_same_corpus_gives_the_same_files(settings: Settings) -> None:
    assert build(settings).files == build(settings).files


def test_nothing_is_pickled(settings: Settings) -> None:
    manifest = build(settings)
    target = Path(settings.index) / manifest.build
    for name in manifest.files:
        assert name.endswith((".json", ".jsonl", ".npy", ".faiss"))
        if name.endswith(".npy"):
            np.load(target / name, allow_pickle=False)


@both_stores
def test_the_build_before_is_kept_and_older_ones_go(settings: Settings) -> None:
    builds = [build(settings).build for _ in range(3)]
    kept = kept_builds(settings.index)
    assert kept == sorted(builds[1:])
    assert current_build(settings.index) == builds[-1]


def test_files_of_others_in_the_index_folder_are_left_alone(settings: Settings) -> None:
    folder = Path(settings.index)
    (folder / "mine").mkdir(parents=True)
    (folder / "README.md").write_text("x")
    build(settings)
    build(settings)
    assert (folder / "mine").is_dir()
    assert (folder / "README.md").read_text() == "x"


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def flip_a_bit(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


@pytest.mark.parametrize("harm", [Path.unlink, truncate, flip_a_bit], ids=["missing", "truncated", "edited"])
@pytest.mark.parametrize(
    "name",
    [
        "manifest.json",
        "documents.jsonl",
        "chunks.jsonl",
        "chunks.starts.npy",
        "starts_sentences.npy",
        "suggestions.json",
        "chunks.faiss",
        "sentences.faiss",
        "lexical/chunks/data.csc.index.npy",
        "lexical/sentences/vocab.index.json",
    ],
)
def test_a_damaged_file_is_named_with_the_command_that_mends_it(
    settings: Settings, name: str, harm: Callable[[Path], None]
) -> None:
    manifest = build(settings)
    harm(Path(settings.index) / manifest.build / name)
    with pytest.raises(IndexMismatchError) as caught:
        open_index(Path(settings.index))
    assert Path(name).name in str(caught.value)
    command = re.search("huimou index .*", str(caught.value))
    assert command
    assert shlex.split(command.group())[-2:] == ["--index", settings.index]


def test_a_rebuild_mends_every_damage(settings: Settings) -> None:
    manifest = build(settings)
    truncate(Path(settings.index) / manifest.build / "chunks.faiss")
    (Path(settings.index) / "current").write_bytes(b"\xff\xfe")
    build(settings)
    open_index(Path(settings.index))


def test_no_index_is_told_with_the_command_that_builds_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMismatchError, match=r"还没有索引.*huimou index"):
        open_index(tmp_path)


def test_an_index_of_another_format_is_refused(settings: Settings) -> None:
    manifest = build(settings)
    path = Path(settings.index) / manifest.build / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"format": 99}), "utf-8")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    (Path(settings.index) / "current").write_text(f"{manifest.build} {digest}\n")
    with pytest.raises(IndexMismatchError, match="格式是 99"):
        open_index(Path(settings.index))


@both_stores
def test_an_index_of_another_encoder_is_refused(settings: Settings, reader: Reader) -> None:
    build(settings)
    other = HashEncoder()
    other.digest = "hash-2"
    with pytest.raises(IndexMismatchError, match="编码模型"):
        open_qa(settings, other, reader)


@both_stores
def test_a_second_build_at_the_same_time_is_refused_and_harms_nothing(settings: Settings) -> None:
    first = build(settings).build
    with build_lock(settings.index), pytest.raises(HuimouError, match="另一个程序正在重建"):
        build(settings)
    assert current_build(settings.index) == first


def test_a_folder_that_cannot_be_made_is_an_error(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(HuimouError, match="建不了索引文件夹"):
        build_index(Settings(corpus=settings.corpus, index=str(tmp_path / "file" / "index")), HashEncoder)


def kill_after(seconds: float, program: str, *arguments: str) -> None:
    """Run a program in a process of its own and kill it so many seconds after its first line."""
    process = subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert process.stdout
    process.stdout.readline()
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


_ENDLESS = """
import sys
import bm25s, faiss  # imported late otherwise, within the first build
from tests.conftest import HashEncoder
from huimou.config import Settings
from huimou.index import current_build
from huimou.qa import build_index
settings = Settings(corpus=sys.argv[1], index=sys.argv[2])
current_build(settings.index)  # connects, where it is a database
print("ready", flush=True)
while True:
    build_index(settings, HashEncoder)
"""


@both_stores
@posix
@pytest.mark.slow
def test_a_build_killed_at_any_moment_leaves_an_index_that_opens(settings: Settings) -> None:
    build(settings)
    begin = time.perf_counter()
    build(settings)
    one_build = time.perf_counter() - begin
    moments = random.Random(20)
    seen = set()
    for _ in range(20):
        kill_after(moments.uniform(0, 2 * one_build), _ENDLESS, settings.corpus, settings.index)
        index = open_index(settings.index)
        assert index.documents[0].text
        seen.add(index.manifest.build)
    assert len(seen) > 1  # some builds did end: the kills fell before, into and after builds
    build(settings)  # the next build is not held up by what the dead left behind, and clears it away
    assert len(kept_builds(settings.index)) == 2


_ENDLESS_UPDATES = """
import sys
from pathlib import Path
from tests.conftest import HashEncoder
from huimou.build import update_index
from huimou.config import Settings
settings = Settings(corpus=sys.argv[1], index=sys.argv[2])
report = Path(sys.argv[1], "甲.txt")
for number in range(int(sys.argv[3]), 10**9):
    report.write_text(f"甲县2025年工作报告\\n\\n甲县修水渠{number}处。", encoding="utf-8")
    update_index(settings, HashEncoder, digest=lambda: HashEncoder.digest)
    print("ready", flush=True)  # the first time: what is imported late has been
"""


@both_stores
@posix
@pytest.mark.slow
def test_an_update_killed_at_any_moment_leaves_an_index_that_opens_and_answers(
    settings: Settings, write_report: Callable[[str, str], Path], reader: Reader
) -> None:
    write_report("甲.txt", "甲县2025年工作报告\n\n甲县修水渠9处。")
    build(settings)
    write_report("甲.txt", "甲县2025年工作报告\n\n甲县修水渠10处。")
    begin = time.perf_counter()
    assert update_index(settings, HashEncoder).plan.changed == ("甲.txt",)
    one_update = time.perf_counter() - begin
    moments = random.Random(20)
    seen = set()
    for round_number in range(20):
        first = str(1000 * (round_number + 1))
        moment = moments.uniform(0, 2 * one_update)
        kill_after(moment, _ENDLESS_UPDATES, settings.corpus, settings.index, first)
        qa = open_qa(settings, HashEncoder(), reader)
        assert "委员讲堂8期" in qa.ask("平罗县政协委员讲堂举办了多少期？").citations[0].quote
        seen.add(qa.index.manifest.build)
    assert len(seen) > 10
    write_report("甲.txt", "甲县2025年工作报告\n\n甲县修水渠11处。")
    update_index(settings, HashEncoder)
    assert len(kept_builds(settings.index)) == 2


_FULL_DISK = """
import resource, signal, sys
from tests.conftest import HashEncoder
from huimou.config import Settings
from huimou.errors import HuimouError
from huimou.qa import build_index
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
try:
    build_index(Settings(corpus=sys.argv[1], index=sys.argv[2]), HashEncoder)
except HuimouError as error:
    sys.exit(str(error))
"""


@posix
@pytest.mark.slow
@pytest.mark.parametrize("limit", [0, 100, 5_000, 20_000])
def test_a_disk_that_refuses_to_hold_more_leaves_the_old_index(settings: Settings, limit: int) -> None:
    first = build(settings).build
    run = subprocess.run(
        [sys.executable, "-c", _FULL_DISK, settings.corpus, settings.index, str(limit)],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert run.returncode == 1
    assert "索引写不进" in run.stderr
    assert "Traceback" not in run.stderr
    assert open_index(Path(settings.index)).manifest.build == first
    assert [path.name for path in Path(settings.index).iterdir() if path.is_dir()] == [first]
