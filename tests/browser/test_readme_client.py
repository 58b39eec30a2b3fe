"""The program in the README, run as it is printed against the real server."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.browser.served import ROOT, Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_client_in_the_readme_runs_as_printed(server: Server) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"^```python\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    assert program.count("http://127.0.0.1:7860/") == 1
    program = program.replace("http://127.0.0.1:7860/", server.url)
    run = subprocess.run(
        [sys.executable, "-c", program],
        env=server.environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )
    assert run.returncode == 0, run.stderr
    first, follow_up, *passages = run.stdout.splitlines()
    assert first.startswith("85篇 ")
    assert first.endswith("社情民意信息85篇。")
    assert follow_up == "8期"
    assert [line.split()[0] for line in passages] == ["1", "2", "3"]
