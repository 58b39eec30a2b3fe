"""Who may see the page: a file of names and scrypt hashes, never a password in plain text.

A line is `name:scrypt$n$r$p$salt$hash`, salt and hash in Base64; empty lines and lines that begin with
`#` are comments. `huimou password NAME --file FILE` writes it.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from huimou.errors import HuimouError, quoted

SHORTEST = 8
"""Least characters of a password."""
_N, _R, _P = 2**14, 8, 5  # 16 MB and a fifth of a second a try
_MOST_MEMORY = 256 * 2**20
_BYTES = 32


@dataclass(frozen=True, kw_only=True, slots=True)
class Hashed:
    """A password's scrypt hash, and what it was made with (RFC 7914)."""

    n: int
    r: int
    p: int
    salt: bytes
    digest: bytes


def hash_password(password: str) -> Hashed:
    """`password` under a salt of its own.

    Raises:
        HuimouError: It has fewer than `SHORTEST` characters, or something that is no character.
    """
    if len(password) < SHORTEST or not password.isprintable():
        raise HuimouError(
            f"密码不行：至少要 {SHORTEST} 个字符，不能有控制字符。请再运行一次 huimou password。\n"
            f"A password takes {SHORTEST} characters at least, and no control characters."
        )
    salt = secrets.token_bytes(16)
    return Hashed(n=_N, r=_R, p=_P, salt=salt, digest=_scrypt(password, _N, _R, _P, salt))


def read_passwords(path: Path) -> dict[str, Hashed]:
    """The names in `path`, each with its hashed password.

    Raises:
        HuimouError: The file cannot be read, or a line is not of the form; it names file and line, and
            does not repeat the line, which may be a password.
    """
    return {name: entry for line in _lines(path) if (named := line[1]) for name, entry in [named]}


def write_password(path: Path, name: str, password: str) -> bool:
    """Give `name` this password; its line is replaced, or added. Whether it was there before.

    The file is written anew beside the old one and then takes its place; its mode is 0600.

    Raises:
        HuimouError: The name or the password will not do, or the file cannot be read or written.
    """
    if not _good_name(name):
        raise HuimouError(
            f"用户名 {name!r} 不行：不能为空，不能有冒号、换行，首尾不能有空格或 #。\n"
            f"The name {name!r} will not do: no colon, no line break, no space or # at its ends."
        )
    entry = f"{name}:{_written(hash_password(password))}"
    lines = _lines(path) if path.exists() else []
    old = [line for line, named in lines if named and named[0] == name]
    kept = [entry if line in old else line for line, _ in lines] + ([] if old else [entry])
    new = path.with_name(path.name + ".new")
    try:
        new.unlink(missing_ok=True)
        with os.fdopen(
            os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
        ) as file:
            file.write("\n".join(kept) + "\n")
        new.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)
        raise HuimouError(
            f"密码文件写不进 {path}：{error.strerror or error}。请换一个位置。\nCannot write {path}: {error}"
        ) from error
    return bool(old)


def check(passwords: Mapping[str, Hashed], name: str, password: str) -> bool:
    """Whether `password` is that of `name`; an unknown name takes as long as a wrong password."""
    entry = passwords.get(name, _NOBODY)
    try:
        found = _scrypt(password, entry.n, entry.r, entry.p, entry.salt)
    except UnicodeEncodeError:  # half a character
        return False
    return hmac.compare_digest(found, entry.digest) and name in passwords


_NOBODY = Hashed(n=_N, r=_R, p=_P, salt=bytes(16), digest=bytes(_BYTES))


def _scrypt(password: str, n: int, r: int, p: int, salt: bytes) -> bytes:
    return hashlib.scrypt(
        password.encode("utf-8"), salt=salt, n=n, r=r, p=p, maxmem=_MOST_MEMORY, dklen=_BYTES
    )


def _good_name(name: str) -> bool:
    """The page strips a name before it asks for it."""
    return bool(name) and name == name.strip() and name.isprintable() and ":" not in name and name[0] != "#"


def _written(entry: Hashed) -> str:
    salt, digest = (base64.b64encode(part).decode("ascii") for part in (entry.salt, entry.digest))
    return f"scrypt${entry.n}${entry.r}${entry.p}${salt}${digest}"


def _lines(path: Path) -> list[tuple[str, tuple[str, Hashed] | None]]:
    """Each line with the name and the hash that it gives; None for a comment."""
    command = f"huimou password 用户名 --file {quoted(path)}"
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise HuimouError(
            f"密码文件读不了：{path}（{error}）。请先建一个：{command}\n"
            f"Cannot read the password file {path}. Make one: {command}"
        ) from error
    entries: list[tuple[str, tuple[str, Hashed] | None]] = []
    names: set[str] = set()
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            entries.append((line, None))
            continue
        try:
            named = _parse(line)
            if named[0] in names:
                raise ValueError("twice")
        except ValueError:
            raise HuimouError(
                f"{path} 第 {number} 行不是密码行（可能是明文、写坏了或重名）。"
                f"请删去这一行，再运行：{command}\n"
                f"{path}, line {number}: not name:scrypt$… (plain text, damaged, or a name twice). "
                f"Delete the line, then run: {command}"
            ) from None
        names.add(named[0])
        entries.append((line, named))
    return entries


def _parse(line: str) -> tuple[str, Hashed]:
    """The name and the hash of a line.

    Raises:
        ValueError: It is not of the form, or would take more memory or time than a log-in may.
    """
    name, _, text = line.partition(":")
    scheme, n, r, p, salt, digest = text.split("$")
    entry = Hashed(
        n=int(n),
        r=int(r),
        p=int(p),
        salt=base64.b64decode(salt, validate=True),
        digest=base64.b64decode(digest, validate=True),
    )
    power = entry.n >= 2 and entry.n & (entry.n - 1) == 0
    sizes = entry.r >= 1 and 1 <= entry.p <= 16 and 128 * entry.n * entry.r < _MOST_MEMORY // 2
    if scheme != "scrypt" or not _good_name(name) or not (power and sizes):
        raise ValueError(scheme)
    if len(entry.salt) < 8 or len(entry.digest) != _BYTES:
        raise ValueError("salt, hash")
    return name, entry
