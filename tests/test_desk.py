"""Behind the page: what is loaded, built and told, and what a reader gets meanwhile."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from huimou.config import Settings
from huimou.errors import HuimouError, IndexMismatchError, ModelUnavailableError
from huimou.index import current_build
from huimou.qa import build_index
from huimou.read import Calibration, Pair, Reading
from huimou.ui import strings
from huimou.ui.asking import Asking
from huimou.ui.conversation import Turn
from huimou.ui.desk import Desk, Status
from huimou.ui.paper import key
from huimou.ui.strings import EN, ZH
from huimou.ui.views import footer_html
from tests.conftest import HashEncoder, both_stores
from tests.markup import acting, of_class, text_of
from tests.test_conversation import FACT, turn


class BlindReader:
    """A quick reader that needs no model and finds no answer anywhere."""

    name = "blind"
    calibration = Calibration(margin=1.0, answerable=1.0, passage=0.0, sentence=0.0, bias=0.0)

    def read(self, pairs: Sequence[Pair]) -> list[Reading]:
        return [self._none(1 + len(pair.passage)) for pair in pairs]

    def _none(self, length: int) -> Reading:
        scores = np.full(length, -10.0, dtype=np.float32)
        scores[0] = 10.0
        return Reading(start=scores, end=scores, answerable=-10.0)


class BrokenReader(BlindReader):
    def read(self, pairs: Sequence[Pair]) -> list[Reading]:
        raise RuntimeError("out of order")


def quick_desk(settings: Settings) -> Desk:
    """A desk whose models are loaded."""
    desk = Desk(settings)
    desk._encoder, desk._reader = HashEncoder(), BlindReader()
    return desk


def build(settings: Settings) -> str:
    """Build an index; the folder of what was built."""
    return build_index(settings, HashEncoder).build


@pytest.fixture
def damaged(settings: Settings) -> Settings:
    """Where there is an index that lacks a file."""
    (Path(settings.index) / build(settings) / "chunks.jsonl").unlink()
    return settings


def test_a_missing_encoder_is_told_and_no_index_is_touched(tmp_path: Path) -> None:
    desk = Desk(Settings(encoder=str(tmp_path / "nowhere"), index=str(tmp_path / "index")))
    with pytest.raises(ModelUnavailableError):
        desk.step()
    assert desk.status == Status(note=strings.LOADING)
    assert not (tmp_path / "index").exists()


@both_stores
def test_at_first_use_the_index_is_built(settings: Settings) -> None:
    desk = quick_desk(settings)
    desk.step()
    assert desk.status.qa
    assert desk.status.qa.index.manifest.build == current_build(settings.index)
    assert (desk.status.note, desk.status.failed) == ("", False)


@both_stores
def test_an_index_that_is_there_is_opened(settings: Settings) -> None:
    built = build(settings)
    desk = quick_desk(settings)
    desk.step()
    assert desk.status.qa
    assert desk.status.qa.index.manifest.build == built


def test_a_damaged_index_of_the_same_reports_is_rebuilt(damaged: Settings) -> None:
    desk = quick_desk(damaged)
    desk.step()
    assert desk.status.qa
    assert desk.status.note == strings.REBUILT


def test_an_index_of_other_reports_is_not_replaced(settings: Settings, tmp_path: Path) -> None:
    other = tmp_path / "mine"
    other.mkdir()
    (other / "甲.txt").write_text("甲县\n\n全年种树9876棵。", encoding="utf-8")
    built = build(replace(settings, corpus=str(other)))
    (Path(settings.index) / built / "chunks.jsonl").unlink()
    with pytest.raises(HuimouError, match=r"huimou index .*mine"):
        quick_desk(settings).step()
    assert current_build(Path(settings.index)) == built


@both_stores
def test_a_rebuilt_index_is_taken_up(settings: Settings) -> None:
    desk = quick_desk(settings)
    desk.step()
    second = build(settings)
    desk.step()
    assert desk.status.qa
    assert desk.status.qa.index.manifest.build == second


def test_a_rebuilt_index_is_taken_up_and_a_broken_one_is_not(settings: Settings) -> None:
    desk = quick_desk(settings)
    desk.step()
    second = build(settings)
    desk.step()
    assert desk.status.qa
    assert desk.status.qa.index.manifest.build == second
    (Path(settings.index) / build(settings) / "chunks.jsonl").unlink()
    with pytest.raises(IndexMismatchError):
        desk.step()
    assert desk.status.qa.index.manifest.build == second


def test_that_a_report_has_changed_is_told_in_both_languages(
    settings: Settings, write_report: Callable[[str, str], Path]
) -> None:
    desk = quick_desk(settings)
    desk.step()
    write_report("乙.txt", "乙县总结\n\n种树9876棵。")
    desk._next_warning = 0.0
    desk.step()
    assert strings.line(desk.status.note, "zh").startswith("注意：建索引以后，这些报告有变动：乙.txt")
    assert strings.line(desk.status.note, "en").startswith("Note: these reports changed")
    assert not desk.status.failed


def test_the_footer_shows_one_escaped_line_of_what_is_wrong() -> None:
    status = Status(note="坏了 <b>\nbroken <b>", failed=True)
    assert footer_html(status, ZH) == '<span class="trouble" title="坏了 &lt;b&gt;">坏了 &lt;b&gt;</span>'
    assert text_of(footer_html(status, EN)) == "broken <b>"
    assert footer_html(Status(), ZH) == ""


def test_the_footer_says_what_index_is_in_use(settings: Settings) -> None:
    desk = quick_desk(settings)
    desk.step()
    (built,) = of_class(footer_html(desk.status, ZH), "built")
    assert built.text.startswith("索引建于 2")
    assert "1 份报告" in built.text


def asking(settings: Settings, status: Status | None = None) -> Asking:
    """At a desk that is ready, or has this status."""
    desk = quick_desk(settings)
    if status:
        desk.status = status
    else:
        desk.step()
    return Asking(desk)


def test_a_question_while_loading_failed_gets_the_reason(settings: Settings) -> None:
    failed = asking(settings, Status(note="没有模型。\nNo model.", failed=True))
    assert failed.turn("问", (), ZH, None) == Turn(question="问", note="没有模型。")
    assert failed.turn("问", (), EN, None) == Turn(question="问", note="No model.")
    assert text_of(failed.found("问", EN, None)) == "No model."


def test_an_answer_comes_with_the_report_of_each_citation(settings: Settings) -> None:
    ready = asking(settings)
    told = ready.turn("全年组织开展了多少次学习？", (), ZH, None)
    qa = ready.desk.status.qa
    assert qa
    assert told.answer
    assert told.answer.abstained  # the reader is blind
    assert told.keys == tuple(key(qa.index.documents[0]) for _ in told.answer.citations) != ()


def two_reports(settings: Settings) -> Asking:
    """At a desk with the bundled report and an older one whose name does not tell its year."""
    older = "政协工作报告\n\n2024年1月15日在平罗县政协会议上\n\n一、学习\n\n全年组织开展学习90次。"
    (Path(settings.corpus) / "旧报告.txt").write_text(older, encoding="utf-8")
    return asking(settings)


def test_the_chosen_reports_are_asked_and_told_by_name_and_year(settings: Settings) -> None:
    ready = two_reports(settings)
    told = ready.turn("组织开展了多少次学习？", (), ZH, None, ["2024年"])
    assert (told.within, told.gone, told.called) == (("2024年",), False, ("旧报告（2024年）",))
    assert ready.turn("你好", (), ZH, None, ["2024年"]).within == ()


def test_where_the_chosen_reports_are_gone_all_are_asked(settings: Settings) -> None:
    ready = two_reports(settings)
    told = ready.turn("组织开展了多少次学习？", (), ZH, None, ["2024年", "山东"])
    assert (told.within, told.gone) == (("2024年", "山东"), True)
    assert told.answer


def test_of_a_single_report_nothing_is_said_of_a_choice(settings: Settings) -> None:
    for within in ((), ["2025年"], ["2024年"]):
        told = asking(settings).turn("组织开展了多少次学习？", (), ZH, None, within)
        assert (told.called, told.within, told.gone) == ((), (), False)


def test_what_no_rule_foresaw_is_told_and_not_waited_for(settings: Settings) -> None:
    ready = asking(settings)
    assert ready.desk.status.qa
    ready.desk.status.qa.reader = BrokenReader()
    assert ready.turn("主席是谁？", (), ZH, None) == Turn(question="主席是谁？", note=ZH.answer_failed)


def test_whoever_asks_too_fast_is_told_to_wait(settings: Settings) -> None:
    ready = asking(replace(settings, rate_limit=1))
    assert ready.turn("你好", (), ZH, None).answer
    assert ready.turn("你好", (), ZH, None) == Turn(question="你好", note=ZH.too_many)
    assert text_of(ready.found("学习", ZH, None)) == ZH.too_many


def test_a_search_lists_passages_or_says_what_is_wrong_with_it(settings: Settings) -> None:
    ready = asking(settings)
    assert len(acting(ready.found("组织学习", ZH, None), "cite")) > 1
    assert text_of(ready.found("  ", ZH, None)) == ZH.search_intro
    assert text_of(ready.found("学" * 2000, ZH, None)).startswith("问题太长了（2000 字）")


def test_a_verdict_is_written_down_with_what_was_judged(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "feedback.jsonl"
    judging = asking(replace(settings, feedback=str(file)))
    turns = [turn(FACT), Turn(question="坏", note="出错了"), turn(replace(FACT, question="第二问"))]
    judging.feedback({"turn": 3, "verdict": "useless", "note": "不对"}, turns)
    (row,) = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    assert (row["verdict"], row["note"], row["question"]) == ("useless", "不对", "第二问")
    assert row["history"] == [[FACT.question, FACT.answer]]
    assert row["build"] == current_build(Path(settings.index))


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"turn": 1},
        {"turn": 1, "verdict": "fine"},
        {"turn": 1, "verdict": ["useful"]},
        {"turn": True, "verdict": "useful"},
        {"turn": "1", "verdict": "useful"},
        {"turn": 0, "verdict": "useful"},
        {"turn": 3, "verdict": "useful"},
        {"turn": 2, "verdict": "useful"},  # nothing was answered
    ],
)
def test_what_is_no_verdict_is_not(sent: dict[str, Any], settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "feedback.jsonl"
    judging = asking(replace(settings, feedback=str(file)), Status(note="…"))
    judging.feedback(sent, [turn(FACT), Turn(question="坏", note="出错了")])
    assert not file.exists()
