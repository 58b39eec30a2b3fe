"""What differs between two builds: reports, their chunks and paragraphs."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np

from huimou.index.model import Index, documents_by_path
from huimou.types import Document


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportChange:
    """A report that differs between two builds."""

    path: str
    """Below the corpus, as the newer build has it; as the older one has it if it is gone."""
    old_path: str
    """As the older build has it; "" if it is new there."""
    chunks_before: int
    """0 if it is new."""
    chunks: int
    """0 if it is gone."""
    paragraphs: tuple[tuple[str, str], ...] = ()
    """Of a report that both have, in order: (old text, new text), "" for one that was not there. Paragraphs
    that changed together are joined by a line feed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexChange:
    """What differs between two builds. A report that was only moved counts as changed, without paragraphs."""

    before: str
    """Id of the older build."""
    build: str
    added: tuple[ReportChange, ...]
    changed: tuple[ReportChange, ...]
    removed: tuple[ReportChange, ...]


def index_change(before: Index, now: Index) -> IndexChange:
    """What `now` has that `before` has not, and the other way about."""
    old, new = documents_by_path(before), documents_by_path(now)
    old_counts, new_counts = (np.diff(index.document_starts).tolist() for index in (before, now))
    lost = {before.documents[number].sha256: path for path, number in old.items() if path not in new}
    # A moved report has a new path and old bytes.
    was = {
        path: path if path in old else lost.get(now.documents[number].sha256, "")
        for path, number in new.items()
    }
    added, changed = [], []
    for path, number in new.items():
        there = old.get(was[path])
        change = ReportChange(
            path=path,
            old_path=was[path],
            chunks_before=0 if there is None else old_counts[there],
            chunks=new_counts[number],
            paragraphs=()
            if there is None
            else _paragraph_changes(before.documents[there], now.documents[number]),
        )
        if there is None:
            added.append(change)
        elif change.paragraphs or path != was[path]:
            changed.append(change)
    return IndexChange(
        before=before.manifest.build,
        build=now.manifest.build,
        added=tuple(added),
        changed=tuple(changed),
        removed=tuple(
            ReportChange(path=path, old_path=path, chunks_before=old_counts[number], chunks=0)
            for path, number in old.items()
            if path not in new and path not in was.values()
        ),
    )


def _paragraph_changes(old: Document, new: Document) -> tuple[tuple[str, str], ...]:
    before, now = (document.text.split("\n") for document in (old, new))
    steps = SequenceMatcher(a=before, b=now, autojunk=False).get_opcodes()
    return tuple(
        ("\n".join(before[a:b]), "\n".join(now[c:d])) for step, a, b, c, d in steps if step != "equal"
    )
