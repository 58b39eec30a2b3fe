"""Question and passages become spans: the places that answer, each with how sure the reader is.

question, hits → pairs → `Reading` (a score for every character to begin or end the answer)
               → the best spans of all passages, with confidence, best first
"""

from huimou.read.pair import Pair, header_line
from huimou.read.reader import BUNDLED_READER, Reader, load_reader
from huimou.read.spans import Calibration, Evidence, Reading, Span, read_spans

__all__ = [
    "BUNDLED_READER",
    "Calibration",
    "Evidence",
    "Pair",
    "Reader",
    "Reading",
    "Span",
    "header_line",
    "load_reader",
    "read_spans",
]
