"""Figures of one unit as bars. The only altair import of the project."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from huimou.figures import Figure
from huimou.ui.strings import Words

MOST_BARS = 12
_BAR_HEIGHT = 26
_WIDTH = 320
_LONGEST_LABEL = 16
# Halfway between ink and paper: read on a light page and on a dark one.
_INK, _BAR = "#8a8172", "#b4554a"


def bars(figures: Sequence[Figure], unit: str, words: Words) -> alt.LayerChart | None:
    """The largest figures of a unit, the longest bar first; None if there are fewer than two to compare."""
    known = [figure for figure in figures if figure.unit == unit and figure.value is not None]
    largest = sorted(known, key=lambda figure: -(figure.value or 0))[:MOST_BARS]
    if len(largest) < 2:
        return None
    rows = [
        {"label": label, "value": figure.value, "written": figure.written}
        for figure, label in zip(largest, _labels(largest), strict=True)
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("label:N", sort=None, title=None),
        x=alt.X("value:Q", title=None, axis=None),
        tooltip=[
            alt.Tooltip("label:N", title=words.column_counts),
            alt.Tooltip("written:N", title=words.column_written),
        ],
    )
    bar = base.mark_bar(color=_BAR, cornerRadiusEnd=2, height=14)
    text = base.mark_text(align="left", dx=5, color=_INK, fontSize=12).encode(text="written:N")
    chart: alt.LayerChart = (
        alt.layer(bar, text)
        .properties(width=_WIDTH, height=_BAR_HEIGHT * len(rows), background="transparent")
        .configure_view(stroke=None)
        .configure_axis(labelColor=_INK, labelFontSize=12, labelLimit=230, domain=False, ticks=False)
    )
    return chart


def _labels(figures: Sequence[Figure]) -> list[str]:
    """What each figure counts, short, and no two alike: bars of one name would be one bar."""
    labels: list[str] = []
    for figure in figures:
        name = (figure.counts + figure.verb) or figure.written
        if len(name) > _LONGEST_LABEL:
            name = name[: _LONGEST_LABEL - 1] + "…"
        label, number = name, 1
        while label in labels:
            number += 1
            label = f"{name}（{number}）"
        labels.append(label)
    return labels
