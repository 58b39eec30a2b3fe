"""Sets that are told one by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimou.enumerations import defined_set, named_set

CENTRES = "要建设“三个中心”。加快国际经济中心建设，成效明显。加快国际金融中心建设。加快国际航运中心建设。"
BATTLES = "打好“两个攻坚战”。一是突出主动力，奋力打好投资增长攻坚战。二是突出引领，奋力打好产业升级攻坚战。"
ONES = "重点抓好“四个一”：开展一次协商，组织一轮监督，办好一届论坛，建设一批工作室，不断提高水平。"
UNITED = "完善“四联”机制，即调研联动、提案联提、活动联办、成果联推，提交发言材料24篇、提案39件。"
FOCUS = (
    "坚持“两个聚力”：一是聚力守底线，低保审核确认时限压减至15个工作日以内；"
    "二是聚力优供给，新建养老服务中心3个、公办幼儿园2所，新增普惠托位400个。"
)
BATCHES = "实施项目“三个一批”行动，新开工一批、加快推进一批、竣工投产一批，力争签约5个。"
WAYS = "“三向图强”聚势谋远。向种图强，育良种。向海图强，造大船。向天图强，发火箭。"


@pytest.mark.parametrize(
    ("text", "question", "items"),
    [
        (CENTRES, "“三个中心”是哪三个？", ["国际经济中心", "国际金融中心", "国际航运中心"]),
        (BATTLES, "“两个攻坚战”是哪两个？", ["投资增长攻坚战", "产业升级攻坚战"]),
        (WAYS, "三向图强是哪三个方向？", ["向种图强", "向海图强", "向天图强"]),
        (ONES, "“四个一”指什么？", ["开展一次协商", "组织一轮监督", "办好一届论坛", "建设一批工作室"]),
        (UNITED, "“四联”机制具体是哪四联？", ["调研联动", "提案联提", "活动联办", "成果联推"]),
        (FOCUS, "“两个聚力”是什么？", ["聚力守底线", "聚力优供给"]),
        (BATCHES, "“三个一批”的内涵？", ["新开工一批", "加快推进一批", "竣工投产一批"]),
    ],
)
def test_the_items_of_a_named_set_are_found_where_they_are_told(
    text: str, question: str, items: list[str]
) -> None:
    assert [text[start:end] for start, end in named_set(text, question)] == items


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (CENTRES, "“四个中心”是哪四个？"),
        (CENTRES.replace("三", "四"), "“四个中心”是哪四个？"),
        ("实施“两大工程”。建设防洪工程。推进安全工程。", "“两大工程”是哪两个？"),
        (CENTRES, "办了几场活动？"),
        ("开展“两进两送”：进企业、进社区，送政策、送岗位。", "“两进两送”是什么？"),
    ],
    ids=["not named", "one is lacking", "told in different ways", "no set", "half of a name"],
)
def test_half_a_set_is_none(text: str, question: str) -> None:
    assert named_set(text, question) == []


def test_an_item_with_a_clause_before_it_is_the_clause_that_is_named() -> None:
    told = "锚定“一城三地”总目标，即建设区域副中心城市，打造重要的零部件基地、电子陶瓷高地、优质果品产地。"
    items = defined_set(told, "“一城三地”里的“三地”是哪三个？")
    assert [told[slice(*item)] for item in items] == ["打造重要的零部件基地", "电子陶瓷高地", "优质果品产地"]


@given(st.text(alphabet="三两个大中心向图强、，。“”打好攻坚战甲乙", max_size=80))
def test_items_stand_in_order_in_any_text(text: str) -> None:
    places = named_set(text, "“三个中心”“两大攻坚战”“三向图强”是哪些？")
    assert all(start < end <= len(text) for start, end in places)
    assert places == sorted(places)
