"""The answers to several questions in one, one after another, each with its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from huimou.compose.phrases import phrase
from huimou.compose.places import escape_markdown, source_line
from huimou.types import Answer, Citation


def compose_several(question: str, answers: Sequence[Answer]) -> Answer:
    """Answers as one, of the kind "list": what each says, then the sentences, each quoted once.

    Args:
        question: The whole question, in Chinese.
        answers: None of them a refusal, each with a citation.

    Returns:
        Its confidence is that of the least certain one.
    """
    citations: list[Citation] = []
    lines = []
    for answer in answers:
        first = answer.citations[0]
        same = next((one for one in citations if (one.path, one.start, one.end) == _place(first)), None)
        if same is None:
            citations.append(replace(first, marker=len(citations) + 1))
        else:
            spans = tuple(sorted({*same.spans, *first.spans}))
            citations[same.marker - 1] = replace(same, spans=spans)
        marker = same.marker if same else len(citations)
        lines.append(f"- **{escape_markdown(answer.answer)}** \\[{marker}\\]")
    quotes = [
        f"> {phrase('quote', False)}{escape_markdown(one.quote)} \\[{one.marker}\\]\n\n"
        f"{phrase('source', False)}{escape_markdown(source_line(one))}"
        for one in citations
    ]
    return Answer(
        question=question,
        answer="；".join(answer.answer for answer in answers),
        kind="list",
        abstained=False,
        confidence=min(answer.confidence or 0.0 for answer in answers),
        text="\n\n".join(["\n".join(lines), *quotes]),
        citations=tuple(citations),
        hits=answers[0].hits,
        elapsed_ms=0.0,
    )


def _place(citation: Citation) -> tuple[str, int, int]:
    return citation.path, citation.start, citation.end
