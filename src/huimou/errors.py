"""What Huimou raises on purpose. Each message is for people: what, where, and what mends it."""

from __future__ import annotations

from pathlib import Path


def quoted(path: Path | str) -> str:
    """`path` as it can be pasted into a command line, on Windows too."""
    return f'"{path}"' if " " in str(path) else str(path)


class HuimouError(Exception):
    """Anything Huimou can explain. The message is Chinese first, English second."""


class CorpusError(HuimouError):
    """A report cannot be read."""


class IndexMismatchError(HuimouError):
    """An index is missing, damaged, or was built from or with something else."""


class ModelUnavailableError(HuimouError):
    """The encoder cannot be loaded."""


class QuestionError(HuimouError):
    """A question that cannot be asked."""
