from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from huimou.errors import HuimouError
from huimou.ui.passwords import Hashed, check, read_passwords, write_password

PASSWORD = "马 到成功 2025"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "密码 文件.txt"


def test_the_right_password_opens_and_nothing_else_does(file: Path) -> None:
    assert write_password(file, "小王", PASSWORD) is False
    passwords = read_passwords(file)
    assert check(passwords, "小王", PASSWORD)
    assert not check(passwords, "小王", PASSWORD + " ")
    assert not check(passwords, "小李", PASSWORD)
    assert not check(passwords, "小王", "")
    assert not check(passwords, "小王", "\ud800")


def test_the_file_holds_a_salted_scrypt_hash_and_never_the_password(file: Path) -> None:
    write_password(file, "a", PASSWORD)
    write_password(file, "b", PASSWORD)
    first, second = file.read_text(encoding="utf-8").splitlines()
    assert PASSWORD not in first + second
    name, _, text = first.partition(":")
    scheme, n, r, p, salt, digest = text.split("$")
    made = hashlib.scrypt(
        PASSWORD.encode(),
        salt=base64.b64decode(salt),
        n=int(n),
        r=int(r),
        p=int(p),
        maxmem=2**26,
        dklen=32,
    )
    assert (name, scheme, base64.b64encode(made).decode()) == ("a", "scrypt", digest)
    assert second.partition(":")[2] != text


def test_a_new_password_replaces_the_line_of_the_same_name_and_keeps_the_rest(file: Path) -> None:
    write_password(file, "甲", "old password")
    file.write_text("# 办公室\n\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    write_password(file, "乙", PASSWORD)
    other = file.read_text(encoding="utf-8").splitlines()[3]
    assert write_password(file, "甲", PASSWORD) is True
    lines = file.read_text(encoding="utf-8").splitlines()
    assert [lines[0], lines[1], lines[2][:2], lines[3]] == ["# 办公室", "", "甲:", other]
    assert check(read_passwords(file), "甲", PASSWORD)
    assert not check(read_passwords(file), "甲", "old password")


@pytest.mark.skipif(os.name == "nt", reason="modes as POSIX has them")
def test_only_its_owner_may_read_the_file(file: Path) -> None:
    write_password(file, "甲", PASSWORD)
    file.chmod(0o644)
    write_password(file, "甲", PASSWORD)
    assert file.stat().st_mode & 0o777 == 0o600


GOOD = (
    "a:scrypt$16384$8$5$" + base64.b64encode(bytes(16)).decode() + "$" + base64.b64encode(bytes(32)).decode()
)


@pytest.mark.parametrize(
    "line",
    [
        "甲:secret123",
        "secret123",
        "甲:scrypt$16384$8$5$AAAA",
        ":" + GOOD.partition(":")[2],
        GOOD.replace("scrypt", "md5"),
        GOOD.replace("16384", "1000"),
        GOOD.replace("16384", "1073741824"),
        GOOD.replace("$5$", "$x$"),
        GOOD[:-8],
        GOOD.replace("a:", "b:"),
    ],
)
def test_a_line_that_is_no_hash_is_an_error_that_names_file_line_and_command(file: Path, line: str) -> None:
    file.write_text(f"# ok\n{GOOD.replace('a:', 'b:')}\n{line}\n", encoding="utf-8")
    before = file.read_bytes()
    with pytest.raises(HuimouError) as caught:
        read_passwords(file)
    told = str(caught.value)
    assert f"{file} 第 3 行" in told
    assert f'huimou password 用户名 --file "{file}"' in told
    assert "secret123" not in told
    with pytest.raises(HuimouError):
        write_password(file, "乙", PASSWORD)
    assert file.read_bytes() == before


def test_a_file_that_is_not_there_is_an_error_with_the_command(file: Path) -> None:
    with pytest.raises(HuimouError, match="huimou password"):
        read_passwords(file)


@pytest.mark.parametrize("name", ["", "a:b", " a", "a\nb", "#a"])
def test_a_name_that_would_break_the_file_is_refused(file: Path, name: str) -> None:
    with pytest.raises(HuimouError, match="用户名"):
        write_password(file, name, PASSWORD)
    assert not file.exists()


@pytest.mark.parametrize("password", ["", "1234567", "12345678\x00"])
def test_a_password_that_will_not_do_is_refused(file: Path, password: str) -> None:
    with pytest.raises(HuimouError, match="8 个字符"):
        write_password(file, "甲", password)
    assert not file.exists()


def test_an_unknown_name_is_hashed_like_a_known_one(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []
    real = hashlib.scrypt

    def counted(password: bytes, **how: Any) -> bytes:
        tries.append(how["n"])
        return real(password, **how)

    monkeypatch.setattr(hashlib, "scrypt", counted)
    entry = Hashed(n=16384, r=8, p=5, salt=bytes(16), digest=bytes(32))
    assert not check({"甲": entry}, "乙", PASSWORD)
    assert tries == [16384]
