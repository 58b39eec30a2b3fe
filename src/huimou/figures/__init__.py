"""Every figure of a report, in one table: what is written, what it amounts to, what it counts.

1. `find`: the figures that `huimou.quantities` finds, with their sentence, section and paragraph;
2. `counts`: what each of them counts, in the report's own words; `words`: the words that its rules turn on;
3. `table`: the table as a spreadsheet reads it.
"""

from __future__ import annotations

from huimou.figures.find import Figure, find_figures
from huimou.figures.table import figures_csv

__all__ = ["Figure", "figures_csv", "find_figures"]
