"""Which version of a law a question asks for (2009年的《…》, 旧版, 修订前), and the documents that this means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from tiaowen.addresses.versions import Versions
from tiaowen.datamodels import Document, Span

_BEFORE = 40  # characters before a name that may say which version is meant
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATED = r"年?(?:\d{1,2}月(?:\d{1,2}日)?)?(?:的|版|修[订正改]|公布|颁布|发布|施行|实施|通过|出台|制定|那[个部版])*"
_YEARS = rf"(?<!\d)(?:(?:19|20)\d\d{_DATED}[和与、及跟])*(?:19|20)\d\d(?!\d)"
_YEAR_BEFORE = re.compile(rf"({_YEARS}){_DATED}《?(?:中华人民共和国)?$")
_YEAR_AFTER = re.compile(rf"》?[的在]?[(（\[]?({_YEARS})")
_OLD = (
    r"(?:旧|老|原|前一|上一)版|旧法|修[订正改](?:之|以)?前|已?被?(?:废止|取代)(?:之|以)?前"
    r"|已(?:经|被)*(?:废止|取代|失效)"
)
_OLD_BEFORE = re.compile(
    rf"(?:{_OLD}|原来?|旧|老|以前|从前|过去|先前|此前)的?(?:那[个部])?(?:版本)?的?《?(?:中华人民共和国)?$"
)
_OLD_AFTER = re.compile(
    rf"》?(?:[的在]?(?:{_OLD}|以前的(?:规定|版本)|原来的(?:规定|版本))|[^，。？]{{1,8}}修[订正改](?:之|以)?前)"
)
_COMING_WORDS = r"(?:即将|将要|还没|还未|尚未|未)(?:施行|实施|生效)|新修[订正]|[最新]新公布"
_COMING_BEFORE = re.compile(rf"(?:{_COMING_WORDS})的?(?:版本)?的?《?(?:中华人民共和国)?$")
_COMING_AFTER = re.compile(rf"》?[的中]?(?:{_COMING_WORDS})")
_SAID = (
    r"(?:(?:19|20)\d\d年?(?:\d{1,2}月(?:\d{1,2}日)?)?(?:版|修[订正改]|公布|颁布|发布|通过)?|旧版|老版|原来?|旧|以前|从前|过去"
    r"|修[订正改]之?以?前|(?:即将|将要|尚未|还没|还未)(?:施行|实施|生效)|新修[订正])"
)
_SAID_BEFORE = re.compile(rf"{_SAID}的?(?:版本的)?$")
_SAID_AFTER = re.compile(rf"的?[(（]?{_SAID}的?(?:版本)?[)）]?")


class TitleSpan(Protocol):
    """A name in a question, as title_index.TitleMatch."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def documents(self) -> tuple[Document, ...]: ...


@dataclass(frozen=True)
class AskedVersion:
    """kind: year (`years`, as text, in their order), old or coming; None where no version is asked for."""

    kind: Literal["year", "old", "coming"] | None = None
    years: tuple[str, ...] = ()


def asked_version(text: str, start: int, end: int) -> AskedVersion:
    """What the words around a name at [start, end) of a question ask for."""
    before = text[max(start - _BEFORE, 0) : start]
    if dated := _YEAR_BEFORE.search(before) or _YEAR_AFTER.match(text, end):
        return AskedVersion("year", tuple(_YEAR.findall(dated[1])))
    if _OLD_BEFORE.search(before) or _OLD_AFTER.match(text, end):
        return AskedVersion("old")
    if _COMING_BEFORE.search(before) or _COMING_AFTER.match(text, end):
        return AskedVersion("coming")
    return AskedVersion()


def chosen(versions: Versions, document: Document, asked: AskedVersion) -> Sequence[Document]:
    """The documents of the version asked for (a code may be printed book by book), else of the one in force."""
    family = versions.of(document)
    found: list[Document] = []
    if asked.kind == "year":
        found = [d for d in family if _years(versions, d) & set(asked.years)][:1]
        if not found:  # 2015年的《…》: what was in force then
            found = [d for d in family if (versions.starts(d) or versions.date(d) or "9")[:4] <= asked.years[0]][:1]
    elif asked.kind == "old":
        in_use = versions.in_use(document)
        found = [d for d in family[family.index(in_use[-1]) + 1 :] if d not in in_use][:1]
    elif asked.kind == "coming":
        found = [d for d in family if versions.state(d) == "pending"][-1:]
    return versions.together(found[0]) if found else versions.in_use(document)


def _years(versions: Versions, document: Document) -> set[str]:
    """The years that a version is called by: of its adoption or amendment, and those in its title."""
    return {versions.date(document)[:4], document.date[:4], *_YEAR.findall(document.title)} - {""}


def version_spans(question: str, names: Sequence[TitleSpan], versions: Versions) -> list[Span]:
    """Where a question says which version of a law it names (2009年的): no clause speaks of that."""
    spans: list[Span] = []
    for name in names:
        if any(len(versions.of(document)) > 1 for document in name.documents):
            if before := _SAID_BEFORE.search(question[: name.start]):
                spans.append(Span(before.start(), name.start))
            if after := _SAID_AFTER.match(question, name.end):
                spans.append(Span(name.end, after.end()))
    return spans


def without_version(question: str, names: Sequence[TitleSpan], versions: Versions) -> str:
    """The question without these words."""
    for span in sorted(version_spans(question, names, versions), reverse=True):
        question = question[: span.start] + question[span.end :]
    return question
