"""What a build has to do: which reports are new, which may stay as the build before has them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from huimou.index.model import Manifest
from huimou.index.structure import structure_for

Anew = Literal["", "first", "full", "reading", "encoder", "root", "chunks", "structure", "reader"]
"""Why more is done anew than the files ask for. Nothing is taken from the build before: there is none, all
was asked for, our own code that reads reports is another, so is the encoder. All reports are read: they lie
elsewhere. Nothing but their cutting, the structure of the index, or the trying of suggestions, is done
again: the settings are others."""

_NOTHING_STAYS = ("first", "full", "reading", "encoder")


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What an index is to be built from and with; `Manifest` says the same of one that was."""

    corpus: Mapping[str, str]
    """Path of each report below `corpus_root` → SHA-256 of its bytes."""
    corpus_root: str
    reading: str
    encoder_digest: str
    chunk_size: int
    chunk_overlap: int
    structure: str = "auto"
    reader: str = ""
    """With which suggestions are tried; "" if none are, which makes no difference to a build."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What a build has to do. The paths are those of `Wanted.corpus`, in its order."""

    wanted: Wanted
    anew: Anew = ""
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    moved: Mapping[str, str] = field(default_factory=dict)
    """Old path → new path, of the same bytes."""
    kept: tuple[str, ...] = ()
    """Taken over as the build before has them; all other reports are read."""

    @property
    def idle(self) -> bool:
        """Whether there is nothing to do: the build before is what would be built."""
        return not (self.anew or self.added or self.changed or self.removed or self.moved)

    @property
    def reuses(self) -> bool:
        """Whether texts that the build before has keep their vectors."""
        return self.anew not in _NOTHING_STAYS


def plan_build(before: Manifest | None, wanted: Wanted, *, full: bool = False) -> Plan:
    """Compare what there is with what is wanted.

    Args:
        before: The build in use; None if there is none that can be used.
        wanted: What the reports are now, and with what they are to be indexed.
        full: Whether to take nothing over.
    """
    old: Mapping[str, str] = before.corpus if before else {}
    gone = [path for path in old if path not in wanted.corpus]
    by_digest: dict[str, list[str]] = defaultdict(list)
    for path in gone:
        if old[path]:  # "" is that of any file that cannot be opened
            by_digest[old[path]].append(path)
    new = [path for path in wanted.corpus if path not in old]
    moved = {by_digest[wanted.corpus[path]].pop(0): path for path in new if by_digest[wanted.corpus[path]]}
    anew: Anew = "full" if full and before else _anew(before, wanted)
    same = [path for path, digest in wanted.corpus.items() if old.get(path) == digest]
    return Plan(
        wanted=wanted,
        anew=anew,
        added=tuple(path for path in new if path not in moved.values()),
        changed=tuple(path for path in wanted.corpus if path in old and path not in same),
        removed=tuple(path for path in gone if path not in moved),
        moved=moved,
        kept=() if anew == "root" or anew in _NOTHING_STAYS else tuple(same),
    )


def _anew(before: Manifest | None, wanted: Wanted) -> Anew:
    if before is None:
        return "first"
    if before.reading != wanted.reading:
        return "reading"
    if before.encoder_digest != wanted.encoder_digest:
        return "encoder"
    if before.corpus_root != wanted.corpus_root:
        return "root"
    if (before.chunk_size, before.chunk_overlap) != (wanted.chunk_size, wanted.chunk_overlap):
        return "chunks"
    if before.structure != structure_for(wanted.structure, before.chunks):
        return "structure"
    return "reader" if wanted.reader and before.reader != wanted.reader else ""
