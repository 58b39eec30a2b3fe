"""A question on its way to the retriever and the reader: what they are given of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from huimou.errors import QuestionError
from huimou.read import Pair, header_line
from huimou.scope import places_shared, whole_shared, years_missed, years_of
from huimou.text import clean_question, comparable
from huimou.types import Answer, Document, Hit

LONGEST_QUESTION = 1000


def check_question(question: str) -> str:
    """The question as it will be asked: control characters gone, ends stripped.

    Raises:
        QuestionError: It is empty or longer than `LONGEST_QUESTION` characters.
    """
    asked = clean_question(question)
    if not asked:
        raise QuestionError("请输入一个问题，例如：2025年组织了多少次学习？\nPlease ask a question.")
    if len(asked) > LONGEST_QUESTION:
        raise QuestionError(
            f"问题太长了（{len(asked)} 字），请缩短到 {LONGEST_QUESTION} 字以内。\n"
            f"The question is too long: {len(asked)} characters, at most {LONGEST_QUESTION}."
        )
    return asked


def without_shared(question: str, documents: Sequence[Document]) -> str:
    """The question without what all titles of the shelf say: it tells no passage from another.

    Words of at least two characters in a row; the question as it is if too little would be left.
    """
    kept, place = "", 0
    while place < len(question):
        end = place
        while end < len(question) and _all_say(documents, question[place : end + 1]):
            end += 1
        if end - place < 2:
            kept += question[place]
            end = place + 1
        place = end
    return kept if len(comparable(kept)) >= LEAST_LEFT else question


def _all_say(documents: Sequence[Document], words: str) -> bool:
    return all(words in full_title(document) for document in documents)


LEAST_LEFT = 8
"""Characters, without punctuation, that must be left of a question."""


def pair_of(question: str, hit: Hit) -> Pair:
    """What the reader is given: a question need not name the place and the year that the passage is of.

    That they are the same is known for certain; a reader would look for them in the passage's own words.
    """
    document, chunk = hit.document, hit.chunk
    header = header_line(full_title(document), chunk.section)
    shared = [(place.start, place.end) for place in places_shared(question, document)]
    for start, end in sorted(shared + whole_shared(question, document), reverse=True):
        question = question[:start] + question[end:]
    where = (document, chunk.start, chunk.end)
    if years_of(*where):
        question = _YEAR.sub(
            lambda year: year.group() if years_missed(year.group(), *where) else "", question
        )
    return Pair(question=question, header=header, passage=chunk.text)


_YEAR = re.compile(r"(?:20\d\d|二〇二.)年度?|去年|今年|(?:\bin )?\b20\d\d\b|\b(?:last|this) year\b")


def full_title(document: Document) -> str:
    """Title and subtitle: a newspaper's headline says less of place and year than the line under it."""
    return " ".join(part for part in (document.title or document.name, document.subtitle) if part)


def says_one_of(answer: Answer, names: Sequence[str]) -> bool:
    """Whether the sentences that an answer stands on say one of the names."""
    return any(name in citation.quote for citation in answer.citations for name in names)
