"""What English questions are made of, as far as follow-ups need it."""

from __future__ import annotations

import re

CASELESS = re.IGNORECASE
_PREPOSITIONS = "on|about|regarding|concerning|for|around|of|by|to|from|with|in|at"
_IRREGULAR = "took|made|came|went|got|won|grew|fell|rose|had|held|built|done|found|born|spent|given|set"

AUXILIARY = "(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|may|might)"
TIME = (
    r"(?:(?:19|20)\d\d|(?:last|this|next|the previous|the following) (?:year|month|week|quarter|decade)"
    r"|Q[1-4](?: (?:19|20)\d\d)?)"
)
TIMES = re.compile(rf"\b{TIME}\b", CASELESS)
SMALLTALK = re.compile(
    r"(?:hi|hello|hey|good (?:morning|afternoon|evening)|thanks?|thank you|thx|bye|goodbye|ok(?:ay)?|yes|no"
    r"|great|nice|help|who are you|what can you do|what do you do|how do i use (?:this|it))"
    r"(?: there| all| so much| very much| a lot)?[!.? ]*",
    CASELESS,
)
CHANGE = re.compile(
    r"(?:(?:let'?s|let us) (?:change|switch) (?:the )?(?:topic|subject)|new (?:topic|question)"
    r"|(?:another|a different|next) question"
    r"|(?:on )?(?:a |an)?(?:other|different|unrelated) (?:topic|note|subject|question)"
    r"|changing (?:the )?(?:topic|subject)|something else)[,.:;! -]+",
    CASELESS,
)
LEAD = re.compile(r"(?:(?:and|so|ok(?:ay)?|then|but|now|please|also|well)\b[, ]*)+", CASELESS)
AND_NOUN = re.compile(
    rf"and ((?!{AUXILIARY}\b|wh|how|then|so\b|on\b|in\b|for\b|about\b)(?:the )?[a-z-]+(?: [a-z-]+)?)",
    CASELESS,
)
"""And hospitals? is short for What about hospitals?"""
INSTEAD = re.compile(
    r"(?:(?:what|how) about|what of|same for|(?:i )?(?:mean|meant)|no,? i mean(?:t)?|instead of that,?)"
    r"\s+(?P<new>.+)"
    rf"|(?P<when>(?:in|for|during|by) {TIME}|{TIME})"
    r"|(?P<where>(?:in|for|at) (?-i:[A-Z]).*)|(?P<noun>the [a-z]+(?: [a-z]+){0,2})"
    r"|(?P<about>(?:on|about|regarding) .+)",
    CASELESS,
)
"""What about the lectures? In 2024? The population?"""
ALONE = re.compile(
    r"(?P<asking>why|where|when|who|whom|how|how so|how come|how many|how much|which|which ones?"
    r"|what|what kinds?|how long|how often|by whom|since when)"
    r"(?: (?:exactly|then|(?:is|was) (?:that|it|this)|(?:are|were) (?:they|those)|not|so))*",
    CASELESS,
)
CHECK = re.compile(r"(?:really|are you sure|is (?:that|it) (?:true|right|correct)|right|correct)", CASELESS)
MORE = re.compile(
    r"(?:what else|anything else|any ?(?:thing)? ?(?:more|others?)|(?:who|where) else|any other(?:s| ones)?)",
    CASELESS,
)
COUNTED = re.compile(
    rf"\b(?P<asking>how (?:many|much)|which|what|whose)\s+(?P<noun>(?!{AUXILIARY}\b)[^?]+?)"
    rf"\s+(?={AUXILIARY}\b|(?:[a-z]+ed|{_IRREGULAR})\b)",
    CASELESS,
)
"""recommendations in How many recommendations were made?"""
UNCOUNTED = re.compile(
    rf"^(?P<asking>how (?:many|much)|which)(?: of (?:them|those|these))?\s+"
    rf"(?=(?P<phrase>in|on|for|about)\b|{AUXILIARY}\b)",
    CASELESS,
)
"""How many were made?"""
PHRASE = re.compile(
    rf"\b(?P<preposition>{_PREPOSITIONS})\s+"
    rf"(?P<noun>(?!{TIME}\b)(?:(?!\b(?:on|about|regarding|for|by|to|from|with|in|at|during|after|before)\b)[^?,])+)",
    CASELESS,
)
SUBJECT = re.compile(
    rf"\b{AUXILIARY}\s+(?P<noun>(?:the |a |an |our |its |their )?[A-Za-z0-9'’-]+"
    r"(?: (?!(?:on|in|at|for|of|to|by|from|with)\b)[A-Za-z0-9'’-]+)*?(?: of (?:the |a |an )?[A-Za-z'’-]+)?)"
    r"(?=\s+(?:on|in|at|for|to|by|from|with|[a-z]+)\b|[?.!]*$)",
    CASELESS,
)
"""the committee in What did the committee decide?"""
OF = re.compile(
    r"\b(?P<noun>(?:the|a|an) [A-Za-z0-9 '’-]+?) of (?P<whole>[^?]+?)(?= (?:in|on|at|during|by) |[?]|$)",
    CASELESS,
)
"""the GDP, Sichuan in the GDP of Sichuan"""
POINTING = re.compile(
    r"\b(?:(?:it|they|them|he|she|him)|(?P<possessive>its|their|his|her)"
    r"|(?P<demonstrative>this|that|these|those)"
    r"(?=[?.!]*$|\s+(?:is|are|was|were|be|[a-z]+ed|cost|take|happen|mean|held)\b)"
    r"|(?P<noun>(?:this|that|these|those) (?!report|article|document|text|paper|year|month|week)[a-z]+)"
    r"|(?P<there>there)(?=[?.!]*$))\b",
    CASELESS,
)
"""Pronouns; this report and this year mean no earlier question."""
FUNCTION = re.compile(
    "how|many|much|what|which|who|whom|whose|when|where|why|is|are|was|were|do|does|did|has|have|had|will|would|can"
    "|could|should|the|a|an|of|in|on|at|for|to|by|from|with|and|so|then|but|about|it|they"
)
"""Words without content, lower case."""
