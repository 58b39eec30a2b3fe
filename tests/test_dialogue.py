from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimou.dialogue import is_follow_up, resolve_question

READING = ("委员读书活动办了几场？", "4场")
RENEWAL = ("关于城市更新行动开展了什么工作？", "围绕“深入实施城市更新行动”开展专题协商")
PRODUCT = ("四川的地区生产总值是多少？", "6.47万亿元")
STUDY = ("2025年平罗县政协共组织开展了多少次各类学习？", "110余次")
SCHOOL = ("哪所学校门口有交通隐患？", "平罗三中")
FIELDS = ("崇岗镇有多少亩土地灌溉困难？", "800亩")
COURSE = ("举办了几期委员履职能力提升培训班？", "2期")
QUARTER = ("公司三季度营业收入是多少？", "158.8亿元")
FILM = ("谁导演了《流浪地球》？", "郭帆")
WHEAT = ("全区小麦种植面积有多大？", "52万亩")
CASES = ("检察院办理了多少起公益诉讼案件？", "86起")
POET = ("李白出生在哪里？", "碎叶城")


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        # another of its kind
        (READING, "那委员讲堂呢？", "委员讲堂办了几场？"),
        (READING, "委员讲堂呢", "委员讲堂办了几场？"),
        (READING, "好的，那委员讲堂呢？", "委员讲堂办了几场？"),
        (READING, "不是，我问的是委员讲堂", "委员讲堂办了几场？"),
        (RENEWAL, "那碳基材料呢？", "关于碳基材料开展了什么工作？"),
        (PRODUCT, "那云南呢？", "云南的地区生产总值是多少？"),
        (PRODUCT, "云南是多少？", "云南的地区生产总值是多少？"),
        (PRODUCT, "云南增长了多少？", "云南的地区生产总值增长了多少？"),
        (STUDY, "石嘴山市呢？", "2025年石嘴山市政协共组织开展了多少次各类学习？"),
        (STUDY, "那调研呢？", "2025年平罗县政协共组织开展了多少次调研？"),
        (FIELDS, "灵沙乡呢？", "灵沙乡有多少亩土地灌溉困难？"),
        (COURSE, "那专题讲座呢？", "举办了几期专题讲座？"),
        (WHEAT, "玉米呢？", "全区玉米种植面积有多大？"),
        (CASES, "法院呢？", "法院办理了多少起公益诉讼案件？"),
        (CASES, "刑事案件呢？", "检察院办理了多少起刑事案件？"),
        (POET, "杜甫呢？", "杜甫出生在哪里？"),
        (("张伟的职务是什么？", "局长"), "李强呢？", "李强的职务是什么？"),
        (("北京大学是哪一年成立的？", "1898年"), "清华大学呢？", "清华大学是哪一年成立的？"),
        (("第二部分讲了什么？", "…"), "第三部分呢？", "第三部分讲了什么？"),
        (("政协委员提交了多少件提案？", "156件"), "人大代表呢？", "人大代表提交了多少件提案？"),
        (("县里今年招了多少名教师？", "126名"), "医生呢？", "县里今年招了多少名医生？"),
        (("今年高考一本上线率是多少？", "42.3%"), "二本呢？", "今年高考二本上线率是多少？"),
        (("关于碳基材料提出了20条建议，对吗？", "12条"), "城市更新呢？", "关于城市更新提出了多少条建议？"),
        (("上海机场2024年的货邮吞吐量是多少？", "1"), "旅客吞吐量呢？", "上海机场2024年的旅客吞吐量是多少？"),
        # another time
        (READING, "2024年呢？", "2024年委员读书活动办了几场？"),
        (STUDY, "2024年呢？", "2024年平罗县政协共组织开展了多少次各类学习？"),
        (STUDY, "去年呢？", "去年平罗县政协共组织开展了多少次各类学习？"),
        (QUARTER, "四季度呢？", "公司四季度营业收入是多少？"),
        (QUARTER, "去年同期是多少？", "公司去年三季度营业收入是多少？"),
        (PRODUCT, "2024年增长了多少？", "2024年四川的地区生产总值增长了多少？"),
        (("市图书馆去年接待了多少读者？", "120万人次"), "今年呢？", "市图书馆今年接待了多少读者？"),
        # what is always of something
        (PRODUCT, "增速呢？", "四川的地区生产总值的增速是多少？"),
        (PRODUCT, "人口呢？", "四川的人口是多少？"),
        (PRODUCT, "目标是多少？", "四川的地区生产总值的目标是多少？"),
        (READING, "效果怎么样？", "委员读书活动的效果怎么样？"),
        (READING, "负责人是谁？", "委员读书活动的负责人是谁？"),
        (QUARTER, "净利润呢？", "公司三季度的净利润是多少？"),
        (QUARTER, "主要原因是什么？", "公司三季度营业收入的主要原因是什么？"),
        (STUDY, "主席是谁？", "2025年平罗县政协的主席是谁？"),
        (FILM, "票房是多少？", "《流浪地球》的票房是多少？"),
        (("平罗县政协主席叫什么名字？", ""), "秘书长呢？", "平罗县政协的秘书长是谁？"),
        (("水库移民安置了多少人？", "1.2万人"), "补偿标准呢？", "水库移民的补偿标准是什么？"),
        # a subject left out
        (PRODUCT, "增长了多少？", "四川的地区生产总值增长了多少？"),
        (PRODUCT, "比去年增加了多少？", "四川的地区生产总值比去年增加了多少？"),
        (PRODUCT, "和去年比呢？", "四川的地区生产总值和去年比怎么样？"),
        (READING, "花了多少钱？", "委员读书活动花了多少钱？"),
        (READING, "有多少人参加？", "委员读书活动有多少人参加？"),
        (READING, "在哪里举办的？", "委员读书活动在哪里举办的？"),
        (READING, "是谁主持的？", "委员读书活动是谁主持的？"),
        (RENEWAL, "提了几条建议？", "关于城市更新行动提了几条建议？"),
        (RENEWAL, "哪些部门参与了？", "关于城市更新行动哪些部门参与了？"),
        (FIELDS, "解决了没有？", "崇岗镇的土地灌溉困难解决了没有？"),
        (FILM, "哪年上映的？", "《流浪地球》哪年上映的？"),
        (("高铁站什么时候开工的？", "5月"), "什么时候完工？", "高铁站什么时候完工？"),
        (("老旧小区改造了多少户？", "3200户"), "涉及几个小区？", "老旧小区涉及几个小区？"),
        (("全县有几座水库？", "7座"), "最大的是哪座？", "全县的水库最大的是哪座？"),
        (
            ("法律援助中心受理了多少件案件？", "480件"),
            "农民工的有多少？",
            "法律援助中心的案件中农民工的有多少？",
        ),
        (("介绍一下碳基材料产业", "…"), "有哪些企业？", "碳基材料产业有哪些企业？"),
        # bare question words
        (READING, "哪里？", "委员读书活动在哪里办的？"),
        (READING, "什么时候？", "委员读书活动什么时候办的？"),
        (READING, "谁办的？", "委员读书活动是谁办的？"),
        (READING, "哪些？", "委员读书活动办了哪些？"),
        (READING, "为什么？", "委员读书活动为什么办了4场？"),
        (PRODUCT, "为什么？", "四川的地区生产总值为什么是6.47万亿元？"),
        (("生态环境改善了吗？", "改善了"), "为什么？", "生态环境为什么改善了？"),
        (SCHOOL, "为什么？", "平罗三中门口为什么有交通隐患？"),
        (COURSE, "哪里？", "委员履职能力提升培训班在哪里举办的？"),
        (("生态环境改善了吗？", "改善了"), "怎么做的？", "生态环境怎么改善的？"),
        (("医院新建了几个科室？", "3个"), "分别是什么？", "医院新建了什么科室？"),
        (READING, "还有呢？", "委员读书活动还办了哪些？"),
        (READING, "具体呢？", "委员读书活动具体有哪些内容？"),
        (READING, "对吗？", "委员读书活动办了几场？"),
        # pronouns
        (RENEWAL, "他们提了几条建议？", "关于城市更新行动提了几条建议？"),
        (RENEWAL, "它的目标是什么？", "城市更新行动的目标是什么？"),
        (STUDY, "他们提了几条建议？", "平罗县政协提了几条建议？"),
        (STUDY, "其中集中学习有几次？", "2025年平罗县政协的各类学习中集中学习有几次？"),
        (READING, "这项工作是谁做的？", "委员读书活动是谁做的？"),
        (SCHOOL, "它在哪个镇？", "平罗三中在哪个镇？"),
        (SCHOOL, "该校有多少学生？", "平罗三中有多少学生？"),
        (SCHOOL, "那里的隐患解决了吗？", "平罗三中的隐患解决了吗？"),
        (FIELDS, "该镇有多少人口？", "崇岗镇有多少人口？"),
        (FILM, "他还拍过什么电影？", "郭帆还拍过什么电影？"),
        (POET, "他哪年去世的？", "李白哪年去世的？"),
        (("这篇报道的记者是谁？", "**罗鸣文** \\[1\\]"), "他的单位呢？", "罗鸣文的单位是什么？"),
        (("县政协领导班子去了哪些地方招商？", "江苏、北京"), "那里有什么项目？", "江苏、北京有什么项目？"),
        (
            ("县政协围绕碳基材料产业做了什么？", "…"),
            "他们提了几条建议？",
            "县政协围绕碳基材料产业提了几条建议？",
        ),
        (("北京大学是哪一年成立的？", "1898年"), "当时叫什么名字？", "1898年北京大学叫什么名字？"),
        (("养老服务中心有几家？", "14家"), "这些中心由谁运营？", "养老服务中心由谁运营？"),
        (("张桂梅创办了哪所学校？", "华坪女高"), "它是哪年建的？", "华坪女高是哪年建的？"),
        (("群众反映了哪些问题？", "灌溉难、交通隐患"), "前者怎么解决的？", "灌溉难怎么解决的？"),
        (("王芳是哪个界别的委员？", "教育界"), "她提了什么提案？", "王芳提了什么提案？"),
        (("县医院有多少张床位？", "500张"), "够用吗？", "县医院的床位够用吗？"),
        (("政协常委会会议开了几次？", "4次"), "主席会议呢？", "主席会议开了几次？"),
        # the other language before
        (("How many events were held in 2025?", "60"), "2024年呢？", "How many events were held in 2024?"),
        (("How many tips were given on tomatoes?", "9"), "为什么？", "关于tomatoes，为什么？"),
        (READING, "And in 2024?", "2024年委员读书活动办了几场？"),
        (READING, "Who organised it?", "Who organised 委员读书活动?"),
    ],
)
def test_a_follow_up_stands_alone(before: tuple[str, str], question: str, expected: str) -> None:
    assert is_follow_up(question)
    assert resolve_question(question, [("甲活动办了几场？", "9场"), before]) == expected
    assert not is_follow_up(expected) or "为什么" in question, "what is resolved is no follow-up itself"


@pytest.mark.parametrize(
    "question",
    [
        "全年开展了几次基层协商？",
        "基层协商开展了几次？",
        "那专题讲座办了几期？",
        "崇岗镇有多少亩土地灌溉困难？",
        "这篇报道的记者是谁？",
        "记者是谁？",
        "谁写的报道？",
        "什么是河长制？",
        "罗店镇在什么地方？",
        "云南在哪里？",
        "今天天气怎么样？",
        "怎样帮助困难群众？",
        "推送了多少篇工作动态？",
        "其他单位参加了哪些活动？",
        "刘胜死后是谁继承了他的王位？",
        "河北出口增长了多少？",
        "第三部分讲了什么？",
        "报告里有没有提到校园餐？",
        "2026年的目标是什么？",
        "概括一下",
        "番茄产业",
        "平罗三中",
        "你好",
        "谢谢！",
        "你能做什么？",
        "嗯嗯",
        "Italy exported how many tomatoes?",
        "How much did Italy's exports grow?",
        "What does this report say about tomatoes?",
        "Thanks!",
        "",
        "？",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(question: str) -> None:
    assert not is_follow_up(question)
    for before in (READING, RENEWAL, PRODUCT, STUDY, SCHOOL, QUARTER):
        assert resolve_question(question, [before]) == question


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("换个问题，记者是谁？", "记者是谁？"),
        ("我们换个话题吧：基层协商开展了几次？", "基层协商开展了几次？"),
        ("New question: who is the reporter?", "who is the reporter?"),
        ("换个问题，有多少人参加？", "有多少人参加？"),
    ],
)
def test_a_change_of_topic_carries_nothing_over(question: str, expected: str) -> None:
    assert resolve_question(question, [READING]) == expected


@pytest.mark.parametrize(
    ("history", "question", "expected"),
    [
        ([("群众反映了哪些问题？", "灌溉难")], "后来呢？", "群众后来怎么样？"),
        ([READING, ("那委员讲堂呢？", "8期")], "在哪里办的？", "委员讲堂在哪里办的？"),
        ([READING, ("谢谢", "不客气")], "那委员讲堂呢？", "委员讲堂办了几场？"),
        ([("一季度销售额多少？", "2亿元"), ("二季度呢？", "3亿元")], "利润呢？", "二季度利润是多少？"),
        (
            [PRODUCT, ("那云南呢？", "3万亿元"), ("增速呢？", "5%")],
            "2024年呢？",
            "2024年云南的地区生产总值的增速是多少？",
        ),
        (
            [PRODUCT, ("换个问题，基层协商开展了几次？", "6次")],
            "解决了什么问题？",
            "基层协商解决了什么问题？",
        ),
        (
            [("How many events were held in 2025?", "60"), ("And in 2024?", "50")],
            "Why?",
            "Why were events held in 2024?",
        ),
    ],
)
def test_a_follow_up_to_a_follow_up(history: list[tuple[str, str]], question: str, expected: str) -> None:
    assert resolve_question(question, history) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("造林多少亩？", "河北2024年造林多少亩？"),
        ("2023年造林多少亩？", "河北2023年造林多少亩？"),
        ("云南2024年造林多少亩？", "云南2024年造林多少亩？"),
        ("记者是谁？", "记者是谁？"),
        ("概括一下", "概括一下"),
    ],
)
def test_on_a_shelf_a_question_keeps_the_place_and_year_of_the_one_before(
    question: str, expected: str
) -> None:
    history = [("河北2024年建成多少高标准农田？", "450万亩")]
    assert resolve_question(question, history, shelf=True) == expected
    assert resolve_question(question, history) == question


def test_without_history_there_is_nothing_to_follow() -> None:
    assert resolve_question("那委员讲堂呢？") == "那委员讲堂呢？"
    assert resolve_question("换个问题，记者是谁？", []) == "换个问题，记者是谁？"


_SMALL_WORDS = (
    "那 呢 ？ 他们 它 该镇 这项 其中 为什么 哪里 几场 多少 的 了 是 有 在 和 比 2024年 去年 四川 平罗县 "
    "委员讲堂 效果 面积 建议 关于 ， 对吗 换个问题 还有 最大的 第二个 What about How many it they in 2024 "
    "the of Yunnan ? why ( [ \\ * “ 《 \ud800"
)
_PIECES = st.sampled_from([*_SMALL_WORDS.split(), "\n", "\x00"])
_TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(_PIECES, max_size=12).map("".join),
    st.lists(_PIECES, max_size=9).map(" ".join),
)


@given(_TEXTS, st.lists(st.tuples(_TEXTS, _TEXTS), max_size=4), st.booleans())
def test_any_text_can_be_asked_after_any_history(
    question: str, history: list[tuple[str, str]], shelf: bool
) -> None:
    resolved = resolve_question(question, history, shelf=shelf)
    assert len(resolved) <= len(question) + 600
    assert resolve_question(question) == question


@given(st.text(alphabet="县市的了几那是呢谁中和 how", min_size=300, max_size=4000))
def test_a_long_history_costs_no_more_than_a_short_one(text: str) -> None:
    assert len(resolve_question("那委员讲堂呢？", [(text, text)] * 12)) <= 300
