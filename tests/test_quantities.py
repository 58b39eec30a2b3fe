"""Figures, dates and ordinals: found where they stand, none invented; spans cut to fit them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimou.quantities import (
    Quantity,
    base_unit,
    find_dates,
    find_ordinals,
    find_quantities,
    measure_asked,
    same_amount,
    tidy_span,
)

REPORT = Path(__file__).parent.parent / "corpus" / "平罗县政协2025年工作回眸.txt"

# Read out of the report by hand, in order.
IN_REPORT = [
    "20余次",
    "110余次",
    "12条",
    "11条",
    "47条",
    "85篇",
    "60余次",
    "4场",
    "8期",
    "30余场次",
    "6次",
    "800亩",
    "30余场次",
    "80余篇",
    "2期",
    "4次",
    "6期",
    "60余次",
]


def _cut(text: str, spans: list[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in spans]


def _found(text: str) -> list[str]:
    return [text[quantity.start : quantity.end] for quantity in find_quantities(text)]


def _one(text: str) -> Quantity:
    (quantity,) = find_quantities(text)
    return quantity


def test_report_quantities_are_all_found_and_none_is_invented() -> None:
    assert _found(REPORT.read_text(encoding="utf-8")) == IN_REPORT


def test_report_dates_and_ordinals() -> None:
    text = REPORT.read_text(encoding="utf-8")
    assert _cut(text, find_dates(text)) == ["2025年"] * 8
    assert _cut(text, find_ordinals(text)) == [
        "十二届四次会议",
        "第一",
        "十二届四次会议",
        "二十届四中全会",
        "第一",
        "第十三辑",
        "第十一届",
    ]


@pytest.mark.parametrize(
    ("text", "whole", "number", "value", "unit", "kind"),
    [
        ("开展学习110余次，", "110余次", "110", 110, "次", "count"),
        ("提出12条具体建议", "12条", "12", 12, "条", "count"),
        ("提出建议十二条。", "十二条", "十二", 12, "条", "count"),
        ("生产总值5.39万亿元、", "5.39万亿元", "5.39", 5.39e12, "万亿元", "money"),
        ("培训1.2万名教师", "1.2万名", "1.2", 12_000, "万名", "count"),
        ("服务3000多家企业", "3000多家", "3000", 3000, "家", "count"),
        ("收入5000元。", "5000元", "5000", 5000, "元", "money"),
        ("外资118.1亿美元", "118.1亿美元", "118.1", 118.1e8, "亿美元", "money"),
        ("补助三十五万元", "三十五万元", "三十五万", 350_000, "元", "money"),
        ("突破千亿元大关", "千亿元", "千亿", 1e11, "元", "money"),
        ("增长百分之五", "百分之五", "百分之五", 5, "%", "percent"),
        ("完成百分之三点五", "百分之三点五", "百分之三点五", 3.5, "%", "percent"),
        ("达到百分之百", "百分之百", "百分之百", 100, "%", "percent"),
        ("增长5%左右，", "5%左右", "5", 5, "%", "percent"),
        ("增长 5 %，", "5 %", "5", 5, "%", "percent"),
        ("增长10.1％。", "10.1％", "10.1", 10.1, "％", "percent"),
        ("增速-3.2%。", "-3.2%", "-3.2", -3.2, "%", "percent"),
        ("高0.8个百分点", "0.8个百分点", "0.8", 0.8, "个百分点", "percent"),
        ("提高两个百分点", "两个百分点", "两", 2, "个百分点", "percent"),
        ("增长1.8倍", "1.8倍", "1.8", 1.8, "倍", "percent"),
        ("增长一倍。", "一倍", "一", 1, "倍", "percent"),
        ("占比近七成，", "近七成", "七", 7, "成", "percent"),
        ("占三分之一。", "三分之一", "三分之一", 1 / 3, "", "percent"),
        ("完成3/4，", "3/4", "3/4", 0.75, "", "percent"),
        ("压减一半以上", "一半以上", "一半", 0.5, "", "percent"),
        ("面积2.3平方公里", "2.3平方公里", "2.3", 2.3, "平方公里", "measure"),
        ("总产30.5亿斤", "30.5亿斤", "30.5", 30.5e8, "亿斤", "measure"),
        ("装机477万千瓦。", "477万千瓦", "477", 4_770_000, "万千瓦", "measure"),
        ("建成110千伏变电站", "110千伏", "110", 110, "千伏", "measure"),
        ("浓度27微克/立方米以下", "27微克/立方米以下", "27", 27, "微克/立方米", "measure"),
        ("连续6年居首", "6年", "6", 6, "年", "measure"),
        ("连续三年居首", "三年", "三", 3, "年", "measure"),
        ("连续48个月", "48个月", "48", 48, "个月", "measure"),
        ("共100多名委员", "100多名", "100", 100, "名", "count"),
        ("视察两次。", "两次", "两", 2, "次", "count"),
        ("二十余次。", "二十余次", "二十", 20, "次", "count"),
        ("接待10余万人次", "10余万人次", "10", 100_000, "万人次", "count"),
        ("接待8万余人次", "8万余人次", "8", 80_000, "万人次", "count"),
        ("惠及１２，３４５人", "１２，３４５人", "１２，３４５", 12_345, "人", "count"),
        ("惠及1,234,567人", "1,234,567人", "1,234,567", 1_234_567, "人", "count"),
        ("提案 12 条", "12 条", "12", 12, "条", "count"),
        ("约110余次", "约110余次", "110", 110, "次", "count"),
        ("不少于3个", "不少于3个", "3", 3, "个", "count"),
        ("仅一家企业", "仅一家", "一", 1, "家", "count"),
        ("上百家企业", "上百家", "百", 100, "家", "count"),
        ("经营主体突破1900万。", "1900万", "1900", 19_000_000, "万", "count"),
        ("征集几十条意见", "几十条", "几十", None, "条", "count"),
        ("走访三四个村", "三四个", "三四", None, "个", "count"),
        ("讲座六期，", "六期", "六", 6, "期", "count"),
        ("聚焦五大任务", "五大", "五", 5, "大", "count"),
        ("报告写的是“12条”吗", "12条", "12", 12, "条", "count"),
        ("60周岁以上老人", "60周岁以上", "60", 60, "周岁", "measure"),
        ("奋战9昼夜，", "9昼夜", "9", 9, "昼夜", "measure"),
        ("查处车辆326台次，", "326台次", "326", 326, "台次", "count"),
        ("算力突破7000PF、", "7000PF", "7000", 7000, "PF", "measure"),
        ("面向两百多万高校师生", "两百多万", "两百", 2_000_000, "万", "count"),
        ("5000年文明", "5000年", "5000", 5000, "年", "measure"),
        ("有近2000年历史", "近2000年", "2000", 2000, "年", "measure"),
        ("260个亿元以上项目", "260个", "260", 260, "个", "count"),
        ("12345678901234567890123456789012345678901条", "12345678901234567890123456789012345678901条",
         "12345678901234567890123456789012345678901", None, "条", "count"),
    ],
)  # fmt: skip
def test_quantity(text: str, whole: str, number: str, value: float | None, unit: str, kind: str) -> None:
    quantity = _one(text)
    assert text[quantity.start : quantity.end] == whole
    assert text[quantity.number_start : quantity.number_end] == number
    assert quantity.value == (None if value is None else pytest.approx(value))
    assert (quantity.unit, quantity.kind, quantity.upper) == (unit, kind, None)


@pytest.mark.parametrize(
    ("text", "whole", "low", "high", "unit"),
    [
        ("增长4.5%—5%。", "4.5%—5%", 4.5, 5, "%"),
        ("建成3至5个园区", "3至5个", 3, 5, "个"),
        ("每县1-2个", "1-2个", 1, 2, "个"),
        ("用三到五年时间", "三到五年", 3, 5, "年"),
        ("补助3至5万元", "3至5万元", 30_000, 50_000, "万元"),
        ("投资5000元至1万元", "5000元至1万元", 5000, 10_000, "万元"),
        ("增长约5%—6%左右", "约5%—6%左右", 5, 6, "%"),
    ],
)
def test_range_is_one_quantity(text: str, whole: str, low: float, high: float, unit: str) -> None:
    quantity = _one(text)
    assert text[quantity.start : quantity.end] == whole
    assert (quantity.value, quantity.upper, quantity.unit) == (low, high, unit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("从5%到8%", ["5%", "8%"]),
        ("增长7%和9%", ["7%", "9%"]),
        ("由3家到5家", ["3家", "5家"]),
        ("夺8金9银6铜", ["8金", "9银", "6铜"]),
        ("2025年12条", ["12条"]),
        ("2024 年提案 12 条，增长 5 %", ["12 条", "5 %"]),
        ("5G基站达到24.2万个", ["24.2万个"]),
        ("PM2.5浓度改善5.1%", ["5.1%"]),
        ("5个多功能厅，3公里多，110次，多层次", ["5个", "3公里多", "110次"]),
        ("节约50亿元，最近3年，不仅3个", ["50亿元", "3年", "3个"]),
        ("提前5天", ["5天"]),
    ],
)
def test_quantities_among_others(text: str, expected: list[str]) -> None:
    assert _found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2025年1月15日", "2024—2025年", "二〇二五年", "“十四五”收官、十五五项目", "上半年",
        "一季度、前三季度", "第十三辑", "第4位", "第 3 名", "十二届四次会议", "二十届四中全会",
        "党的二十大精神", "第一手资料", "一带一路", "三农", "四中全会", "六学联动", "“一委一品”",
        "九三学社", "5G网络", "4A级景区", "12345热线", "一些、一批、一系列、一定、统一、一次性",
        "一个问题，一条条建言", "三年行动", "实施3年行动计划", "三年清零攻坚行动", "中央八项规定",
        "“两个覆盖”", "两个维护", "四个意识", "“三个一批”", "五位一体", "“5个一”工程", "最后一公里",
        "世界500强", "前10位、前5个月", "轨道交通3号线", "2.0版", "“1+1+N”", "比例1∶3.4", "二期工程",
        "机场三期、", "十分重要", "百家争鸣", "千万工程", "千方百计", "零件", "两岸三地", "多少条、几次",
        "两位数增长", "百亿级产业", "千万千瓦级", "80年代", "A4纸", "四季", "九年义务教育",
        "建军一百年奋斗目标", "两个市场、两种资源", "劣五类水体",
        "村卫生三级网络", "三轮车", "", "。", "年", "百分之", "1/", "分之一",
    ],
)  # fmt: skip
def test_no_quantity(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025年和2024年", ["2025年", "2024年"]),
        ("二〇二五年一月十五日", ["二〇二五年一月十五日"]),
        ("2025年1月至3月", ["2025年1月", "3月"]),
        ("2024—2025年", ["2024—2025年"]),
        ("1月15日召开，1—11月", ["1月15日", "1—11月"]),
        ("15日", ["15日"]),
        ("2024 年 5 月", ["2024 年 5 月"]),
        ("２０２５年", ["２０２５年"]),
        ("2025-01-15", ["2025-01-15"]),
        ("3年、12个月、45日、200元/日、“十四五”、上半年、12025年", []),
    ],
)
def test_dates(text: str, expected: list[str]) -> None:
    assert _cut(text, find_dates(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《文史资料》（第十三辑）", ["第十三辑"]),
        ("居第4位、第 5 名", ["第4位", "第 5 名"]),
        ("县政协十二届四次会议", ["十二届四次会议"]),
        ("市十六届人大二次会议", ["十六届人大二次会议"]),
        ("二十届二中、三中全会", ["二十届二中、三中全会"]),
        ("第十四届人民代表大会第三次会议", ["第十四届", "第三次会议"]),
        ("第一人民医院", ["第一"]),
        ("连续十四届，召开会议三次", []),
    ],
)
def test_ordinals(text: str, expected: list[str]) -> None:
    assert _cut(text, find_ordinals(text)) == expected


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("12条", "十二条", True),
        ("12条", "12项", False),
        ("12条", "20条", False),
        ("110余次", "约110次", True),
        ("1.2万亿元", "12000亿元", True),
        ("1.2万元", "1.2亿元", False),
        ("3人", "3名", True),
        ("3名", "3位", True),
        ("3家", "3户", False),
        ("5%", "百分之五", True),
        ("5％", "5%左右", True),
        ("5%", "5个百分点", False),
        ("5百分点", "5个百分点", True),
        ("5万", "5万户", True),
        ("5千米", "5公里", True),
        ("3至5个", "3—5个", True),
        ("3至5个", "3个", False),
        ("几十条", "几十条", False),
        ("三分之一", "1/3", True),
    ],
)
def test_same_amount(a: str, b: str, same: bool) -> None:
    assert same_amount(_one(a), _one(b)) is same
    assert same_amount(_one(b), _one(a)) is same


@pytest.mark.parametrize(
    ("unit", "base"),
    [
        ("万亿元", "元"),
        ("万名", "人"),
        ("百分点", "个百分点"),
        ("千瓦", "千瓦"),
        ("万吨/日", "吨/日"),
        ("万", ""),
    ],
)
def test_base_unit(unit: str, base: str) -> None:
    assert base_unit(unit) == base


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("提出多少条具体建议？", "条"),
        ("开展了几次？", "次"),
        ("哪几条建议？", "条"),
        ("这是第几辑？", None),
        ("投资多少亿元？", "亿元"),
        ("花了多少钱？", "元"),
        ("高几个百分点？", "个百分点"),
        ("百分之多少？", "%"),
        ("有多少人参加？", "人"),
        ("接待多少人次？", "人次"),
        ("面积多少平方公里？", "平方公里"),
        ("举办了多少场次活动？", "场次"),
        ("增长了多少？", None),
        ("有多少企业？", None),
        ("引进多少人才？", None),
        ("伤了几个人？", "人"),
        ("再过几年要做到多大规模？", None),
        ("新增多少支出？", None),
        ("谁参加了？", None),
        ("How many proposals were there?", None),
        ("", None),
    ],
)
def test_measure_asked(question: str, unit: str | None) -> None:
    assert measure_asked(question) == unit


@pytest.mark.parametrize(
    ("text", "span", "tidy"),
    [
        # The first is the text, the second the part of it that is handed in.
        ("共开展学习110余次，多层次", "110", "110余次"),
        ("共开展学习110余次，多层次", "0余次", "110余次"),
        ("共开展学习110余次，多层次", "110余次，", "110余次"),
        ("增长5.4%。", "5.4", "5.4%"),
        ("增长5.4%。", "4%", "5.4%"),
        ("达到5.39万亿元、居首", "达到5.39万亿", "5.39万亿元"),
        ("提出了12条建议", "了12", "12条"),
        ("提出了12条建议", "条建议", "12条建议"),
        ("于2025年1月15日召开", "1月15", "2025年1月15日"),
        ("编印（第十三辑）。", "（第十三", "第十三辑"),
        ("编印（第十三辑）。", "（第十三辑）", "第十三辑"),
        ("拨打12345热线", "234", "12345"),
        ("建设5G网络", "G网络", "5G网络"),
        ("强化‘校园餐’安全", "‘校园餐’", "校园餐"),
        ("强化“校园餐”安全", "“校园餐”", "校园餐"),
        ("强化“校园餐”安全", "校园餐”", "校园餐"),
        ("强化“校园餐”安全", "“校园餐", "校园餐"),
        ("强化“校园餐”安全", "“校园餐”安全", "“校园餐”安全"),
        ("强化“校园餐”安全", "园餐”安全", "“校园餐”安全"),
        ("强化“中小学校园餐”安全保障", "餐”安全保障", "安全保障"),
        ("编印《文史资料》一书", "《文史资料", "《文史资料》"),
        ("编印《文史资料》一书", "《文史资料》", "《文史资料》"),
        ("围绕“甲乙建设”“丙丁保障”协商", "甲乙建设”“丙丁保障", "“甲乙建设”“丙丁保障”"),
        ("赴江苏、北京等地招商", "江苏、北京等", "江苏、北京"),
        ("赴江苏、北京等地招商", "江苏、", "江苏"),
        ("促进男女平等，", "男女平等", "男女平等"),
        ("彰显为民情怀", "为民情怀", "为民情怀"),
        ("主题是思想政治", "是思想政治", "思想政治"),
        ("甲。（乙丙", "乙丙", "乙丙"),
        ("甲（乙。）丙", "（乙", "乙"),
        ("  视察调研  ", "  视察调研  ", "视察调研"),
        ("了", "了", "了"),
        ("。。", "。。", ""),
    ],
)
def test_tidy_span(text: str, span: str, tidy: str) -> None:
    at = text.index(span)
    start, end = tidy_span(text, at, at + len(span))
    assert text[start:end] == tidy


# Characters that the rules turn on, so that chance meets them.
_TEXTS = st.text(
    st.sampled_from(
        "0123456789０５.,，。、；：“”‘’《》（）()%/-—至到约超近第届次年月日一二两三十百千万亿"
        "余多条元个人级分之点半几数了等ab \n"
    ),
    max_size=40,
)


@given(st.one_of(_TEXTS, st.text(max_size=40)))
def test_found_spans_are_inside_ordered_and_disjoint(text: str) -> None:
    quantities = [(quantity.start, quantity.end) for quantity in find_quantities(text)]
    for spans in (quantities, find_dates(text), find_ordinals(text)):
        edges = [edge for span in spans for edge in span]
        assert edges == sorted(edges)
        assert all(0 <= start < end <= len(text) for start, end in spans)
    for quantity in find_quantities(text):
        assert quantity.start <= quantity.number_start < quantity.number_end <= quantity.end
    measure_asked(text)


@given(_TEXTS)
def test_a_quantity_is_the_same_amount_as_itself_if_it_can_be_read(text: str) -> None:
    for quantity in find_quantities(text):
        assert same_amount(quantity, quantity) is (quantity.value is not None)


@given(st.one_of(_TEXTS, st.text(max_size=40)), st.integers(-3, 45), st.integers(-3, 45))
def test_tidy_span_stays_inside_and_keeps_something(text: str, start: int, end: int) -> None:
    left, right = tidy_span(text, start, end)
    assert 0 <= left <= right <= len(text)
    given_text = text[max(start, 0) : max(end, 0)]
    if any(char.isalnum() for char in given_text):
        assert any(char.isalnum() for char in text[left:right])
    for mark in "。；\n":
        assert text[left:right].count(mark) <= given_text.count(mark)


@given(_TEXTS, st.integers(0, 40), st.integers(0, 40))
def test_tidy_span_covers_the_figures_it_touches(text: str, start: int, end: int) -> None:
    left, right = tidy_span(text, start, end)
    if any(char.isalnum() for char in text[left:right]):
        for quantity in find_quantities(text):
            cut = quantity.start < right and quantity.end > left
            assert not cut or (left <= quantity.start and quantity.end <= right)


@given(_TEXTS, st.integers(0, 40), st.integers(0, 40))
def test_a_tidy_span_is_tidy(text: str, start: int, end: int) -> None:
    span = tidy_span(text, start, end)
    assert tidy_span(text, *span) == span
