"""The page as gradio has it; it is driven in tests/browser."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from huimou.ui.frame import masthead_html
from huimou.ui.page import _asked, _object
from huimou.ui.strings import EN, ZH
from tests.markup import acting, elements


@pytest.fixture(scope="module")
def app() -> dict[str, Any]:
    """The pages and the endpoints, from a process of its own: gradio leaves event loops open."""
    code = (
        "import json; from huimou.config import Settings; from huimou.ui.desk import Desk;"
        "from huimou.ui.page import build_app; app = build_app(Desk(Settings()));"
        "print(json.dumps({'pages': app.pages} | app.get_api_info()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def test_importing_the_ui_does_not_import_gradio_and_offline_is_set_first() -> None:
    code = (
        "import os, sys, huimou.ui; assert 'gradio' not in sys.modules;"
        "from huimou.offline import go_offline; go_offline(); go_offline();"
        "print(os.environ['HF_HUB_OFFLINE'], os.environ['NO_PROXY'])"
    )
    environment = {name: value for name, value in os.environ.items() if name != "HF_HUB_OFFLINE"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment | {"NO_PROXY": "corp.example"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["1", "corp.example,127.0.0.1,localhost,::1"]


def test_there_is_a_chinese_page_and_an_english_one(app: dict[str, Any]) -> None:
    assert [path for path, *_ in app["pages"]] == ["", "en"]


def test_other_programs_are_offered_two_endpoints_by_their_names(app: dict[str, Any]) -> None:
    assert list(app["named_endpoints"]) == ["/ask", "/search"]
    assert app["unnamed_endpoints"] == {}


@pytest.mark.parametrize(
    ("sent", "question", "kept"),
    [
        ('{"question": "问", "keep": null}', "问", None),
        ('{"question": "问", "keep": 0}', "问", 0),
        ('{"question": "问", "keep": 3}', "问", 3),
        ('{"question": "问", "keep": -1}', "问", None),
        ('{"question": "问", "keep": true}', "问", None),
        ('{"question": "问", "keep": "3"}', "问", None),
        ("{}", "", None),
        ("问", "", None),
    ],
)
def test_a_question_comes_with_how_many_turns_stay_before_it(
    sent: str, question: str, kept: int | None
) -> None:
    assert _asked(sent) == (question, kept, ())


@pytest.mark.parametrize(
    ("reports", "chosen"),
    [
        (["2025年", "山东"], ("2025年", "山东")),
        (["山东", 3, None], ("山东",)),
        (["\ud800"], ("?",)),
        ("山东", ()),
        (None, ()),
    ],
)
def test_a_question_comes_with_the_reports_to_ask(reports: object, chosen: tuple[str, ...]) -> None:
    assert _asked(json.dumps({"question": "问", "reports": reports})) == ("问", None, chosen)


@pytest.mark.parametrize("sent", ["", "null", "[]", "1", "nonsense", "[" * 100_000, "\ud800"])
def test_what_is_no_object_is_an_empty_one(sent: str) -> None:
    assert _object(sent) == {}


def test_each_language_leads_to_the_other() -> None:
    (to_english,), (to_chinese,) = (acting(masthead_html(words), "language") for words in (ZH, EN))
    assert (to_english.attributes["href"], to_english.attributes["lang"], to_english.text) == (
        "en",
        "en",
        "English",
    )
    assert (to_chinese.attributes["href"], to_chinese.attributes["lang"], to_chinese.text) == (
        "./",
        "zh",
        "中文",
    )
    assert [one.text for one in elements(masthead_html(ZH)) if one.tag == "h1"] == ["回眸"]
