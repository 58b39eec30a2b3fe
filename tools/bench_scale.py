"""How the cost of an index grows, from a hundred chunks to a million: `make bench-scale DATA=…`.

    python tools/bench_scale.py --data data [--sizes 100,1000,10000,100000,1000000] [--ask]

The 31 reports of data/reports2025 first, then chunks mixed from them (`scale_data.py`). Each size is built,
saved, and opened and asked in a process of its own; what exact search would have found is worked out
beside it. A million take a quarter of an hour, 14 GB of disk, and 17 GB of memory to build.
With --postgres ADDRESS each size is written into that database too, and asked there.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from scale_data import mixture
from scale_exact import nearest, reference

from huimou.build import update_index
from huimou.config import Settings
from huimou.embed import load_encoder
from huimou.index import Index, make_index, open_index, save_index
from huimou.index.words import ChunkWords
from huimou.questions import read_questions
from huimou.retrieve import retrieve
from huimou.text import tokens

ROOT = Path(__file__).parent.parent
CACHE = ROOT / "runs" / "scale"
SIZES = (100, 1_000, 10_000, 100_000, 1_000_000)
STEPS = ("build", "search", "recall", "ask", "postgres")
WEIGHT = Settings().dense_weight
COLUMNS = {
    "chunks": "chunks",
    "structure": "structure",
    "build_s": "build s",
    "build_gb": "build memory GB",
    "disk_mb": "disk MB",
    "open_s": "open s",
    "rss_mb": "resident MB",
    "own_mb": "of it own MB",
    "search": "search p50 / p95 ms",
    "encoded": "with encoding",
    "dense": "dense recall@10",
    "fused": "fused recall@10",
    "ask": "ask p50 / p95 ms",
    "pg_save_s": "PostgreSQL: save s",
    "pg_mb": "MB",
    "pg_search": "search p50 / p95 ms",
    "pg_memory": "the same index in memory p50 / p95 ms",
    "pg_same": "same hits",
}
_SHARED = ("encoder", "encoder_digest", "chunk_size", "chunk_overlap", "corpus_root", "huimou")


def real_index(data: Path) -> Index:
    """The 31 reports, encoded once and kept in the cache."""
    settings = Settings(corpus=str(data / "reports2025"), index=str(CACHE / "real"), structure="exact")
    update_index(settings, load_encoder)
    return open_index(CACHE / "real")


def questions(count: int) -> tuple[list[str], np.typing.NDArray[np.float32]]:
    """Questions on the reports, and their vectors, kept in the cache."""
    files = ("shelf", "provincial_questions", "report_questions")
    rows = [row.question for name in files for row in read_questions(ROOT / "eval" / f"{name}.jsonl")]
    asked = list(dict.fromkeys(rows))[:count]
    file = CACHE / f"questions-{count}.npy"
    if not file.is_file():
        encoder = load_encoder()
        np.save(file, np.stack([encoder.encode_question(question) for question in asked]))
    return asked, np.load(file)


def mixed_index(size: int, data: Path, structure: str) -> tuple[Index, float]:
    """An index of so many chunks, and how many seconds it took to put together."""
    real = real_index(data)
    mixed = mixture(real, size, CACHE / str(size))
    about = {name: getattr(real.manifest, name) for name in _SHARED}
    about["corpus"] = {document.path: document.sha256 for document in mixed.documents}
    begin = time.perf_counter()
    index = make_index(
        mixed.documents,
        mixed.chunks,
        chunk_vectors=mixed.chunk_vectors,
        sentence_vectors=mixed.sentence_vectors,
        about=about,
        structure=structure,
    )
    return index, time.perf_counter() - begin


def build(size: int, data: Path, structure: str) -> dict[str, Any]:
    """Build and save an index of so many chunks."""
    index, built = mixed_index(size, data, structure)
    folder = CACHE / str(size) / "index"
    shutil.rmtree(folder, ignore_errors=True)
    saved = save_index(folder, index)
    place = folder / saved.manifest.build
    return {
        "chunks": size,
        "structure": saved.manifest.structure,
        "build_s": round(built, 1),
        "build_gb": round(_peak() / 1e9, 1),
        "disk_mb": round(sum(file.stat().st_size for file in place.rglob("*") if file.is_file()) / 1e6),
    }


def search(size: int, count: int) -> dict[str, Any]:
    """Open it and ask, in this process alone."""
    asked, vectors = questions(count)
    begin = time.perf_counter()
    index = open_index(CACHE / str(size) / "index")
    opened = time.perf_counter() - begin

    def once(question: str, vector: np.typing.NDArray[np.float32]) -> float:
        start = time.perf_counter()
        retrieve(index, question, vector, count=Settings().hits, weight=WEIGHT)
        return (time.perf_counter() - start) * 1000

    for question, vector in zip(asked, vectors, strict=True):  # what is mapped is read for the first time
        once(question, vector)
    times = [once(question, vector) for question, vector in zip(asked, vectors, strict=True)]
    memory = psutil.Process().memory_info()
    encoder = load_encoder()
    encoded = []
    for question in asked:
        start = time.perf_counter()
        vector = encoder.encode_question(question)
        encoded.append((time.perf_counter() - start) * 1000 + once(question, vector))
    return {
        "open_s": round(opened, 1),
        "rss_mb": round(memory.rss / 1e6),
        "own_mb": round((memory.rss - getattr(memory, "shared", 0)) / 1e6),
        "search": _middle(times),
        "encoded": _middle(encoded),
    }


def recall(size: int, count: int) -> dict[str, Any]:
    """Which of the ten that exact search finds are found: by the vectors of chunks, and by `retrieve`."""
    asked, vectors = questions(count)
    index = open_index(CACHE / str(size) / "index")
    if not isinstance(index.chunk_lexical, ChunkWords):
        return {"dense": "1 (exact)", "fused": "1 (exact)"}
    shape = (-1, index.manifest.dimension)
    chunks, sentences = (
        np.memmap(CACHE / str(size) / f"{name}.f16", dtype=np.float16, mode="r").reshape(shape)
        for name in ("chunks", "sentences")
    )
    bags = [[token for token in dict.fromkeys(tokens(q)) if token not in index.common_tokens] for q in asked]
    references = reference(index, index.chunk_lexical.words, (chunks, sentences), vectors, bags)
    near = nearest(chunks, vectors, 10)
    dense, fused = [], []
    for number, (question, vector) in enumerate(zip(asked, vectors, strict=True)):
        rows = index.chunk_vectors.search(vector, 200)[1][:10]
        dense.append(len(set(rows.tolist()) & set(near[number].tolist())) / 10)
        ours, theirs = (
            {
                (hit.document.path, hit.chunk.start)
                for hit in retrieve(one, question, vector, count=10, weight=WEIGHT)
            }
            for one in (index, references[number])
        )
        fused.append(len(ours & theirs) / 10)
    return {"dense": f"{statistics.mean(dense):.3f}", "fused": f"{statistics.mean(fused):.3f}"}


def ask(size: int, count: int) -> dict[str, Any]:
    """The whole way to an answer, with the reader."""
    from huimou.qa import open_qa
    from huimou.read import load_reader

    qa = open_qa(Settings(index=str(CACHE / str(size) / "index")), load_encoder(), load_reader())
    asked = questions(count)[0]
    for question in asked[:10]:
        qa.ask(question)
    return {"ask": _middle([qa.ask(question).elapsed_ms for question in asked])}


def postgres(size: int, count: int, data: Path, address: str) -> dict[str, Any]:
    """Write it into a database and ask there; and ask the same index, exact and in memory."""
    import psycopg

    mine = mixed_index(size, data, "exact")[0]
    begin = time.perf_counter()
    save_index(address, mine)
    saved = time.perf_counter() - begin
    theirs = open_index(address)
    with psycopg.connect(address) as connection:
        row = connection.execute(
            "SELECT sum(pg_total_relation_size(oid)) FROM pg_class "
            "WHERE relnamespace = 'huimou'::regnamespace AND relkind = 'r' AND relname LIKE %s",
            [f"%{theirs.manifest.build}"],
        ).fetchone()
    times: dict[str, list[float]] = {"mine": [], "theirs": []}
    same = 0
    for turn in range(2):  # the first warms
        for question, vector in zip(*questions(count), strict=True):
            found = []
            for name, index in (("mine", mine), ("theirs", theirs)):
                start = time.perf_counter()
                hits = retrieve(index, question, vector, count=Settings().hits, weight=WEIGHT)
                if turn:
                    times[name].append((time.perf_counter() - start) * 1000)
                found.append([(hit.chunk.document, hit.chunk.start) for hit in hits])
            same += turn and found[0] == found[1]
    return {
        "pg_save_s": round(saved, 1),
        "pg_mb": round(int(row[0]) / 1e6) if row else "",
        "pg_search": _middle(times["theirs"]),
        "pg_memory": _middle(times["mine"]),
        "pg_same": f"{same} / {count}",
    }


def _middle(times: list[float]) -> str:
    return f"{statistics.median(times):.1f} / {sorted(times)[int(len(times) * 0.95)]:.1f}"


def _peak() -> float:
    """The most memory that this process has had, in bytes; what it has now where the system does not say."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return float(psutil.Process().memory_info().rss)
    peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return float(peak.split()[1]) * 1024


def main() -> None:
    """Print the table, a row as soon as it is known."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=ROOT / "data", help="folder that holds reports2025/")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of chunks")
    parser.add_argument("--questions", type=int, default=120, help="how many are asked")
    parser.add_argument("--structure", default="auto", help="auto, exact or ivf")
    parser.add_argument("--ask", action="store_true", help="answer too, with the reader")
    parser.add_argument("--keep", action="store_true", help="keep the indexes of all sizes")
    parser.add_argument("--postgres", metavar="ADDRESS", default="", help="a database, which is written to")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    sizes = [int(float(size)) for size in options.sizes.split(",")]
    CACHE.mkdir(parents=True, exist_ok=True)
    if options.step:
        size, count = sizes[0], options.questions
        run_step = {
            "build": lambda: build(size, options.data, options.structure),
            "search": lambda: search(size, count),
            "recall": lambda: recall(size, count),
            "ask": lambda: ask(size, count),
            "postgres": lambda: postgres(size, count, options.data, options.postgres),
        }
        print(json.dumps(run_step[options.step]()))
        return
    if not (options.data / "reports2025").is_dir():
        sys.exit(f"没有 {options.data / 'reports2025'}；先运行 make data FROM=…  / missing")
    real_index(options.data)
    questions(options.questions)
    left_out = {name for name in ("ask", "postgres") if not getattr(options, name)}
    columns = [
        name for name in COLUMNS if name not in left_out and (options.postgres or not name.startswith("pg_"))
    ]
    print(f"{os.cpu_count()} cores, {options.questions} questions\n", flush=True)
    print("| " + " | ".join(COLUMNS[name] for name in columns) + " |")
    print("|" + "---|" * len(columns), flush=True)
    for size in sizes:
        row: dict[str, Any] = {}
        for step in (
            name for name in STEPS if name not in left_out
        ):  # each alone in its process, so that its memory is its own
            command = [sys.executable, __file__, "--step", step, "--sizes", str(size)]
            command += ["--data", str(options.data), "--questions", str(options.questions)]
            command += ["--structure", options.structure, "--postgres", options.postgres]
            run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            row |= json.loads(run.stdout.splitlines()[-1])
        print("| " + " | ".join(str(row[name]) for name in columns) + " |", flush=True)
        if not options.keep:
            shutil.rmtree(CACHE / str(size), ignore_errors=True)


if __name__ == "__main__":
    main()
