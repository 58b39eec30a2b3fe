"""What a library imports at its head and hardly uses is imported when it is used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from huimou.later import used_later


def run(program: str, *paths: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, paths)], capture_output=True, text=True, check=False
    )
    assert not done.returncode, done.stderr
    return done.stdout


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "heavypackage"
    folder.mkdir()
    (folder / "__init__.py").write_text("print('imported')\n")
    (folder / "sums.py").write_text("def add(a, b):\n    return a + b\n")
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def test_a_function_is_imported_at_its_first_call(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with used_later("heavypackage", "heavypackage.sums"):
        from heavypackage.sums import add  # type: ignore[import-not-found]
    assert capsys.readouterr().out == ""
    assert "heavypackage" not in sys.modules
    assert add(1, b=2) == 3
    assert capsys.readouterr().out == "imported\n"
    for name in ("heavypackage", "heavypackage.sums"):
        del sys.modules[name]


def test_a_package_that_is_there_already_or_not_at_all_is_left_alone() -> None:
    for package in ("json", "no_such_package_anywhere"):
        before = sys.modules.get(package)
        with used_later(package, f"{package}.decoder"):
            assert sys.modules.get(package) is before


def test_loading_the_encoder_imports_no_scikit_learn_and_leaves_it_usable() -> None:
    told = run(
        "import sys; from huimou.embed import load_encoder; load_encoder(); "
        "assert 'sklearn' not in sys.modules; assert 'pandas' not in sys.modules; "
        "from sentence_transformers.util import similarity; "
        "print(similarity.pairwise_distances([[0.0]], [[2.0]], metric='manhattan')[0][0])"
    )
    assert told.strip() == "2.0"
