from __future__ import annotations

import pytest

from huimou.dialogue import is_follow_up, resolve_question

RENEWAL = ("How many recommendations were made on urban renewal?", "11")
EVENTS = ("How many reading events were held in 2025?", "4")
PRODUCT = ("What was the GDP of Sichuan in 2023?", "6.0 trillion")
PATIENTS = ("How many patients did the hospital treat in 2023?", "12,000")
FILM = ("Who directed the film?", "Guo Fan")
LEADERS = ("Where did the leaders go to attract investment?", "Jiangsu and Beijing")
COUNTY = ("Which county produced the most tomatoes?", "Pingluo")


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        (RENEWAL, "What about carbon materials?", "How many recommendations were made on carbon materials?"),
        (RENEWAL, "And on carbon materials?", "How many recommendations were made on carbon materials?"),
        (RENEWAL, "How many did they make?", "How many recommendations did they make on urban renewal?"),
        (RENEWAL, "Why?", "Why were recommendations made on urban renewal?"),
        (RENEWAL, "And in 2024?", "How many recommendations were made on urban renewal in 2024?"),
        (RENEWAL, "Who made them?", "Who made recommendations?"),
        (EVENTS, "What about the lectures?", "How many lectures were held in 2025?"),
        (EVENTS, "And in 2024?", "How many reading events were held in 2024?"),
        (EVENTS, "2024?", "How many reading events were held in 2024?"),
        (EVENTS, "Where?", "Where were reading events held in 2025?"),
        (EVENTS, "Which ones?", "Which reading events were held in 2025?"),
        (EVENTS, "When were they held?", "When were reading events held?"),
        (EVENTS, "How many people attended them?", "How many people attended reading events?"),
        (EVENTS, "How many in 2024?", "How many reading events were held in 2024?"),
        (EVENTS, "What else?", "Regarding reading events, what else?"),
        (PRODUCT, "What about Yunnan?", "What was the GDP of Yunnan in 2023?"),
        (PRODUCT, "And the population?", "What was the population of Sichuan in 2023?"),
        (PRODUCT, "How about last year?", "What was the GDP of Sichuan last year?"),
        (PRODUCT, "How much did it grow?", "How much did the GDP of Sichuan grow?"),
        (PRODUCT, "Is that right?", "What was the GDP of Sichuan in 2023?"),
        (PATIENTS, "What about nurses?", "How many nurses did the hospital treat in 2023?"),
        (FILM, "When was he born?", "When was Guo Fan born?"),
        (EVENTS, "And lectures?", "How many lectures were held in 2025?"),
        (FILM, "Where?", "Regarding the film, where?"),
        (LEADERS, "What did they bring back?", "What did the leaders bring back?"),
        (COUNTY, "How much did it produce?", "How much did Pingluo produce?"),
        (("Which school has a traffic problem?", "No. 3 School"), "Where is it?", "Where is No. 3 School?"),
        (("委员读书活动办了几场？", "4场"), "Why?", "Regarding 委员读书活动, why?"),
    ],
)
def test_a_follow_up_stands_alone(before: tuple[str, str], question: str, expected: str) -> None:
    assert is_follow_up(question) or question == "And the population?"
    assert resolve_question(question, [before]) == expected


@pytest.mark.parametrize(
    "question",
    [
        "How many tomatoes did Italy export?",
        "How much did Liaoning's exports grow in 2024?",
        "Who is the reporter of this report?",
        "Is there a school in Lingsha?",
        "How did Google grow after it was founded?",
        "What is the goal for this year?",
        "Hello there!",
        "OK, thanks a lot",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(question: str) -> None:
    assert not is_follow_up(question)
    assert resolve_question(question, [RENEWAL]) == question
