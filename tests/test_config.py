from __future__ import annotations

from pathlib import Path

import pytest

from huimou.config import Settings, load_settings
from huimou.errors import HuimouError


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load_settings(tmp_path, environment={}) == Settings()


def test_options_beat_the_environment_which_beats_the_file(tmp_path: Path) -> None:
    (tmp_path / "huimou.toml").write_text("port = 1\nhits = 1\nthreads = 1\n")
    environment = {"HUIMOU_HITS": "2", "HUIMOU_THREADS": "2", "PATH": "x"}
    settings = load_settings(tmp_path, {"threads": 3, "port": None}, environment)
    assert (settings.port, settings.hits, settings.threads) == (1, 2, 3)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("chunksize = 3", "chunk_size"),
        ('port = "many"', "整数"),
        ("port = 70000", "0–65535"),
        ("port = 1.5", "整数"),
        ("encoder = 3", "文字"),
        ("dense_weight = true", "数字"),
        ("threshold = 1.5", "0–1"),
        ("reader = 3", "文字"),
        ("hits = 0", "1–100"),
        ("chunk_overlap = 240", "chunk_size"),
        ("port = ", "huimou.toml"),
        ("concurrency = 0", "1–64"),
        ("concurrency = 65", "1–64"),
        ("rate_limit = -1", "≥ 0"),
        ('root_path = "huimou"', "/huimou"),
        ('root_path = "/huimou/"', "/huimou"),
        ('root_path = "https://office.example/huimou"', "/huimou"),
        ('feedback = ""', "文件名"),
        ("password_file = 3", "文字"),
        ("behind_proxy = 2", "true 或 false"),
        ('behind_proxy = "yes"', "true 或 false"),
        ("behind_proxy = 1.0", "true 或 false"),
    ],
)
def test_a_bad_setting_is_an_error_that_says_what_was_expected(tmp_path: Path, line: str, told: str) -> None:
    (tmp_path / "huimou.toml").write_text(line)
    with pytest.raises(HuimouError) as caught:
        load_settings(tmp_path, environment={})
    assert told in str(caught.value)


def test_an_unknown_variable_is_named(tmp_path: Path) -> None:
    with pytest.raises(HuimouError, match="HUIMOU_PRT"):
        load_settings(tmp_path, environment={"HUIMOU_PRT": "1"})


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "huimou.toml").write_text("hits = 7", encoding="utf-8-sig")
    assert load_settings(tmp_path, environment={}).hits == 7


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("TRUE", True), ("1", True), ("false", False), ("0", False)]
)
def test_a_switch_can_be_set_in_the_environment(tmp_path: Path, text: str, value: bool) -> None:
    (tmp_path / "huimou.toml").write_text(f"behind_proxy = {str(not value).lower()}")
    assert load_settings(tmp_path, environment={}).behind_proxy is not value
    assert load_settings(tmp_path, environment={"HUIMOU_BEHIND_PROXY": text}).behind_proxy is value


def test_a_switch_that_is_not_given_leaves_the_file_in_force(tmp_path: Path) -> None:
    (tmp_path / "huimou.toml").write_text("behind_proxy = true")
    assert load_settings(tmp_path, {"behind_proxy": None}, {}).behind_proxy is True


@pytest.mark.parametrize("path", ["", "/huimou", "/a/b-c_d.e"])
def test_a_root_path_begins_with_a_slash_and_does_not_end_with_one(tmp_path: Path, path: str) -> None:
    assert load_settings(tmp_path, {"root_path": path}, {}).root_path == path
