"""Who 甲方 and 乙方 are: a contract names its parties once and calls them so ever after.

Who asks says 物业, 供货方 or the name. So a clause is searched and read with these behind the first 乙方 of it:
乙方（物业服务企业，某某物业公司）. The words in brackets are never quoted.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tiaowen.clauses.grids import spoken
from tiaowen.datamodels import Clause, Document

HEAD = 3_000  # characters of a document in which it says who its parties are
_B = r"[ \u3000]*"
_NAMED = re.compile(
    rf"^{_B}(?P<party>[甲乙丙丁]方){_B}(?:[（(](?P<role>[^（）()\n]{{2,16}})[)）])?{_B}[：:]{_B}"
    r"(?P<name>[^\n，。；：]{2,30})",
    re.MULTILINE,
)
_CALLED = re.compile(
    r"(?P<name>[\u4e00-\u9fff（）]{2,24}?)[（(](?:以下)?[简统]?称为?[：:]?[“\"]?(?P<party>[甲乙丙丁]方)[”\"]?[)）]"
)
_PARTY = re.compile(r"[甲乙丙丁]方(?![（(：:])")


@lru_cache(maxsize=4096)
def parties(document: Document) -> dict[str, str]:
    """乙方 -> 供货方，恒砺仪器公司: what the head of a document says; empty for what is no contract."""
    found: dict[str, str] = {}
    head = document.text[:HEAD]
    if "乙方" not in head:
        return found
    for pattern in (_NAMED, _CALLED):
        for match in pattern.finditer(head):
            words = [match.groupdict().get("role") or "", match["name"].strip()]
            found.setdefault(match["party"], "，".join(filter(None, words)))
    return found


def plain(document: Document, start: int, end: int) -> tuple[str, list[int]]:
    """document.text[start:end] as it is searched and read, rows in words and parties with their names; and for each
    character where it stands in document.text (-1: added)."""
    text, origin = spoken(document.text, start, end)
    known = parties(document)
    if not known:
        return text, origin
    words: list[str] = []
    places: list[int] = []
    at = 0
    seen: set[str] = set()
    for match in _PARTY.finditer(text):
        if match[0] in known and match[0] not in seen:
            seen.add(match[0])
            note = f"（{known[match[0]]}）"
            words += [text[at : match.end()], note]
            places += [*origin[at : match.end()], *[-1] * len(note)]
            at = match.end()
    return "".join([*words, text[at:]]), [*places, *origin[at:]]


def by_role(said: str, document: Document) -> str:
    """Words of a document with what 甲方 and 乙方 are (承租方) in the place of the names; never quoted."""
    roles = {party: name.split("，")[0] for party, name in parties(document).items()}
    return _PARTY.sub(lambda match: roles.get(match[0], match[0]), said) if roles else said


@lru_cache(maxsize=4096)
def told(clause: Clause) -> str:
    """The text of a clause as it is searched and read; nearly always the text itself."""
    return plain(clause.document, clause.start, clause.end)[0]
