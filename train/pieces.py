"""Which word pieces of a tokenizer are worth their rows in the bundled models: what stands in laws and questions.

The vocabulary of bge-small-zh has 21,128 pieces. A third of them, Chinese characters inside a word (##法), no text has,
because each Chinese character is a word of its own; many others are English words and Japanese syllables.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tokenizers import Tokenizer

from train.corpus import local_articles, read_jsonl, stard_articles
from train.cross_data import WIKI

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
AT_ONCE = 2_000  # texts that are split at once
LONGEST = 3_000  # characters of one
OFTEN = 5  # times that the encoder's pieces are seen


def seen_pieces(tokenizer: Tokenizer, shared: Path) -> list[int]:
    """Ids of the pieces that the encoder keeps, in order: special ones, single characters, letters and digits inside a
    word, numbers of up to four digits, and every piece that the texts of the material have OFTEN."""
    tokenizer.no_truncation()
    counted: Counter[int] = Counter()
    texts = list(_texts(shared))
    for start in range(0, len(texts), AT_ONCE):
        for found in tokenizer.encode_batch([t[:LONGEST].lower() for t in texts[start : start + AT_ONCE]]):
            counted.update(found.ids)
    kept = {number for number, times in counted.items() if times >= OFTEN}
    for piece, number in tokenizer.get_vocab().items():
        plain = piece.removeprefix("##")
        digits = plain.isascii() and plain.isdigit() and len(plain) <= 4
        inside = piece.startswith("##") and piece != "##"
        if piece in SPECIAL or digits or (len(plain) == 1 and (not inside or plain.isascii())):
            kept.add(number)
    return sorted(kept)


def _texts(shared: Path) -> Iterator[str]:
    yield from (article.text for article in stard_articles(shared))
    yield from (article.text for articles in local_articles(shared) for article in articles)
    yield from (row["question"] for row in read_jsonl(shared / "stard" / "queries_train.jsonl"))
    for row in read_jsonl(shared / "train" / "consultation_answer.jsonl"):
        yield from (row["question"], row["answer"])
    for row in read_jsonl(shared / "train" / "wiki_question_passage.jsonl"):
        yield from (row["question"], row["passage"])


def used_pieces(tokenizer: Tokenizer, shared: Path) -> list[int]:
    """Ids of the pieces worth keeping: special ones, ASCII, and what stands in the laws and the questions, in order."""
    texts = [article.text for article in stard_articles(shared)]
    texts += [article.text for articles in local_articles(shared) for article in articles]
    texts += [row["question"] for row in read_jsonl(shared / "train" / "consultation_article.jsonl")]
    texts += [row["passage"] for row in read_jsonl(shared / "train" / "wiki_question_passage.jsonl")[:WIKI]]
    seen = Counter(character for text in texts for character in text.lower())
    kept = []
    for piece, number in tokenizer.get_vocab().items():
        plain = piece.removeprefix("##")
        single = len(plain) == 1 and (plain.isascii() or seen[plain] > 1)
        # A character inside a word of letters or digits is a piece of its own; a Chinese one never is.
        inside = piece.startswith("##") and piece != "##" and not (plain.isascii() and len(plain) <= 3)
        if piece in SPECIAL or (single and not inside) or (plain.isascii() and plain.isdigit() and len(plain) <= 4):
            kept.append(number)
    return sorted(kept)


def pruned(tokenizer: Tokenizer, kept: Sequence[int]) -> str:
    """tokenizer.json with the kept pieces only, numbered anew in their order.

    It reads letters in lower case: the vocabulary has no others, and A级 would be like B级.
    """
    settings = json.loads(tokenizer.to_str())
    new = {old: number for number, old in enumerate(kept)}
    settings["model"]["vocab"] = {
        piece: new[old] for piece, old in sorted(settings["model"]["vocab"].items(), key=lambda p: p[1]) if old in new
    }
    for token in settings["added_tokens"]:
        token["id"] = new[token["id"]]
    for token in settings["post_processor"]["special_tokens"].values():
        token["ids"] = [new[old] for old in token["ids"]]
    settings["normalizer"] = {**settings["normalizer"], "lowercase": True, "strip_accents": False}
    settings["truncation"] = settings["padding"] = None
    return json.dumps(settings, ensure_ascii=False)
