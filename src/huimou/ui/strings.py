"""Every word of the page that does not come from a report: Chinese first, English second."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """What the page says in one language. Those with braces are filled in by `str.format`."""

    language: Language
    title: str
    tagline: str
    switch: str
    """The name of the other language, in itself."""
    theme: str
    skip: str

    tab_chat: str
    tab_figures: str
    tab_search: str

    placeholder: str
    promise: str
    placeholder_loading: str
    loading_hint: str
    placeholder_failed: str
    starters: str
    input_label: str
    input_hint: str
    ask: str
    stop: str
    you: str
    reply: str

    copy: str
    copy_cited: str
    copied: str
    useful: str
    useless: str
    thanked: str
    retry: str
    edit: str
    word: str
    markdown: str
    export: str
    new: str
    history: str
    look_up: str
    follow_ups: str

    ask_all: str
    done: str
    choice_title: str
    choice_hint: str
    choice_both: str
    choice_filter: str
    choice_year: str
    choice_place: str
    choice_report: str
    choice_all: str
    choice_only: str
    choice_count: str
    choice_none: str
    choice_more: str
    """Behind the first ones of a long choice: {count} in all."""
    choice_gone: str
    within: str
    """At an answer: only {choice} was asked."""
    within_refused: str
    within_gone: str

    sure: str
    fairly_sure: str
    unsure: str
    confidence: str
    """On hover: {percent}."""
    refused: str

    feedback_title: str
    feedback_hint: str
    feedback_send: str
    cancel: str
    close: str
    history_title: str
    history_note: str
    history_none: str
    delete: str
    delete_all: str
    delete_sure: str

    report: str
    report_choose: str
    report_open: str
    outline: str
    paper_empty: str
    paragraph: str
    page: str
    source: str
    """A source as it is copied."""
    cited_by: str
    cite_label: str
    report_gone: str
    report_changed: str

    figures_intro: str
    figures_filter: str
    figures_unit: str
    figures_all: str
    figures_none: str
    figures_count: str
    figures_csv: str
    figures_sort: str
    column_written: str
    column_counts: str
    column_section: str
    column_sentence: str
    open_sentence: str

    search_label: str
    search_hint: str
    search_button: str
    search_intro: str
    search_none: str
    search_found: str
    score: str

    looking: str
    notice: str
    empty: str
    cut: str
    stopped: str
    answer_failed: str
    too_many: str
    nothing_to_export: str
    footer: str
    front: str
    file_name: str


ZH = Words(
    language="zh",
    title="回眸",
    tagline="向工作报告提问，每个答案都指得出原文",
    switch="English",
    theme="切换深浅色",
    skip="跳到提问框",
    tab_chat="问答",
    tab_figures="数据一览",
    tab_search="全文检索",
    placeholder="想查什么，直接问",
    promise="答案只从报告原文里来，并标明在哪一节、哪一段。报告没写的，会直说没有。",
    placeholder_loading="正在加载…",
    loading_hint="模型正在装入，约需几秒。现在就可以提问，装好后马上回答。",
    placeholder_failed="暂时不能回答",
    starters="可以这样问",
    input_label="问题",
    input_hint="输入问题，按回车提问",
    ask="提问",
    stop="停止",
    you="问题",
    reply="回答",
    copy="复制",
    copy_cited="连出处复制",
    copied="已复制",
    useful="有用",
    useless="没用",
    thanked="已记下，谢谢",
    retry="重新回答",
    edit="修改问题",
    word="Word",
    markdown="Markdown",
    export="导出",
    new="新对话",
    history="历史",
    look_up="全文检索这个问题",
    follow_ups="接着问",
    ask_all="问全部报告",
    done="确定",
    choice_title="问哪些报告",
    choice_hint="什么都不选，就是全部。",
    choice_both="年份和地方都选了，只问两样都符合的。",
    choice_filter="筛选：输入地名或报告名",
    choice_year="年份",
    choice_place="地方",
    choice_report="单份报告",
    choice_all="问全部 {count} 份报告",
    choice_only="只问：{choice}（{count} 份）",
    choice_count="选中 {count} 份报告",
    choice_none="没有年份和地方都符合的报告",
    choice_more=" 等 {count} 项",
    choice_gone="书架上已没有“{choice}”，改问全部报告",
    within="只问了：{choice}",
    within_refused="只问了：{choice}。别的报告里也许写了。",
    within_gone="书架上已没有“{choice}”，这次问了全部报告。",
    sure="确定",
    fairly_sure="较确定",
    unsure="仅供参考",
    confidence="把握 {percent}",
    refused="报告未提及",
    feedback_title="这条回答哪里不对？",
    feedback_hint="一句话说明（可不填），只存在本机的文件里",
    feedback_send="提交",
    cancel="取消",
    close="关闭",
    history_title="历史对话",
    history_note="只存在这个浏览器里，别人看不到。",
    history_none="还没有历史对话。",
    delete="删除",
    delete_all="全部删除",
    delete_sure="再点一次，全部删除",
    report="报告原文",
    report_choose="选择报告",
    report_open="报告原文",
    outline="目录",
    paper_empty="索引建好以后，这里是报告原文。",
    paragraph="第 {number} 段",
    page="第 {number} 页",
    source="[{marker}] 《{document}》{section}，第 {paragraph} 段：“{quote}”",
    cited_by="第 {number} 问的回答引用了这里，点击回到回答",
    cite_label="出处 {marker}：{document}，{place}。点击看原文",
    report_gone="这份报告已经不在索引里了。",
    report_changed="回答之后报告有改动，下面是现在的原文。",
    figures_intro="报告里的每一个数字，点一行看原文。",
    figures_filter="筛选：输入文字、数字或单位",
    figures_unit="单位",
    figures_all="全部单位",
    figures_none="没有符合的数字。",
    figures_count="{shown} / {all} 个",
    figures_csv="下载 CSV",
    figures_sort="按{column}排序",
    column_written="数字",
    column_counts="说的是什么",
    column_section="所在章节",
    column_sentence="原句",
    open_sentence="看原文：{written}",
    search_label="检索词",
    search_hint="输入词语或一句话，按相关程度列出原文段落",
    search_button="检索",
    search_intro="这里不作回答，只把最相关的原文段落找出来，由您自己看。",
    search_none="没有找到。换个说法试试。",
    search_found="最相关的 {count} 段",
    score="相关度 {score:.2f}",
    looking="正在查阅报告…",
    notice="提示",
    empty="请先输入一个问题",
    cut="……（共 {length} 字）",
    stopped="已停止",
    answer_failed="回答时出了意外的错误，请再问一次；如果还是这样，详情见启动本程序的窗口。",
    too_many="问得太快了，请过一会儿再问。",
    nothing_to_export="还没有可以导出的回答",
    footer="索引建于 {built}　·　{documents} 份报告　·　{chunks} 个片段",
    front="（报告开头）",
    file_name="回眸问答记录",
)

EN = Words(
    language="en",
    title="Huimou 回眸",
    tagline="Ask a work report, and see where each answer stands",
    switch="中文",
    theme="Light or dark",
    skip="Skip to the question",
    tab_chat="Ask",
    tab_figures="Figures",
    tab_search="Search",
    placeholder="Ask what you want to know",
    promise="Answers come from the report's own words, with section and paragraph. What it does not say, "
    "you will be told so.",
    placeholder_loading="Loading…",
    loading_hint="The models are loading, a matter of seconds. Ask now; the answer follows at once.",
    placeholder_failed="No answers for now",
    starters="For example",
    input_label="Question",
    input_hint="Type a question and press Enter",
    ask="Ask",
    stop="Stop",
    you="Question",
    reply="Answer",
    copy="Copy",
    copy_cited="Copy with source",
    copied="Copied",
    useful="Useful",
    useless="Not useful",
    thanked="Noted, thank you",
    retry="Answer again",
    edit="Edit question",
    word="Word",
    markdown="Markdown",
    export="Export",
    new="New conversation",
    history="History",
    look_up="Search the report for it",
    follow_ups="Ask on",
    ask_all="Ask all reports",
    done="Done",
    choice_title="Which reports to ask",
    choice_hint="Choose nothing to ask all.",
    choice_both="With a year and a place, only reports of both are asked.",
    choice_filter="Filter by place or name",
    choice_year="Year",
    choice_place="Place",
    choice_report="Single reports",
    choice_all="Asking all {count} reports",
    choice_only="Asking only: {choice} (reports: {count})",
    choice_count="Reports chosen: {count}",
    choice_none="No report is of such a year and such a place",
    choice_more=" and others, {count} in all",
    choice_gone="“{choice}” is no longer on the shelf; asking all reports",
    within="Asked only: {choice}",
    within_refused="Asked only: {choice}. Another report may say.",
    within_gone="“{choice}” is no longer on the shelf; all reports were asked.",
    sure="Certain",
    fairly_sure="Fairly certain",
    unsure="For reference only",
    confidence="confidence {percent}",
    refused="Not in the report",
    feedback_title="What is wrong with this answer?",
    feedback_hint="A line in your own words (optional); kept in a file on this machine",
    feedback_send="Send",
    cancel="Cancel",
    close="Close",
    history_title="Past conversations",
    history_note="Kept in this browser only; nobody else sees them.",
    history_none="No past conversations yet.",
    delete="Delete",
    delete_all="Delete all",
    delete_sure="Once more to delete all",
    report="The report",
    report_choose="Choose a report",
    report_open="The report",
    outline="Contents",
    paper_empty="The report will stand here once the index is ready.",
    paragraph="paragraph {number}",
    page="page {number}",
    source="[{marker}] {document},{section} paragraph {paragraph}: “{quote}”",
    cited_by="Cited by the answer to question {number}; go there",
    cite_label="Source {marker}: {document}, {place}. Show it in the report",
    report_gone="This report is no longer in the index.",
    report_changed="The report has changed since the answer; this is its present text.",
    figures_intro="Every figure of the report. A row opens its sentence.",
    figures_filter="Filter by text, figure or unit",
    figures_unit="Unit",
    figures_all="All units",
    figures_none="No such figure.",
    figures_count="{shown} of {all}",
    figures_csv="Download CSV",
    figures_sort="Sort by {column}",
    column_written="Figure",
    column_counts="What it counts",
    column_section="Section",
    column_sentence="Sentence",
    open_sentence="Show in the report: {written}",
    search_label="Search for",
    search_hint="Words or a sentence; passages come by relevance",
    search_button="Search",
    search_intro="No answer here: only the passages that are nearest, for you to read.",
    search_none="Nothing found. Try other words.",
    search_found="The {count} nearest passages",
    score="relevance {score:.2f}",
    looking="Looking it up…",
    notice="Note",
    empty="Please type a question",
    cut="… ({length} characters in all)",
    stopped="Stopped",
    answer_failed="Something went wrong. Please ask again; if it stays so, see the window that started "
    "the program.",
    too_many="Too many questions at once; please wait a little.",
    nothing_to_export="There is no answer to export yet",
    footer="Index of {built}　·　reports: {documents}　·　passages: {chunks}",
    front="(beginning of the report)",
    file_name="huimou-answers",
)

WORDS: dict[Language, Words] = {"zh": ZH, "en": EN}


def line(note: str, language: Language) -> str:
    """The line of a two-line message (Chinese, then English) that is in `language`."""
    lines = note.splitlines() or [""]
    return lines[-1] if language == "en" else lines[0]


# Messages of the program itself, both languages in one: Chinese, then English.
LOADING = "正在加载模型…\nLoading the models…"
BUILDING = "第一次使用，正在建立索引…\nFirst use: building the index…"
REBUILDING = "原来的索引不能用，正在重建…\nThe index cannot be used; building it anew…"
TRYING = "正在挑选可以先问的问题…\nChoosing questions to begin with…"
REBUILT = "原来的索引不能用，已自动重建\nThe index could not be used and was built anew"
PROGRESS = "{what}{done}/{total}"
UNEXPECTED = (
    "加载时出了意外的错误（{kind}），详情见启动本程序的窗口。\n"
    "Loading failed ({kind}); see the window that started the program."
)
PORT_BUSY = (
    "端口 {port} 打不开（{why}），多半是另一个程序在用。请换一个：huimou serve --port {other}。\n"
    "Cannot listen on {host}:{port} ({why}). Choose another port: huimou serve --port {other} (0: any)."
)
HOST_WRONG = (
    "地址 {host} 不是这台电脑的（{why}）。只给本机用写 --host 127.0.0.1，给同一网络用写 --host 0.0.0.0。\n"
    "{host} is no address of this machine ({why}). Use --host 127.0.0.1, or 0.0.0.0 for the network."
)
