"""Questions and answers as a document to keep or to paste from: Markdown, or a Word file.

answers → `make_record` (replies read back into blocks, sources numbered through) → `to_markdown`, `to_docx`
"""

from huimou.export.markdown import to_markdown
from huimou.export.strings import Language
from huimou.export.word import to_docx

__all__ = ["Language", "to_docx", "to_markdown"]
