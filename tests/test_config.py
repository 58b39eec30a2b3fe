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
