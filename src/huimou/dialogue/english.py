"""English follow-ups."""

from __future__ import annotations

import re
from dataclasses import dataclass

from huimou.dialogue import english_phrases as english

_OTHERWISE = {"how come": "why", "how so": "how", "which ones": "which", "which one": "which"}
_INVERTED = "do|does|did|is|are|was|were|will|can"
_ACTIVE = "(?:do|does|did|have|has|had|will|can|could|should|would)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """What can be carried over from an English question."""

    text: str
    noun: str
    """What is counted or chosen: recommendations in How many recommendations…"""
    about: str
    """With its preposition: on urban renewal."""
    agent: str
    """Who does it: the leaders in Where did the leaders go?"""
    topic: str


def is_smalltalk(question: str) -> bool:
    """Whether nothing is asked of a report."""
    return bool(english.SMALLTALK.fullmatch(question.strip()))


def changed_topic(question: str) -> str | None:
    """The question after New question: …; None if no change is announced."""
    match = english.CHANGE.match(question.strip())
    return question.strip()[match.end() :] if match else None


def stands_alone(question: str) -> bool:
    """Whether an English question says itself what it is about.

    >>> stands_alone("How many tomatoes did Italy export?"), stands_alone("How many did they make?")
    (True, False)
    """
    text = _bare(question)
    if any(
        pattern.fullmatch(text) for pattern in (english.INSTEAD, english.ALONE, english.CHECK, english.MORE)
    ):
        return False
    if uncounted := english.UNCOUNTED.match(text):
        own = [
            word
            for word in re.findall(r"[A-Za-z'’-]+", text[uncounted.end() :])
            if not english.FUNCTION.fullmatch(word.lower())
        ]
        return len(own) > 1  # How much did Italy's exports grow? but not How many were made?
    pointing = english.POINTING.search(text)
    if not pointing:
        return True
    before = [
        word
        for word in re.findall(r"[a-z'’-]+", text[: pointing.start()].lower())
        if not english.FUNCTION.fullmatch(word)
    ]
    last = not text[pointing.end() :].strip() and pointing.group().lower() in ("it", "them", "him")
    return len(before) > (2 if last else 1) or bool(re.search(r"[A-Z]", text[1 : pointing.start()]))


def resolve(question: str, before: str, answer: str) -> str:
    """`question` made to stand alone.

    Args:
        question: One that does not.
        before: The question before, which does.
        answer: What was answered to that.
    """
    text, parts, name = _bare(question), anatomy(before), named(before, answer)
    if instead := english.INSTEAD.fullmatch(text):
        return _asked(swap(parts, next(filter(None, instead.groups()))))
    if english.CHECK.fullmatch(text):
        return before
    if name and (it := re.search(r"\bit\b", text, english.CASELESS)):
        return _asked(_put(text, it.span(), name))
    if english.MORE.fullmatch(text):
        return _asked(_regarding(parts.topic, text))
    if alone := english.ALONE.fullmatch(text):
        return _asked(_alone(parts, alone["asking"].lower()))
    if uncounted := english.UNCOUNTED.match(text):
        return _asked(_uncounted(parts, text, uncounted))
    return _asked(_pointed(parts, text, name, of_place=before.lower().startswith("where")))


def resolve_about(question: str, topic: str) -> str:
    """`question` made to stand alone, given no more than the topic of the one before, in any language."""
    text = _bare(question)
    if english.CHECK.fullmatch(text) or not topic:
        return question
    pointing = english.POINTING.search(text)
    if pointing and not pointing["possessive"] and not pointing["there"]:
        return _asked(_put(text, pointing.span(), topic))
    return _asked(_regarding(topic, text))


def year_asked(question: str) -> str:
    """The year that a follow-up asks for and nothing else: And in 2024?; "" if it asks otherwise."""
    instead = english.INSTEAD.fullmatch(_bare(question))
    new = (instead["new"] or instead["when"] or "") if instead else ""
    year = re.fullmatch(r"(?:(?:in|for|during|by) )?((?:19|20)\d\d)", new, english.CASELESS)
    return year[1] if year else ""


def named(before: str, answer: str) -> str:
    """The name that the answer gave, if the question before asked for one; else ""."""
    name = answer.strip().split("\n")[0].strip(" .*_")
    asked = re.match(r"(?:who|whose|which|where|what (?:is|was) the name)\b", _bare(before), english.CASELESS)
    return name if asked and 0 < len(name) <= 40 and not re.match(r"\d", name) else ""


def anatomy(question: str) -> Parts:
    """Find what may be carried over. Every string has an anatomy."""
    text = _bare(question)
    counted = english.COUNTED.search(text)
    phrases = [
        match for match in english.PHRASE.finditer(text) if not english.TIMES.fullmatch(match["noun"].strip())
    ]
    about = next(
        (
            m
            for m in phrases
            if m["preposition"].lower() in ("on", "about", "regarding", "concerning", "for", "around")
        ),
        None,
    )
    of, subject = english.OF.search(text), english.SUBJECT.search(text)
    noun = counted["noun"] if counted else ""
    topic = (
        (about["noun"] if about else "")
        or (of.group() if of else "")
        or noun
        or (subject["noun"] if subject else "")
        or (phrases[-1]["noun"] if phrases else "")
        or _object(text)
    )
    return Parts(
        text=text,
        noun=noun,
        about=about.group().strip() if about else "",
        agent=subject["noun"] if subject and re.match(_ACTIVE, subject.group(), english.CASELESS) else "",
        topic=topic.strip(),
    )


def _object(text: str) -> str:
    """What a question without auxiliary is about: the film in Who directed the film."""
    noun = re.search(r"\b(?:the|a|an|this) [a-z][A-Za-z'’ -]*$", text)
    return (
        noun.group()
        if noun
        else re.sub(
            rf"^(?:who|what|which|where|when|why|how)\b\s*(?:{english.AUXILIARY}\b\s*)?",
            "",
            text,
            flags=english.CASELESS,
        )
    )


def swap(parts: Parts, new: str) -> str:
    """The question with `new` in the place of what is of its kind."""
    new = new.strip()
    if re.fullmatch("it|that|this|them|those|these", new, english.CASELESS):
        return parts.text
    if time := re.fullmatch(rf"(?:(?:in|for|during|by) )?({english.TIME})", new, english.CASELESS):
        if old := re.search(
            rf"\b(?P<in>in |for |during |by )?{english.TIME}\b", parts.text, english.CASELESS
        ):
            word = (old["in"] or "") if time[1][:1].isdigit() else ""
            return _put(parts.text, old.span(), f"{word}{time[1]}")
        return f"{parts.text} {new if ' ' in new or not new.isdigit() else f'in {new}'}"
    plain = re.sub(r"^(?:in|for|at|with|on|about|regarding)\s+", "", new, flags=english.CASELESS)
    article = re.sub(r"^the\s+", "", plain, flags=english.CASELESS)
    if plain[:1].isupper():
        names = list(re.finditer(r"(?<!^)\b[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*", parts.text))
        if names:
            return _put(parts.text, names[-1].span(), plain)
    of = english.OF.search(parts.text)
    if of and not plain[:1].isupper():
        return _put(parts.text, of.span("noun"), plain if plain != article else f"the {plain}")
    if of:
        return _put(parts.text, of.span("whole"), plain)
    if parts.about:
        start = parts.text.index(parts.about)
        preposition = parts.about.split()[0]
        return _put(parts.text, (start, start + len(parts.about)), f"{preposition} {plain}")
    if counted := english.COUNTED.search(parts.text):
        return _put(parts.text, counted.span("noun"), article)
    if subject := english.SUBJECT.search(parts.text):
        return _put(parts.text, subject.span("noun"), plain)
    return f"Regarding {plain}, {_lowered(parts.text)}"


def _regarding(topic: str, text: str) -> str:
    return f"Regarding {topic}, {_lowered(text)}"


def _alone(parts: Parts, asking: str) -> str:
    """Where? of How many lectures were held? becomes Where were lectures held?"""
    asking = _OTHERWISE.get(asking, asking)
    counted = english.COUNTED.search(parts.text)
    if not counted:
        return _regarding(parts.topic, asking)
    if asking in ("how many", "how much", "which", "what"):
        return _put(parts.text, counted.span("asking"), asking)
    auxiliary, _, rest = parts.text[counted.end() :].partition(" ")
    if rest and counted["asking"].lower().startswith("how") and re.fullmatch(_INVERTED, auxiliary):
        if auxiliary in ("do", "does", "did"):
            return f"{asking} {auxiliary} {rest} {counted['noun']}"
        return f"{asking} {auxiliary} {counted['noun']} {rest}"
    return _regarding(parts.topic, asking)


def _uncounted(parts: Parts, text: str, uncounted: re.Match[str]) -> str:
    """How many did they make? with what is counted put in, and what it is about."""
    rest = text[uncounted.end() :]
    if uncounted["phrase"]:
        return swap(parts, rest)
    if (not parts.noun and not parts.about) or re.search(r"\bit\b", rest, english.CASELESS):
        return _pointed(parts, text, "", of_place=False)
    about = "" if english.PHRASE.search(rest) else parts.about
    return " ".join(filter(None, (uncounted["asking"], parts.noun, rest, about)))


def _pointed(parts: Parts, text: str, name: str, *, of_place: bool) -> str:
    """A question with its pronoun replaced, or what it is about put in front."""
    pointing = english.POINTING.search(text)
    if not pointing:
        return _regarding(parts.topic, text)
    pronoun = pointing.group().lower()
    person = pronoun in ("they", "he", "she", "them", "him", "their", "his", "her")
    antecedent = parts.noun if person and parts.noun else parts.topic
    if name and not (person and of_place):
        antecedent = name
    elif person and re.search(rf"\b{_ACTIVE}\s+$", text[: pointing.start()], english.CASELESS):
        if not parts.agent:
            return _regarding(parts.topic, text)  # who is meant was not said
        antecedent = parts.agent
    if pointing["possessive"]:
        antecedent += "'" if antecedent.endswith("s") else "'s"
    if pointing["there"]:
        antecedent = (
            f"to {antecedent}"
            if re.search(r"\b(?:go|come|travel)\s+$", text[: pointing.start()])
            else f"in {antecedent}"
        )
    return _put(text, pointing.span(), antecedent)


def _bare(question: str) -> str:
    text = question.strip().rstrip("?？!.！。 ")
    if noun := english.AND_NOUN.fullmatch(text):
        return f"What about {noun[1]}"
    lead = english.LEAD.match(text)
    return text[lead.end() :] if lead and lead.end() < len(text) else text


def _put(text: str, span: tuple[int, int], new: str) -> str:
    return f"{text[: span[0]]}{new}{text[span[1] :]}"


def _lowered(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _asked(text: str) -> str:
    text = re.sub(r"\s+", " ", text.rstrip("?？.! "))
    return f"{text[:1].upper()}{text[1:]}?"
