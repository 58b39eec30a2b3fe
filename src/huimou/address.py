"""Where an index is kept: a folder, or a database by its address, which is never shown with its password."""

from __future__ import annotations

import re
from pathlib import Path

from huimou.errors import quoted

Place = str | Path
"""A folder, or the address of a database (only as text: a path would lose one of the two slashes)."""

_DATABASE = ("postgresql://", "postgres://")
_HOST = r"(?:\[[^]/?@]*\]|[^][:,/?@]*)(?::[0-9]*)?"
_PARTS = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*://)"
    r"(?:(?P<user>[^:/?@]*)(?::[^/?@]*)?@)?"
    rf"(?P<where>{_HOST}(?:,{_HOST})*(?:/[^?@]*)?)"
    r"(?:\?(?P<options>[^@]*))?"
)
_SECRET = re.compile("pass|secret|key", re.IGNORECASE)


def is_database(place: Place) -> bool:
    """Whether it is the address of a database and not a folder.

    >>> is_database("postgresql://reader@office/huimou"), is_database("index")
    (True, False)
    """
    return isinstance(place, str) and place.startswith(_DATABASE)


def can_be_shown(address: str) -> bool:
    """Whether it can be taken apart for certain, so that what is its password is known.

    >>> can_be_shown("postgresql://reader:p/ss@office/huimou")
    False
    """
    return _PARTS.fullmatch(address) is not None


def shown(place: Place) -> str:
    """How it may be shown to anybody: an address without the password.

    Of an address that cannot be taken apart for certain nothing is shown but what kind it is of.

    >>> shown("postgresql://reader:secret@office/huimou?sslmode=require&password=secret")
    'postgresql://reader@office/huimou?sslmode=require'
    >>> shown("postgresql://reader:p@ss@office/huimou")
    'postgresql://…'
    """
    text = str(place)
    if "://" not in text:
        return text
    parts = _PARTS.fullmatch(text)
    if not parts:
        return f"{text.partition('://')[0]}://…"
    user = f"{parts['user']}@" if parts["user"] else ""
    kept = [option for option in (parts["options"] or "").split("&") if option and not _SECRET.search(option)]
    return f"{parts['scheme']}{user}{parts['where']}{'?' if kept else ''}{'&'.join(kept)}"


def pasted(place: Place) -> str:
    """`shown`, as it can be pasted into a command line."""
    text = shown(place)
    return f'"{text}"' if re.search("[&?]", text) else quoted(text)
