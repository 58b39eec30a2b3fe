from __future__ import annotations

import pytest

from huimou.dialogue import is_follow_up, resolve_question

BEFORE = [("甲活动办了几场？", "9场"), ("委员读书活动办了几场？", "4场")]


@pytest.mark.parametrize(
    "question",
    [
        "那委员讲堂呢？",
        "他们提了几条建议？",
        "哪里？",
        "为什么？",
        "这项工作是谁做的？",
        "其中重点是什么？",
        "What about it?",
    ],
)
def test_a_follow_up_has_the_question_before_it_put_in_front(question: str) -> None:
    assert resolve_question(question, BEFORE) == f"委员读书活动办了几场？ {question}"


@pytest.mark.parametrize(
    "question",
    [
        "全年开展了几次基层协商？",
        "崇岗镇有多少亩土地灌溉困难？",
        "这篇报道的记者是谁？",
        "其他单位参加了哪些活动？",
        "Italy exported how many tomatoes?",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(question: str) -> None:
    assert resolve_question(question, BEFORE) == question
    assert not is_follow_up(question)


def test_without_history_there_is_nothing_to_follow() -> None:
    assert resolve_question("那委员讲堂呢？") == "那委员讲堂呢？"
