"""Natural boundaries in Chinese legal prose: paragraphs, sentences and the comma-separated parts of a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tiaowen.datamodels import Span

_STOPS = "。！？；!?;\n"
_COMMAS = "，,"
_OPENING = {"（": "）", "(": ")", "“": "”", "‘": "’", "《": "》", "「": "」", "〔": "〕", "【": "】"}
_CLOSING = frozenset(_OPENING.values())
_MARKS = re.compile(f"[{re.escape(''.join(sorted({*_STOPS, *_COMMAS, *_OPENING, *_CLOSING})))}]")
_TRAILING = "。！？；!?;，,：:、\n 　"
FARTHEST = 300  # characters that a bracket may stay open before it is taken for a misprint


@dataclass(frozen=True)
class Sentence:
    """A sentence with its parts; the spans count in the text that was split and leave out final punctuation."""

    span: Span
    parts: tuple[Span, ...]


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[Sentence]:
    """The sentences of text[start:end]. A lead that ends in a colon at the end of its line is a sentence too.

    Stops and commas inside brackets and quotation marks do not split.
    """
    end = len(text) if end is None else end
    return list(_split(text, start, end))


@lru_cache(maxsize=8192)  # the same clauses are read for question after question
def _split(text: str, start: int, end: int) -> tuple[Sentence, ...]:
    sentences: list[Sentence] = []
    commas: list[int] = []
    begin = start
    stack: list[tuple[str, int]] = []
    for mark in _MARKS.finditer(text, start, end):
        i, character = mark.start(), mark[0]
        if stack and i - stack[-1][1] > FARTHEST:
            stack.clear()
        if character in _OPENING and character != "\n":
            stack.append((_OPENING[character], i))
        elif character in _CLOSING:
            if stack and stack[-1][0] == character:
                stack.pop()
            # “……。” ends the sentence at the closing mark
            if not stack and i > start and text[i - 1] in "。！？" and character in "”’":
                _close(text, begin, i + 1, commas, sentences)
                begin = i + 1
        elif character == "\n" or (character in _STOPS and not stack):
            stack.clear()
            _close(text, begin, i + 1, commas, sentences)
            begin = i + 1
        elif character in _COMMAS and not stack:
            commas.append(i)
    _close(text, begin, end, commas, sentences)
    return tuple(sentences)


def trimmed(text: str, start: int, end: int) -> Span | None:
    """text[start:end] without blanks at its ends and punctuation after it; None where nothing is left."""
    while start < end and text[start] in " 　\n，,、；;。":
        start += 1
    while start < end and text[end - 1] in _TRAILING:
        end -= 1
    return Span(start, end) if start < end else None


def joined(text: str, spans: Sequence[Span]) -> list[Span]:
    """Spans in reading order; those that touch, overlap or have only punctuation between them become one."""
    found: list[Span] = []
    for span in sorted(set(spans)):
        if found and span.end <= found[-1].end:
            continue
        if found and not text[found[-1].end : span.start].strip(" 　\n，,；;：:、。"):
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found


def _close(text: str, begin: int, end: int, commas: list[int], sentences: list[Sentence]) -> None:
    whole = trimmed(text, begin, end)
    if whole is not None:
        parts: list[Span] = []
        at = begin
        for comma in (*commas, end):
            part = trimmed(text, at, comma)
            if part is not None:
                parts.append(part)
            at = comma + 1
        sentences.append(Sentence(whole, tuple(parts)))
    commas.clear()
