"""Markup as a browser reads it, for tests: every tag closed in its turn, its text unescaped."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

HOSTILE = (
    '<script>alert(1)</script><img src=x onerror=alert(2)> "\'/ onmouseover="x" &amp; &lt; '
    "</p></article></div><!-- ${7*7} {0} {x} %s"
)
TAGS = {
    *(
        "a",
        "article",
        "b",
        "blockquote",
        "button",
        "details",
        "dialog",
        "div",
        "fieldset",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    ),
    *(
        "header",
        "i",
        "input",
        "label",
        "legend",
        "li",
        "mark",
        "nav",
        "ol",
        "option",
        "p",
        "section",
        "select",
        "span",
        "strong",
    ),
    *("summary", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
"""All that the page's own markup is made of."""


@dataclass(kw_only=True, slots=True)
class Element:
    """An element and all the text in it."""

    tag: str
    attributes: dict[str, str]
    inside: tuple[str, ...]
    """The tags around it, outermost first."""
    text: str = ""

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.all: list[Element] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        assert not [name for name, _ in attrs if name.startswith("on")]
        attributes = {name: value or "" for name, value in attrs}
        assert len(attributes) == len(attrs), attrs
        inside = tuple(element.tag for element in self.open)
        self.open.append(Element(tag=tag, attributes=attributes, inside=inside))
        self.all.append(self.open[-1])

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def elements(html: str) -> list[Element]:
    """The elements in the order of their beginnings; fails where the markup is no tree of `TAGS`."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert not reader.open, reader.open
    return reader.all


def text_of(html: str) -> str:
    """What a reader sees of it."""
    return elements(f"<div>{html}</div>")[0].text


def tagged(html: str, tag: str) -> list[str]:
    """The texts of the elements of one tag."""
    return [element.text for element in elements(html) if element.tag == tag]


def of_class(html: str, name: str) -> list[Element]:
    return [element for element in elements(html) if name in element.classes]


def acting(html: str, act: str) -> list[Element]:
    """The elements that do something when clicked."""
    return [element for element in elements(html) if element.attributes.get("data-act") == act]
