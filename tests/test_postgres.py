"""What holds of an index in a database only; what holds of any index is tested where the others are."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from huimou.build import update_index
from huimou.chunk import chunk_document
from huimou.cli import main
from huimou.config import Settings
from huimou.corpus import build_document
from huimou.embed import SentenceEncoder
from huimou.errors import HuimouError, IndexMismatchError
from huimou.index import Index, open_index, save_index, sound_build
from huimou.qa import index_chunks, open_qa
from huimou.questions import read_questions
from huimou.read import Reader
from huimou.retrieve import retrieve
from huimou.types import Answer
from huimou.ui.asking import Asking
from huimou.ui.strings import ZH
from tests.conftest import ROOT, HashEncoder, address, all_scores
from tests.test_desk import quick_desk

psycopg = pytest.importorskip("psycopg", reason="psycopg is not here: pip install -e '.[postgres]'")

HOSTILE = [
    "一是'); DROP TABLE huimou.builds; -- 修水渠9处。",
    'C:\\报告\\n\\x00 和 "引号"、$$美元$$、%s、{0}、\\N、\\. 都在。',
    "空␀字符后面还有字。",  # becomes a NUL, which no reader of files lets through
    "𠮷县的emoji😀也是字；\ufeff看不见的标记。",
    "制表\t与\x1b转义，\x7f删除。",
]


def sql(place: str, query: str, values: Any = None) -> list[tuple[Any, ...]]:
    with psycopg.connect(place, autocommit=True) as connection:
        cursor = connection.execute(query, values)
        return cursor.fetchall() if cursor.description else []


def of_texts(texts: list[str]) -> Index:
    documents = [
        build_document(
            "\n\n".join(["甲县2025年工作报告", text]),
            name=f"{number}'\"\\",
            path=f"{number}'\"\\.txt",
            sha256=f"{number:064}",
        )
        for number, text in enumerate(texts)
    ]
    documents = [replace(document, text=document.text.replace("␀", "\0")) for document in documents]
    chunks = [
        chunk
        for number, document in enumerate(documents)
        for chunk in chunk_document(document, number, size=60, overlap=20)
    ]
    return index_chunks(documents, chunks, HashEncoder(), Settings(structure="exact"))


@pytest.fixture
def many() -> Index:
    """An index of a few hundred chunks."""
    nouns = ["水渠", "学校", "果园", "道路", "医院", "讲堂", "林地", "泵站"]
    return of_texts(
        [
            "".join(f"全年新建{nouns[(n * m) % 8]}{n + m}处，投资{n * 7 + m}万元。" for m in range(1, 25))
            for n in range(12)
        ]
    )


def test_hostile_texts_come_back_as_they_were_and_are_found(database: str) -> None:
    mine = of_texts(HOSTILE)
    assert any("\0" in chunk.text for chunk in mine.chunks)
    save_index(database, mine)
    there = open_index(database)
    assert tuple(there.documents) == tuple(mine.documents)
    assert list(there.chunks) == list(mine.chunks)
    for text in [*HOSTILE, "'", "%s", "\\", "\0", "$$"]:
        vector = HashEncoder().encode_question(text)
        ours, theirs = (retrieve(one, text, vector, count=3, weight=0.65) for one in (mine, there))
        assert [hit.chunk for hit in ours] == [hit.chunk for hit in theirs]
        np.testing.assert_allclose([hit.score for hit in ours], [hit.score for hit in theirs], atol=1e-4)


def test_cosines_and_neighbours_are_those_of_brute_force(database: str, many: Index) -> None:
    save_index(database, many)
    there = open_index(database)
    query = HashEncoder().encode_question("新建水渠几处？")
    for mine, theirs in (
        (many.chunk_vectors, there.chunk_vectors),
        (many.sentence_vectors, there.sentence_vectors),
    ):
        every = np.arange(len(mine))
        np.testing.assert_array_equal(mine.vectors(every), theirs.vectors(every))
        cosines = mine.vectors(every) @ query
        some = np.array([5, 0, 5, 3])
        np.testing.assert_allclose(theirs.scores(query, some), cosines[some], atol=1e-6)
        scores, rows = theirs.search(query, 20)
        np.testing.assert_allclose(scores, np.sort(cosines)[::-1][:20], atol=1e-6)
        np.testing.assert_allclose(cosines[rows], scores, atol=1e-6)
        within = np.array([[2, 9], [20, 24]])
        inside = np.concatenate([np.arange(2, 9), np.arange(20, 24)])
        scores, rows = theirs.search(query, 8, within)
        np.testing.assert_allclose(scores, np.sort(cosines[inside])[::-1][:8], atol=1e-6)
        assert set(rows) <= set(inside)
        assert len(theirs.search(query, 10**6)[1]) == len(mine)


def test_word_scores_are_those_of_the_index_in_memory_to_the_last_bit(database: str, many: Index) -> None:
    save_index(database, many)
    there = open_index(database)
    for question in ("新建水渠几处？", "投资100万元", "x", "", "全年新建新建道路果园"):
        for mine, theirs in (
            (many.chunk_lexical, there.chunk_lexical),
            (many.sentence_lexical, there.sentence_lexical),
        ):
            np.testing.assert_array_equal(all_scores(mine, question), all_scores(theirs, question))
    assert there.chunk_lexical.share("新建") == many.chunk_lexical.share("新建") > 0
    assert there.chunk_lexical.share("没有") == 0


def test_chunks_are_a_sequence(database: str, many: Index) -> None:
    save_index(database, many)
    chunks = open_index(database).chunks
    assert chunks[3] == many.chunks[3]
    assert chunks[-1] == many.chunks[-1]
    assert list(chunks[2:5]) == list(many.chunks[2:5])
    with pytest.raises(IndexError):
        chunks[len(many.chunks)]


def test_a_graph_finds_nearly_all_neighbours_and_their_exact_cosines(database: str) -> None:
    from huimou.index.postgres.save import save_index as save

    mine = of_texts(
        [f"第{n}段说{'水渠道路果园学校医院讲堂'[n % 11 :]}{n * 37}处、{n}件。" for n in range(600)]
    )
    save(database, mine, graph_from=100)
    there = open_index(database)
    assert sql(database, "SELECT count(*) FROM pg_indexes WHERE indexname LIKE '%graph'") == [(2,)]
    every = mine.chunk_vectors.vectors(np.arange(len(mine.chunks)))
    found = 0
    for n in range(0, 600, 30):
        scores, rows = there.chunk_vectors.search(every[n], 10)
        np.testing.assert_allclose(scores, every[rows] @ every[n], atol=1e-6)
        least = np.sort(every @ every[n])[-10]
        found += int((scores >= least - 1e-6).sum())
    assert found >= 0.95 * 200
    scores, rows = there.chunk_vectors.search(every[0], 10, np.array([[100, 110]]))
    assert set(rows) <= set(range(100, 110))


def test_a_connection_that_died_while_it_rested_is_replaced(database: str, many: Index) -> None:
    save_index(database, many)
    there = open_index(database)
    question = ["新建"]
    before = there.chunk_lexical.search(question, 5)
    sql(
        database,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )
    other = open_index(database)
    np.testing.assert_array_equal(other.chunk_lexical.search(question, 5)[0], before[0])


def test_several_threads_ask_at_once(database: str, many: Index) -> None:
    save_index(database, many)
    there = open_index(database)
    questions = [f"新建水渠{n}处投资{n * 7}万元" for n in range(24)]

    def best(index: Index, question: str) -> list[tuple[int, int]]:
        vector = HashEncoder().encode_question(question)
        hits = retrieve(index, question, vector, count=5, weight=0.65)
        return [(hit.chunk.document, hit.chunk.start) for hit in hits]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda question: best(there, question), questions)) == [
            best(many, question) for question in questions
        ]


def test_while_the_database_cannot_be_reached_the_page_says_so_and_then_goes_on(
    postgres: str, database: str, settings: Settings
) -> None:
    desk = quick_desk(replace(settings, index=database))
    desk.step()
    asking = Asking(desk)
    name = database.split("/")[3].split("?")[0]
    sql(postgres, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    sql(postgres, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
    turn = asking.turn("委员讲堂办了几期？", [], ZH, None)
    assert turn.answer is None
    assert "连不上数据库" in turn.note
    sql(postgres, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert asking.turn("委员讲堂办了几期？", [], ZH, None).answer


HARMS = [
    ("chunks", "DELETE FROM {} WHERE row = 1"),
    ("chunk_vectors", "DELETE FROM {} WHERE row = 1"),
    ("sentence_words", "TRUNCATE {}"),
    ("parts", "DELETE FROM {} WHERE name = 'suggestions'"),
    ("parts", "UPDATE {} SET data = data || 'x' WHERE name = 'documents'"),
    ("chunk_words", "DROP TABLE {}"),
    ("parts", "DROP TABLE {}"),
    ("builds", "UPDATE huimou.builds SET manifest = manifest || ' '"),
]


@pytest.mark.parametrize(("table", "harm"), HARMS)
def test_a_damaged_index_is_told_and_mended_by_a_rebuild(database: str, table: str, harm: str) -> None:
    saved = save_index(database, of_texts(["修水渠9处。种树8棵。", "修路7条。"]))
    sql(database, harm.format(f'huimou."{table}_{saved.manifest.build}"'))
    with pytest.raises(IndexMismatchError, match=r"(?s)huimou index .*--index"):
        open_index(database)
    assert sound_build(database) is None
    save_index(database, of_texts(["修水渠9处。"]))
    assert open_index(database).documents[0].text


def test_an_index_of_another_format_is_refused_with_the_command(database: str) -> None:
    save_index(
        database, (lambda one: replace(one, manifest=replace(one.manifest, format=99)))(of_texts(["水渠。"]))
    )
    with pytest.raises(IndexMismatchError, match=r"格式是 99.*huimou index"):
        open_index(database)


def test_a_build_that_somebody_reads_does_not_hold_up_the_next(database: str) -> None:
    first = save_index(database, of_texts(["修水渠1处。"])).manifest.build
    with psycopg.connect(database) as reading:
        reading.execute(f'SELECT * FROM huimou."chunks_{first}"')  # in a transaction that stays open
        for number in (2, 3):
            save_index(database, of_texts([f"修水渠{number}处。"]))
        assert "3处" in open_index(database).documents[0].text
    save_index(database, of_texts(["修水渠4处。"]))
    assert first not in [build for (build,) in sql(database, "SELECT build FROM huimou.builds")]


def test_a_reader_who_may_only_read_asks_and_cannot_build(postgres: str, database: str, many: Index) -> None:
    name = database.split("/")[3].split("?")[0]
    sql(database, f"CREATE ROLE {name}_reader LOGIN")
    save_index(database, many)
    sql(
        database,
        f"GRANT USAGE ON SCHEMA huimou TO {name}_reader; "
        f"GRANT SELECT ON ALL TABLES IN SCHEMA huimou TO {name}_reader; "
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA huimou GRANT SELECT ON TABLES TO {name}_reader",
    )
    save_index(database, many)
    theirs = address(postgres, name, f"{name}_reader")
    assert open_index(theirs).chunks[0] == many.chunks[0]
    with pytest.raises(HuimouError, match="没有权限"):
        save_index(theirs, many)


def told(capsys: pytest.CaptureFixture[str], place: str, *arguments: str) -> str:
    """What the command line says of an address that cannot be used."""
    command = arguments or ("reports",)
    assert main([*command, "--index", place]) == 1
    said = capsys.readouterr().err
    chinese, english = said.removeprefix("错误：").split("\n", 1)
    assert any("一" <= char <= "鿿" for char in chinese)
    assert any("a" <= char <= "z" for char in english)
    assert "Traceback" not in said
    assert "hunter2" not in said
    return said


def test_a_server_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    said = told(capsys, "postgresql://u:hunter2@127.0.0.1:1/huimou")
    assert "连不上数据库 postgresql://u@127.0.0.1:1/huimou" in said


def test_an_address_that_is_none_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    for place in (
        "postgresql://u:hunter2@h:port/d",
        "postgresql://u:a/hunter2@h/d",
        "postgres://u:%zzhunter2@h/d",
    ):
        assert "数据库地址写得不对" in told(capsys, place)


def test_a_database_without_an_index_is_told_with_the_command(
    capsys: pytest.CaptureFixture[str], database: str
) -> None:
    assert "还没有索引。请先运行：huimou index --index" in told(capsys, database)


def test_a_database_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str], postgres: str) -> None:
    assert 'database "nowhere" does not exist' in told(capsys, address(postgres, "nowhere"))


@pytest.fixture
def guarded(postgres: str, database: str) -> Iterator[Callable[[str], str]]:
    """The address of the database for a user who needs a password, which is hunter2."""
    rules = Path(sql(database, "SHOW hba_file")[0][0])
    before = rules.read_text()
    name = database.split("/")[3].split("?")[0]
    sql(database, f"CREATE ROLE {name}_clerk LOGIN SUPERUSER PASSWORD 'hunter2'")
    rules.write_text(f"local all {name}_clerk scram-sha-256\n{before}")
    sql(database, "SELECT pg_reload_conf()")
    yield lambda password: address(
        postgres, name, f"{name}_clerk:{password}" if password else f"{name}_clerk"
    )
    rules.write_text(before)
    sql(database, "SELECT pg_reload_conf()")


@pytest.mark.skipif(os.name == "nt", reason="rules for sockets, which the server does not have there")
def test_a_wrong_password_is_told_and_a_right_one_is_written_nowhere(
    capsys: pytest.CaptureFixture[str],
    guarded: Callable[[str], str],
    database: str,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "连不上数据库" in told(capsys, guarded("hunter3"))
    assert "PGPASSWORD" in told(capsys, guarded(""))
    place = guarded("hunter2")
    assert update_index(replace(settings, index=place), HashEncoder).encoded
    assert main(["reports", "--json", "--index", place]) == 0
    assert main(["index", settings.corpus, "--dry-run", "--json", "--index", place]) == 0
    assert "hunter2" not in capsys.readouterr().out
    assert b"hunter2" not in sql(database, "SELECT manifest FROM huimou.builds")[0][0]
    monkeypatch.setenv("PGPASSWORD", "hunter2")
    assert open_index(guarded("")).documents


def test_a_server_without_pgvector_is_told(database: str) -> None:
    lacking = f"{database}&options=-c%20extension_control_path%3D/nowhere"
    with pytest.raises(HuimouError, match=r"(?s)没有扩展 pgvector.*CREATE EXTENSION vector.*is missing"):
        save_index(lacking, of_texts(["修水渠9处。"]))
    assert sql(database, "SELECT to_regclass('huimou.current')") == [(None,)]


def test_without_psycopg_the_command_that_installs_it_is_told() -> None:
    program = (
        "import sys; sys.modules['psycopg'] = None; from huimou.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, "reports", "--index", "postgresql://u:hunter2@h/d"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1"},
    )
    assert run.returncode == 1
    assert "pip install -e '.[postgres]'" in run.stderr
    assert "hunter2" not in run.stderr
    assert "Traceback" not in run.stderr


def test_a_database_takes_no_lists_of_faiss(database: str) -> None:
    with pytest.raises(HuimouError, match="structure"):
        Settings(index=database, structure="ivf")


def test_settings_lie_beside_the_corpus_where_the_index_is_in_a_database(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(corpus.parent)
    (corpus.parent / "huimou.toml").write_text('index = "postgresql://u@127.0.0.1:1/from_the_file"', "utf-8")
    assert main(["reports"]) == 1
    assert "from_the_file" in capsys.readouterr().err
    assert main(["reports", "--index", "postgresql://u@127.0.0.1:1/given"]) == 1
    assert "given" in capsys.readouterr().err


@pytest.mark.slow
def test_the_golden_questions_get_the_same_answers_from_a_folder_and_from_a_database(
    settings: Settings, database: str, encoder: SentenceEncoder, reader: Reader
) -> None:
    update_index(settings, lambda: encoder)
    save_index(database, open_index(settings.index))
    folder, server = (
        open_qa(replace(settings, index=index), encoder, reader) for index in (settings.index, database)
    )
    questions = read_questions(ROOT / "eval" / "report_questions.jsonl")
    assert len(questions) > 30

    def plain(answer: Answer) -> dict[str, Any]:
        told = answer.to_json()
        hits = [{**hit, "score": None} for hit in told.pop("hits")]
        confidence = round(told.pop("confidence") or 0.0, 4)
        return told | {"elapsed_ms": None, "confidence": confidence, "hits": hits}

    for question in questions:
        mine, theirs = (plain(qa.ask(question.question, question.history)) for qa in (folder, server))
        assert mine == theirs, question.id


def test_the_statements_of_the_docs_set_up_a_builder_and_a_reader(postgres: str) -> None:
    text = (ROOT / "docs" / "postgres.md").read_text("utf-8")
    first, second = re.findall(r"^```sql\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    for statement in first.split(";\n"):
        sql(address(postgres), statement)
    sql(address(postgres, "huimou"), second)
    mine = of_texts(["修水渠9处。"])
    save_index(address(postgres, "huimou", "huimou_builder"), mine)
    reader = address(postgres, "huimou", "huimou_reader")
    assert list(open_index(reader).chunks) == list(mine.chunks)
    with pytest.raises(HuimouError, match="没有权限"):
        save_index(reader, mine)
