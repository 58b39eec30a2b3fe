"""Which reports are asked, where there are several: chosen, told, kept, and gone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visitor
from tests.browser.served import Server, with_reports
from tests.browser.test_accessible import violations
from tests.browser.visit import PATIENCE, Visit
from tests.test_shelf_answers import OTHER, REPORTS, TEXT

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TARGET = "地区生产总值增长目标是多少？"
HOUSES = "改造了多少个老旧小区？"
PHONE = {"width": 390, "height": 844}


def texts() -> dict[str, str]:
    """江西 of two years, and 浙江."""
    return {
        f"{year}年{place}政府工作报告": TEXT.format(
            place=place, year=year, last=year - 1, grown=grown, jobs=jobs, target=target, own=own, other=OTHER
        )
        for place, year, grown, jobs, target, own in REPORTS
    }


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(with_reports(tmp_path_factory.mktemp("shelf"), **texts())) as running:
        yield running


@pytest.fixture
def come(shelf: Server, visitor: Visitor) -> Visit:
    return visitor(shelf.url)


def line(visit: Visit) -> Locator:
    return visit.page.locator('#choosing [data-act="choose"]')


def choose(visit: Visit, *labels: str) -> None:
    line(visit).click()
    dialog = visit.page.get_by_role("dialog", name="问哪些报告")
    for label in labels:
        dialog.get_by_role("checkbox", name=label, exact=True).check()
    dialog.get_by_role("button", name="确定").click()
    expect(dialog).to_be_hidden()


def within(visit: Visit) -> Locator:
    return visit.page.locator("#chat .within")


def test_all_are_asked_until_some_are_chosen(come: Visit) -> None:
    expect(line(come)).to_have_text("问全部 3 份报告")
    come.ask(HOUSES)
    expect(within(come)).to_have_count(0)
    choose(come, "2024年", "江西")
    expect(line(come)).to_have_text("只问：2024年、江西（1 份）")
    assert come.ask(TARGET).startswith("6%以上")
    expect(within(come)).to_have_text("只问了：2024年、江西")
    come.page.get_by_role("button", name="问全部报告").click()
    expect(line(come)).to_have_text("问全部 3 份报告")


def test_reports_are_chosen_by_the_keyboard_alone(come: Visit) -> None:
    press = come.page.keyboard.press
    line(come).focus()
    press("Enter")
    dialog = come.page.get_by_role("dialog", name="问哪些报告")
    year = dialog.get_by_role("group", name="年份").get_by_role("checkbox", name="2024年")
    for _ in range(9):
        if year.evaluate("box => box === document.activeElement"):
            break
        press("Tab")
    press("Space")
    expect(dialog.get_by_role("status")).to_have_text("选中 1 份报告")
    press("Escape")  # that was no choice yet
    expect(line(come)).to_have_text("问全部 3 份报告")
    expect(line(come)).to_be_focused()
    press("Enter")
    single = dialog.get_by_role("group", name="单份报告").get_by_role("checkbox").first
    single.focus()
    press("Space")
    dialog.get_by_role("button", name="确定").press("Enter")
    expect(line(come)).to_have_text(re.compile("^只问：.*（1 份）$"))
    expect(line(come)).to_be_focused()


def test_what_no_report_is_of_cannot_be_chosen(come: Visit) -> None:
    line(come).click()
    dialog = come.page.get_by_role("dialog")
    for label in ("2024年", "浙江"):
        dialog.get_by_role("checkbox", name=label, exact=True).check()
    expect(dialog.get_by_role("status")).to_have_text("没有年份和地方都符合的报告")
    expect(dialog.get_by_role("button", name="确定")).to_be_disabled()


def test_after_a_refusal_all_are_asked_by_one_click(come: Visit) -> None:
    choose(come, "浙江")
    come.ask(HOUSES)
    expect(within(come)).to_contain_text("只问了：浙江。别的报告里也许写了。")
    come.page.locator("#chat").get_by_role("button", name="问全部报告").click()
    assert come.replied(2).startswith("1343个")
    expect(come.page.locator("#chat p.user")).to_have_text([HOUSES, HOUSES])
    expect(line(come)).to_have_text("问全部 3 份报告")
    expect(within(come)).to_have_count(1)


def test_a_choice_is_kept_with_its_conversation(shelf: Server, come: Visit) -> None:
    choose(come, "浙江")
    come.ask(TARGET)
    come.go(shelf.url)
    expect(line(come)).to_have_text("只问：浙江（1 份）")
    come.page.get_by_role("button", name="新对话").click()
    expect(line(come)).to_have_text("问全部 3 份报告")
    expect(come.replies).to_have_count(0)
    come.ask(HOUSES)
    come.page.get_by_role("button", name="历史").click()
    come.page.locator("dialog#history").get_by_role("button", name=TARGET).first.click()
    expect(line(come)).to_have_text("只问：浙江（1 份）")
    expect(within(come)).to_have_text("只问了：浙江")


def test_a_conversation_from_before_there_was_a_choice_opens(come: Visit) -> None:
    choose(come, "浙江")
    come.ask(TARGET)
    come.page.evaluate(
        """() => {
            const shelf = Object.keys(localStorage).find((name) => name.startsWith("huimou-conversations"));
            const [{ id, title, time, turns }] = JSON.parse(localStorage[shelf]);
            const rows = JSON.parse(turns).map(({ within, called, gone, ...row }) => row);
            localStorage[shelf] = JSON.stringify([{ id, title, time, turns: JSON.stringify(rows) }]);
        }"""
    )
    come.page.get_by_role("button", name="新对话").click()
    come.page.get_by_role("button", name="历史").click()
    come.page.locator("dialog#history").get_by_role("button", name=TARGET).first.click()
    expect(come.replies).to_contain_text(["5.5%左右"])
    expect(line(come)).to_have_text("问全部 3 份报告")
    expect(within(come)).to_have_count(0)


@pytest.mark.parametrize("phone", [False, True])
def test_each_source_opens_its_own_report_at_its_own_paragraph(
    shelf: Server, visitor: Visitor, phone: bool
) -> None:
    visit = visitor(shelf.url, **({"viewport": PHONE} if phone else {}))
    visit.ask("江西和浙江2025年的地区生产总值增长目标分别是多少？")
    visit.ask("江西2024年的地区生产总值增长目标是多少？")
    expect(visit.page.locator("#chat .of")).to_have_text(
        ["2025年江西省政府工作报告", "2025年浙江省政府工作报告"]
    )
    expect(visit.page.locator("#chat .source")).to_contain_text(["《2024年江西省政府工作报告》"])
    names = ["2025年江西省政府工作报告", "2025年浙江省政府工作报告", "2024年江西省政府工作报告"]
    chips = visit.page.locator("#chat a.cite")
    expect(chips).to_have_count(3)
    for number in (0, 1, 2, 1):
        chip = chips.nth(number)
        chip.click()
        expect(visit.page.locator("#paper article")).to_have_attribute(
            "aria-label", names[number], timeout=PATIENCE
        )
        expect(visit.opened.first).to_be_visible()
        assert "".join(visit.opened.all_text_contents()) == chip.get_attribute("data-quote")
        paragraph = visit.page.locator("#paper .sheet > *", has=visit.page.locator("mark.now"))
        assert f"#{paragraph.get_attribute('id')}" == chip.get_attribute("href")
        expect(visit.page.locator("#paper mark.now .answer")).to_be_in_viewport()
        if phone:
            visit.page.locator("#paper .close").click()


def test_the_choice_fits_a_phone_and_breaks_no_rule_of_accessibility(shelf: Server, visitor: Visitor) -> None:
    visit = visitor(shelf.url, viewport=PHONE, has_touch=True, is_mobile=True)
    line(visit).tap()
    dialog = visit.page.get_by_role("dialog")
    dialog.get_by_role("checkbox", name="浙江", exact=True).check()
    assert violations(visit) == []
    box = dialog.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    expect(dialog.get_by_role("button", name="确定")).to_be_in_viewport()
    dialog.get_by_role("button", name="确定").tap()
    visit.ask(HOUSES)
    assert visit.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert violations(visit) == []


def test_what_a_rebuild_takes_away_is_asked_no_longer_and_that_is_said(
    tmp_path: Path, visitor: Visitor
) -> None:
    with Server(with_reports(tmp_path, **texts())) as server:
        visit = visitor(server.url)
        choose(visit, "2024年")
        assert visit.ask(TARGET).startswith("6%以上")
        (server.corpus / "2024年江西省政府工作报告.txt").unlink()
        server.index()
        expect(line(visit)).to_have_text("问全部 2 份报告", timeout=PATIENCE)
        expect(visit.page.locator("#choosing .fell")).to_have_text("书架上已没有“2024年”，改问全部报告")
        visit.ask(HOUSES)
        expect(visit.page.locator("#choosing .fell")).to_have_text("")
        # One report alone is asked without a word of it.
        (server.corpus / "2025年江西省政府工作报告.txt").unlink()
        server.index()
        expect(visit.page.locator("#choosing button")).to_have_count(0, timeout=PATIENCE)
        visit.page.evaluate("sessionStorage.setItem('huimou-reports', JSON.stringify(['2024年']))")
        assert visit.ask(TARGET).startswith("5.5%左右")
        expect(within(visit)).to_have_count(1)
        expect(visit.page.locator("#chat .source").last).to_contain_text("《2025年浙江省政府工作报告》")


def test_what_the_browser_keeps_names_the_reports(come: Visit) -> None:
    choose(come, "2024年", "江西")
    come.ask(TARGET)
    kept: str = come.page.evaluate(
        "localStorage[Object.keys(localStorage).find(name => name.startsWith('huimou-conversations'))]"
    )
    (one,) = json.loads(kept)
    assert one["reports"] == json.loads(one["turns"])[0]["within"] == ["2024年", "江西"]
