"""`huimou reports`: the shelf as a list."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from huimou.cli import main
from huimou.config import Settings
from huimou.figures import find_figures
from huimou.index import open_index
from huimou.qa import build_index
from tests.conftest import HashEncoder

NAME = "平罗县政协2025年工作回眸"


@pytest.fixture
def built(settings: Settings) -> Settings:
    build_index(settings, HashEncoder)
    return settings


def test_the_list_says_of_each_report_what_it_is_and_how_much_there_is(
    built: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reports", "--index", built.index, "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["reports"]
    index = open_index(Path(built.index))
    assert (row["name"], row["year"], row["place"]) == (NAME, 2025, "平罗县")
    assert (row["organisation"], row["kind"]) == ("平罗县政协", "政协工作回眸")
    assert (row["chunks"], row["figures"]) == (len(index.chunks), len(find_figures(index.documents[0])))


def test_the_list_is_a_table_for_people(built: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reports", "--index", built.index]) == 0
    head, row = capsys.readouterr().out.splitlines()
    assert head.split() == ["报告", "年份", "地方", "种类", "片段", "数字"]
    assert row.split()[:4] == [NAME, "2025", "平罗县", "政协工作回眸"]


def test_a_correction_shows_in_the_list(built: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    file = Path(built.corpus) / "reports.toml"
    file.write_text(f'["{NAME}.txt"]\nkind = "履职纪实"\n', encoding="utf-8")
    assert main(["reports", "--index", built.index]) == 0
    assert "履职纪实" in capsys.readouterr().out
    file.write_text(f'["{NAME}.txt"]\nkid = "履职纪实"\n', encoding="utf-8")
    assert main(["reports", "--index", built.index]) == 1
    assert "是不是 kind" in capsys.readouterr().err


def test_the_list_is_of_the_reports_that_are_chosen(
    built: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reports", "--index", built.index, "--report", "2025年", "--report", "平罗"]) == 0
    assert NAME in capsys.readouterr().out
    assert main(["reports", "--index", built.index, "--report", "2024"]) == 1
    assert "没有叫“2024”的报告" in capsys.readouterr().err
