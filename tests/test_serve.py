"""What happens before the page is served; the page itself is driven in tests/browser."""

from __future__ import annotations

import asyncio
import inspect
import socket
from pathlib import Path

import pytest

from huimou.config import Settings
from huimou.errors import HuimouError
from huimou.ui.passwords import write_password
from huimou.ui.serve import authenticate, serve, start_warnings, usable_port


def test_a_busy_port_is_told_with_another_to_choose() -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with pytest.raises(HuimouError, match=rf"端口 {port} .*--port {port + 1}"):
            usable_port("127.0.0.1", port)
    assert usable_port("127.0.0.1", port) == port
    assert usable_port("127.0.0.1", 0) > 0
    with pytest.raises(HuimouError, match=r"192\.0\.2\.1"):
        usable_port("192.0.2.1", 7860)


def test_an_address_that_others_reach_without_a_password_is_warned_of() -> None:
    (warning,) = start_warnings(Settings(host="0.0.0.0"))
    assert "huimou password" in warning
    assert start_warnings(Settings(host="0.0.0.0", password_file="passwords.txt")) == []
    assert start_warnings(Settings()) == start_warnings(Settings(host="[::1]")) == []


def test_a_proxy_whose_name_would_not_be_answered_is_warned_of() -> None:
    (warning,) = start_warnings(Settings(behind_proxy=True))
    assert "--allowed-hosts" in warning
    assert start_warnings(Settings(behind_proxy=True, allowed_hosts="office.example")) == []


def test_a_password_file_without_anybody_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "passwords.txt"
    file.write_text("# nobody\n")
    with pytest.raises(HuimouError, match="huimou password"):
        serve(Settings(port=0, password_file=str(file)))


def test_a_name_may_be_tried_ten_times_a_minute(tmp_path: Path) -> None:
    file = tmp_path / "passwords.txt"
    write_password(file, "甲", "correct horse")
    login = authenticate(file, clock=lambda: 0.0)
    assert inspect.iscoroutinefunction(login)

    async def tries() -> list[bool]:
        first = [await login("甲", "correct horse"), await login("甲", "wrong horse")]
        more = [await login("甲", "wrong horse") for _ in range(8)]
        return [*first, any(more), await login("甲", "correct horse")]

    assert asyncio.run(tries()) == [True, False, False, False]


def test_whoever_is_added_can_log_in_at_once(tmp_path: Path) -> None:
    file = tmp_path / "passwords.txt"
    write_password(file, "甲", "correct horse")
    login = authenticate(file)
    assert not asyncio.run(login("乙", "battery staple"))
    write_password(file, "乙", "battery staple")
    assert asyncio.run(login("乙", "battery staple"))
