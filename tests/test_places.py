"""The gazetteer, and which places a text names."""

from __future__ import annotations

import time
from importlib.resources import files

import pytest

from huimou.scope import find_places
from huimou.scope.gazetteer import ABBREVIATIONS, ENGLISH, ancestors, divisions


def names(text: str, *also: str) -> list[str]:
    return [place.name for place in find_places(text, also=also)]


def test_the_asset_is_small_and_says_where_it_comes_from() -> None:
    text = (files("huimou") / "assets" / "places.txt").read_text(encoding="utf-8")
    assert len(text.encode()) <= 80_000
    assert text.startswith("#")
    assert "MIT" in text.splitlines()[0]


def test_every_level_is_there_and_every_division_lies_in_a_province() -> None:
    table = divisions()
    provinces = [code for code in table if code.endswith("0000")]
    assert len(provinces) == 34
    assert 330 <= sum(code.endswith("00") for code in table) - 34 <= 345
    assert 2800 <= sum(not code.endswith("00") for code in table) <= 2900
    assert all(ancestors(code)[-1] == code[:2] + "0000" for code in table if code not in provinces)
    assert set(ENGLISH.values()) <= set(provinces)
    assert set(ABBREVIATIONS) == set(provinces)


@pytest.mark.parametrize(
    ("code", "name", "short", "around"),
    [
        ("640221", "平罗县", "平罗", ("石嘴山市", "宁夏回族自治区")),
        ("640000", "宁夏回族自治区", "宁夏", ()),
        ("450000", "广西壮族自治区", "广西", ()),
        ("150000", "内蒙古自治区", "内蒙古", ()),
        ("650000", "新疆维吾尔自治区", "新疆", ()),
        ("810000", "香港特别行政区", "香港", ()),
        ("310115", "浦东新区", "浦东", ("上海市",)),
        ("419001", "济源市", "济源", ("河南省",)),
        ("429021", "神农架林区", "神农架", ("湖北省",)),
        ("422800", "恩施土家族苗族自治州", "恩施", ("湖北省",)),
        ("140109", "万柏林区", "万柏林", ("太原市", "山西省")),
        ("500233", "忠县", "忠", ("重庆市",)),
        ("152200", "兴安盟", "兴安", ("内蒙古自治区",)),
    ],
)
def test_divisions(code: str, name: str, short: str, around: tuple[str, ...]) -> None:
    division = divisions()[code]
    assert (division.name, division.short) == (name, short)
    assert tuple(divisions()[outer].name for outer in ancestors(code)) == around


def test_every_province_is_found_by_both_names() -> None:
    for code, division in divisions().items():
        if code.endswith("0000"):
            for name in (division.name, division.short):
                (place,) = find_places(f"2024年{name}的粮食产量是多少？")
                assert (place.name, place.start) == (name, 5)
                assert code in place.codes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("平罗县政协开展了几次调研？", ["平罗县"]),
        ("宁夏平罗县有多少人？", ["宁夏", "平罗县"]),
        ("石嘴山市政协2025年做了什么", ["石嘴山市"]),
        ("石嘴山和银川哪个多", ["石嘴山", "银川"]),
        ("济南市市中区的学校", ["济南市", "市中区"]),
        ("上海市浦东新区", ["上海市", "浦东新区"]),
        ("对口支援西藏的项目", ["西藏"]),
        ("与江苏的合作", ["江苏"]),
        ("中国内蒙古的煤炭", ["内蒙古"]),
        ("吉林市的雾凇", ["吉林市"]),
        ("吉林市场有多大", ["吉林"]),
        ("河北区域协同", ["河北"]),
        ("海南州和海西州", ["海南州", "海西州"]),
        ("黔东南的村寨", ["黔东南"]),
        ("重庆忠县的柑橘", ["重庆", "忠县"]),
        ("忠县的柑橘", ["忠县"]),
        ("景德镇的陶瓷", ["景德镇"]),
        ("大兴安岭的森林", ["大兴安岭"]),
        ("朝阳市的气温", ["朝阳市"]),
        ("辽宁省鞍山市海城市", ["辽宁省", "鞍山市", "海城市"]),
        ("平罗县姚伏镇小店子村的路", ["平罗县", "姚伏镇", "小店子村"]),
        ("在灵沙乡建了什么？", ["灵沙乡"]),
        ("东山街道有多少人？", ["东山街道"]),
        ("What was Sichuan's GDP?", ["四川"]),
        ("Shaanxi or Shanxi province?", ["陕西", "山西"]),
        ("How many people live in inner  mongolia and Tibet", ["内蒙古", "西藏"]),
    ],
)
def test_places_are_found(text: str, found: list[str]) -> None:
    assert names(text) == found
    for place in find_places(text):
        if not text.isascii():  # an English name is given in Chinese
            assert text[place.start : place.end] == place.name


@pytest.mark.parametrize(
    "text",
    [
        "全国、全省、全市、全县的情况怎么样？",
        "县委、县政府的工作",
        "维护社会长治久安",
        "建成县级以上公园",
        "推进县域经济和县城建设",
        "建设现代县城，做到强县富民",
        "城区和郊区有多少所学校？",
        "老城区改造了多少栋楼？",
        "矿区生态修复",
        "和平与发展的时代",
        "改革开放的成果",
        "平安建设做得怎么样？",
        "朝阳产业有哪些？",
        "天下大同是什么意思",
        "中山装是谁设计的？",
        "确保定期检查",
        "国内江河的治理",
        "向南通过了几座桥",
        "创新乡村治理方式",
        "建设美丽江山",
        "治理文山会海",
        "巩固原有成果",
        "出海口岸的货物",
        "集中山区的力量",
        "沿海城市的发展",
        "美丽乡村和城镇老旧小区",
        "各乡镇街道和社区、园区",
        "行政村和自然村有多少个？",
        "哪些村集体收入超过了十万元？",
        "家乡的变化，返乡创业的人",
        "北京大学的毕业生，南京路的商店",
        "今年镇上的医院",
        "东西安不安全",
        "提升村卫生室，实施乡（镇）管理",
        "How many proposals were filed? Thousands of henchmen",
    ],
)
def test_ordinary_words_are_no_places(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "also", "found"),
    [
        ("平罗去年做了什么？", "平罗", ["平罗"]),
        ("平罗去年做了什么？", "惠农", []),
        ("平罗县去年做了什么？", "平罗", ["平罗县"]),
    ],
)
def test_a_county_is_known_by_its_short_name_where_the_shelf_has_it(
    text: str, also: str, found: list[str]
) -> None:
    assert names(text, also) == found


def test_a_name_that_several_share_keeps_all_codes() -> None:
    assert [place.codes for place in find_places("吉林、吉林省、吉林市")] == [
        ("220000", "220200"),
        ("220000",),
        ("220200",),
    ]
    assert len(find_places("朝阳区")[0].codes) > 1
    assert find_places("黄渠桥镇")[0].codes == ()


def test_a_question_takes_less_than_a_millisecond() -> None:
    question = "宁夏回族自治区石嘴山市平罗县姚伏镇2024年的粮食产量比四川省成都市的多多少？" * 2
    find_places(question)
    best = min(_timed(question) for _ in range(20))
    assert best < 0.001


def _timed(question: str) -> float:
    begin = time.perf_counter()
    find_places(question)
    return time.perf_counter() - begin
