"""How well a span fits what is asked, by its form alone: a correction to the reader's own log odds.

The reader knows meaning; but asked "几次" it now and then takes the neighbour's "8期", and asked for a
day or a name that the report does not tell it takes what stands nearest. What cannot be an answer by its
form is marked down here, so that a better span wins or the question is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from huimou.compose.asked import FIGURES, Asked
from huimou.quantities import Quantity, base_unit, find_dates, find_ordinals, find_quantities
from huimou.text import comparable

WRONG = -4.0
"""Added to the log odds of what cannot be the answer."""
DOUBTFUL = -1.5
ALIKE = 0.4
"""Added where the unit is another word for the one asked for: 场 for 次."""
RIGHT = 0.7
RESTATED = -3.0
"""Times the share of the question that the span says over again."""

_SAME = (
    ("人", "名", "位", "人次"),
    ("家", "户", "个"),
    ("次", "场", "回", "趟", "遍", "场次"),
    ("台", "部", "辆", "架", "套"),
    ("批", "拨", "茬", "批次"),
    ("口", "眼"),
    ("天", "日", "工作日"),
    ("条", "项", "件", "个"),
    ("处", "个", "所", "座"),
)
_EVERYDAY = {"块钱": "元", "块": "元", "毛钱": "元", "个点": "%", "点": "%", "成": "%"}
"""What people say for the units of a report."""
_SOFT = {"个", "项", "种", "人"}
"""Measure words that people use for anything."""
_GROWTH = re.compile(
    r"(?:增长|增加|提高|提升|上升|下降|减少|降低|回落|(?<!新)增|降|涨|压减|缩小|下跌)"
    r"(?:了|约|近|超过|超|幅度|率|速度|为|达到?|至少|不低于|\s)*$"
)
_RATE = re.compile(r"率|占|比重|比例|百分|份额|程度|增|降|%|rate|share|percent|ratio", re.IGNORECASE)
_NAME = re.compile(r"^[\u4e00-\u9fff·、，及和与A-Za-z. ]{2,24}$")
_TIME = re.compile(r"[年月日号天]|季度|上午|下午|晚|期间|时|春|夏|秋|冬|初|末|底|近日|昨|今")


def fit(asked: Asked, text: str, before: str) -> float:
    """What to add to the log odds of an answer span.

    Args:
        asked: The question.
        text: The span.
        before: What stands before it in its sentence.
    """
    figures = find_quantities(text)
    if asked.lists:
        return 0.0
    if not asked.confirms and says_nothing_new(asked.search, text):
        return WRONG
    if _NUMBER_OF.search(asked.search) and not _IS_NUMBER.search(text):
        return WRONG
    if asked.wanted == "person":
        if figures or re.search(r"\d", text) or len(text) > 40:
            return WRONG
        if _POST.search(asked.search) and not is_name(text):
            return WRONG if _OFFICE.search(text) else _named(text) + DOUBTFUL
        return _named(text)
    if asked.wanted == "date":
        return _date_fit(asked.search, text)
    if asked.wanted == "place":
        return WRONG if figures and len(figures[0].unit) + 6 > len(text) else 0.0
    if asked.wanted in FIGURES:
        return _figure_fit(asked, text, before, figures)
    return RESTATED * restated(asked.search, text)


_NUMBER_OF = re.compile(r"电话|号码|手机号|邮编|邮箱|网址|账号|phone number|e-?mail", re.IGNORECASE)
_IS_NUMBER = re.compile(r"\d[\d-]{2,}|[A-Za-z]+[@.][A-Za-z]+")
_CHOICE = re.compile(r"还是|或者?|有没有|是不是|\bor\b|吗")


def says_nothing_new(question: str, text: str) -> bool:
    """Whether a span only says over what the question says, where that is no answer.

    >>> says_nothing_new("两所高校叫什么名字？", "高校"), says_nothing_new("去了北京还是上海？", "北京")
    (True, False)
    """
    told = comparable(text)
    return len(told) > 1 and told in comparable(question) and not _CHOICE.search(question)


def restated(question: str, text: str) -> float:
    """How much of a question's words stand in a span, 0 to 1: an answer says what the question does not.

    >>> restated("校门口的隐患怎么解决的？", "针对校门口的隐患") >= 0.5 > restated("怎么解决的？", "人车分流")
    True
    """
    asked, told = _pairs(question), _pairs(text)
    return len(asked & told) / max(1, len(asked))


def _pairs(text: str) -> set[str]:
    folded = comparable(text)
    return {folded[place : place + 2] for place in range(len(folded) - 1)}


_MONTH = re.compile(r"几月(?!几|多少)|\bmonth\b", re.IGNORECASE)
_DAY = re.compile(r"哪(?:一)?[天日]|几[月号日]|什么日期|\bdate\b|\bday\b", re.IGNORECASE)


def _date_fit(question: str, text: str) -> float:
    """A date, as exact as the question wants it, and not one that the question itself names."""
    if comparable(text) in comparable(question):
        return WRONG
    if not find_dates(text):
        return DOUBTFUL if _TIME.search(text) else WRONG
    if not _DAY.search(question) or re.search("[日号]", text):
        return RIGHT
    month = re.search("月", text)
    return WRONG if not month else RIGHT if _MONTH.search(question) else DOUBTFUL


_POST = re.compile(
    r"(?:主席|主任|书记|县长|市长|省长|区长|镇长|乡长|局长|部长|处长|科长|院长|校长|所长|队长|会长|秘书长|经理|"
    r"董事长|总裁|记者|作者|代表|委员|老师|负责人|带头人|领导|州长|厅长|行长)(?:是|叫|姓)|叫什么名|叫啥名|姓名|姓什么"
)
_OFFICE = re.compile("[长席任记局委办]$|公司|集团|企业|单位|部门")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施牛樊葛"
    "邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝"
    "路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿"
    "桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
_PERSON = re.compile(
    rf"(?:[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}|(?:欧阳|上官|司马|诸葛|皇甫|尉迟|令狐|慕容)[\u4e00-\u9fff]{{1,2}}|"
    r"[\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,8})+|[A-Z][a-z]+(?: [A-Z][a-z]+)+)"
)


def is_name(text: str) -> bool:
    """Whether each part of a text looks like a person's name.

    >>> is_name("罗鸣文"), is_name("买买提·艾力、王芳"), is_name("物探公司")
    (True, True, False)
    """
    return all(_PERSON.fullmatch(part.strip()) for part in re.split(r"[、，,和与/]", text) if part.strip())


_AFTER_NAME = re.compile(
    "带队|领衔|牵头|率|主持|出席|参加|说|介绍|任|当选|提出|同志|委员|等|为|的|作|在|和|与|同|向|担任|代表|获|负责|撰写|[、，。；：！？）/\\s]|$"
)


def whole_name(text: str, start: int, end: int) -> tuple[int, int]:
    """A person's name that a reader cut by its first or last character, whole: 韩素|云带队.

    >>> told = "由副主席韩素云带队"
    >>> told[slice(*whole_name(told, 4, 6))], told[slice(*whole_name(told, 5, 7))]
    ('韩素云', '韩素云')
    """
    name = text[start:end]
    if len(name) != 2 or not re.fullmatch("[\u4e00-\u9fff]{2}", name):
        return start, end
    if name[0] in _SURNAMES and "\u4e00" <= text[end : end + 1] <= "\u9fff":
        whole = _AFTER_NAME.match(text, end + 1) and not _AFTER_NAME.match(text, end)
        return (start, end + 1) if whole else (start, end)
    if name[0] not in _SURNAMES and start and text[start - 1] in _SURNAMES:
        return start - 1, end
    return start, end


def _named(text: str) -> float:
    return 0.0 if _NAME.match(text) else DOUBTFUL


def _figure_fit(asked: Asked, text: str, before: str, figures: Sequence[Quantity]) -> float:
    if not figures:
        if find_ordinals(text):
            return 0.0 if re.search(r"第几|排名|位次|几位|几届|几名|\brank", asked.search) else WRONG
        return (
            DOUBTFUL
            if find_dates(text) or re.search(r"\d|翻番|翻一番|倍|持平|半|全部|全覆盖", text)
            else WRONG
        )
    total = 0.0
    percent = figures[0].kind == "percent"
    grown = bool(_GROWTH.search(before)) or bool(_GROWTH.search(text[: figures[0].start]))
    measure = _EVERYDAY.get(asked.measure or "", asked.measure)
    if measure == "%" or _POINTS.search(asked.search):
        total += RIGHT if percent or figures[0].unit.startswith("个") else WRONG
    elif measure is not None:
        units = [figure.unit.split("/")[0] for figure in figures]
        counts = not any(map(base_unit, units)) and _COUNT_TOLD.search(before + text[: figures[0].start])
        total += 0.0 if counts else _measure_fit(measure, units)
    elif asked.wanted == "growth":
        total += RIGHT if grown else (0.0 if percent else DOUBTFUL)
    elif asked.wanted == "money":
        total += RIGHT if any(figure.kind == "money" for figure in figures) else WRONG
    elif asked.wanted == "percent":
        total += RIGHT if percent else DOUBTFUL
    elif percent and not _RATE.search(asked.search):
        total += DOUBTFUL
    total += _total_fit(asked.search, before)
    if asked.wanted != "growth" and grown and not _GROWTH_ASKED.search(asked.search):
        total += DOUBTFUL
    return total


_COUNT_TOLD = re.compile("(?:数|数量|量)(?:已|总?共)*(?:达到?|突破|超过?|有|为|约|近)?$")
"""What makes a count of a figure without a unit: 粉丝数突破2.4万."""
_POINTS = re.compile("几个(?:百分)?点")
_TOTAL_ASKED = re.compile(r"(?:总共|一共|累计|总计|现在|目前|现|加起来)有|总数|保有量|总量|in total")
_NEW_ASKED = re.compile("新(?:增|建|发展|培育|引进|开|设|认定|签|改建|添|办|成立|来)|增加|增长|净增|再添")
_NEW_TOLD = re.compile(r"(?:新(?:增|建|发展|培育|引进|开|设|认定|签|改建)|净增)[^，。；、]{0,14}$")
_SUMMED = re.compile("累计|总|截至|共|达到?")
_TOTAL_TOLD = re.compile(r"(?:累计|总数|总量|保有量)[^，。；、]{0,10}$")


def _total_fit(question: str, before: str) -> float:
    """Whether all of something is asked for and what is new is told, or the other way round.

    >>> _total_fit("民宿总共有多少家？", "新发展民宿"), _total_fit("新增民宿多少家？", "新增民宿")
    (-1.5, 0.0)
    """
    clause = before[-24:]
    new_asked = _NEW_ASKED.search(question)
    if _TOTAL_ASKED.search(question) and not new_asked and _NEW_TOLD.search(clause):
        return DOUBTFUL
    if "累计" in question and not _SUMMED.search(before):
        return DOUBTFUL
    if new_asked and not _TOTAL_ASKED.search(question) and _TOTAL_TOLD.search(clause):
        return DOUBTFUL
    return 0.0


_GROWTH_ASKED = re.compile(
    r"增|降|提高|提升|升|减|涨|跌|回落|压|缩|省|目标|grow|increas|rise|fall|target", re.IGNORECASE
)


def _measure_fit(measure: str, units: Sequence[str]) -> float:
    """How well the units of a span fit the measure word of the question.

    >>> _measure_fit("条", ["条"]) > 0 > _measure_fit("次", ["期"])
    True
    """
    if any(unit == measure or unit.endswith(measure) or measure.endswith(unit) for unit in units if unit):
        return RIGHT
    if measure.endswith("元") and any(unit.endswith("元") for unit in units):
        return 0.0
    alike = {other for group in _SAME if measure in group for other in group}
    if any(unit.endswith(other) for unit in units for other in alike):
        return ALIKE
    return DOUBTFUL if measure in _SOFT else WRONG
