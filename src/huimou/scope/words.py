"""What is no place although it looks like one, each list with its reason.

None of them is taken from a single report. A place that is overlooked costs nothing, for the reader still
judges the answer; a word mistaken for a place may refuse a good answer.
"""

from __future__ import annotations

import re

_ACROSS = """
确保 担保 国内 境内 省内 区内 市内 县内 院内 校内 经济 救济 美丽 壮丽 秀丽 创新 更新 巩固 稳固 环保 集中 其中
东西 西南 东南 向南 往南 挪威 长江 珠江 沿江 黄河 淮河 海河 渤海 黄海 东海 南海 沿海 出海口 入海口 扩大 重大
收成 建成 完成 形成 落成 达成
"""
"""Words after which a name would be found across the end: 确保|定期, 出海口, 黄河源, 创新|乡村, 美丽|江苏."""
_AROUND = """
长治久安 大同小异 大同江 白山黑水 长白山 阿里山 阿里巴巴 宁德时代 北海道 文山会海 孙中山 中山装 中山陵 大理石
大理寺 和田玉 普洱茶 玉树临风 罗浮山 天水围 黄石公园 新乡村 新乡贤 三明治 里达州 苏达州 华达州
"""
"""Words that hold a name; the last three end the names of American states."""
WORDS = frozenset(f"{_ACROSS} {_AROUND}".split())
"""Stepped over as a whole, unless a name of three characters begins inside (中国内蒙古)."""

NEVER = frozenset({"城区", "郊区", "矿区", "东区", "西区", "新城区", "老城区", "新市区"})
"""Full names of divisions that are everyday words."""

_NEEDS_KIND = "朝阳 大同 安康 来宾 白银 日照 兴安 阿里 四平 海东 海西 海北 文山 白山 中山 北海 大庆 三明"
NEEDS_KIND = frozenset(_NEEDS_KIND.split())
"""Prefectures whose short names are everyday words or other things too: only with 市, 州, 盟, 地区."""

_AT_BOUNDARY = "中山区 东山区 南山区 西山区 城中区 城东区 城西区 城北区 市中区 市南区 市北区"
AT_BOUNDARY = frozenset(_AT_BOUNDARY.split())
"""Full names that other words make together (鲁中山区): only where a word can begin, like 忠县 and 和县."""

BOUNDARY = frozenset("在的和与及到从由对向为是让给至于问说查了")
"""After these characters a name may begin."""

NOT_KIND = re.compile("区[域划位块别间段]|市[场民值容价面]|旗[帜舰下手袍]")
"""The last character of a full name and the next one, where they make a word: 河北区域, 吉林市场."""
NOT_COUNTY = frozenset("域级城乡镇区市")
"""What follows 县 in another word, where the name has but one character: 建成县级."""

INSTITUTION = re.compile(
    "大学|学院|大道|[东南西北中]?路(?![网段线桥面况])|街(?!道)|时间|精神|会议|合作组织|证券交易所|话(?!题)|菜"
)
"""What follows a short name that is part of another name: 北京大学, 南京路, 延安精神."""

LOWER = re.compile("街道|[镇乡村]")
LOWER_AFTER = {
    "村": re.compile("[民庄落级里寨镇屯委医超企集支居排晚规史务貌容屋舍口落]|干部|书记|社区|两委|卫生"),
    "乡": re.compile("[村镇亲土愁情音贤下友里间风产食旅创贫邻]"),
    "镇": re.compile("[化级静定压区痛江村街扬乡长]|上(?!半)"),
    "街道": re.compile("[口化]"),
}
"""Characters that make another word with the kind: 村民, 乡风, 镇江."""
LOWER_BEFORE = {
    "村": frozenset(
        "农山渔困范点然政心体贫丽美字明态游慧统弱中名强富驻进入下联包老新古旧大小假球运民置业元和全色优兴验绿洁品标福代上境制动"
    ),
    "乡": frozenset("家故老下返回还入同离侨水苗思异他之族梦诗侗瑶藏山明"),
    "镇": frozenset("小古重集名强心制点色新大市州业型文范元"),
    "街道": frozenset("镇村区县市城主大"),
}
"""The last character before the kind, where it says what sort it is and no name: 行政村, 家乡, 特色小镇."""
NO_NAME = frozenset(
    "去个各乡城农全每多些哪几本该这那两此某的了是在和与及有为对把将被向等什么怎样如何问请条座镇村街道省市县区万千家户次人名年月日"
)
"""Characters that no name of a town or village has in it, or next to none."""
VERBS = re.compile(
    "(?:提[升高档质]|强化|实施|推[进动]|建[设成]|促进|开展|探索|加[强快]|覆盖|完善|支持|打造|培育|创建|改造|帮扶|发展|振兴|处置|开发|选派|升级"
    "|评选|认定|带动|管理|规划|美化|整治|涉及|包括)"
)
"""What is done to villages stands before them as a name does: 提升村, 实施乡（镇）."""
