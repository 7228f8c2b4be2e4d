"""A wrong character of the same sound in a question, mended by the clauses found: 公式期 -> 公示期, 考合 -> 考核.

People type by sound, so the wrong character sounds like the right one. Retrieval finds the clause all the same
(`normalization.syllables`), but what reads question and clause together is misled.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tiaowen.language.normalization import STOPWORDS, sounds_of
from tiaowen.language.vocabulary import is_word, plain_words

# Characters by which a question asks or joins: 工作是 is not 工作时 mistyped.
_FORM = frozenset(
    "是的地得和在有由以及为与就也都会要能不没几谁哪吗呢了着过到从对把被让给多少怎么样什时后前上下里中可应该请问个人还再又或者并且但如果则其之"
    "零一二三四五六七八九十百千万两半"
)
_HAN = re.compile(r"[一-鿿]+")
LENGTHS = (3, 2)  # characters of a stretch


def mended(question: str, texts: Sequence[str]) -> str:
    """The question with characters as a text has them in the same surroundings; unchanged where none is mistyped.

    A stretch is mended that is no word and in no text, while one has it with another character of the same sound. The
    wrong character stands in no word that a text has, the right one does.
    """
    known = _in_words(question, texts)
    for length in LENGTHS:
        for start in range(len(question) - length + 1):
            typed = question[start : start + length]
            if not _HAN.fullmatch(typed) or is_word(typed) or any(typed in text for text in texts):
                continue
            for place in range(start, start + length):
                if question[place] in _FORM or question[place] in STOPWORDS or place in known:
                    continue
                for right in filter(None, (_right(typed, place - start, text) for text in texts)):
                    found = question[:place] + right + question[place + 1 :]
                    if place in _in_words(found, texts):
                        return mended(found, texts)  # what is right now is passed over
    return question


def _right(typed: str, wrong: int, text: str) -> str:
    """The character of the text between the others, where it sounds like the one in this place; else empty."""
    before, after = typed[:wrong], typed[wrong + 1 :]
    sound = sounds_of(typed[wrong])
    # No pattern: it would be a new one for each stretch, and compiling these took a fifth of the time of a question.
    at = text.find(before) if before else text.find(after, 1) - 1
    while at >= 0:
        place = at + len(before)
        found = text[place : place + 1]
        fits = text.startswith(after, place + 1) and _HAN.fullmatch(found)
        if fits and found != typed[wrong] and found not in _FORM and sounds_of(found) == sound:
            return found
        at = text.find(before, at + 1) if before else text.find(after, at + 2) - 1
    return ""


def _in_words(question: str, texts: Sequence[str]) -> set[int]:
    """Places of the characters that stand in a word of two characters or more that a text has."""
    places: set[int] = set()
    at = 0
    for word in plain_words(question):
        found = question.find(word, at)
        if found >= 0:
            at = found + len(word)
            if len(word) > 1 and any(word in text for text in texts):
                places.update(range(found, at))
    return places
