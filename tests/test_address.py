from __future__ import annotations

from pathlib import Path

import pytest

from huimou.address import is_database, pasted, shown
from huimou.config import Settings
from huimou.errors import HuimouError


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("postgresql://reader:secret@office/huimou", "postgresql://reader@office/huimou"),
        ("postgres://reader:s%40cret@office:5433/huimou", "postgres://reader@office:5433/huimou"),
        ("postgresql://office/huimou?user=u&password=secret", "postgresql://office/huimou?user=u"),
        ("postgresql://u@/h?host=/run/pg&sslpassword=secret", "postgresql://u@/h?host=/run/pg"),
        ("postgresql://", "postgresql://"),
        # What cannot be taken apart for certain may have the password anywhere.
        ("postgresql://u:se@cret@office/huimou", "postgresql://…"),
        ("postgresql://u:se/cret@office/huimou", "postgresql://…"),
        ("postgresql://u:se?cret@office/huimou", "postgresql://…"),
        ("postgresql://u:secret", "postgresql://…"),
        ("postgresql://u:secret/x", "postgresql://…"),
        ("报告/索引", "报告/索引"),
        (r"C:\报告\index", r"C:\报告\index"),
    ],
)
def test_an_address_is_shown_without_its_password(address: str, expected: str) -> None:
    assert shown(address) == expected
    assert "cret" not in shown(address)


def test_only_text_with_the_scheme_of_a_database_is_an_address() -> None:
    assert is_database("postgresql://u@h/d")
    assert is_database("postgres://u@h/d")
    assert not any(is_database(place) for place in ("index", "postgresql", "postgresql:/x", Path("a://b")))


def test_an_address_can_be_pasted_into_a_command_line() -> None:
    assert pasted("postgresql://u:x@/h?host=/a&port=1") == '"postgresql://u@/h?host=/a&port=1"'
    assert pasted("a b") == '"a b"'
    assert pasted("postgresql://u:x@h/d") == "postgresql://u@h/d"


@pytest.mark.parametrize("more", [{}, {"corpus": "a\0b"}])
def test_settings_refuse_another_database_and_show_no_password(more: dict[str, str]) -> None:
    with pytest.raises(HuimouError) as caught:
        Settings(index="mysql://u:secret@h/d", **more)  # type: ignore[arg-type]
    assert "secret" not in str(caught.value)
