"""Small talk, and questions that no report answers: told by their form, before any retrieval.

Both are precise rather than complete. What they miss is retrieved and refused as usual; what they took
wrongly would be a question that the report answers and the user does not get answered.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from huimou.text import normalize

SmallTalk = Literal["greeting", "identity", "thanks", "goodbye"]

# In the order in which one outweighs the next when a person says several at once. 您 is folded to 你.
_KINDS: tuple[tuple[SmallTalk, re.Pattern[str]], ...] = (
    (
        "identity",
        re.compile(
            "你(?:究竟|到底)?(?:是|算)(?:谁|哪位|什么|啥|干(?:什么|嘛)的|做什么的|什么(?:人|东西|模型|助手"
            "|机器人|程序|软件)"
            "|机器人|人类?|真人|ai|人工智能|chatgpt|gpt|谁(?:开发|做|训练)的)"
            "|你叫(?:什么|啥)(?:名字?)?|你的?名字(?:是|叫)什么|怎么称呼你?"
            "|你(?:都|究竟|到底)?(?:能|会|可以)(?:帮我|为我)?(?:做|干|回答)(?:什么|啥|些什么|哪些)(?:问题"
            "|事情?)?|你会(?:什么|啥)"
            "|你(?:有|的)(?:什么|哪些)?(?:功能|用处?|本领|作用)(?:是什么|有哪些)?"
            "|我?(?:能|可以|该|应该)(?:向|跟)?你?(?:问|提)你?(?:些)?(?:什么|啥|哪些)(?:样的)?(?:问题)?"
            "|我?(?:该|应该)?怎么(?:提问|问你)"
            "|(?:你|这个?|本|该)?(?:工具|系统|软件|网页|网站|助手|应用)?(?:是|该|要)?(?:怎么|如何"
            "|怎样)使?用你?|使用(?:说明|方法|帮助)|帮助|功能介绍"
            "|(?:简单)?(?:做个|来个)?(?:自我介绍|介绍(?:一下)?你?自己)(?:一下)?|谁(?:开发|做|创造|制作"
            "|训练)(?:了|出)?(?:来)?的?你的?"
            "|who(?: are|'re) you|what(?: are|'re) you|what(?: is|'s) your name|what can (?:you|i) (?:do|ask"
            "|ask you)(?: for me)?|what do you do"
            "|how (?:do|can|should) i use (?:this|you|it)|how does this work|are you (?:a |an )?(?:bot|robot"
            "|human|ai|chatgpt)"
            "|introduce yourself|help(?: me)?|who (?:made|built|created) you"
        ),
    ),
    (
        "goodbye",
        re.compile(
            "再见|拜拜?|回见|回头见|明天见|下次(?:见|再聊)|晚安|我先?走了|先这样|就这样|没有?(?:别的"
            "|其他)?(?:问题|事)了|不用了|告辞"
            "|(?:good)?bye|see you(?: later)?|good night|that(?: is|'s) all"
        ),
    ),
    (
        "thanks",
        re.compile(
            "(?:非常|十分|太)?(?:谢谢?|感谢|多谢)你?(?:的?(?:帮助|回答|解答))?|(?:你)?(?:辛苦|麻烦你?)了"
            "|有劳了?|3q"
            "|(?:你|回答得|答得|说得)?(?:真|太|很|非常|挺)(?:好|棒|厉害|不错|聪明|专业|清楚|有用)|不错|厉害"
            "|牛"
            "|我?(?:知道|明白|懂|了解|清楚)了|好的?|嗯|行|收到|原来如此"
            "|(?:many )?thanks|thank you|thx|ty|(?:very|so) much|a lot|ok(?:ay)?|great|good(?: job)?|nice"
            "|cool|perfect|well done|got it|i see"
        ),
    ),
    (
        "greeting",
        re.compile(
            "(?:你|大家|各位|同志们?|老师们?)好|哈[喽罗啰]|嗨|嘿|喂|(?:早上|上午|中午|下午|晚上|早|新年|春节"
            "|节日)(?:好|快乐)|早安|早|在不?在?"
            "|有人在?吗|幸会|久仰|你还?好[吗么]|你?最近(?:怎么样|还好吗|好吗)"
            "|hello|hi|hey|good (?:morning|afternoon|evening)|how are you(?: doing)?|nice to meet you"
        ),
    ),
)
_FILLER = re.compile(
    "请问|请|那么?|一下|[呀啊吧呢吗嘛么哦噢哈啦哟了]|回眸|huimou|小?助手|机器人|同学|朋友|dear|there|please"
    "|again|today|and|you"
)
_LONGEST = 48
"""Characters of small talk; what is longer has something to say."""


def small_talk(question: str) -> SmallTalk | None:
    """Which kind of small talk a question is; None if anything else is in it.

    >>> small_talk("你好，你能做什么？"), small_talk("你好，委员讲堂办了几期？")
    ('identity', None)
    """
    words = _words(question)
    if len(words) > _LONGEST:
        return None
    # What can have been said up to each place: every way to take the words apart is followed at once.
    said: dict[int, set[SmallTalk]] = {0: set()}
    for start in range(len(words)):
        if start not in said:
            continue
        for end in range(start + 1, len(words) + 1):
            piece = words[start:end].strip()
            kinds: set[SmallTalk] = {kind for kind, pattern in _KINDS if pattern.fullmatch(piece)}
            if kinds or not piece or _FILLER.fullmatch(piece):
                said.setdefault(end, set()).update(said[start] | kinds)
    return next((kind for kind, _ in _KINDS if kind in said.get(len(words), ())), None)


def _words(question: str) -> str:
    """Folded, with 您 as 你, a drawl (嗯嗯嗯) cut short, one space for all marks but apostrophes."""
    text = normalize(question).replace("您", "你").replace("’", "'")
    text = re.sub(r"(.)\1{2,}", r"\1", text)
    kept = (char if char == "'" or unicodedata.category(char)[0] in "LN" else " " for char in text)
    return " ".join("".join(kept).split())


_ASK = (
    "(?:请|麻烦|能不能|能否|可以|可不可以|你?能|你?会|你|帮忙|帮我?|给我|替我|为我|跟我|陪我|我想|我要|再|来"
    "|,)*+"
)
_NOW = (
    "(?:今天|明天|后天|大后天|今晚|明晚|今早|明早|现在|此刻|这会儿|这?周末|这几天|最近几天|未来几天"
    "|[本下]周[一二三四五六日天]?)"
)
_END = "(?:吗|呢|吧|啊|呀|嘛|好吗|可以吗|行吗|谢谢|[,。?!;.~…])*+"
_FOOD = (
    "(?:[肉鱼鸡鸭饭汤粥饼虾]|面条?|牛肉面|饺子|包子|馒头|蛋糕|豆腐|排骨|鸡蛋|炒蛋|火锅|奶茶|土豆丝|茄子|月饼"
    "|粽子|凉皮|羊肉泡馍)"
)
_ILL = (
    "(?:感冒|发烧|咳嗽|头疼|头痛|头晕|肚子疼|肚子痛|失眠|牙疼|牙痛|胃疼|胃痛|拉肚子|便秘|嗓子疼|喉咙痛|腰疼"
    "|腰痛|流鼻涕|鼻炎|过敏|上火|口腔溃疡|高血压|糖尿病|痛风|扭伤)"
)
_GAMES = "(?:世界杯|欧洲杯|亚洲杯|美洲杯|欧冠|英超|西甲|意甲|德甲|中超|nba|cba|f1|总决赛|球赛|比赛)"
_TONGUE = (
    "(?:英文|英语|中文|汉语|日文|日语|法文|法语|韩文|韩语|德文|德语|俄文|俄语|西班牙语|阿拉伯语|文言文|粤语)"
)
_CREATION = (
    "(?:诗歌?|七言绝句|五言绝句|绝句|律诗|宋词|词|歌词|歌|作文|小说|故事|散文|情书|段子|笑话|童话|剧本"
    "|检讨书?|请假条|辞职信|求职信|简历|代码|程序|脚本|函数|爬虫|算法|对联|春联|藏头诗|顺口溜|朋友圈文案"
    "|广告词|画|图|图片|头像)"
)
_OPERATOR = r"(?:[+\-*/×÷^]|加上?|减去?|乘以?|除以|plus|minus|times|multiplied by|divided by)"
_SUM = rf"\(?\d[\d.]*\)?(?:\s*{_OPERATOR}\s*\(?\d[\d.]*\)?)+"

_COMMANDS = re.compile(
    f"{_ASK}(?:从?现在(?:开始|起)?,?)?(?:请|你|要|先|就|必须)*(?:忽略|无视|忘记|忘掉|忘了|抛开|跳过"
    f"|不要(?:理会|管|遵守)|别管)(?!了|的).{{0,10}}(?:指令|指示|提示词?|规则|设定|限制|约束|要求|命令"
    "|(?:上面|之前|以上)的?(?:话|内容|所有))"
    "|(?:从?现在(?:开始|起)?,?)?(?:请|你|要|来|就)*(?:扮演|假装|冒充|充当)(?:你|我|成|是|为"
    "|一[个名位只条]).*|从?现在(?:开始|起),?你就?是.*"
    "|.{0,6}(?:你的|系统|显示|输出|告诉我|打印|泄露|重复).{0,6}(?:系统提示词?|提示词|初始指令|system prompt"
    "|api ?key).*"
    "|(?:please )?(?:ignore|disregard|forget) (?:all |any |everything )?(?:of )?(?:the |your "
    "|my )?(?:previous|above|prior|earlier|preceding|instructions|rules).*"
    "|(?:please )?(?:pretend (?:to be|you are|you're)|act as|role-?play|you are now|from now on,? you).*"
    "|.*\\b(?:system prompt|jailbreak)\\b.*"
)
"""Instructions to the assistant; what follows them decides nothing."""

_OFF_TOPIC = tuple(
    re.compile(pattern)
    for pattern in (
        # the weather and the clock, here and now
        rf".{{0,6}}{_NOW}的?.{{0,8}}(?:天气|气温|温度)(?:预报)?(?:怎么样|怎样|如何|好不好|好|是?多少度?"
        rf"|热不热|冷不冷)?{_END}",
        rf".{{0,6}}(?:天气)(?:怎么样|怎样|如何|好不好|好){_END}|(?:查一?下?|看一?下?)?天气预报{_END}",
        rf".{{0,6}}{_NOW}.{{0,8}}(?:会不会|会|有没有|要不要|用不用|需要|要)?(?:下雨|下雪|刮风|降温|打雷"
        rf"|有雨|有雪|带伞|穿什么(?:衣服)?){_END}",
        rf".{{0,4}}{_NOW}(?:外面|天气)?(?:很|会|还)?[冷热](?:不[冷热]|吗){_END}",
        r"(?:请问)?(?:现在|此刻|北京时间)(?:是|几|到|的|时间)*(?:几点钟?了?|几时|什么时间|什么时候"
        rf"|时间是?多少)了?{_END}|几点钟?了{_END}",
        r"(?:请问)?(?:今天|明天|昨天|后天)是?(?:[几多]号|几月几[号日]|星期几|周几|礼拜几|什么日子"
        rf"|什么节日?|农历.{{0,4}}|哪一?天|哪年){_END}",
        # jokes, poems, code, pictures
        rf"{_ASK}(?:讲|说|念|唱|编)(?:(?:一|两)?(?:个|段|首|则).{{0,6}})?(?:笑话|故事|段子|相声|脑筋急转弯"
        rf"|绕口令|歌|儿歌){_END}",
        rf"{_ASK}(?:用(?:python|java|c\+\+|js|javascript|c语言))?(?:写|作|编|编写|创作|画|做|生成"
        rf"|设计)(?:出)?(?:一|两)?(?:首|篇|段|个|封|份|副|张|幅|则).{{0,24}}{_CREATION}{_END}",
        rf"{_ASK}(?:用)?(?:python|java|c\+\+|javascript)(?:怎么|如何)?(?:写|实现|打印|排序"
        rf"|读取).{{0,20}}{_END}|{_ASK}(?:写诗|作诗|写代码|编程|画画|唱歌|跳舞|玩游戏|成语接龙|猜谜语"
        rf"|聊聊?天|聊聊|解闷){_END}",
        # translation
        rf"(?!.*(?:哪|几|多少|什么|是否|有没有)).{{1,80}}(?:翻译|译|翻)(?:成|为){_TONGUE}{_END}"
        rf"|{_ASK}翻译(?:一下)?(?:这句话|这个词|这段话|下面|以下|:|\"|“).{{0,80}}",
        rf".{{1,40}}(?:用{_TONGUE}|的?{_TONGUE})(?:怎么|如何)(?:说|写|讲|读|表达){_END}",
        # the kitchen
        rf".{{0,16}}(?:怎么|如何|怎样|咋)(?:才能)?(?:做|炒|煮|熬|炖|蒸|烧|腌|包|烤|煎|泡|卤|拌|弄)(?:才|更"
        rf"|最|比较|会)?(?:香|好吃|好喝|入味|嫩|脆|软烂){_END}",
        rf".{{0,6}}{_FOOD}(?:的汤)?(?:怎么|如何|怎样|咋)(?:做|炒|煮|熬|炖|蒸|烧|腌|烤|煎|卤){_END}"
        rf"|.{{1,10}}的?(?:菜谱|食谱){_END}",
        r"(?:我们?)?(?:今天|明天)?(?:早上|中午|晚上|今天|今晚|午饭|晚饭|早饭|早餐|午餐|晚餐|夜宵)(?:该"
        rf"|可以)?(?:吃|喝)(?:点|些)?(?:什么|啥)(?:好)?{_END}",
        # the heart
        rf"你(?:到底)?(?:喜不喜欢|爱不爱|喜欢|爱|讨厌|恨|想|想念)(?:不|没)?我{_END}|我(?:好|很|真)?(?:喜欢"
        rf"|爱|想|讨厌|恨)你{_END}|.{{0,6}}(?:做|当)我的?(?:男|女)?朋友{_END}",
        r"(?:怎么|如何|怎样)(?:才能)?(?:[追撩哄](?:喜欢|女|男|她|他|对象|前)|挽回(?:女|男|她|他|前任|感情)"
        rf"|表白|谈恋爱|找对象|脱单).{{0,6}}|.{{0,12}}(?:男朋友|女朋友|前任|暗恋|失恋|分手|老婆|老公"
        rf"|婆婆).{{0,12}}怎么办{_END}",
        rf"你(?:今年)?(?:多大|几岁|多少岁)了?{_END}|你(?:是男是女|是男的?还是女的?|结婚了"
        r"|有(?:没有)?(?:男朋友|女朋友|对象|感情|意识|爸妈|孩子|朋友)|吃饭?了|累不累|累了?|开心|难过|会死"
        rf"|住在?哪里?儿?|家在哪里?儿?|长什么样|睡觉)(?:没有?)?{_END}",
        r"我(?:今天|现在|最近)?(?:好|很|有点|太|真的?)?(?:无聊|难过|伤心|孤独|寂寞|失恋了?|心情不好|不开心"
        rf"|累|饿|困)了?{_END}(?:怎么办)?{_END}",
        # money, games, tickets
        rf"{_ASK}推荐(?:一|两|几)?(?:下|些|点|个|只|支|部|本|首|款|家|处|道)?.{{0,12}}(?:股票?|基金|电影"
        rf"|电视剧|书|小说|歌|音乐|游戏|餐厅|餐馆|饭店|饭馆|美食|手机|电脑|酒店|景点|彩票)(?:给我)?{_END}",
        rf".{{0,10}}(?:哪|什么|几|这)(?:些|只|支|个)?(?:股票?|基金|彩票).{{0,8}}(?:涨|跌|买|赚钱?|值得买"
        rf"|值得投资){_END}",
        rf".{{0,8}}(?:比特币|股票|大盘|股市|a股|上证指数|黄金|金价|基金)(?:今天|明天|下周|最近|现在|还|会"
        rf"|能|可以|的)*(?:涨|跌|走势|买|抄底|卖)(?:吗|多少|了|不|怎么样|到多少)*{_END}|.{{0,8}}(?:双色球"
        rf"|大乐透|彩票).{{0,8}}(?:号码|中奖|买).{{0,6}}",
        rf"(?:.{{0,6}}(?:上一?届|这届|本届|昨晚|昨天|今晚|今天|今年|去年"
        rf"|\d{{4}}年?)的?)?.{{0,4}}{_GAMES}的?(?:(?:总)?冠军(?:是|会是)(?:谁|哪.{{0,4}})|谁(?:赢|夺冠"
        rf"|是冠军|会赢|输).{{0,2}}|比分.{{0,4}}|几比几|哪个?[队支国].{{0,3}}(?:冠军|赢"
        rf"|夺冠).{{0,2}}){_END}",
        rf"{_ASK}(?:订|买|预订|预定|叫|打|点|设|发|定)(?:一|个|张|份|两)*(?:机票|火车票|高铁票|电影票|门票"
        rf"|酒店|外卖|出租车|滴滴|车|闹钟|提醒|邮件|短信|电话){_END}",
        rf"我?附近(?:有什么|有没有|有哪些|有|哪里有|哪儿有).{{0,4}}(?:好吃|好玩|餐厅|饭店|酒店|医院|超市"
        rf"|厕所|加油站|药店|银行|景点)的?{_END}|(?:从这里?)?(?:怎么|如何)(?:去|到)(?:火车站|机场|高铁站"
        rf"|地铁站|医院){_END}",
        # sums
        rf"{_ASK}(?:请?计算|算一下|算算|算|求)?\s*{_SUM}\s*(?:等于|是|=|得)+(?:几|多少)?{_END}"
        rf"|{_ASK}(?:计算|算一下|算算|算)\s*{_SUM}{_END}|\d[\d.]*(?:[+*×÷^]\d[\d.]*)+[=?]+",
        # the user's own health
        r"(?:我|我?(?:家|的)?(?:孩子|宝宝|老人|妈|爸|妈妈|爸爸|老婆"
        rf"|老公)?)?.{{0,4}}{_ILL}了?,?.{{0,4}}(?:该|应该|要|需要|可以)?(?:吃(?:点|些)?(?:什么"
        rf"|啥)药?.{{0,6}}|怎么办|怎么治.{{0,4}}|怎么缓解|看什么科|挂什么科|用什么药.{{0,6}}){_END}",
        r"我(?:最近|今天|现在|有点)*(?:头|肚子|胃|牙|腰|背|腿|嗓子|喉咙|眼睛|胸口|身体)?(?:有点|很"
        rf"|好)?(?:{_ILL}|疼|痛|不舒服)了?{_END}|(?:怎么|如何)(?:才能)?(?:快速)?(?:减肥|瘦身|戒烟|戒酒|长高"
        rf"|治.{{0,2}}{_ILL}){_END}",
    )
)
_ENGLISH = re.compile(
    r"(?:what(?:'s| is)|how(?:'s| is)) the (?:weather|temperature)(?: like)?(?: (?:today|now|tomorrow"
    r"|outside|in [a-z ]{2,20}))*"
    r"|(?:will|is) it (?:going to )?(?:rain|snow|raining|snowing|be (?:hot|cold))(?: .{0,20})?"
    r"|(?:what(?:'s| is) the (?:time|date)|what time is it|what day is (?:it|today)|what(?:'s"
    r"| is) today's date)(?: (?:now|today))*"
    r"|(?:can you |could you |please )*(?:tell|give) (?:me )?(?:a|another|some) (?:funny )?(?:jokes?|story"
    r"|riddle|poem)(?: about .{1,40})?"
    r"|(?:can you |could you |please )*(?:write|compose|draw|create|generate) (?:me )?(?:an?"
    r"|some) .{0,40}\b(?:poem|haiku|song|story|joke|essay|code|program|script|function|picture"
    r"|love letter)\b.*"
    r"|(?:can you |could you |please )*translate .{1,80}|how do you say .{1,40} in [a-z]+"
    r"|do you (?:love|like|hate|miss) me|i (?:love|like|hate|miss) you|will you marry me|how old are you"
    r"|are you (?:happy|single|married|alive)|i(?:'m| am) (?:bored|sad|lonely|tired|hungry)"
    r"|(?:which|what) stocks? .{0,30}(?:buy|rise|invest).{0,20}|(?:recommend|suggest) (?:me )?(?:an?"
    r"|some) .{0,20}(?:stocks?|movies?|films?|books?|songs?|restaurants?|games?)"
    r"|who won .{0,20}(?:world cup|super bowl|nba|champions league|euro|game|match)\b.{0,20}"
    r"|how (?:do|can|to)(?: i| you)? (?:cook|bake|fry|boil|make (?:pizza|pasta|soup|bread|noodles|dumplings"
    r"|cake)) ?.{0,30}"
    r"|i have (?:a |an )?(?:headache|fever|cold|cough|sore throat|stomach ?ache).{0,60}|what (?:medicine"
    r"|pills?) should i take.{0,40}"
    rf"|(?:what(?:'s| is)|calculate|compute|how much is) {_SUM}"
)
# Whoever speaks of the report, or of what reports are about, is not sent away for the form of the question.
_REPORT = re.compile(
    r"报告|报道|这篇|本文|文中|全文|原文|第.{1,2}部分|\b(?:report|article|document|section)\b"
    "|全[年省市县区]|[我本该][国省市县区]|政协|政府|委员|提案|人大|十[二三四五]五|\\b(?:province|county"
    "|government|committee)\\b"
)
_LONGEST_ODD = 120


def off_topic(question: str) -> bool:
    """Whether a question has by its form nothing to do with any report, or gives the assistant orders.

    >>> off_topic("今天天气怎么样？"), off_topic("气象预警系统建了几个？")
    (True, False)
    """
    text = normalize(question)
    if _COMMANDS.match(text[:_LONGEST_ODD]):
        return True
    if len(text) > _LONGEST_ODD or _REPORT.search(text):
        return False
    if _ENGLISH.fullmatch(re.sub(r"(?:[\s,]*(?:please|[?.!]))+$", "", text)):
        return True
    text = re.sub(r"(?<![a-z]) | (?![a-z])", "", text)
    return any(pattern.fullmatch(text) for pattern in _OFF_TOPIC)
