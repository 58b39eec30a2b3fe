"""Every word of the page that does not come from a report."""

from __future__ import annotations

TITLE = "回眸"
TAGLINE = "向工作报告提问，每个答案都指得出原文"

PLACEHOLDER = "## 想查什么，直接问\n\n答案只从报告原文里来，并标明在哪一节、哪一段。"
PLACEHOLDER_LOADING = "## 正在加载…\n\n模型正在装入，约需几秒。现在就可以提问，装好后马上回答。"
PLACEHOLDER_FAILED = "## 暂时不能回答\n\n{why}"
INPUT_LABEL = "问题"
INPUT_HINT = "输入问题，按回车提问"
CHAT_LABEL = "对话"
ASK = "提问"
COPY = "复制回答"
RETRY = "重新回答"
CLEAR = "清空对话"
COPIED = "已复制"
NOTICE = "提示"
EMPTY = "请先输入一个问题"
CUT = "……（共 {length} 字）"

LOADING = "正在加载模型…"
BUILDING = "第一次使用，正在建立索引…"
REBUILDING = "原来的索引不能用，正在重建…"
REBUILT = "原来的索引不能用，已自动重建"
PROGRESS = "{what}{done}/{total}"
LOOKING = "正在查阅报告…"
UNEXPECTED = "加载时出了意外的错误（{kind}），详情见启动本程序的窗口。"
ANSWER_FAILED = "回答时出了意外的错误，请再问一次；如果还是这样，详情见启动本程序的窗口。"
FOOTER = "索引建于 {built}　·　{documents} 份报告　·　{chunks} 个片段"
PORT_BUSY = (
    "端口 {port} 打不开（{why}），多半是另一个程序在用。请换一个：huimou serve --port {other}。\n"
    "Cannot listen on {host}:{port} ({why}). Choose another port: huimou serve --port {other} (0: any)."
)
HOST_WRONG = (
    "地址 {host} 不是这台电脑的（{why}）。只给本机用写 --host 127.0.0.1，给同一网络用写 --host 0.0.0.0。\n"
    "{host} is no address of this machine ({why}). Use --host 127.0.0.1, or 0.0.0.0 for the network."
)

EVIDENCE = "出处与原文"
EVIDENCE_EMPTY = "提问之后，这里会打开报告原文，标出答案所在的那句话。"
EVIDENCE_NONE = "这条回复没有引用报告。"
EVIDENCE_NEAREST = "报告里没有找到可以直接回答的内容，下面是最接近的段落。"
OTHERS = "其他相关段落（{count}）"
NEAREST = "最接近的段落（{count}）"
REPORT = "《{name}》"
PARAGRAPH = "第 {number} 段"
SCORE = "相关度 {score:.2f}"
FRONT = "（报告开头）"

EXAMPLE_SECTION = "“{title}”这部分讲了什么？"
EXAMPLE_FIGURE = "共{matter}多少{unit}？"
EXAMPLE_LIST = "“{name}”包括哪些？"
EXAMPLE_REPORT = "《{name}》主要讲了什么？"
