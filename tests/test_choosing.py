"""What a reader chooses reports from; the page itself is driven in tests/browser."""

from __future__ import annotations

from huimou.shelf import make_shelf
from huimou.ui.choosing import choosing_html
from huimou.ui.strings import EN, ZH
from tests.markup import HOSTILE, Element, acting, elements, of_class
from tests.test_shelf import BODY, COUNTY, DOCUMENTS, report


def boxes(html: str, kind: str) -> list[Element]:
    return [one for one in elements(html) if one.attributes.get("name") == kind]


def values(html: str, kind: str) -> list[str]:
    return [box.attributes["value"] for box in boxes(html, kind)]


def hidden(html: str) -> list[str]:
    """The groups that are not seen."""
    return [
        one.attributes["class"]
        for one in elements(html)
        if one.tag == "fieldset" and "hidden" in one.attributes
    ]


def test_of_one_report_there_is_nothing_to_choose() -> None:
    assert choosing_html(make_shelf([COUNTY]), ZH) == choosing_html(make_shelf([]), ZH) == ""


def test_years_places_and_reports_can_be_chosen() -> None:
    html = choosing_html(make_shelf(DOCUMENTS), ZH)
    assert values(html, "year") == ["2025年", "2024年"]
    assert values(html, "place") == ["上海", "江苏", "浙江", "平罗县", "望江市"]
    assert sorted(values(html, "report")) == sorted(one.name for one in DOCUMENTS)
    assert {box.attributes["data-place"] for box in boxes(html, "report")} == set(values(html, "place"))
    assert hidden(html) == []
    assert acting(html, "choose")[0].text == "问全部 6 份报告"
    english = choosing_html(make_shelf(DOCUMENTS), EN)
    assert values(english, "year") == ["2025年", "2024年"]
    labels = [one.text for one in elements(english) if one.tag == "label"]
    assert labels[:3] == ["2025", "2024", "上海"]


def test_every_box_has_a_label_and_every_group_a_name() -> None:
    html = choosing_html(make_shelf(DOCUMENTS), ZH)
    assert all("label" in box.inside for kind in ("year", "place", "report") for box in boxes(html, kind))
    assert [one.text for one in elements(html) if one.tag == "legend"] == ["年份", "地方", "单份报告"]
    assert all(one.inside[-1] == "fieldset" for one in elements(html) if one.tag == "legend")


def test_what_all_reports_share_is_no_choice() -> None:
    assert hidden(choosing_html(make_shelf(DOCUMENTS[:2]), ZH)) == ["years"]
    assert hidden(choosing_html(make_shelf(DOCUMENTS[1:3]), ZH)) == ["places"]


def test_a_long_list_is_filtered() -> None:
    many = [report(f"县{number}", f"报告\n\n{BODY}") for number in range(13)]
    for documents, needless in ((many, False), (many[:12], True)):
        html = choosing_html(make_shelf(documents), ZH)
        (filter_box,) = [one for one in elements(html) if one.attributes.get("type") == "search"]
        assert ("hidden" in filter_box.attributes) == needless


def test_a_report_writes_no_markup_into_the_choice() -> None:
    shelf = make_shelf([report(HOSTILE, "甲\n\n" + BODY), COUNTY])
    assert HOSTILE in values(choosing_html(shelf, ZH), "report")
    assert len(of_class(choosing_html(shelf, ZH), "which")) == 1
