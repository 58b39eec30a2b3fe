r"""A report file becomes a `Document`: its text, fixed once, and the structure that points into it.

The way of a file, each step a module of pure functions:

1. `source`: find the files, read the bytes, **decode** them (UTF-8, GB18030, UTF-16 with a mark);
   Word files, web pages and PDFs have readers of their own (`word`, `web`, `pdf`), which give `items`:
   paragraphs with what the format knows of them. Those become blocks as they are, without step 2;
2. `blocks`: **lines** become blocks: invisible characters, blank and decorative lines go, lines that a
   program wrapped at a fixed width and paragraphs torn by a page break are joined again;
3. `roles`: the **blocks are classified** by look and place: title, subtitle, byline, caption;
4. `numbering`, `outline`: which blocks are headings or begin with one, and how the styles rank;
5. `build`: paragraphs, sections and what was dropped, put together as a `Document`.

No rule knows a place, an organisation or a figure of any report. What holds for every document:

- ``text == "\n".join(text[p.start:p.end] for p in paragraphs)``, and no paragraph is empty;
- every character of a decoded text file that is not white space stands, in its order, in `text` or in
  `dropped`; `text` has nothing else but the line feeds between paragraphs and a space where two words
  of a broken line meet;
- sections lie in each other or apart, never across, and come in the order of their starts; a
  paragraph's `section` is the innermost one that begins at or before it.
"""

from __future__ import annotations

from huimou.corpus.build import build_document
from huimou.corpus.source import Shelf, Skipped, corpus_digests, read_corpus, read_document, read_shelf

__all__ = [
    "Shelf",
    "Skipped",
    "build_document",
    "corpus_digests",
    "read_corpus",
    "read_document",
    "read_shelf",
]
