"""The closed sets of words that say where a list begins and ends, as regular expressions."""

from __future__ import annotations

import re

from huimou.text import fold_numerals

# Words in which 等, 和, 及, 与, 并 are no particles.
_NOT_AND_SO_ON = (
    "等(?:[级待于额效值候同次离距温压保])|[高中初]等(?=教育|院校|学|职业|研究|法院|收入|城市|水平|偏|技术)"
    "|平等(?=交|协|的|地|竞|参|使|保|对|就|互|[、，]|$)|同等(?=重|条|待|对|水)|均等(?=[化享])|[对何相劣]等|不等(?=[，。]|$)"
    "|优等(?=生)|头等(?=大|舱)|特等(?=奖)"
)
AND_SO_ON = re.compile(f"(?:{_NOT_AND_SO_ON})|(?P<particle>等)")
JOINTS = tuple(
    re.compile(joint)
    for joint in (
        "以及",
        "(?<![普涉波触顾遍危提惠论以兼未能])及(?![时其早格第]|以[上下内外])",
        "(?<![共总缓饱温柔调融祥平谐])和(?![谐平美睦解善气顺蔼])",
        "(?<![参赋给])与(?![会时日此其])",
        "(?<![合兼一])并(?=加|推|开|完|提|建|实|做|形|强|促|抓|落|深)",
    )
)

# Verbs and prepositions that govern a list and hardly ever stand inside a noun.
_GOVERNS = (
    "赴|前往|开通|做到|坚定|走进|运用|围绕|聚焦|针对(?!性)|紧扣|采取|采用|包括|涵盖|涉及|包含|囊括|通过|依托|按照|突出(?!性|贡献)|坚持"
    "|开展|举办|举行|召开|推进|推动|助推|促进|培育|打造|塑造|形成|建成|实施|落实|完善|健全|优化|强化"
    "|深化|加强|加快|加大|扩大|提升|提高|鼓励|引进|吸引|推出|推广|出台|制定|印发|编印|设立|成立|组建"
    "|新建|新增|续建|扩建|建立|构建|搭建|启动|开工|完成|实现|取得|获得|荣获|获评|获批|入选|抓好|抓实"
    "|抓紧|做好|做强|做优|做大|做实|办好|用好|讲好|管好|壮大|发布|编制|开拓|盘点|纠治|力戒|严控|认证"
    "|建强|稳住|接受|缺乏|面对|投产|投用|提供|提出|收集|征集|邀请|解决|化解|破解|了解|贯彻|弘扬|发挥"
    "|彰显|展现|体现|凝聚|汇聚|汇集|激发|激活|增强|巩固|拓展|拓宽|畅通|打击|防范|遏制|修缮|硬化|改善"
    "|发放|惠及|受理|听取|倾听|撰写|推送|看望|走访|淘汰|关停|引入|集聚|打通|打好|打赢|筑牢|守住|守牢"
    "|夯实|压实|扛起|承担|履行|吸纳|安置|招引|承接|缓解|增添|具有|维护|打牢|搭好|建好|都是|就是|正是"
    "|深入|成为|作为|赋能|攻克|突破(?!性)|厚植|挖掘|擦亮|谋划|争创|创建|实行|加力|列入|纳入|覆盖|确保|争取"
    "|放大|放宽|严厉|抢抓|瞄准|锚定"
)
# Verbs that also stand inside nouns (发展规划, 建设用地): they govern only at the beginning.
_MAY_GOVERN = (
    "发展|建设|组织|支持|联系|善于|勇于|敢于|方能|旨在|引导|服务|保障|保护|治理|改造|推介|宣传|学习"
    "|协调|协助|统筹|培养|培训|帮扶|帮助|救助|慰问|投资|投入|修复|规范|整治|布局|利用|创新|改革|调整"
    "|监督|调研|考察|对接|关注|种植|生产|出口|进口|补齐|整合|接待|办理|审议"
)
_PREPOSITIONS = (
    "(?<![方面导走转取意倾趋])向(?![上好前往])|(?<![相绝应面针])对(?![口外接标照象策比手应])"
    "|(?<![可所予加足难])以(?![上下内外及来往后前]|.[换促带引招代治养])|(?<![存现正所实潜内外])在(?![线建岗校园])"
    "|(?<![作行成认因以更较最分名人有无大能极化改变列视称])为(?![了主民])|就(?![业医学地近是诊餐])"
    "|把(?![关握])|让(?![利])|使(?![命用])|从(?![业事])"
)
ADVERBS = (
    "大力|着力|积极|扎实|深入|悉心|自觉|协助|帮助|持续|不断|全面|精心|用心|用情|主动|常态化|广泛|有序"
    "|稳步|重点|坚决|切实|充分|进一步|深度|科学|精准|严格|先后|经常性|多渠道|及时|继续|努力|高质量"
    "|高标准|高水平|全力|奋力|聚力|加快|统筹|协同|共同|分别|陆续|相继|还|也|要|共|累计|率先|联合|有效"
    "|稳妥|一体|同步|因地制宜|特别是|尤其是|比如|例如|即|如|是|有"
)
# What begins the predicate after a list; also the verbs above.
_PREDICATES = (
    "分别|全部|上榜|获奖|投运|通车|开通|竣工|落地|落户|增长|下降|达到|位居|跃居|稳居|居全|成功|陆续|相继"
    "|正式|顺利|加速|稳步|有序|(?<!可)持续|不断|视察|出席|参加|参与|紧密|有机|扎实|全面|有效|进一步"
    "|明显|显著|基本|实地|记录|均[居为达有已实保增超提突]"
)
LEAD = re.compile(f"(?:{_GOVERNS})[了过]?")
OPENING = re.compile(
    f"(?P<adverbs>(?:{ADVERBS})*)(?:(?:{_GOVERNS}|{_MAY_GOVERN})(?:[和并与]?(?:{_GOVERNS})|[和并与](?:{_MAY_GOVERN}))?"
    f"(?:[了过]|[与同](?!会)|{_PREPOSITIONS})?|与(?!会)|同(?![级志盟学等类样心行业频向步])|在[^，、的]{{1,12}}?[中下](?![级游层学心央部])|{_PREPOSITIONS})"
)
PREPOSITION = re.compile(_PREPOSITIONS)
VERB = re.compile(f"{_GOVERNS}|{_MAY_GOVERN}")
VERBAL = re.compile(f"(?:{ADVERBS})*(?:{_GOVERNS})")
PREDICATE = re.compile(f"{_GOVERNS}|{_PREDICATES}|在(?=[^，、]*[中上下])|{_PREPOSITIONS}")
TAIL = re.compile(f"的|{PREDICATE.pattern}")
ALWAYS = re.compile("(?:赴|前往|围绕|采取|采用|包括|涵盖|涉及|包含|通过)[了过]?")
"""What is never the beginning or the inside of an item."""
SUPER = re.compile(
    f"(?:{ADVERBS})*(?:提出|紧扣|做到|坚持|实现|通过|包括|采取|围绕|协调|推动)(?=(?:{_GOVERNS}))"
)
"""Governs a list whose items are verb phrases themselves."""
SURE_PREDICATE = re.compile("视察|出席|参加|参与|入选|分别|上榜")
"""Cut off behind the last item whatever its length."""
ACTS = "强聚带促稳提抓防惠守保优扩育建治解察转增控调补破立降去兴观明见"
"""Verbs of one character as in 稳增长、提质效、抓改革."""

DIGIT = "一二两三四五六七八九十"
HEADING = re.compile(rf"\s*(?:\d{{1,2}}|[{DIGIT}]{{1,2}})")
"""一、 before a heading; 一、二产业 begins a list of one item less."""
MEASURES = "大|个|项|类|种|条|方面|位|所|座|家|处|件|部|篇|点|级|支|地|市|县|区|省|国|方|字"
COUNTED = re.compile(rf"的?(?<![\d.第])(?P<n>\d{{1,2}}|[{DIGIT}]{{1,3}})(?:{MEASURES})")
QUOTED_COUNT = re.compile(rf"(?P<n>\d{{1,2}}|[{DIGIT}]{{1,3}})(?![\d{DIGIT}年月])")
NOUN_END = re.compile(f"{_GOVERNS}|{_PREDICATES}|{_PREPOSITIONS}|[的、，和与及]|用于|(?<=[^\\d.])\\d")

ORDINALS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:^|(?<=[，。；：！？\s]))(?P<n>[{DIGIT}]{{1,2}})(?:是|要(?!素)|个是)",
        rf"[（(](?P<n>[{DIGIT}]{{1,2}}|\d{{1,2}})[)）]",
        rf"(?:^|(?<=[，。；：！？\s]))第(?P<n>[{DIGIT}]{{1,2}})[，、]",
        r"(?P<n>[①-⑳])",
        r"(?:^|(?<=[。；：！？\s]))(?P<n>\d{1,2})[.．、](?!\d)",
    )
)


def numeral_value(numeral: str) -> int:
    """六, 12 or ⑥ as a number; 0 if it is none."""
    if len(numeral) == 1 and "①" <= numeral <= "⑳":
        return ord(numeral) - ord("①") + 1
    digits = fold_numerals(f"第{numeral}")[1:]
    return int(digits) if digits.isdecimal() and digits.isascii() else 0
