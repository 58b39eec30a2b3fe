"""What `huimou index` tells: of a build, of what a build would do, of what has changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from huimou.build import Built
from huimou.index import IndexChange, Plan, ReportChange

if TYPE_CHECKING:
    from huimou.compare import AnswerChange

_MOST_NAMES = 5
_MOST_PARAGRAPHS = 5
_LONGEST = 60
"""Characters that are shown of a paragraph."""

_ANEW = {
    "first": "没有能用的索引，全部新建 / nothing usable there, all is built",
    "full": "按要求全部重建 / everything anew, as asked",
    "reading": "读报告的程序变了，全部重建 / the code that reads reports is another",
    "encoder": "编码模型变了，全部重建 / the encoder is another",
    "root": "报告换了位置，重新读 / the reports lie elsewhere and are read again",
    "chunks": "切分的设置变了，重新切分 / the settings for chunks are others",
    "structure": "查找的方式变了，重新排 / the structure is to be another",
    "reader": "提示问题要重新试问 / suggestions are tried again",
}
_STAGES = {
    "read": "读",
    "cut": "切",
    "load": "装模型",
    "encode": "编码",
    "suggest": "试问",
    "save": "保存",
}


def plan_text(plan: Plan, skipped: Mapping[str, str]) -> str:
    """What a build would do; `skipped` are the reports that the build in use could not read."""
    if plan.idle:
        return _lines(["没有变化，不用重建。Nothing has changed.", *_skipped_lines(skipped)])
    still = {path: why for path, why in skipped.items() if path in plan.kept}
    return _lines(
        ["要重建（这次什么也没动）：This is what would be done:", *_plan_lines(plan), *_skipped_lines(still)]
    )


def built_text(built: Built, seconds: float, index: str) -> str:
    """What a build did."""
    manifest, plan = built.manifest, built.plan
    holds = f"{manifest.documents} 份报告，{manifest.chunks} 个片段，{manifest.sentences} 句"
    if plan.idle:
        head = f"没有变化：{holds}，用时 {seconds:.1f} 秒 → {index}（nothing has changed）"
        return _lines([head, *_skipped_lines(manifest.skipped)])
    stages = "，".join(f"{name} {built.seconds[stage]:.1f}" for stage, name in _STAGES.items())
    return _lines(
        [
            f"索引建好了：{holds}，用时 {seconds:.1f} 秒 → {index}",
            *_plan_lines(plan),
            *_skipped_lines(manifest.skipped),
            f"  片段：沿用 {manifest.chunks - built.encoded}，新编码 {built.encoded} / "
            f"chunks reused {manifest.chunks - built.encoded}, encoded {built.encoded}",
            f"  各步用时（秒）：{stages}",
        ]
    )


def plan_json(plan: Plan) -> dict[str, Any]:
    """A plan as a JSON-ready mapping."""
    return {
        "idle": plan.idle,
        "anew": plan.anew,
        "added": list(plan.added),
        "changed": list(plan.changed),
        "removed": list(plan.removed),
        "moved": dict(plan.moved),
    }


def built_json(built: Built, seconds: float, index: str) -> dict[str, Any]:
    """A build as a JSON-ready mapping: the manifest but for its files, and what was done."""
    manifest = {name: value for name, value in asdict(built.manifest).items() if name != "files"}
    return {
        **{"index": index, "seconds": round(seconds, 2)},
        **manifest,
        **plan_json(built.plan),
        "chunks_reused": built.manifest.chunks - built.encoded,
        "chunks_encoded": built.encoded,
        "texts_encoded": built.encoded_texts,
        "stages": {stage: round(taken, 3) for stage, taken in built.seconds.items()},
    }


def change_text(change: IndexChange, answers: Sequence[AnswerChange] | None) -> str:
    """What has changed between two builds, and which answers if they were compared."""
    lines = [f"{change.before} → {change.build}"]
    if not (change.added or change.changed or change.removed):
        lines.append("报告没有变化。The reports are the same.")
    lines += [f"＋ 新增 added：{one.path}（{one.chunks} 个片段）" for one in change.added]
    lines += [f"－ 删除 removed：{one.path}（{one.chunks_before} 个片段）" for one in change.removed]
    for one in change.changed:
        lines += _change_lines(one)
    if answers is not None:
        lines.append(f"答案不同的问题 answers that differ：{len(answers)}")
    for answer in answers or ():
        lines += [f"  [{answer.id}] {answer.question}", f"    － {_told(answer.before)}"]
        lines.append(f"    ＋ {_told(answer.now)}")
    return _lines(lines)


def change_json(change: IndexChange, answers: Sequence[AnswerChange] | None) -> dict[str, Any]:
    """The same as a JSON-ready mapping."""
    told = {} if answers is None else {"answers": [asdict(answer) for answer in answers]}
    return asdict(change) | told


def _change_lines(one: ReportChange) -> list[str]:
    name = one.path if one.path == one.old_path else f"{one.old_path} → {one.path}"
    lines = [f"～ 改动 changed：{name}（{one.chunks_before} → {one.chunks} 个片段）"]
    for old, new in one.paragraphs[:_MOST_PARAGRAPHS]:
        lines += [f"    {sign} {_short(text)}" for sign, text in (("－", old), ("＋", new)) if text]
    if len(one.paragraphs) > _MOST_PARAGRAPHS:
        lines.append(f"    ……还有 {len(one.paragraphs) - _MOST_PARAGRAPHS} 处 / more places")
    return lines


def _plan_lines(plan: Plan) -> list[str]:
    lines = [f"  {_ANEW[plan.anew]}"] if plan.anew else []
    moved = [f"{old} → {new}" for old, new in plan.moved.items()]
    named: list[tuple[str, Collection[str]]] = [
        ("新增 added", plan.added),
        ("改动 changed", plan.changed),
        ("删除 removed", plan.removed),
        ("改名 moved", moved),
    ]
    return lines + [f"  {label} {len(paths)}：{_names(paths)}" for label, paths in named if paths]


def _skipped_lines(skipped: Mapping[str, str]) -> list[str]:
    if not skipped:
        return []
    reasons = [f"    {path}：{why.partition(chr(10))[0]}" for path, why in skipped.items()]
    return [f"  跳过 skipped {len(skipped)}：", *reasons]


def _names(paths: Collection[str]) -> str:
    some = "、".join(list(paths)[:_MOST_NAMES])
    return some if len(paths) <= _MOST_NAMES else f"{some} 等"


def _told(answer: str) -> str:
    return _short(answer) or "（没有答案 / no answer）"


def _short(text: str) -> str:
    line = text.replace("\n", " ")
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}……"


def _lines(lines: Sequence[str]) -> str:
    return "\n".join(lines)
