"""Several questions in one: 棉花总产多少，占全国多少."""

from __future__ import annotations

import re

_ASKING = re.compile(
    "多少|(?<![这那近前过好])几(?![乎何十百千万])(?!个问题)|哪|什么|啥|谁|怎么|怎样|咋|如何|为何|多久|多大|多高|多长"
)
_PIECE = re.compile("(?:“[^”]*”|《[^》]*》|（[^）]*）|[^，,；;？?“《（]|[“《（])+")
_MOST = 3
_SHORTEST = 3
"""Characters of a question."""


def several(question: str) -> list[str]:
    """The questions of a question that asks several things, in order; [] if it asks one.

    What comes before the first one, or asks nothing itself, stays with the question that follows.

    >>> several("新疆去年棉花总产多少，占全国多少？")
    ['新疆去年棉花总产多少？', '占全国多少？']
    >>> several("为了治理停车难，采取了哪些办法？")
    []
    """
    parts: list[str] = []
    lead = ""
    for piece in _PIECE.findall(question):
        if not piece.strip():
            continue
        lead = f"{lead}，{piece}" if lead else piece
        if _ASKING.search(piece):
            parts.append(lead.strip())
            lead = ""
    if lead and parts:
        parts[-1] += f"，{lead}"
    if not 2 <= len(parts) <= _MOST or any(len(part) < _SHORTEST for part in parts):
        return []
    return [f"{part}？" for part in parts]
