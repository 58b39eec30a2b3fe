"""The reader's network: where in a passage a question's answer begins and ends, if it is there at all.

The encoder's transformer reads question and passage together (a cross-encoder) and a linear head tells,
for every character of the passage, how likely the answer begins and ends there, as in BERT's SQuAD 2.0
head (Devlin et al. 2019, https://arxiv.org/abs/1810.04805), whose first token stands for "no answer".

Characters, not tokens: in Chinese one piece of a Unigram vocabulary often spans the border of an answer
("的人"), and 5 % of CMRC's answers cannot be cut out of whole pieces. So the head gives a token several
logits, one for each of its first characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor
from transformers import BertConfig, BertModel

from huimou.read.pair import Pair

CHARACTERS = 8
"""How many characters of a token have a logit of their own; those beyond share the last one's."""

LONGEST_QUESTION = 96
LONGEST_HEADER = 64
LONGEST = 512
"""Tokens. The passage gets what question and header leave."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Inputs:
    """A padded batch of pairs; B pairs, L tokens, C characters."""

    ids: Tensor
    """(B, L), int64."""
    segments: Tensor
    """(B, L), int64: 0 for the question, 1 for header and passage."""
    mask: Tensor
    """(B, L), int64: 1 where there is a token."""
    slots: Tensor
    """(B, C), int64: which of the L · `CHARACTERS` logits belongs to a character."""
    readable: Tensor
    """(B, C), bool: whether the character is there and has a token."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Logits:
    """What the head says of a batch; position 0 of the last axis stands for "no answer"."""

    start: Tensor
    """(B, 1 + C), float32; -inf where a character cannot be read."""
    end: Tensor
    """(B, 1 + C), float32."""
    answerable: Tensor
    """(B,), float32: the log odds that the passage answers the question."""


class SpanModel(torch.nn.Module):
    """The transformer and its head."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.body = BertModel(config, add_pooling_layer=False)
        self.head = torch.nn.Linear(config.hidden_size, 2 * CHARACTERS)
        self.none = torch.nn.Linear(config.hidden_size, 3)
        """Of the first token: no start, no end, answerable."""

    def forward(self, inputs: Inputs) -> Logits:
        """Logits for a batch."""
        hidden = self.body(
            input_ids=inputs.ids, attention_mask=inputs.mask, token_type_ids=inputs.segments
        ).last_hidden_state
        batch, length, _ = hidden.shape
        scores = self.head(hidden).float().view(batch, length, 2, CHARACTERS)
        none = self.none(hidden[:, 0]).float()
        start, end = (
            torch.cat(
                [
                    none[:, which : which + 1],
                    scores[:, :, which]
                    .reshape(batch, length * CHARACTERS)
                    .gather(1, inputs.slots)
                    .masked_fill(~inputs.readable, -torch.inf),
                ],
                dim=1,
            )
            for which in (0, 1)
        )
        return Logits(start=start, end=end, answerable=none[:, 2])


def load_tokenizer(folder: Path) -> Tokenizer:
    """The encoder's tokenizer, without padding and truncation."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def make_inputs(tokenizer: Tokenizer, pairs: Sequence[Pair], *, multiple: int = 16) -> Inputs:
    """Tokens of `pairs`: ``<s> question </s> header ｜ passage </s>``.

    Args:
        tokenizer: As `load_tokenizer` gives it.
        pairs: What to read. A passage too long is cut at its end.
        multiple: Lengths are padded to a multiple of this: few shapes keep the process small.
    """
    begin, stop, pad = (_special(tokenizer, token) for token in ("<s>", "</s>", "<pad>"))
    texts = [text for pair in pairs for text in (pair.question, _bar(pair.header), pair.passage)]
    encoded = tokenizer.encode_batch([_lower(text) for text in texts], add_special_tokens=False)
    rows: list[list[int]] = []
    firsts: list[int] = []
    slots: list[NDArray[np.int64]] = []
    for place in range(len(pairs)):
        question, header, passage = encoded[3 * place : 3 * place + 3]
        front = [begin, *question.ids[:LONGEST_QUESTION], stop]
        context = [*front, *header.ids[:LONGEST_HEADER]]
        body = passage.ids[: LONGEST - len(context) - 1]
        rows.append([*context, *body, stop])
        firsts.append(len(front))
        slots.append(_slots(passage.offsets[: len(body)], len(pairs[place].passage), first=len(context)))
    length = -(-max(len(row) for row in rows) // multiple) * multiple
    characters = max(len(row) for row in slots)
    ids = np.full((len(rows), length), pad, dtype=np.int64)
    segments = np.zeros((len(rows), length), dtype=np.int64)
    mask = np.zeros((len(rows), length), dtype=np.int64)
    slot = np.full((len(rows), characters), -1, dtype=np.int64)
    for place, row in enumerate(rows):
        ids[place, : len(row)] = row
        mask[place, : len(row)] = 1
        segments[place, firsts[place] : len(row)] = 1
        slot[place, : len(slots[place])] = slots[place]
    return Inputs(
        ids=torch.from_numpy(ids),
        segments=torch.from_numpy(segments),
        mask=torch.from_numpy(mask),
        slots=torch.from_numpy(np.maximum(slot, 0)),
        readable=torch.from_numpy(slot >= 0),
    )


def _special(tokenizer: Tokenizer, token: str) -> int:
    number = tokenizer.token_to_id(token)
    if number is None:
        raise ValueError(f"the tokenizer has no {token}")
    return number


def _bar(header: str) -> str:
    return f"{header} ｜ " if header else "｜ "


def _lower(text: str) -> str:
    """Lower case without a change of length, so that offsets stay true."""
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def _slots(offsets: Sequence[tuple[int, int]], length: int, *, first: int) -> NDArray[np.int64]:
    """For each character the index of its logit, -1 for none (white space), shape (length,)."""
    slots = np.full(length, -1, dtype=np.int64)
    for place, (start, end) in enumerate(offsets, start=first):
        for character in range(start, end):
            if slots[character] < 0:
                slots[character] = place * CHARACTERS + min(character - start, CHARACTERS - 1)
    return slots
