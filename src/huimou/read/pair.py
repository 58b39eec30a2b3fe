"""What a reader is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """A question and a passage to look for its answer in."""

    question: str
    header: str
    """What the passage stands under: report and headings. No answer is taken from it."""
    passage: str


def header_line(title: str, section: Sequence[str]) -> str:
    """What is put before a passage, so that the reader can check place, year and subject."""
    return " ".join([f"《{title}》", *section])
