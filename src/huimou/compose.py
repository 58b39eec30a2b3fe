"""Spans become an `Answer`.

Only facts so far: the sentence that answers, the sentences around it, and where it stands. Lists,
overviews, corrections and refusals need a reader that can judge, and come with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from huimou.read import Span
from huimou.types import Answer, Citation, Document, Hit

_MARKDOWN = re.compile(r"[\\`*_\[\]{}()<>#|~$&!@]|:(?=//)|(?<=www)\.", re.IGNORECASE)


def compose_answer(question: str, spans: Sequence[Span], hits: Sequence[Hit]) -> Answer:
    """The reply to `question`; `elapsed_ms` is left 0 for whoever holds the clock."""
    if not spans:
        return decline(question, "报告中没有找到相关内容。Nothing in the report matches.", hits)
    span = spans[0]
    document = span.hit.document
    citation = cite(document, span.start, span.end, marker=1)
    before, after = _neighbours(span)
    lines = [f"**{escape_markdown(citation.quote)}** \\[1\\]"]
    lines += [f"> 上文：{escape_markdown(document.text[before[0] : before[1]])}"] if before else []
    lines += [f"> 下文：{escape_markdown(document.text[after[0] : after[1]])}"] if after else []
    lines += [f"出处：{escape_markdown(source_line(citation))}"]
    return Answer(
        question=question,
        answer=citation.quote,
        kind="fact",
        abstained=False,
        confidence=span.confidence,
        text="\n\n".join(lines),
        citations=(citation,),
        hits=tuple(hits),
        elapsed_ms=0.0,
    )


def decline(question: str, message: str, hits: Sequence[Hit] = ()) -> Answer:
    """A reply that answers nothing and says why."""
    return Answer(
        question=question,
        answer="",
        kind="refusal",
        abstained=True,
        confidence=None,
        text=message,
        citations=(),
        hits=tuple(hits),
        elapsed_ms=0.0,
    )


def cite(document: Document, start: int, end: int, *, marker: int) -> Citation:
    """The citation of ``document.text[start:end]``, which must not be empty."""
    paragraph = document.paragraph_at(start)
    return Citation(
        marker=marker,
        document=document.name,
        path=document.path,
        section=" › ".join(document.section_path(paragraph.section)),
        paragraph=paragraph.number,
        start=start,
        end=end,
        quote=document.text[start:end],
    )


def source_line(citation: Citation) -> str:
    """Where a citation stands, for people: 《report》 section, paragraph."""
    where = f"《{citation.document}》"
    if citation.section:
        where += f" {citation.section}"
    return f"{where}，第 {citation.paragraph} 段"


def _neighbours(span: Span) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """The sentences before and after a span in its chunk, if there are any."""
    sentences = span.hit.chunk.sentences
    before = [sentence for sentence in sentences if sentence[1] <= span.start]
    after = [sentence for sentence in sentences if sentence[0] >= span.end]
    return (before[-1] if before else None), (after[0] if after else None)


def escape_markdown(text: str) -> str:
    """`text`, on one line, so that Markdown and HTML in the midst of a line show it as it is.

    What Markdown makes links of by itself (www., ://, @) is escaped too; figures such as 3.5 stay verbatim.
    """
    return _MARKDOWN.sub(r"\\\g<0>", " ".join(text.split("\n")))
