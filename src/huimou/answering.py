"""From a question to an answer: an index, the encoder that built it, and a reader."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from huimou.asking import check_question, says_one_of
from huimou.compose import Asked, analyse, compose_several, decline, is_english, say
from huimou.compose.phrases import phrase
from huimou.config import Settings
from huimou.corpus import corpus_digests
from huimou.dialogue import History, resolve_question, several
from huimou.embed import Encoder
from huimou.errors import CorpusError, IndexMismatchError, QuestionError
from huimou.finding import (
    SURE,
    Documents,
    Finder,
    answer_in,
    find,
    overview_in,
    table_in,
)
from huimou.gloss import knows
from huimou.index import Index, build_command, current_build, open_index
from huimou.overview import asks_overview
from huimou.read import Reader
from huimou.scope import places_shared
from huimou.script import simplified
from huimou.shelf import (
    Corrections,
    Look,
    Shelf,
    corrected,
    find_reports,
    holdings,
    look_for,
    make_shelf,
    never_held,
    read_corrections,
    saying,
    table_rows,
)
from huimou.smalltalk import off_topic, small_talk
from huimou.spelling import Speller
from huimou.types import Answer, Hit


def open_qa(settings: Settings, encoder: Encoder, reader: Reader) -> QA:
    """Open the current index for questions.

    Raises:
        IndexMismatchError: There is none, it is damaged, or another encoder built it.
        HuimouError: `reports.toml` beside the reports is wrong.
    """
    return QA(settings, encoder, reader, *_open_matching(settings, encoder))


class QA:
    """An index, the encoder that built it, a reader, and the way from a question to an answer.

    Safe to ask from several threads. A rebuilt index is taken up by `refresh`, which every question
    calls first; a question that is under way keeps the index that it began with, and one that is asked
    while the new index is damaged is answered from the old one.
    """

    def __init__(
        self,
        settings: Settings,
        encoder: Encoder,
        reader: Reader,
        index: Index,
        corrections: Corrections = MappingProxyType({}),
    ) -> None:
        self.settings = settings
        self.encoder = encoder
        self.reader = reader
        self._now = _with_shelf(index, corrections)
        self._speller = (self.index, _speller(self.index))
        self._refreshing = threading.Lock()

    @property
    def index(self) -> Index:
        """The index in use, its reports called as `reports.toml` says."""
        return self._now[0]

    @property
    def shelf(self) -> Shelf:
        """What is known of the reports of the index in use."""
        return self._now[1]

    def refresh(self) -> bool:
        """Take up a rebuilt index, if there is one; whether there was. Reads one line if not.

        Raises:
            IndexMismatchError: There is a new index but it cannot be used; the old one stays in use.
        """
        if not self.index.manifest.build:
            return False  # it was never saved: what is on the disk is another one
        with self._refreshing:
            build = current_build(self.settings.index)
            if build in (None, self.index.manifest.build):
                return False
            self._now = _with_shelf(*_open_matching(self.settings, self.encoder))
            return True

    def warnings(self) -> list[str]:
        """What has changed since the index was built: reports, or how they are to be cut."""
        manifest, settings = self.index.manifest, self.settings
        command = build_command(settings.index)
        warnings = []
        try:
            now = corpus_digests(Path(manifest.corpus_root))
        except CorpusError:
            now = dict(manifest.corpus)  # the index was taken along without its reports
        paths = manifest.corpus.keys() | now.keys()
        changed = sorted(path for path in paths if manifest.corpus.get(path) != now.get(path))
        if changed:
            warnings.append(
                f"注意：建索引以后，这些报告有变动：{'、'.join(changed)}。请重建：{command}\n"
                f"Note: these reports changed after the index was built. Rebuild it: {command}"
            )
        built = (manifest.chunk_size, manifest.chunk_overlap)
        if built != (settings.chunk_size, settings.chunk_overlap):
            warnings.append(
                f"注意：索引是按 chunk_size、chunk_overlap = {built} 切分的，"
                f"和现在的设置不同。请重建：{command}\n"
                f"Note: the index was cut with other settings than those in force. Rebuild it: {command}"
            )
        return warnings

    def ask(self, question: str, history: History = (), *, reports: Sequence[str] | None = None) -> Answer:
        """Answer `question`.

        Args:
            question: As typed.
            history: The (question, answer) pairs before it, oldest first.
            reports: Look only in these, called by year, place, name or path (`shelf.find_reports`); None
                and an empty list look in all.

        Raises:
            QuestionError: No report is called like one of `reports`.
        """
        begin = time.perf_counter()
        with suppress(IndexMismatchError):  # whoever calls `refresh` itself is told of it
            self.refresh()
        index, shelf = self._now  # one index for all of this question
        within = find_reports(shelf, reports) if reports else tuple(range(len(index.documents)))
        try:
            asked = check_question(question)
        except QuestionError as error:
            answer = decline(question, str(error))
        else:
            answer = self._answer(index, shelf, within, asked, history)
        return replace(answer, question=question, elapsed_ms=(time.perf_counter() - begin) * 1000)

    def _answer(
        self, index: Index, shelf: Shelf, within: Documents, question: str, history: History
    ) -> Answer:
        english = analyse(question).english
        talk = small_talk(question)
        if talk is not None:
            return say(question, phrase(talk, english))
        if off_topic(question):
            return decline(question, phrase("off_topic", english))
        alone = self.stand_alone(question, history, index, several=len(within) > 1)
        before = history[-1][1] if history and alone != question else ""
        look = look_for(alone, shelf, within, before=before)
        if summary := asks_overview(alone):
            first = look.tries[0].documents
            told = overview_in(self._finder, index, alone, summary, first, shelf.shorts)
            if told is not None:
                return told
        table = None
        if rows := table_rows(alone, shelf, within):
            table = table_in(self._finder, index, alone, rows)
            if not table.abstained:
                return table
        if parts := several(alone):
            told_each = self._each(index, shelf, within, parts)
            if told_each is not None:
                return compose_several(question, told_each)
        answer = self._first(index, analyse(alone), look, shelf.shorts)
        if not answer.abstained or len(within) == 1:
            return answer
        return table or _not_held(alone, shelf, within, look, answer) or answer

    def _each(
        self, index: Index, shelf: Shelf, within: Documents, parts: Sequence[str]
    ) -> list[Answer] | None:
        """The answers to the parts of a question; None if one is refused, or they are all the same."""
        told: list[Answer] = []
        before: list[tuple[str, str]] = []
        for part in parts:
            alone = self.stand_alone(part, before, index, several=len(within) > 1)
            look = look_for(alone, shelf, within, before=before[-1][1] if before else "")
            answer = self._first(index, analyse(alone), look, shelf.shorts)
            if answer.abstained or not answer.citations:
                return None
            before.append((alone, answer.answer))
            told.append(answer)
        return told if len({answer.answer for answer in told}) > 1 else None

    def _first(self, index: Index, asked: Asked, look: Look, shorts: Collection[str]) -> Answer:
        """The first answer of the reports, in the order in which to look; else the first refusal.

        A sure answer of a wider choice of reports comes before an unsure one of those looked in first.
        """
        answers: list[Answer] = []
        for one in look.tries:
            documents = one.documents
            if one.must_say and not (documents := saying(index.documents, documents, one.must_say)):
                continue
            answer = answer_in(self._finder, index, asked, documents, shorts)
            sure = not answer.abstained and (answer.confidence or 0.0) >= SURE
            if one.must_say and not (sure and says_one_of(answer, one.must_say)):
                answer = decline(asked.question, phrase("unanswered", asked.english), answer.hits)
            elif sure:
                return answer
            if not (one.wider and answers):
                answers.append(answer)
        if not answers:
            answers.append(answer_in(self._finder, index, asked, look.base, shorts))
        return min(answers, key=lambda one: one.abstained)

    def stand_alone(
        self,
        question: str,
        history: History = (),
        index: Index | None = None,
        *,
        several: bool | None = None,
    ) -> str:
        """The question that is looked up: complete in itself, in simplified script, its homophones mended.

        `several` is whether several reports are asked; None means all of the index.
        """
        index = index or self.index
        several = len(index.documents) > 1 if several is None else several
        known, speller = self._speller
        if known is not index:
            speller = _speller(index)
            self._speller = (index, speller)

        def plain(text: str) -> str:  # characters that the reports themselves use are kept
            return simplified(text, speller.characters)

        told = [(plain(before), plain(answer)) for before, answer in history]
        alone = resolve_question(plain(question), told, shelf=several)
        alone = speller.mend(alone)
        return speller.write_names(alone, knows) if is_english(alone) else alone

    def search(self, query: str, count: int) -> tuple[Hit, ...]:
        """The `count` chunks that are nearest to a query, best first, without an answer.

        Raises:
            QuestionError: It is empty or too long.
        """
        with suppress(IndexMismatchError):
            self.refresh()
        index = self.index
        return self.retrieve(index, self.stand_alone(check_question(query), (), index), count)

    def retrieve(self, index: Index, question: str, count: int | None = None) -> tuple[Hit, ...]:
        """The best chunks for a question that stands alone, best first; `Settings.hits` unless told.

        A question that names a report's place is looked up in the reports of that place.
        """
        named = [n for n, document in enumerate(index.documents) if places_shared(question, document)]
        words = analyse(question).lookup if is_english(question) else question
        return find(self._finder, index, words, named or range(len(index.documents)), count=count)

    @property
    def _finder(self) -> Finder:
        return Finder(settings=self.settings, encoder=self.encoder, reader=self.reader)


def _not_held(question: str, shelf: Shelf, within: Documents, look: Look, answer: Answer) -> Answer | None:
    """The refusal that names what there is, where a place or a year is asked for that there is not."""
    english = analyse(question).english
    among = shelf.of(within if look.absent else look.base)
    years = [str(year) if english else f"{year}年" for year in never_held(question, among)]
    if not (look.absent or years):
        return None
    asked, have = "、".join(look.absent or years), holdings(among, english)
    # Of reports that were chosen it may not be said that the shelf holds no others.
    name = "not_held" if len(within) == len(shelf.reports) else "not_chosen"
    return decline(question, phrase(name, english, have=have, asked=asked), answer.hits)


def _with_shelf(index: Index, corrections: Corrections) -> tuple[Index, Shelf]:
    """An index whose reports are called as the corrections say, and what is known of them."""
    documents = tuple(corrected(document, corrections) for document in index.documents)
    return replace(index, documents=documents), make_shelf(documents, corrections)


def _speller(index: Index) -> Speller:
    """What mends homophones; it needs all texts in one, so on a very large shelf it mends nothing."""
    small = index.manifest.structure == "exact"
    return Speller(document.text for document in index.documents) if small else Speller(())


def _open_matching(settings: Settings, encoder: Encoder) -> tuple[Index, Corrections]:
    """Open the current index and refuse it if another encoder built it; and what `reports.toml` says."""
    index = open_index(settings.index)
    if index.manifest.encoder_digest != encoder.digest:
        command = build_command(settings.index)
        raise IndexMismatchError(
            f"索引是用编码模型 {index.manifest.encoder} 建的，现在的是 {encoder.name}（内容不同）。"
            f"请重建：{command}\n"
            f"The index was built with encoder {index.manifest.encoder}, not with this {encoder.name}. "
            f"Rebuild it: {command}"
        )
    return index, read_corrections(Path(index.manifest.corpus_root), index.manifest.corpus)
