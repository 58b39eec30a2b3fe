"""An export as Markdown that also reads well as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from huimou.compose import escape_markdown
from huimou.export.record import Block, Entry, Record, Run, make_record, place_of, printable
from huimou.export.strings import Language, say
from huimou.types import Answer, Citation


def to_markdown(answers: Sequence[Answer], *, built: str, language: Language = "zh") -> str:
    """Questions, answers and the numbered sources of both, as Markdown.

    Args:
        answers: In the order of the export; none gives a document that says so.
        built: When the index was built, for people; "" to leave it out.
        language: Of the export's own words. Replies stay in the language that they were given in.
    """
    record = make_record(answers)
    parts = [f"# {say('title', language)}"]
    if built:
        parts.append(_literal(say("built", language, built=printable(built))))
    for entry in record.entries:
        parts += _entry(entry, language)
    if not record.entries:
        parts.append(say("none", language))
    parts += _notes(record, language)
    return "\n\n".join(parts) + "\n"


def _entry(entry: Entry, language: Language) -> list[str]:
    parts = [f"## {_literal(entry.question or say('blank', language))}"]
    within_list = False
    for block in entry.blocks:
        line = _line(block)
        if block.kind == "item" and within_list:
            parts[-1] += f"\n{line}"
        else:
            parts.append(line)
        within_list = block.kind == "item"
    if entry.doubtful:
        parts.append(say("doubtful", language))
    return parts


def _line(block: Block) -> str:
    told = _whole(_inline(block.runs))
    if block.source is not None:
        told += f" [{block.source}]"
    before = {"paragraph": "", "item": "  " * block.depth + "- ", "quote": "> "}[block.kind]
    return before + told


def _notes(record: Record, language: Language) -> list[str]:
    if not record.notes:
        return []
    return [f"## {say('sources', language)}", *(_note(note, language) for note in record.notes)]


def _note(note: Citation, language: Language) -> str:
    return f"[{note.marker}] {_literal(place_of(note, language))}\n\n> {_literal(note.quote)}"


def _inline(runs: Sequence[Run]) -> str:
    line = ""
    for run in runs:
        shown = _escaped(run.text)
        if run.bold:
            # 写的是**“甲”** is not bold in Markdown: between a letter and a quotation mark it wants a space.
            touching = line[-1:].strip() and not run.text[0].isalnum()
            shown = f" **{shown}**" if touching else f"**{shown}**"
        line += shown
    return line


def _literal(text: str) -> str:
    """`text` on one line of its own, none of it markup."""
    return _whole(_escaped(text))


def _escaped(text: str) -> str:
    return escape_markdown(" ".join(text.splitlines()))


def _whole(line: str) -> str:
    """An escaped line that begins no block: no list, no rule, no code."""
    line = line.strip()
    opening = _OPENING.match(line)
    if opening is None:
        return line
    mark = opening.end() - 1
    return f"{line[:mark]}\\{line[mark:]}"


_OPENING = re.compile(r"[-+=]|\d{1,9}\.(?=\s|$)", re.ASCII)
