"""Several reports side by side: what each of them is, which of them a question is about, and comparisons.

- `info`: year, place, organisation and kind of a report; `corrections`: what `reports.toml` says of them;
- `model`: the shelf; `choose`: which reports somebody asks; `mentions`: the reports that a question names;
- `look`: where a question looks first, and what it names that the shelf does not hold;
- `rows`: a comparison as questions to one report each; `listing`: the shelf as a list.
"""

from __future__ import annotations

from huimou.shelf.choose import Choice, choices, find_reports, report_name, report_names
from huimou.shelf.corrections import REPORTS_FILE, Corrections, corrected, read_corrections
from huimou.shelf.info import ReportInfo, describe
from huimou.shelf.listing import Listed, list_reports, reports_table
from huimou.shelf.look import Look, Try, look_for, never_held, saying
from huimou.shelf.model import Report, Shelf, holdings, make_shelf
from huimou.shelf.rows import Row, table_rows

__all__ = [
    "REPORTS_FILE",
    "Choice",
    "Corrections",
    "Listed",
    "Look",
    "Report",
    "ReportInfo",
    "Row",
    "Shelf",
    "Try",
    "choices",
    "corrected",
    "describe",
    "find_reports",
    "holdings",
    "list_reports",
    "look_for",
    "make_shelf",
    "never_held",
    "read_corrections",
    "report_name",
    "report_names",
    "reports_table",
    "saying",
    "table_rows",
]
