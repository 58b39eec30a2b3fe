"""What is taken over from the build before: documents, and the questions that were tried of them.

Vectors and word counts are taken over text by text: `huimou.indexing`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from huimou.config import Settings
from huimou.corpus import read_document
from huimou.errors import CorpusError
from huimou.index import Index, Plan, documents_by_path
from huimou.suggest import Suggestion, shelf_places
from huimou.types import Document


def read_reports(
    settings: Settings, plan: Plan, before: Index | None
) -> tuple[dict[str, Document], dict[str, str]]:
    """Read what the plan says is to be read, and take the rest from the build before.

    Returns:
        The documents by their paths below the corpus, in order; and for each report that cannot be read why.

    Raises:
        CorpusError: A report is not what it was when the plan was made.
    """
    root = Path(settings.corpus)
    old = documents_by_path(before) if before else {}
    was_skipped = before.manifest.skipped if before else {}
    documents: dict[str, Document] = {}
    skipped: dict[str, str] = {}
    for path, digest in plan.wanted.corpus.items():
        if path in plan.kept:
            if before and path in old:
                documents[path] = before.documents[old[path]]
            else:
                skipped[path] = was_skipped[path]
            continue
        try:
            document = read_document(_there(root / path if root.is_dir() else root))
        except CorpusError as error:
            skipped[path] = str(error)
            continue
        if document.sha256 != digest:
            raise CorpusError(
                f"{settings.corpus} 里的 {path} 在读的时候变了。请等文件存好，再运行 huimou index。\n"
                f"{path} changed while it was read; run huimou index again."
            )
        documents[path] = document
    return documents, skipped


def _there(path: Path) -> Path:
    """`path`, if there is such a file: what is told of a file stands for its name, which may be no text."""
    if not os.path.lexists(path):
        raise CorpusError(
            f"找不到 {path}：刚被删掉或改名，或者文件名不是 UTF-8 编码。请给它改名，再运行 huimou index。\n"
            f"{path} is gone, or its name is not UTF-8. Rename it and run huimou index again."
        )
    return path


def kept_suggestions(
    plan: Plan, before: Index | None, paths: Sequence[str], documents: Sequence[Document]
) -> dict[int, list[Suggestion]]:
    """The suggestions of reports that are as they were, by the numbers of these reports now.

    A report is as it was if its text is, and if its questions would name the same place: beside a second
    report they say which one they are about.
    """
    if before is None or plan.anew == "reader":
        return {}
    old = documents_by_path(before)
    moved = {new: path for path, new in plan.moved.items()}
    places_before, places_now = shelf_places(before.documents), shelf_places(documents)
    kept: dict[int, list[Suggestion]] = {}
    for number, path in enumerate(paths):
        was = moved.get(path, path)
        if was not in old:
            continue
        there = old[was]
        if (before.documents[there].text, places_before.get(there)) != (
            documents[number].text,
            places_now.get(number),
        ):
            continue
        kept[number] = [replace(one, document=number) for one in before.suggestions if one.document == there]
    return kept
