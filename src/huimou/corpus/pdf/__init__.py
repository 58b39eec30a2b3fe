"""PDF files: glyphs become lines (`glyphs`, `lines`), lines in reading order paragraphs and tables.

`glyphs` alone speaks to PDFium, in a process of its own (`child`): a file that crashes it, fills memory or
never ends costs that process and a clear message. `page` finds the columns and what repeats on every page,
`grid` the tables, `flow` joins lines to paragraphs across columns and pages, `read` is the way through.
"""

from __future__ import annotations

from huimou.corpus.pdf.read import read_pdf

__all__ = ["read_pdf"]
