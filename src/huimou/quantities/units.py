"""Measure words: which there are, of what kind, and what they must not run on into."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

Kind = Literal["money", "percent", "count", "measure"]

DIGIT = "[0-9０-９]"
GAP = "[ \u3000\u00a0]?"
HAN = "零〇一二两三四五六七八九十百千万亿"
"""All numerals in Han characters; GAP is what may stand between a figure and its unit."""

# Units without their scale. A word before another that begins it is no matter: the longest is tried first.
_UNITS: dict[Kind, str] = {
    "money": "元 美元 欧元 港元 港币 日元 英镑 人民币 块钱",
    "percent": "% ％ ‰ 个百分点 百分点 成 倍",
    "measure": (
        "公里 千米 米 厘米 毫米 微米 纳米 海里 英寸 km m cm mm"
        " 平方公里 平方千米 平方米 平方 公顷 亩 km² m² 立方米 立方 标准立方米 升 千升 毫升"
        " 公斤 千克 克 毫克 微克 斤 吨 吨级 吨标准煤 kg"
        " 千瓦时 兆瓦时 千瓦 千瓦级 兆瓦 吉瓦 瓦 千伏安 千伏 伏 兆电子伏 度 摄氏度 ℃ 赫兹"
        " 个小时 小时 分钟 秒 天 周 年 周年 个月 个季度 个工作日 工作日 个自然日 岁 周岁 昼夜 学时 课时"
        " kW MW GW kWh MWh GWh GB TB PB P PF Eflops EFLOPS"
    ),
    "count": (
        "个 条 项 次 名 件 家 场 篇 份 位 户 所 座 处 支 辆 台 套 部 种 类 大类 大 轮 批 起 人 人口 张 块"
        " 本 只 艘 架 枚 幅 封 栋 幢 宗 例 笔 则 辑 册 卷 期 届 头 匹 羽 尾 株 棵 粒 颗 口 面 门 间 节 组 对"
        " 首 集 字 眼 道 列 趟 班 单 讲 章 根 把 盏 分 番 步 遍 款 片 方面 部分 人份 标箱 标准箱 航班 台套"
        " 台（套） 台(套) 金 银 铜 人次 场次 辆次 台次 批次 件次 架次 家次 户次 项次 例次 班次 列次 车次"
        " 趟次 艘次"
    ),
}
KINDS: dict[str, Kind] = {unit: kind for kind, units in _UNITS.items() for unit in units.split()}
# What a unit must not run on into: there it is the head of another word (支持, 组织, 天然气, 5年均).
_NOT_BEFORE = {
    "个": "一|体工商",  # 四个一批
    "人": "[才民均工机形制]",
    "家": "庭(?!院)|渠",
    "项": "目(?!标)",
    "条": "[例件款]",
    "次": "产业|生|日",
    "名": "[额单称义]",
    "场": "[馆所地景]",
    "份": "额",
    "位": "数|一体|置",  # 两位数, 三位一体
    "户": "[外籍口均型]",
    "所": "[有以在需得]",
    "座": "谈",
    "处": "[理置于在罚]",
    "支": "[持出撑付援一]",
    "台": "[账阶湾风河山区县市]",
    "部": "[门委队署]",
    "种": "[植子质业养苗]",
    "类": "[型别似]",
    "大": "[会学型棚军队厅力]|精神|报告|以来|召开|[^一-龥]|$",
    "轮": "[船胎岗流椅车]",
    "批": "[准复发示评]",
    "起": "[来到步草飞点降重]",
    "块": "链",
    "本": "[科地级身]",
    "只": "[有能要是]",
    "例": "[如行会]",
    "则": "[是为]",
    "期": "[间待末初货盼限]|工程|项目|扩建|建设|接续",
    "面": "[积貌向]",
    "口": "[岸径碑号]",
    "眼": "[科镜前光界球睛下里神]",
    "门": "[诊槛口类户]",
    "间": "[接隔]",
    "节": "[能约日水目庆]",
    "组": "[织建成合长]",
    "对": "[口接外于应标比策象方照]",
    "首": "[批家个次台位日先]",
    "集": "[体中团群聚装成合]",
    "字": "节|幕",
    "道": "[路德]",
    "列": "[为入车]",
    "单": "[位项独]",
    "步": "[行伐入]",
    "分": "[之别类公布析局散配]",
    "番": "茄",
    "片": "[区面段]",
    "款": "[项式待]",
    "金": "[融额属牌]",
    "银": "[行牌]",
    "铜": "[牌业]",
    "成": "[员为立功果本长熟绩效套都]",
    "米": "[粉面饭]",
    "克": "[服难]",
    "升": "[至级到学温规格值降]",
    "度": "[假过汛夏冬]",
    "天": "[然文空气津]",
    "周": "[边围全岁]",
    "年": "[级轻均龄代度味禁]|义务|一贯|[一-龥]{0,4}(?:行动|计划|规划)",  # 三年行动 is a programme's name
}


def _pattern(words: Iterable[str]) -> str:
    """A regex that matches one of `words`, the longest first, where it is not the head of another word."""
    return "|".join(
        re.escape(word)
        + (f"(?!{_NOT_BEFORE[word]})" if word in _NOT_BEFORE else "")
        + ("(?![A-Za-z])" if word[-1].isascii() and word[-1].isalpha() else "")
        for word in sorted(words, key=len, reverse=True)
    )


UNIT = _pattern(KINDS)
COUNTED = _pattern(word for word, kind in KINDS.items() if kind == "count")
# One Han numeral before these makes a word or a name more often than a count: 三元, 四周, 三门, 两节, 三度.
LONE_NUMERAL_NEVER = frozenset("元度分周升克米瓦伏口眼面头门间节组对首集字道列班单讲章根把步款片金银铜届秒尾")

THOUSAND = "千(?![瓦克伏卡帕赫焦升米])"  # in 100万千瓦 it belongs to the unit
SCALE = f"[百千]?(?:万亿|[万亿])|百(?!分)|{THOUSAND}"

_SYNONYMS = {
    "％": "%",
    "百分点": "个百分点",
    "名": "人",
    "位": "人",
    "人民币": "元",
    "块钱": "元",
    "千米": "公里",
    "km": "公里",
    "平方千米": "平方公里",
    "km²": "平方公里",
    "m": "米",
    "m²": "平方米",
    "平方": "平方米",
    "立方": "立方米",
    "公斤": "千克",
    "kg": "千克",
    "kW": "千瓦",
    "个小时": "小时",
    "个工作日": "工作日",
    "台（套）": "台套",
    "台(套)": "台套",
}


def base_unit(unit: str) -> str:
    """`unit` without 万 and 亿, synonyms made one: 万亿元 is 元, 万名 is 人, ％ is %; 万 is ""."""
    if unit not in KINDS:
        unit = re.sub(rf"^(?:{SCALE})", "", unit)
    return _SYNONYMS.get(unit, unit)
