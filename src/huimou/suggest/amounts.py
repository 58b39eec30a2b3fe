"""Questions for figures: how many were held, what a rate came to, what a project cost.

A clause asks itself if its words stay as they are: 举办委员培训班2期 gives 共举办委员培训班多少期？ That
reads well only for what is named here; anything else is left out. Tried on the reports of 31 provinces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from huimou.quantities.units import SCALE
from huimou.suggest.clauses import Figure, figures, told_paragraphs
from huimou.suggest.model import Suggestion
from huimou.types import Document

_HAN = "[\u4e00-\u9fff]"
# Verbs that hardly ever stand inside a noun: they are looked for anywhere in the clause.
_ALWAYS = (
    "组织开展|开展|举办|召开|收到|征集|收集|撰写|编报|推送|刊发|发放|建成|新建成|组建|选派|招募|聘用"
    "|公开招聘|引进|安装|拆除|清运|盘活|发现|查摆|受理|化解|调处|吸纳|惠及|接听|办结|查处|签约落地|追回"
    "|新增|新改建|新建|城镇新增|转移安置|提交|立案|评选|表彰"
)
# These do (培训班, 改造项目), so that only adverbs may come before them.
_AT_HEAD = (
    "培训|改造|走访|慰问|办理|服务|帮助|资助|救助|整改|排查|清淤|修建|建设|开通|解决|协调解决|推动解决|完成|实现"
    "|形成|提出|制定|修订|设立|签约|招聘|带动|接待|注销|培育|实施|反映|编发|支持|落实|造林绿化|免费发放"
)
_ADVERBS = (
    "全年|年内|一年来|目前|累计|先后|共|总共|已|还|又|成功|持续|积极|全[省市县区镇乡州]|我[省市县区镇乡州]"
    "|[省市县区州镇]?政协(?:党组|常委会)?|常态化|经常性|及时|广泛|累计已|组织委员|同步|免费"
)
_NOT_IN_NOUN = (
    "超|近|约|达|为|由|在(?![建校园岗])|从(?!业)|对(?!口)|向|将|以|并(?!购)|分别|每|至|到|比|较|(?<!平)均(?!等)|其中|了|且"
    "|或|占|第|年度|仅|不足|同比|过去|价值|等"
)
_WORD = f"(?:“[^“”]{{1,20}}”|(?!{_NOT_IN_NOUN})[^、，。；：“”\\d])"
_LIST = (
    f"(?P<listed>{_WORD}{{1,10}}(?:、{_WORD}{{1,10}}){{0,5}}等(?:(?:各?领域|方面)的?)?)"
    f"(?P<sum>“[^“”]{{2,20}}”|{_WORD}{{2,12}})"
)
_NOUN = f"(?P<noun>(?!(?:落地|销号|投放|投资|各类问题)$|的){_WORD}{{2,16}}|{_LIST})"
_COUNTED = re.compile(f"(?P<verb>{_ALWAYS})(?!{_ALWAYS}){_NOUN}")
_COUNTED_AT_HEAD = re.compile(f"(?:{_ADVERBS})*(?P<verb>{_AT_HEAD}){_NOUN}")
_HELD = re.compile("组织开展|开展|举办|召开")
_CARRIED = re.compile(f"{_HELD.pattern}|收到|安装|完成|实现")
_BEFORE_NOUN = re.compile("[^人户对元]|方面|公里|平方米")
"""Units of which one asks 举办了多少期讲堂; of others, 惠及居民多少户."""
_ALL_OF_IT = re.compile("新|完成|实现")
"""With these 共 reads oddly."""
_REPORTED = re.compile(f"向{_HAN}{{1,4}}请示报告(?:重大事项|重要事项|工作)?$")
_OPENS = re.compile(f"(?:^|(?<=[、])|(?<={_HAN}))(?P<verb>{_ALWAYS}|提出)$")
_LISTS_BEFORE = re.compile("(?P<verb>提出|收集|发现)[^，。；]{4,60}等$")
_THING = re.compile(f"的?(?P<noun>(?:(?!{_NOT_IN_NOUN}|[的和与及]){_HAN}){{3,14}})")
_TOPIC = re.compile("围绕(?P<topic>“[^“”]{4,30}”)|(?:形成|提交|报送)(?P<title>《[^《》]{4,30}》)")
_UNASKED = re.compile("天|周|年|个?月|小时|分钟|岁|课时|秒|[%％‰]|个?百分点|倍|成|字|周年|个?工作日|期工程")

_RATED = (
    "占比|比重|比例|人口|总值|增加值|总额|收入|产值|产量|销售额|预期寿命|面积|总量|余额|固定资产投资|制造业投资"
    "|工业投资|进出口|出口|营收|存款|贷款"
)
_PUSHED = "(?:推动|促进|确保|实现|带动)?"
# Of 办结率 alone nobody could say what it is the rate of.
_THING_WORD = f"(?:(?!{_NOT_IN_NOUN}|其|该|提高|提升|增长|下降)[^、，。；：\\d])"
_SUBJECT = f"{_PUSHED}(?P<noun>{_THING_WORD}{{3,16}}率|{_THING_WORD}{{2,16}}(?:{_RATED}))"
_GREW = re.compile(f"(?:{_ADVERBS})*{_SUBJECT}(?:同比|比上年|较上年)?(?P<verb>增长|下降|提高|上升)")
_LEVEL = re.compile(f"(?:{_ADVERBS})*{_SUBJECT}(?P<verb>达到|达|为|突破|超过|稳定在|保持在|保持)?")
_CHANGED = re.compile(
    f"(?:{_ADVERBS})*{_PUSHED}(?P<noun>{_THING_WORD}{{4,18}})(?:[由从].{{1,14}}?)?"
    "(?P<verb>提高|提升|上升|增加|扩大|增|降低|下降|降|减少|压缩|缩短|压减|延长)(?:到|至|为)"
)
_SAYS_LITTLE = ("活动", "系列活动", "项目", "工作", "问题")
_SHARE = re.compile("(?:率|占比|比重|比例|人口|寿命|强度|指数|成本)$")
_WHOLE = {"增": "增加"}
_COST = re.compile(f"(?:^|.*[^{_HAN[1:-1]}])?(?P<verb>总投资|投资)约?$")
_COST_OF = re.compile(
    r"的(?P<noun>[^，。；、的]{4,24}?)(?=于|正式|如期|已|竣工|建成|开工|投产|完成|全线|主体|[，。；、]|$)"
)


def amount_questions(document: Document, number: int) -> Iterator[Suggestion]:
    """Questions for the figures of a report, in order of their places."""
    for paragraph in told_paragraphs(document):
        verb = ""
        for figure in figures(document.text, paragraph.start, paragraph.end):
            verb = _verb(figure, verb)
            question = (
                _counted(figure, verb)
                or _counting(figure)
                or _measured(figure)
                or _cost(figure, document.text)
            )
            if question:
                yield Suggestion(
                    question=question, kind="figure", document=number, start=figure.start, end=figure.end
                )


def _verb(figure: Figure, before: str) -> str:
    """The verb of the figure's clause: its own, or that of the figure before in a row."""
    found = _split(figure.head)
    return found[0] if found else before if figure.listed else ""


def _split(head: str) -> tuple[str, str] | None:
    """A clause as its verb and what is counted: 先后举办委员培训班 is 举办 and 委员培训班."""
    places = [match.start() for match in re.finditer(_ALWAYS, head)]
    for place in reversed(places):
        if found := _COUNTED.fullmatch(head, place):
            return found["verb"], _shown(found)
    found = _COUNTED_AT_HEAD.fullmatch(head)
    return (found["verb"], _shown(found)) if found else None


def _shown(found: re.Match[str]) -> str:
    """What is counted; of a long list before it, or of one name, the sum is enough: 等领域“金点子”."""
    listed = found["listed"]
    enough = listed and not 1 <= listed.count("、") <= 2 and found["sum"] not in _SAYS_LITTLE
    return found["sum"] if enough else found["noun"]


def _unit(figure: Figure) -> str:
    """The unit without 万 and 亿; "" if a question cannot well ask in it."""
    bare = _bare(figure.quantity.unit)
    return "" if _UNASKED.fullmatch(bare) or figure.quantity.kind == "percent" else bare


def _bare(unit: str) -> str:
    return re.sub(f"^(?:{SCALE})(?=.)", "", unit)


def _counted(figure: Figure, verb: str) -> str | None:
    """举办委员培训班2期, and in a row 、委员讲堂8期."""
    unit = _unit(figure)
    if figure.tail or not unit or figure.quantity.value == 1:
        return None
    if found := _REPORTED.search(figure.head):
        return f"{found[0]}了多少{unit}？" if found[0].endswith("请示报告") else f"{found[0]}多少{unit}？"
    own = _split(figure.head)
    noun = own[1] if own else figure.head if figure.listed and _CARRIED.fullmatch(verb) else ""
    if not noun or (not own and not re.fullmatch(f"{_WORD}{{3,12}}", noun)):
        return None
    if _HELD.fullmatch(verb) and figure.quantity.unit[-1] in "人名户位":
        return None  # 开展筛查1.26万人: so many people came
    if _BEFORE_NOUN.fullmatch(unit) and re.fullmatch("(?!各|“.*、)[^、]{2,14}", noun):
        return f"{verb}了多少{unit}{noun}？"
    return f"{'' if _ALL_OF_IT.search(verb) else '共'}{verb}{noun}多少{unit}？"


def _counting(figure: Figure) -> str | None:
    """召开4场协商会; 提出甲、乙等12条建议 with what it was about."""
    unit = _unit(figure)
    thing = _THING.fullmatch(figure.tail)
    if not thing or not unit or figure.quantity.kind != "count":
        return None
    topics = list(_TOPIC.finditer(figure.sentence))
    if found := _LISTS_BEFORE.search(figure.head) or re.search("(?P<verb>提出)(?:了)?$", figure.head):
        if not topics:
            return None
        topic = topics[-1]
        about = f"围绕{topic['topic']}" if topic["topic"] else topic["title"]
        return f"{about}{found['verb']}了多少{unit}{thing['noun']}？"
    found = _OPENS.search(figure.head)
    return f"{found['verb']}了多少{unit}{thing['noun']}？" if found else None


def _measured(figure: Figure) -> str | None:
    """增长5.5%; 普及率达94.2%; 由41%提升至58%."""
    if figure.tail or "分别" in figure.head:
        return None
    percent = figure.quantity.kind == "percent"
    if percent and (found := _GREW.fullmatch(figure.head)):
        return f"{found['noun']}{found['verb']}多少？"
    found = _CHANGED.fullmatch(figure.head)
    if found and (not percent or _SHARE.search(found["noun"])):
        verb = _WHOLE.get(found["verb"], found["verb"])
        unit = "" if percent or figure.quantity.kind == "money" else _bare(figure.quantity.unit)
        return f"{found['noun']}{verb}到多少{unit}？"
    if found := _LEVEL.fullmatch(figure.head):
        verb = found["verb"]
        if not verb and not _SHARE.search(found["noun"]):
            return None
        return f"{found['noun']}{'达到' if verb and verb != '为' else '是'}多少？"
    return None


def _cost(figure: Figure, text: str) -> str | None:
    """总投资3.2亿元的禾润食品精深加工项目."""
    verb = _COST.fullmatch(figure.head)
    if not verb or figure.quantity.kind != "money":
        return None
    found = _COST_OF.match(text, figure.end)
    return f"{found['noun']}{verb['verb']}多少元？" if found else None
