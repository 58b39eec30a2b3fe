"""The figures of a report: sorted, filtered, compared, opened in the report, taken away as CSV."""

from __future__ import annotations

import csv
import itertools
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visitor
from tests.browser.served import BUNDLED, HOSTILE_NAME, Server, with_reports
from tests.browser.visit import PATIENCE, Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@pytest.fixture
def figures(visit: Visit) -> Visit:
    """The page with the figures of the bundled report."""
    visit.show(BUNDLED)
    visit.tab("数据一览")
    expect(rows(visit).filter(has_text="110余次")).not_to_have_count(0)
    return visit


def rows(visit: Visit) -> Locator:
    return visit.page.locator("#figures tbody tr")


def seen(visit: Visit) -> Locator:
    """The rows that a filter leaves."""
    return visit.page.locator("#figures tbody tr:visible")


def choose_unit(visit: Visit, unit: str) -> None:
    visit.page.locator("#unit label", has_text=re.compile(rf"^\s*{unit}\s*$")).click()


def values(visit: Visit) -> list[float]:
    read: list[float] = visit.page.evaluate(
        "[...document.querySelectorAll('#figures tbody tr')].map(row => +row.cells[0].dataset.value)"
    )
    return read


def test_figures_are_sorted_by_value_both_ways(figures: Visit) -> None:
    as_written = values(figures)
    head = figures.page.locator("#figures th").first
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    assert values(figures) == sorted(as_written)
    written = figures.page.locator("#figures td:first-child").all_inner_texts()
    assert written != sorted(written), "sorted as text it would be another order"
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    assert values(figures) == sorted(as_written, reverse=True)


def test_a_column_of_words_is_sorted_too(figures: Visit) -> None:
    column = figures.page.locator("#figures td:nth-child(3)")
    figures.page.locator("#figures th").nth(2).get_by_role("button").click()
    sections = column.all_inner_texts()
    assert len(set(sections)) > 2
    # Rows of one section stand together, whatever the order of the sections.
    assert len(set(sections)) == len(list(itertools.groupby(sections)))


def test_figures_are_filtered_by_text(figures: Visit) -> None:
    everything = rows(figures).count()
    figures.page.fill("#filter", "学习 次")
    expect(seen(figures)).not_to_have_count(everything)
    shown = seen(figures).all_inner_texts()
    assert shown
    assert all("学习" in row and "次" in row for row in shown)
    expect(figures.page.locator("#figures .count")).to_have_text(f"{len(shown)} / {everything} 个")
    figures.page.fill("#filter", "没有这样的数字")
    expect(seen(figures)).to_have_count(0)
    expect(figures.page.locator("#figures .none")).to_have_text("没有符合的数字。")
    figures.page.fill("#filter", "")
    expect(seen(figures)).to_have_count(everything)


def test_figures_of_one_unit_are_compared_in_a_chart(figures: Visit) -> None:
    expect(figures.page.locator("#chart")).to_be_hidden()
    choose_unit(figures, "次")
    expect(figures.page.locator("#chart .vega-embed :is(canvas, svg)").first).to_be_visible(timeout=PATIENCE)
    written = figures.page.locator("#figures td:first-child").all_inner_texts()
    assert written
    assert all(figure.endswith("次") for figure in written)
    choose_unit(figures, "全部单位")
    expect(figures.page.locator("#chart")).to_be_hidden()
    expect(rows(figures)).not_to_have_count(len(written))


def test_the_filter_holds_for_another_unit_and_another_report(figures: Visit) -> None:
    figures.page.fill("#filter", "学习")
    choose_unit(figures, "次")
    expect(rows(figures).filter(has_text="80余篇")).to_have_count(0)
    assert all("学习" in row for row in seen(figures).all_inner_texts())
    expect(figures.page.locator("#chart")).to_be_visible(timeout=PATIENCE)
    figures.show(HOSTILE_NAME)
    expect(rows(figures).filter(has_text="37个")).to_have_count(1)
    expect(seen(figures)).to_have_count(0)
    expect(figures.page.locator("#chart")).to_be_hidden()
    figures.page.fill("#filter", "漏洞")
    expect(seen(figures).filter(has_text="37个")).to_have_count(1)


def test_a_row_opens_its_sentence_in_the_report(figures: Visit) -> None:
    row = rows(figures).filter(has_text="800亩")
    row.locator("td").nth(3).click()
    expect(figures.page.locator("#paper mark.now .answer")).to_have_text("800亩")
    assert "崇岗镇800亩土地灌溉难" in "".join(figures.opened.all_text_contents())
    assert figures.in_view(figures.page.locator("#paper mark.now .answer"))
    # The same by the keyboard.
    rows(figures).filter(has_text="47条").get_by_role("link").press("Enter")
    expect(figures.page.locator("#paper mark.now .answer")).to_have_text("47条")


LONG = "坚持以绿色发展为引领，" * 25 + "全年植树37万棵。"
ROW = "指标：地区生产总值；总量：158.8亿元；说明：" + "比上年有所提高，" * 8 + "增长5.2%"


def test_a_long_sentence_and_a_row_of_a_table_are_highlighted_whole(tmp_path: Path, visitor: Visitor) -> None:
    heads, cells = zip(*(part.split("：") for part in ROW.split("；")), strict=True)
    table = f"<table><tr><th>{'<th>'.join(heads)}<tr><td>{'<td>'.join(cells)}</table>"
    folder = with_reports(tmp_path)
    (folder / "corpus" / "甲县.html").write_text(
        f"<h1>甲县工作报告</h1><p>{LONG}</p>{table}", encoding="utf-8"
    )
    with Server(folder) as server:
        visit = visitor(server.url)
        visit.tab("数据一览")
        for figure, whole in (("37万棵", LONG), ("158.8亿元", ROW), ("5.2%", ROW)):
            visit.page.get_by_role("link", name=f"看原文：{figure}").click()
            expect(visit.page.locator("#paper mark.now .answer")).to_have_text(figure)
            assert "".join(visit.opened.all_text_contents()) == whole
        assert rows(visit).filter(has_text="5.2%").last.locator("td").last.inner_text() == ROW


def test_every_figure_stands_where_the_table_says(figures: Visit) -> None:
    whole = "\n".join(figures.page.locator("#paper .sheet > [data-start]").all_text_contents())
    for link in figures.page.locator("#figures td a").all():
        start, end = (int(offset) for offset in (link.get_attribute("data-answer") or "").split("-"))
        assert whole[start:end] == link.inner_text()


def test_the_table_is_taken_away_as_csv(figures: Visit, tmp_path: Path) -> None:
    file = figures.download(figures.page.get_by_role("button", name="下载 CSV"))
    assert file.suggested_filename == f"{BUNDLED}-数据一览.csv"
    table = read_csv(file.path())
    assert len(table) == rows(figures).count()
    (acres,) = [row for row in table if row["写法"] == "800亩"]
    assert (acres["数值"], acres["单位"], acres["报告"]) == ("800", "亩", BUNDLED)
    whole = "\n".join(figures.page.locator("#paper .sheet > [data-start]").all_text_contents())
    assert all(whole[int(row["起"]) : int(row["止"])] == row["写法"] for row in table)


def test_no_field_of_the_csv_is_run_as_a_formula(visit: Visit) -> None:
    visit.show(HOSTILE_NAME)
    visit.tab("数据一览")
    expect(rows(visit).filter(has_text="37个")).to_have_count(1)
    table = read_csv(visit.download(visit.page.get_by_role("button", name="下载 CSV")).path())
    assert {row["写法"] for row in table} >= {"37个", "52个", "53个"}
    fields = [field for row in table for field in row.values()]
    assert not [field for field in fields if field.startswith(FORMULA)]
    assert f"'{HOSTILE_NAME}" in fields
    assert [field for field in fields if field.startswith(("'=cmd", "'@SUM"))]


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
