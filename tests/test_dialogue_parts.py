from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimou.dialogue.anatomy import anatomy, bare
from huimou.dialogue.antecedent import named, place_of, resolve_pronouns
from huimou.dialogue.lexer import take_apart
from huimou.dialogue.parts import is_actor, relation_at_end, says_something
from huimou.dialogue.several import several
from huimou.dialogue.swap import is_place, owner, places_at, swap


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("提了几条建议？", "提/v 了/s 几条/w 建议/r ？/p"),
        ("崇岗镇有多少学校？", "崇岗镇/x 有/c 多少/w 学校/x ？/p"),
        ("2024年四川的人口是多少", "2024年/t 四川/l 的/s 人口/r 是/c 多少/w"),
        ("那委员讲堂呢", "那/k 委员讲堂/x 呢/p"),
        ("该镇的效果怎么样", "该/d 镇/x 的/s 效果/r 怎么样/w"),
        ("谁种番茄最多", "谁/w 种/v 番茄/x 最多/o"),
        ("这篇报道的记者", "这篇报道/x 的/s 记者/x"),
        ("几乎没有基地", "几乎/x 没有/a 基地/x"),
        ("交通隐患", "交通隐患/x"),
        ("今天天气", "今天/t 天气/x"),
        ("“一委一品”有哪些", "“一委一品”/x 有/c 哪些/w"),
    ],
)
def test_a_question_is_a_row_of_small_words_and_content(question: str, expected: str) -> None:
    assert " ".join(f"{word.text}/{word.kind.value}" for word in take_apart(question)) == expected


@given(st.text(max_size=80))
def test_the_words_of_any_text_give_it_back(text: str) -> None:
    row = take_apart(text)
    assert "".join(word.text for word in row) == text
    assert all(text[word.start : word.end] == word.text for word in row)


@pytest.mark.parametrize(
    ("question", "time", "about", "subject", "rest", "thing", "topic"),
    [
        ("委员读书活动办了几场？", "", "", "委员读书活动", "办了几场", "", "委员读书活动"),
        (
            "2025年县政协共开展了多少次学习？",
            "2025年",
            "",
            "县政协",
            "共开展了多少次学习",
            "学习",
            "县政协的学习",
        ),
        ("围绕碳基材料提出了几条建议？", "", "碳基材料", "", "提出了几条建议", "建议", "碳基材料"),
        ("三中门口的隐患后来怎么解决的？", "", "", "三中门口的隐患", "后来怎么解决的", "", "三中门口的隐患"),
        ("推送了多少篇工作动态？", "", "", "", "推送了多少篇工作动态", "工作动态", "工作动态"),
        ("产量比上年增加多少万吨？", "", "", "产量", "比上年增加多少万吨", "", "产量"),
        (
            "老百姓反映的浇不上水的事，在哪个镇？",
            "",
            "",
            "老百姓反映的浇不上水的事",
            "在哪个镇",
            "",
            "老百姓反映的浇不上水的事",
        ),
        ("生态环境改善了吗？", "", "", "生态环境", "改善了吗", "", "生态环境"),
        ("委员讲堂", "", "", "委员讲堂", "", "", "委员讲堂"),
        ("", "", "", "", "", "", ""),
    ],
)
def test_a_question_is_taken_apart(
    question: str, time: str, about: str, subject: str, rest: str, thing: str, topic: str
) -> None:
    parts = anatomy(question)
    found = (parts.of(parts.time), parts.of(parts.about), parts.of(parts.subject), parts.rest)
    assert found == (time, about, subject, rest)
    assert (parts.of(parts.thing), parts.topic) == (thing, topic)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("请问一下，那委员讲堂呢？", "委员讲堂"),
        ("介绍一下碳基材料产业", "碳基材料产业"),
        ("那里有什么？", "那里有什么"),
        ("另外，记者是谁？", "记者是谁"),
    ],
)
def test_polite_beginnings_and_end_marks_go(question: str, expected: str) -> None:
    assert bare(question) == expected


@pytest.mark.parametrize("phrase", ["四川", "四川省", "平罗县", "平罗县崇岗镇", "云南", "大武口区"])
def test_places(phrase: str) -> None:
    assert is_place(phrase)
    assert is_actor(phrase)


@pytest.mark.parametrize(
    "phrase", ["委员讲堂", "老旧小区", "工业园区", "乡镇", "该县", "平罗县政协", "", "县"]
)
def test_no_places(phrase: str) -> None:
    assert not is_place(phrase)


def test_a_long_row_of_place_suffixes_is_looked_at_once() -> None:
    assert len(places_at("甲县乙市" * 2000)) > 1


@pytest.mark.parametrize(
    ("phrase", "noun"), [("粮食产量", "产量"), ("总投资额", "总投资额"), ("委员讲堂", "")]
)
def test_a_relational_noun_at_the_end(phrase: str, noun: str) -> None:
    assert relation_at_end(phrase) == noun


@pytest.mark.parametrize(
    ("phrase", "says"), [("建议", False), ("多少钱", False), ("番茄", True), ("四川", True)]
)
def test_whether_a_phrase_says_something(phrase: str, says: bool) -> None:
    assert says_something(phrase) == says


@pytest.mark.parametrize(
    ("question", "answer", "name"),
    [
        ("谁导演了这部电影？", "郭帆", "郭帆"),
        ("这篇报道的记者是谁？", "**罗鸣文** \\[1\\]\n\n> 上文", "罗鸣文"),
        ("哪所学校门口有隐患？", "平罗三中", "平罗三中"),
        ("平罗县政协主席叫什么？", "张三", "张三"),
        ("委员读书活动办了几场？", "4场", ""),
        ("谁主持了会议？", "会议由张三主持，李四出席。", ""),
        ("谁主持了会议？", "", ""),
        ("灵沙乡有什么问题？", "番茄产业", ""),
    ],
)
def test_the_name_that_an_answer_gives(question: str, answer: str, name: str) -> None:
    assert named(anatomy(question), answer) == name


@pytest.mark.parametrize(
    ("question", "answer", "place"),
    [
        ("去了哪些地方招商？", "江苏、北京", "江苏、北京"),
        ("李白出生在哪里？", "碎叶城", "碎叶城"),
        ("崇岗镇有多少人口？", "3万", "崇岗镇"),
        ("委员讲堂办了几期？", "8期", ""),
    ],
)
def test_the_place_spoken_of_last(question: str, answer: str, place: str) -> None:
    assert place_of(anatomy(question), answer) == place


@pytest.mark.parametrize(
    ("text", "before", "answer", "expected"),
    [
        ("它多大", "三中的操场在哪里？", "校内", "三中的操场多大"),
        ("其面积多大", "三中的操场在哪里？", "校内", "三中的操场的面积多大"),
        ("前者多少", "县医院和县中医院有几张床？", "300张", "县医院多少"),
        ("没有代词", "三中的操场在哪里？", "校内", "没有代词"),
    ],
)
def test_a_pronoun_is_replaced(text: str, before: str, answer: str, expected: str) -> None:
    assert resolve_pronouns(text, anatomy(before), answer) == expected


@pytest.mark.parametrize(
    ("question", "new", "expected"),
    [
        ("粮食产量是多少？", "棉花", "棉花产量是多少"),
        ("粮食产量是多少？", "播种面积", "粮食的播种面积是多少"),
        ("四川的粮食产量是多少？", "棉花产量", "四川的棉花产量是多少"),
        ("平罗县政协的提案有多少件？", "社情民意信息", "平罗县政协的社情民意信息有多少件"),
        ("平罗县政协开展了几次调研？", "人大", "平罗县人大开展了几次调研"),
        ("平罗县崇岗镇有多少人口？", "灵沙乡", "平罗县灵沙乡有多少人口"),
        ("围绕碳基材料提出了几条建议？", "关于城市更新", "围绕城市更新提出了几条建议"),
        ("委员讲堂办了几期？", "2024年的读书活动", "2024年读书活动办了几期"),
        ("家电换新数量排全国第几？", "汽车", "汽车换新数量排全国第几"),
        ("地区生产总值是多少？", "四川", "四川的地区生产总值是多少"),
        ("读书活动办了几场？", "记者", "记者是谁"),
        ("哪个镇的番茄最多？", "最少的", "哪个镇的番茄最少"),
        ("", "委员讲堂", "委员讲堂"),
    ],
)
def test_one_thing_takes_the_place_of_another_of_its_kind(question: str, new: str, expected: str) -> None:
    assert swap(anatomy(question), new) == expected


@pytest.mark.parametrize(
    ("question", "whose"),
    [("平罗县政协主席叫什么？", "平罗县政协"), ("四川的人口是多少？", "四川"), ("委员讲堂办了几期？", "")],
)
def test_whose_it_is(question: str, whose: str) -> None:
    assert owner(anatomy(question)) == whose


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("新疆去年棉花总产多少，占全国多少？", ["新疆去年棉花总产多少？", "占全国多少？"]),
        ("小组一共几支？各管哪一块？", ["小组一共几支？", "各管哪一块？"]),
        ("2025年，政协开了几次会，谁主持的？", ["2025年，政协开了几次会？", "谁主持的？"]),
        ("为了治理停车难，采取了哪些办法？", []),
        ("入股分红的那几个村，平均一户拿到多少钱？", []),
        ("“多少，几何”是哪个讲座的题目？", []),
        ("上海和浙江的增长目标分别是多少？", []),
    ],
)
def test_several_questions_in_one(question: str, parts: list[str]) -> None:
    assert several(question) == parts
