"""What comes from the browser and goes back to it: nothing that arrives is trusted, nothing that fails is raised."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Mapping
from typing import Any

from tiaowen.datamodels import Answer, Clause, Document, Span
from tiaowen.errors import BatchError, TiaowenError
from tiaowen.messages import english

log = logging.getLogger(__name__)

Reply = dict[str, Any]
Turn = tuple[str, tuple[str, ...]]  # a question and the ids of the documents it is limited to, none for all

MAX_TURNS = 500
FAILED = "程序出错，这次没有得到结果；对话仍在，可以再试一次"


def safely(call: Callable[[Mapping[str, Any]], Reply], data: Any) -> Reply:
    """The reply of `call`, or a notice in Chinese: an error reaches the page without a traceback or a path."""
    try:
        return call(data if isinstance(data, Mapping) else {})
    except BatchError as error:
        return notice(str(error))
    except TiaowenError as error:
        return notice(f"{error.found}。请{error.todo}。")
    except Exception:
        log.exception("A call from the page failed")
        return notice(FAILED)


def notice(text: str) -> Reply:
    """What is said instead of a reply, in English too where that is known."""
    translated = english(text)
    return {"notice": text} if translated == text else {"notice": text, "english": translated}


def turns_of(data: Mapping[str, Any]) -> list[Turn]:
    turns: list[Turn] = []
    for turn in list(data.get("turns") or [])[:MAX_TURNS]:
        if is_turn(turn):
            scope = turn.get("scope") or []
            turns.append((turn["q"], tuple(sorted(str(d) for d in scope)) if isinstance(scope, list) else ()))
    return turns


def is_turn(turn: Any) -> bool:
    return isinstance(turn, Mapping) and isinstance(turn.get("q"), str)


def limited_to(turn: Turn, titles: Mapping[str, str]) -> str:
    """What a turn is limited to, for people, by the titles of the documents that are there; empty for all."""
    there = [f"《{titles[one]}》" for one in turn[1] if one in titles]
    gone = len(turn[1]) - len(there)
    return "、".join([*there, f"已不在文库的 {gone} 部文件"] if gone else there)


def mark_of(answer: Answer) -> str:
    """A short mark of what an answer says, by which a later one is known to say something else."""
    cited = [citation.cite for citation in answer.citations]
    said = [answer.status, answer.answer, answer.verdict, cited]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def place_of(clause: Clause) -> Reply:
    return {"document": clause.document.id, "start": clause.start, "end": clause.end}


def cited_in(document: Document, data: Mapping[str, Any]) -> Span | None:
    start, end = data.get("start"), data.get("end")
    if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(document.text):
        return Span(start, end)
    return None


def marks_in(document: Document, data: Mapping[str, Any]) -> list[Span]:
    """`marks` is "12-40 50-60"; anything else in it is left out."""
    spans = []
    for part in str(data.get("marks") or "").split()[:200]:
        low, _, high = part.partition("-")
        if low.isdecimal() and high.isdecimal() and int(low) < int(high) <= len(document.text):
            spans.append(Span(int(low), int(high)))
    return spans
