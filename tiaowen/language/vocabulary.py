"""Words as general Chinese has them: what is a noun, how rare is it, what is it called in laws."""

from __future__ import annotations

import math
import sys
from functools import cache, lru_cache
from typing import Any

from tiaowen.language.everyday import EVERYDAY, PHRASE
from tiaowen.language.normalization import STOPWORDS, TERM, search_text, segmenter


@cache
def _tags() -> dict[str, str]:
    """Word -> part of speech, from the dictionary that jieba brings along: a word, its frequency and its tag a line.

    Read here, because jieba.posseg loads the model with which it would tag a text as well, 50 MB in every process. Long
    nouns and short verbs and adjectives, three words in five, are left out: for such `_tag` takes a word that is not
    here.
    """
    tags: dict[str, str] = {}
    with segmenter().get_dict_file() as lines:
        for line in lines:
            word, _, tag = line.decode("utf-8").strip().split(" ")
            if word in EVERYDAY or not (_noun(tag) if len(word) > 2 else tag[0] in "va" and not _noun(tag)):
                tags[word] = sys.intern(tag)
    return tags


def _noun(tag: str) -> bool:
    return tag.startswith("n") or tag in ("vn", "an", "l", "j", "b", "zg")


def _tag(word: str) -> str:
    return _tags().get(word, "n" if len(word) > 2 else "v")


@cache
def _total() -> float:
    return float(segmenter().total)


def is_word(text: str) -> bool:
    """Whether the dictionary, or the table of everyday words, has it."""
    return bool(segmenter().FREQ.get(text)) or text in EVERYDAY


def is_noun(word: str) -> bool:
    """Whether the dictionary calls it a noun (people, places, names, 名动词); so are longer words that it has not."""
    return _noun(_tag(word)) if word in _tags() or word not in EVERYDAY else False


def is_verb(word: str) -> bool:
    """Whether the dictionary calls it a verb or a preposition, and no noun."""
    return _tag(word)[0] in "vp" and not is_noun(word)


def is_plain_noun(word: str) -> bool:
    """Whether a single character is a noun for the dictionary and nothing else: 猫, 酒."""
    return len(word) == 1 and _tags().get(word) == "n"


def is_place(word: str) -> bool:
    """Whether the dictionary calls a word of two characters the name of a place: 北京, 新疆."""
    return len(word) == 2 and _tags().get(word) == "ns"


def substance(word: str) -> float:
    """How much a word says about what a text is about, in (0, 1]: nouns most, adverbs, numerals and pronouns least."""
    if word in EVERYDAY:
        return 0.6
    tag = _tag(word)
    return 1.0 if is_noun(word) else 0.6 if tag[0] in "va" else 0.2


def rarity(word: str) -> float:
    """log(1 / share of the word in general Chinese); a word that the dictionary has not counts as seen once."""
    frequency: Any = segmenter().FREQ.get(word)
    return math.log(_total() / max(frequency or 1, 1))


@lru_cache(maxsize=65536)
def plain_words(text: str) -> tuple[str, ...]:
    """The words of a text, each character in one; everyday expressions (炒鱿鱼, 死活不) stay whole."""
    found: list[str] = []
    for term in TERM.findall(search_text(text)):
        at = 0
        for match in PHRASE.finditer(term):
            found.extend(segmenter().cut(term[at : match.start()]))
            found.append(match.group())
            at = match.end()
        found.extend(segmenter().cut(term[at:]))
    return tuple(word for word in found if word.strip())


@lru_cache(maxsize=65536)
def subwords(word: str) -> tuple[str, ...]:
    """The shorter words inside a word: 社区工作者 has 社区 and 工作者; none for a word of two characters."""
    return tuple(w for w in segmenter().cut_for_search(word) if w != word and len(w) > 1 and w not in STOPWORDS)


def equivalents(word: str) -> tuple[str, ...]:
    """The words of the law for an everyday word; empty for others."""
    return EVERYDAY.get(word, ())
