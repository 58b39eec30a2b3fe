"""The small words of Chinese questions, by what they do: `words.toml` as Python has it."""

from __future__ import annotations

import tomllib
from pathlib import Path

_TABLE = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def _words(name: str) -> frozenset[str]:
    return frozenset(str(_TABLE[name]).split())


CONNECTIVES = _words("connectives")
"""What a question may begin with without saying anything: 那么, 另外, 请问."""
TOPIC_CHANGES = _words("topic_changes")
"""换个问题: what was asked before is done with."""
ADVERBS = _words("adverbs")
VERBS = _words("verbs")
DEPENDENT = _words("dependent")
"""Verbs that nobody leaves without a subject unless it has just been named: 涉及, 覆盖."""
LIGHT_VERBS = _words("light_verbs")
"""Copulas, prepositions, and verbs that say next to nothing by themselves."""
ASPECTS = _words("aspects")
GENERIC_NOUNS = _words("generic_nouns")
"""Nouns that do not say what a question is about: 提了几条建议 needs the question before it."""
OFFICES = _words("offices")
"""Of an organisation or a place, never of an event: 主席, 县长."""
ROLES_OF_TEXTS = _words("roles_of_texts")
"""Of the report itself: 记者."""
WHOLE = _words("whole")
"""What is said of a quantity, not beside it: the 增速 of 产值, but the 面积 of what has a 产值."""
PARTICLES = _words("particles")
ABOUT = _words("about")
"""Prepositions before a topic: 关于, 围绕."""
MEASURES = _words("measures")
PLACES = _words("places")
RELATIONS: dict[str, frozenset[str]] = {
    asking: frozenset(str(nouns).split()) for asking, nouns in _TABLE["relations"].items()
}
"""Nouns that are always of something (面积, 负责人, 效果), by the question that asks for them."""
