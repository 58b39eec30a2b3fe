"""Chinese questions that are always said the same way: greetings, 换个问题, and what never stands alone."""

from __future__ import annotations

import re

from huimou.dialogue import words

SMALLTALK = re.compile(
    r"(?:你好|您好|大家好|早上好|下午好|晚上好|早|嗨|哈喽|在吗|谢谢|多谢|感谢|辛苦了|再见|拜拜|好的?|嗯|哦|知道了|明白了|收到"
    r"|不用了|没事了|没问题|你是谁|你叫什么|你能做什么|你会做什么|你会什么|你有什么功能|怎么用|怎么使用|帮助|使用说明)"
    r"[您你了啊呀哦呢吗啦！!。.？?~～，, ]*"
)
CHANGE = re.compile(
    rf"[那么好的嗯，, ]*(?:[我咱]们|我[想要])?(?:{'|'.join(sorted(words.TOPIC_CHANGES))})"
    "[吧了]?[，,。：:；; ]*"
)
MEANT = re.compile(
    r"(?:不是|不对|错了|我?说错了|不|哦不)?[，,。 ]*"
    r"(?:我(?:想)?(?:问|说|指|是问|是说|要问)的?是|我是(?:问|说|指)|应该是|(?:要)?换成|改成|如果(?:是|换成))(?P<new>.+)"
)
CHECK = re.compile(
    r"(?:真的|确定|对|是|是真的|是这样|没错|准确|确实|可靠)(?:吗|么|吧)|你确定吗?|对不对|是不是"
)
WHY = re.compile(
    r"(?:这|那|这个|那)?(?:又)?是?(?:为什么|为何|为啥|什么原因|怎么回事|因为什么|怎么会)(?:会)?(?:这样|如此)?[呢啊呀]?"
)
MORE = re.compile(
    r"(?:还有|另外|其他|其它|别的|其余|除此之外)(?:的|哪些|什么|别的|其他的?|没有)?(?:呢|吗|么|没有)?"
)
DETAIL = re.compile(
    r"具体(?:呢|说说|讲讲|是什么|有哪些|内容|内容呢|点|一点|怎么说)?|详细(?:呢|点|一点|说说|介绍一下|讲讲|说明)"
    r"|展开(?:说说|讲讲|说一下)|说详细点|能?再?[说讲]?得?详细一?[点些]吗?|举个例子|比如说?呢?|例如呢?|说说看"
)
LATER = re.compile("(?:后来|然后|接着|接下来|最后|最终|结果|之后)(?:怎么样了?|如何了?)?")
WHICH = re.compile(
    r"(?:都|主要|分别|具体|是|有|都有|都是|分别是|主要有|主要是|具体有|具体是|包括){0,3}"
    r"(?P<asking>哪些|什么|哪[几\u4e00-\u9fff]{1,2}|多少[\u4e00-\u9fff]{0,2}|几[\u4e00-\u9fff]?)[呢啊]?"
)
MANNERS = {
    "where": re.compile("(?:是?在)?(?:哪里|哪儿|什么地方|何处|何地)[的呢啊]?"),
    "when": re.compile("是?在?(?:什么时候|什么时间|何时|哪一?天|哪一?年|几月几?[日号]?|几号)[的呢啊]?"),
    "who": re.compile("是?[由被]?谁(?:呢|啊|做的|干的|办的)?"),
    "how": re.compile("是?(?:怎么|如何|怎样|咋)(?:做|办|弄|干|实现|进行)?[的呢]?"),
}
PARTLY = re.compile(r"[^的]{1,5}的(?:有|占|是)(?:多少|几)")
"""农民工的有多少: of what was just counted."""
YES_NO = re.compile(r"[吗么没]$|还是|是否|是不是|有没有|能不能|会不会|没有$|(.)不\1")
ENDS_OPEN = re.compile("呢[？?。 ]*$")
ADVERBIAL = re.compile("什么时|什么地|何|哪[里儿年天]|哪一[年天]|为|怎|如何")
"""What asks for place, time, reason or manner, not for a thing."""


def is_fixed(text: str) -> bool:
    """Whether a question is one of those that never stand alone: 为什么, 还有呢, 在哪里, 有哪些."""
    patterns = (WHY, MORE, DETAIL, LATER, CHECK, WHICH, MEANT, *MANNERS.values())
    return any(pattern.fullmatch(text) for pattern in patterns)
