"""What PDFium finds on a page: characters with their places, and the lines that are drawn."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
import pypdfium2.raw as c

# What a font's table gives for a character where the radical has the same shape, back to the character.
_RADICALS = dict(
    zip(
        "⺎⺟⺠⺩⺬⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
        "兀母民王示虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
        strict=True,
    )
)
_SUBSET = re.compile(r"[A-Z]{6}\+")
_THIN = 2.5
WIDE = 0x2E80
"""From here on characters are as wide as they are high, and need no spaces."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character; lengths in points, y from the top of the page down."""

    char: str
    left: float
    right: float
    base: float
    """Where the line stands that it is written on."""
    size: float
    font: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line that is drawn, or one side of a box."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page."""

    width: float
    height: float
    glyphs: list[Glyph]
    rules: list[Rule]
    pictures: int
    slanted: str
    """Text that stands at an angle to the rest: a watermark, mostly."""


class LockedError(Exception):
    """The file wants a password."""


def open_sheets(data: bytes) -> Iterator[Sheet]:
    """The pages of a PDF, one by one.

    Raises:
        LockedError: it wants a password.
        ValueError: it is no PDF that PDFium can read.
    """
    try:
        document = pdfium.PdfDocument(data)
        for number in range(len(document)):
            page = document[number]
            yield _sheet(page)
            page.close()
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise LockedError from error
        raise ValueError(str(error)) from error


def _sheet(page: pdfium.PdfPage) -> Sheet:
    text = page.get_textpage()
    found = list(_characters(text))
    # A page may be turned, its text too: what counts is which way most of the text runs.
    turns = Counter(look.angle for _, _, look in found if look.angle is not None)
    turn = turns.most_common(1)[0][0] if turns else 0
    left, bottom, right, top = page.get_cropbox()
    places = _Places(left, bottom, right, top, turn)
    straight = [
        glyph
        for at, code, look in found
        if look.angle == turn
        for glyph in _glyph(text, at, code, look, places)
    ]
    width, height = places.size
    rules, pictures = _drawn(page, places)
    return Sheet(
        width=width,
        height=height,
        glyphs=[glyph for glyph in _ligatures_apart(straight) if _inside(glyph, width, height)],
        rules=rules,
        pictures=pictures,
        slanted="".join(_character(code) for _, code, look in found if look.angle != turn),
    )


def _characters(text: pdfium.PdfTextPage) -> Iterator[tuple[int, int, _Look]]:
    """The number, the code and the look of each character that stands on the page."""
    looks: dict[int, _Look] = {}
    for at in range(c.FPDFText_CountChars(text)):
        code = c.FPDFText_GetUnicode(text, at)
        if c.FPDFText_IsGenerated(text, at) == 1 or code in (0, 0x0A, 0x0D, 0xFFFE, 0xFFFF):
            continue
        thing = c.FPDFText_GetTextObject(text, at)
        key = ctypes.cast(thing, ctypes.c_void_p).value or -at - 1
        if key not in looks:
            looks[key] = _look(text, at)
        yield at, code, looks[key]


def _glyph(text: pdfium.PdfTextPage, at: int, code: int, look: _Look, places: _Places) -> Iterator[Glyph]:
    """A character with its place; nothing if it has none."""
    box = c.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    if not c.FPDFText_GetLooseCharBox(text, at, box) or not c.FPDFText_GetCharOrigin(text, at, x, y):
        return
    left, base = places.seen(x.value, y.value)
    # The boxes of some fonts fit their characters closely: Chinese ones are as wide as their size.
    sides = (places.seen(box.left, box.bottom)[0], places.seen(box.right, box.top)[0])
    right = left + look.width if code >= WIDE and not 0xFB00 <= code <= 0xFB06 else max(*sides, left)
    if all(math.isfinite(number) for number in (left, right, base, look.size)):
        yield Glyph(_character(code), left, right, base, look.size, look.font)


def _ligatures_apart(glyphs: Sequence[Glyph]) -> Iterator[Glyph]:
    """The letters of a ligature share its place: put those after the first at its end."""
    last: Glyph | None = None
    for glyph in glyphs:
        same = last is not None and (last.left, last.right, last.base) == (
            glyph.left,
            glyph.right,
            glyph.base,
        )
        yield replace(glyph, left=glyph.right) if same else glyph
        last = glyph


def _inside(glyph: Glyph, width: float, height: float) -> bool:
    return glyph.right > -1 and glyph.left < width + 1 and -1 < glyph.base < height + glyph.size


@dataclass(frozen=True, slots=True)
class _Places:
    """From the coordinates of a file to those that a reader sees."""

    left: float
    bottom: float
    right: float
    top: float
    turned: int
    """Quarter turns of the text, anticlockwise."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as a reader sees them."""
        wide, high = self.right - self.left, self.top - self.bottom
        return (high, wide) if self.turned % 2 else (wide, high)

    def seen(self, x: float, y: float) -> tuple[float, float]:
        if self.turned == 1:
            return y - self.bottom, x - self.left
        if self.turned == 2:
            return self.right - x, y - self.bottom
        if self.turned == 3:
            return self.top - y, self.right - x
        return x - self.left, self.top - y


@dataclass(frozen=True, slots=True)
class _Look:
    """What the characters of one text object have in common."""

    size: float
    width: float
    """Of a Chinese character."""
    font: str
    angle: int | None
    """Quarter turns anticlockwise; None for anything else."""


def _look(text: pdfium.PdfTextPage, at: int) -> _Look:
    matrix = c.FS_MATRIX()
    size = width = c.FPDFText_GetFontSize(text, at)
    angle: int | None = 0
    if c.FPDFText_GetMatrix(text, at, matrix):
        size *= math.hypot(matrix.c, matrix.d)
        width *= math.hypot(matrix.a, matrix.b)
        turns = math.atan2(matrix.b, matrix.a) / (math.pi / 2)
        angle = round(turns) % 4 if abs(turns - round(turns)) < 0.05 else None
    flags = ctypes.c_int()
    needed = c.FPDFText_GetFontInfo(text, at, None, 0, flags)
    name = ""
    if 0 < needed < 512:
        buffer = ctypes.create_string_buffer(needed)
        c.FPDFText_GetFontInfo(text, at, buffer, needed, flags)
        name = _SUBSET.sub("", buffer.value.decode("utf-8", "replace"))
    weight = "bold" if c.FPDFText_GetFontWeight(text, at) >= 600 else ""
    return _Look(size=abs(size), width=abs(width), font=f"{name} {weight}".strip(), angle=angle)


def _character(code: int) -> str:
    if code == 2:  # what PDFium calls the hyphen at the end of a line
        return "-"
    char = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    if 0x2F00 <= code < 0x2FD6 or 0xFB00 <= code <= 0xFB06:  # Kangxi radicals, Latin ligatures
        return unicodedata.normalize("NFKC", char)
    return _RADICALS.get(char, char)


def _drawn(page: pdfium.PdfPage, places: _Places) -> tuple[list[Rule], int]:
    """The thin lines and the sides of boxes, and the number of pictures."""
    rules: list[Rule] = []
    pictures = 0
    for at in range(min(c.FPDFPage_CountObjects(page), 50_000)):
        thing = c.FPDFPage_GetObject(page, at)
        kind = c.FPDFPageObj_GetType(thing)
        pictures += kind == c.FPDF_PAGEOBJ_IMAGE
        if kind != c.FPDF_PAGEOBJ_PATH or c.FPDFPath_CountSegments(thing) > 12:
            continue
        sides = [ctypes.c_float() for _ in range(4)]
        if c.FPDFPageObj_GetBounds(thing, *sides):
            (x0, y0), (x1, y1) = (
                places.seen(sides[0].value, sides[1].value),
                places.seen(sides[2].value, sides[3].value),
            )
            rules += _sides(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return rules, pictures


def _sides(left: float, top: float, right: float, bottom: float) -> list[Rule]:
    wide, high = right - left, bottom - top
    if min(wide, high) <= _THIN:
        return [Rule(left, top, right, bottom)] if max(wide, high) >= 6 else []
    return [
        Rule(left, top, right, top),
        Rule(left, bottom, right, bottom),
        Rule(left, top, left, bottom),
        Rule(right, top, right, bottom),
    ]
