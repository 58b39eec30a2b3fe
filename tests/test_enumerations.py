"""Lists out of sentences: the items are written by hand, joined by /, the noun after ⇒."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimou.enumerations import (
    Enumeration,
    asks_list,
    best_enumeration,
    count_asked,
    find_enumerations,
    whole_list,
)

# One row a sentence: all lists that stand in it, in order.
COUNTY = [
    (
        "健全完善党组理论学习中心组引领学、政协常委会会议带头学、学习座谈研讨学、机关党支部集中学、"
        "委员培训全员学、“书香政协”常态学的“六学联动”体系",
        "党组理论学习中心组引领学/政协常委会会议带头学/学习座谈研讨学/机关党支部集中学/委员培训全员学/"
        "“书香政协”常态学⇒“六学联动”体系",
    ),
    (
        "精心培育“三结合促转化”提案督办、发展路上“连心桥”“书香润心灵·阅读促履职”“源解·政能量”等“一委一品”履职品牌",
        "“三结合促转化”提案督办/发展路上“连心桥”/书香润心灵·阅读促履职/源解·政能量⇒“一委一品”履职品牌",
    ),
    ("县政协领导班子带队赴江苏、北京等地开展招商接洽，", "江苏/北京"),
    (
        "组织机关党员、政协委员赴将台堡红军会师纪念馆、任山河烈士陵园等红色教育基地开展主题党日活动，",
        "机关党员/政协委员",
        "将台堡红军会师纪念馆/任山河烈士陵园⇒红色教育基地",
    ),
    (
        "围绕“深化县域医共体建设”“强化‘校园餐’安全保障”议题开展协商式民主监督，",
        "深化县域医共体建设/强化‘校园餐’安全保障⇒议题",
    ),
    ("持续发挥文史资料“存史、资政、团结、育人”的作用，", "存史/资政/团结/育人"),
    ("采取“读书班+专题研讨+讲座辅导”等形式，", "读书班/专题研讨/讲座辅导"),
    ("先后就重点工作、重大事项、重要议题向县委请示报告20余次", "重点工作/重大事项/重要议题"),
    (
        "提出培育发展高端业态、精准动态调控产能、加大科技创新技术攻关等12条具体建议，",
        "培育发展高端业态/精准动态调控产能/加大科技创新技术攻关⇒12条具体建议",
    ),
    (
        "全面了解基础设施建设、城市功能完善、老旧小区改造等方面的现状和短板",
        "基础设施建设/城市功能完善/老旧小区改造⇒方面",
    ),
    ("广泛深入基层医疗机构、学校视察调研，", "基层医疗机构/学校"),
    (
        "广泛收集产业转型升级、城乡建设、生态保护等领域“金点子”47条",
        "产业转型升级/城乡建设/生态保护⇒领域“金点子”",
    ),
    ("常态化开展谈心谈话、慰问座谈等活动60余次。", "谈心谈话/慰问座谈⇒活动"),
    ("支持和保障各民主党派、工商联和无党派人士参与政协履职活动。", "各民主党派/工商联和无党派人士"),
    (
        "推动政协委员、机关干部在交流中互学互鉴、增进共识、汇聚力量。",
        "政协委员/机关干部",
        "在交流中互学互鉴/增进共识/汇聚力量",
    ),
    ("以党建强引领、聚共识、带队伍、促履职。", "强引领/聚共识/带队伍/促履职"),
    (
        "组织委员开展健康义诊、农技指导、法律咨询等社会公益活动30余场次",
        "健康义诊/农技指导/法律咨询⇒社会公益活动",
    ),
    ("以企引企、以商招商，", "以企引企/以商招商"),
    ("助推项目建设提速、企业发展提质。", "项目建设提速/企业发展提质"),
    ("协调企业部门修缮房屋、硬化巷道，", "修缮房屋/硬化巷道"),
    ("把群众反映的小事办实、急事办妥、难事办好，", "小事办实/急事办妥/难事办好"),
    ("完善“集中培训、交流学习、联动参与”教育培训模式，", "集中培训/交流学习/联动参与"),
    (
        "着力打造政治立场坚定、服务运转高效、纪律作风严明的政协机关。",
        "政治立场坚定/服务运转高效/纪律作风严明⇒政协机关",
    ),
    ("强化政协机关的服务保障意识、创新争先意识和纪律规矩意识，", "服务保障意识/创新争先意识/纪律规矩意识"),
    ("围绕“深入实施城市更新行动”开展专题协商，",),
]
PROVINCES = [
    ("坚持生态优先、绿色发展，协同推进降碳、减污、扩绿、增长，", "生态优先/绿色发展", "降碳/减污/扩绿/增长"),
    (
        "深入推进“广东强芯”、核心软件攻关、“璀璨行动”等工程，",
        "广东强芯/核心软件攻关/璀璨行动⇒工程",
    ),
    ("实现“无感”审批、高效办理。", "“无感”审批/高效办理"),
    ("弘扬科学家精神、工匠精神，", "科学家精神/工匠精神"),
    ("培养更多卓越工程师、大国工匠、高技能人才，", "更多卓越工程师/大国工匠/高技能人才"),
    ("鼓励和引导高校、科研院所按照先使用后付费方式把科技成果许可给企业，", "高校/科研院所"),
    ("补齐多式联运、仓储设施等短板，", "多式联运/仓储设施⇒短板"),
    ("青海理工学院、青海职业技术大学实现首次招生。", "青海理工学院/青海职业技术大学"),
    ("推广多式联运“一单制”“一箱制”服务，", "一单制/一箱制⇒服务"),
    ("落实生育补贴、婚假、产假、育儿假等政策，", "生育补贴/婚假/产假/育儿假⇒政策"),
    ("城乡低保标准分别增长5%、12%，", "5%/12%"),
    ("交通、能源、水利分别完成投资3252亿元、2140亿元。", "交通/能源/水利", "3252亿元/2140亿元"),
    ("因地制宜发展小种植、小养殖、小田园、小加工等庭院经济。", "小种植/小养殖/小田园/小加工⇒庭院经济"),
    ("推动碳排放权、用水权交易，", "碳排放权/用水权交易"),
    ("加大对欧洲、东盟、日韩等重点地区招商引资力度，", "欧洲/东盟/日韩⇒重点地区招商引资力度"),
    (
        "建成董家口万邦矿石码头、中石化龙口LNG码头等项目。",
        "董家口万邦矿石码头/中石化龙口LNG码头⇒项目",
    ),
    ("完善多主体供给、多渠道保障、租购并举的住房制度。", "多主体供给/多渠道保障/租购并举⇒住房制度"),
    ("开通3号线一期、12号线、昌平线南延一期等3条轨道新线，", "3号线一期/12号线/昌平线南延一期⇒3条轨道新线"),
    ("提升消费能力、意愿和层级。", "消费能力/意愿/层级"),
    ("重点发展中医康养、智慧养老等银发经济，", "中医康养/智慧养老⇒银发经济"),
    ("强化地方债务、房地产、金融等重大风险防控。", "地方债务/房地产/金融⇒重大风险防控"),
    (
        "成功举办历史上规格最高、规模最大、效果最好的第八届中俄博览会，",
        "历史上规格最高/规模最大/效果最好⇒第八届中俄博览会",
    ),
    (
        "力争高新技术企业突破1万家、科技型企业突破7.5万家。",
        "力争高新技术企业突破1万家/科技型企业突破7.5万家",
    ),
    ("推动老有所养、幼有所育，", "老有所养/幼有所育"),
    ("在稳住汽车、家电、住房等大宗消费的同时，", "汽车/家电/住房⇒大宗消费"),
    ("“万企兴万村”、“民营企业进边疆”行动深入开展。", "万企兴万村/民营企业进边疆⇒行动"),
    ("推动重点领域以旧换新、首发经济、载体提质", "重点领域以旧换新/首发经济/载体提质"),
    (
        "让更多科技成果走出实验室、走上生产线、走向大市场。",
        "更多科技成果走出实验室/走上生产线/走向大市场",
    ),
    ("统筹推进稳增长、提质效、抓改革、防风险、惠民生，", "稳增长/提质效/抓改革/防风险/惠民生"),
    (
        "加快河南电子科技大学（筹）、郑州航空航天大学（筹）等基础设施建设。",
        "河南电子科技大学（筹）/郑州航空航天大学（筹）⇒基础设施建设",
    ),
    ("赋予我们“走在前、挑大梁”的重大使命，", "走在前/挑大梁"),
    ("集成电路、工业母机、新能源、新材料等重点领域", "集成电路/工业母机/新能源/新材料⇒重点领域"),
    (
        "峄城石榴、潍县萝卜、东阿黑毛驴、微山湖四鼻鲤鱼入选国家农业品牌精品。",
        "峄城石榴/潍县萝卜/东阿黑毛驴/微山湖四鼻鲤鱼",
    ),
    ("促进城乡要素平等交换、双向流动，", "城乡要素平等交换/双向流动"),
    ("扩大高等教育、职业教育供给，", "高等教育/职业教育供给"),
    ("围绕“高效办成一件事”，优化服务。",),
    ("发展研发设计、工业设计、信息服务、检测认证，", "研发设计/工业设计/信息服务/检测认证"),
    ("切实增强工作的前瞻性、针对性、创造性，", "前瞻性/针对性/创造性"),
    ("实施养老服务、银发经济、社会参与三大行动，", "养老服务/银发经济/社会参与⇒三大行动"),
    ("打好蓝天、碧水、净土“三大保卫战”，", "蓝天/碧水/净土⇒三大保卫战"),
    ("一、2024年工作回顾",),
    ("水质保持Ⅱ类及以上，",),
    ("发展“1+3+N”低空经济，",),
    ("增强“四个意识”、坚定“四个自信”、做到“两个维护”，", "增强“四个意识”/坚定“四个自信”/做到“两个维护”"),
    ("《大河之洲》《黄河》等作品获奖，", "《大河之洲》/《黄河》⇒作品"),
    ("中直单位和省属企业支持地方发展，",),
    ("深化“双一流”和“双高”建设，", "双一流/双高⇒建设"),
    ("会议认为，既要稳又要进，",),
    (
        "一是健全机制；二是压实责任；三是强化保障。后面的话。",
        "健全机制/压实责任/强化保障",
    ),
    ("（一）抓投资。加快开工。（二）促消费。（三）稳外贸。", "抓投资/促消费/稳外贸"),
    ("①看得见②摸得着③用得上。", "看得见/摸得着/用得上"),
    ("一要守住底线，二要拓展空间。后面的话。", "守住底线/拓展空间"),
    ("第一，明确目标；第二，压实责任。", "明确目标/压实责任"),
    ("赴江苏、北京、", "江苏/北京"),
    ("三是改革。",),
    ("", ),
]  # fmt: skip


def shown(text: str, one: Enumeration) -> str:
    items = "/".join(text[start:end] for start, end in one.items)
    return items + (f"⇒{text[slice(*one.noun)]}" if one.noun else "")


@pytest.mark.parametrize("row", [*COUNTY, *PROVINCES], ids=lambda row: row[0][:12])
def test_lists_of_a_sentence(row: tuple[str, ...]) -> None:
    text, *lists = row
    assert [shown(text, one) for one in find_enumerations(text, 0, len(text))] == lists


def test_offsets_are_those_of_the_whole_text() -> None:
    text = "甲、乙。赴江苏、北京等城市。丙、丁"
    start, end = text.index("赴"), text.index("丙")
    (one,) = find_enumerations(text, start, end)
    assert shown(text, one) == "江苏/北京⇒城市"
    assert text[one.start : one.end] == "江苏、北京等城市"


WELFARE = "协调企业部门修缮房屋、硬化巷道，联系解决务工就业、就医等问题，落实教育帮扶等惠民政策，积极走访。"


@pytest.mark.parametrize(
    ("text", "span", "items"),
    [
        # one item, a part, a bit more than the list
        ("赴江苏、北京、上海等地考察。", "北京", "江苏/北京/上海"),
        ("赴江苏、北京、上海等地考察。", "苏、北京", "江苏/北京/上海"),
        ("赴江苏、北京、上海等地考察。", "赴江苏、北京、上海等地", "江苏/北京/上海"),
        # behind a lead-in that no rule knows
        ("老张瞧见苹果树、梨树、桃树。", "苹果树、梨树", "苹果树/梨树/桃树"),
        ("农村发展规划、用地审批，", "农村发展规划、用地审批", "农村发展规划/用地审批"),
        # neighbours
        (
            "修缮房屋、硬化巷道，解决就业、就医、教育帮扶。",
            "修缮房屋、硬化巷道，解决就业、就医、教育帮扶",
            "修缮房屋/硬化巷道/就业/就医/教育帮扶",
        ),
        (WELFARE, "修缮房屋、硬化巷道", "修缮房屋/硬化巷道"),
        (
            WELFARE,
            "修缮房屋、硬化巷道，联系解决务工就业、就医等问题，落实教育帮扶等惠民政策",
            "修缮房屋/硬化巷道/务工就业/就医/教育帮扶",
        ),
        # nested: the inner list where the span is in it, the outer one where it is more
        ("推行“甲乙、丙丁”模式、戊己模式。", "丙丁", "甲乙/丙丁"),
        ("推行“甲乙、丙丁”模式、戊己模式。", "“甲乙、丙丁”模式", "“甲乙、丙丁”模式/戊己模式"),
        ("没有列举的一句话。", "列举", None),
        ("赴江苏、北京等地考察，收获很大。", "收获", None),
        ("赴江苏等省考察。", "江苏", None),
    ],
)
def test_the_list_an_answer_belongs_to(text: str, span: str, items: str | None) -> None:
    start = text.index(span)
    one = whole_list(text, (0, len(text)), (start, start + len(span)))
    assert (one and "/".join(text[a:b] for a, b in one.items)) == items


@pytest.mark.parametrize(
    ("question", "wanted", "count"),
    [
        ("“六学联动”体系包括哪六学？", True, 6),
        ("县政协打造了哪四个品牌？", True, 4),
        ("三大产业是哪些？", True, 3),
        ("“五个中心”包括哪些？", True, 5),
        ("哪两个城市入选？", True, 2),
        ("哪12条建议被采纳？", True, 12),
        ("去了哪些地方？", True, None),
        ("2025年有哪些成果？", True, None),
        ("哪几位委员发言？", True, None),
        ("三个议题分别是什么？", True, 3),
        ("活动的主题分别是什么？", True, None),
        ("组织体系包括什么？", True, None),
        ("请列出履职品牌。", True, None),
        ("有什么举措？", True, None),
        ("都有谁参加了？", True, None),
        ("委员们都做了什么？", True, None),
        ("Which cities were visited?", True, None),
        ("What are the four brands?", True, 4),
        ("去了哪里考察？", False, None),
        ("是哪个县？", False, None),
        ("哪一年成立的？", False, None),
        ("什么时候开会？", False, None),
        ("有什么意义？", False, None),
        ("开展了多少次活动？", False, None),
        ("三大产业增长多少？", False, None),
        ("What is the capital?", False, None),
        ("", False, None),
    ],
)
def test_what_a_question_wants(question: str, wanted: bool, count: int | None) -> None:
    assert asks_list(question) is wanted
    assert count_asked(question) == count


@pytest.mark.parametrize(("count", "place"), [(3, 1), (2, 0), (None, 0), (9, 0)])
def test_the_best_of_several(count: int | None, place: int) -> None:
    text = "甲乙、丙丁，戊己、庚辛、壬癸。"
    several = find_enumerations(text, 0, len(text))
    assert best_enumeration(several, count) is several[place]


def test_no_list_is_the_best_of_none() -> None:
    assert best_enumeration([], 3) is None


BITS = [
    *"、，。；：？“”‘’（）《》「」\"()+\n 一二三是等的和与及",
    "甲", "乙方", "推进", "赴", "围绕", "等问题", "在交流中", "“丙”", "以及", "三大产业",
    "12%", "分别", "（一）", "①", "②",
]  # fmt: skip
SENTENCES = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(BITS), max_size=40).map("".join))


def check(text: str, start: int, end: int, one: Enumeration) -> None:
    assert len(one.items) > 1
    assert start <= one.start == one.items[0][0]
    assert one.items[-1][1] <= one.end <= end
    assert all(left < right for left, right in one.items)
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(one.items))
    for left, right in one.items:
        item = text[left:right]
        assert item.strip("，。；：？！、 \n") == item
        assert all(item.count(a) == item.count(b) for a, b in ("“”", "‘’", "（）", "《》", "「」"))
        assert item.count('"') % 2 == 0
    if one.noun:
        assert one.items[-1][1] <= one.noun[0] < one.noun[1] <= one.end


@given(text=SENTENCES, data=st.data())
def test_any_text_gives_lists_that_hold_together(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    for one in find_enumerations(text, start, end):
        check(text, start, end, one)
    left = data.draw(st.integers(start, end))
    right = data.draw(st.integers(left, end))
    if one_ := whole_list(text, (start, end), (left, right)):
        check(text, start, end, one_)


@given(question=st.text(max_size=40))
def test_any_question_can_be_judged(question: str) -> None:
    count = count_asked(question)
    assert count is None or (asks_list(question) and 1 < count < 100)
