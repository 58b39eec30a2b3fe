"""Every command of the README is run, here or by whoever set up the machine that runs this."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def lines(language: str) -> list[str]:
    return [line for block in blocks(language) for line in block.splitlines() if line]


EXAMPLES = [block.split("\n", 1) for block in blocks("console")]


def masked(text: str) -> str:
    """What differs from run to run taken out: how long it took."""
    return re.sub(r"用时 [\d.]+ 秒|(?<=各步用时（秒）：).*", "…", text).strip()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a new user sees: the corpus and the question files, and no index."""
    folder = tmp_path_factory.mktemp("clone")
    for name in ("corpus", "eval"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(("command", "printed"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_a_command_prints_what_the_readme_shows(folder: Path, command: str, printed: str) -> None:
    program, *arguments = shlex.split(command.removeprefix("$ "))
    assert program == "huimou"
    run = subprocess.run(
        [sys.executable, "-m", "huimou.cli", *arguments],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if not name.startswith("HUIMOU_")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    assert masked(run.stdout) == masked(printed)


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")
@pytest.mark.parametrize("command", [line for line in lines("sh") if line.startswith("make ")])
def test_make_knows_its_targets(command: str) -> None:
    # `make run` and `make test` themselves are what sets up the machine that runs this.
    run = subprocess.run([*shlex.split(command), "--dry-run"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize(
    ("language", "python", "bin"), [("bat", "python", ".venv\\Scripts\\"), ("sh", "python3", ".venv/bin/")]
)
def test_the_steps_without_make_are_those_of_make(language: str, python: str, bin: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (version,) = re.findall(r"^TORCH_VERSION \?= (.*)$", makefile, re.MULTILINE)
    steps = [line for line in lines(language) if ".venv" in line]
    assert steps == [
        f"{python} -m venv .venv",
        f"{bin}pip install torch=={version}",
        f"{bin}pip install -e .",
        f"{bin}huimou serve --open",
    ]


def test_every_command_is_known_to_these_tests() -> None:
    known = re.compile(r"make |huimou serve --port 8000 --open$|python3? -m venv|\.venv[\\/]")
    assert [line for line in lines("sh") + lines("bat") if not known.match(line)] == []
    assert all(command.startswith("$ huimou ") for command, _ in EXAMPLES)


def test_the_settings_shown_are_the_defaults() -> None:
    import tomllib

    from huimou.config import Settings

    (block,) = blocks("toml")
    assert {name: getattr(Settings(), name) for name in tomllib.loads(block)} == tomllib.loads(block)


def test_every_link_and_picture_is_there() -> None:
    for target in re.findall(r"\]\((?!http)([^)]+)\)", README):
        assert (ROOT / target).exists(), target
