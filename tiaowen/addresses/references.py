"""Cross-references inside clauses: 本办法第十五条, 前款, 第十一条至第十四条, 依照《…法》第三条, and where they lead.

In the text of a clause an address means something else than in a question: 第三条 without a title is of the same
document, 前款 depends on the 款 it stands in, 《条例》 may be a name that the document has given to another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from tiaowen.addresses.address import Address, Mention, parse
from tiaowen.addresses.address_marks import Relative
from tiaowen.addresses.resolving import Resolver
from tiaowen.addresses.title_index import TitleMatch
from tiaowen.addresses.title_words import HEADS, core_of
from tiaowen.datamodels import Clause, Document
from tiaowen.errors import AddressError

_DEFINED = re.compile(
    r"《([^《》]+(?:《[^《》]*》[^《》]*)*)》\s*[（(]以下(?:统?简称|称)[为“\"《]*([^”\"》）)]{2,20})[”\"》]*[）)]"
)
_JOINED = re.compile(r"(?:、|和|或者?|及|与|以及|至)?")
_LEVELS = {"编", "分编", "章", "节", "条", "款", "项", "目"}


@dataclass(frozen=True)
class Reference:
    """clause.text[start:end] refers to `target`, a clause or a whole document; None where the corpus does not have it.

    `until` is the last clause of a range (第十一条至第十四条, 前两款).
    """

    start: int
    end: int
    target: Clause | Document | None
    until: Clause | None = None


def find_references(clause: Clause, resolver: Resolver) -> list[Reference]:
    """The references in the text of a clause, in order, none overlapping another. Its own number is none."""
    text = clause.text
    labels = list(_labels(clause, resolver))
    defined = _defined(clause.document)
    names = [name for name in resolver.titles.find(text, addressed=True) if text[name.start] not in "本该"]
    found: list[Reference] = []
    for mention in parse(text, [(name.start, name.end) for name in names]):
        if any(low <= clause.start + mention.start < high for low, high in labels) or not _counts(mention, text):
            continue
        before = found[-1] if found and _bare(mention.address) else None
        if before is not None and _JOINED.fullmatch(text, before.end, mention.start):
            targets = _going_on(mention.address, clause, before, resolver)  # 保险法第十六条第四款、第五款
        else:
            targets = _targets(mention, clause, resolver, names, defined)
            if not targets and before is not None:
                targets = _going_on(mention.address, clause, before, resolver)
        until = targets[-1] if len(targets) > 1 else None
        found.append(Reference(mention.start, mention.end, targets[0] if targets else None, until))
    for name in names:
        if text[name.start] == "《" and not any(r.start < name.end and name.start < r.end for r in found):
            title = text[name.start + 1 : name.end - 1]
            documents = _documents(title, resolver, defined)
            if clause.document not in documents and (documents or core_of(title)[0] not in HEADS):
                found.append(Reference(name.start, name.end, documents[0] if documents else None))
    return sorted(found, key=lambda reference: reference.start)


@dataclass(frozen=True)
class Cited:
    """An address at [start, end) of a free text: the clauses it names, or the error that says why there are none."""

    start: int
    end: int
    address: Address
    clauses: tuple[Clause, ...] = ()
    error: AddressError | None = None


def references_in_text(text: str, resolver: Resolver, scope: Iterable[Document] | None = None) -> list[Cited]:
    """All addresses that a text written by somebody cites, in order; one without a title is of the title before it."""
    names = [name for name in resolver.titles.find(text, addressed=True) if text[name.start] != "本"]
    found: list[Cited] = []
    for mention in parse(text, [(name.start, name.end) for name in names]):
        if mention.sure:
            try:
                clauses = resolver.follow(mention, text, names, scope)
                found.append(Cited(mention.start, mention.end, mention.address, clauses))
            except AddressError as error:
                found.append(Cited(mention.start, mention.end, mention.address, error=error))
    return found


def _bare(address: Address) -> bool:
    """第三项, 第二款: of which article is not said."""
    return address.title is None and address.relative is None and address.steps[0].level in ("款", "项", "目")


def _going_on(address: Address, clause: Clause, before: Reference, resolver: Resolver) -> tuple[Clause, ...]:
    """违反第七条第一项规定的，…；违反第三项规定的: of the article that was named before."""
    target = before.until or before.target
    if not isinstance(target, Clause):
        return ()
    return _nearby(address, target, resolver)


def _counts(mention: Mention, text: str) -> bool:
    address = mention.address
    if address.title is not None:
        return bool(address.steps)
    if address.relative is not None:
        return mention.sure
    return address.steps[0].level in _LEVELS and text[mention.place] in "第（("


def _targets(
    mention: Mention, clause: Clause, resolver: Resolver, names: list[TitleMatch], defined: Mapping[str, str]
) -> tuple[Clause, ...]:
    address = mention.address
    if address.relative is not None and address.relative.level == "文件" and clause.text[mention.start] in "该此":
        return ()  # 该条例 is another document, named somewhere before
    at = _innermost(clause, clause.start + mention.start, resolver)
    try:
        if address.title is not None:
            documents = _documents(address.title, resolver, defined)
            return resolver.resolve(replace(address, title=None), documents, exact=True) if documents else ()
        if address.relative is not None and address.relative.level != "文件":
            return resolver.resolve(address, at=at)
        if address.relative is None and address.steps[0].level not in ("编", "章", "条"):
            return _nearby(address, at, resolver)
        return resolver.resolve(replace(address, relative=None), _own(clause.document, resolver, defined), exact=True)
    except AddressError:
        return ()


def _own(document: Document, resolver: Resolver, defined: Mapping[str, str]) -> list[Document]:
    """The document, or, where it has no articles and explains one that has (答记者问), the one it explains."""
    if any(clause.level == "条" for clause in resolver.corpus.by_document[document.id]):
        return [document]
    explained = {found.id: found for title in defined.values() for found in _documents(title, resolver, {})}
    return list(explained.values()) if len(explained) == 1 else [document]


def _nearby(address: Address, at: Clause, resolver: Resolver) -> tuple[Clause, ...]:
    """第一款 is of the same article, 第（二）项 of the same 款 or else article, 第二节 of the same chapter."""
    levels = {"项": ("款", "条"), "目": ("项", "条"), "节": ("章",), "分编": ("编",)}.get(
        address.steps[0].level, ("条",)
    )
    for level in levels:
        try:
            return resolver.resolve(replace(address, relative=Relative("本", level)), at=at)
        except AddressError:
            continue
    return ()


def _documents(title: str, resolver: Resolver, defined: Mapping[str, str]) -> tuple[Document, ...]:
    """The document of a title, full or defined in the text, or its parts; a mere head noun (《条例》) is defined."""
    name = core_of(title)[0]
    whole = defined.get(name, title)
    return () if whole == title and name in HEADS and name != "宪法" else resolver.titles.lookup(whole, exact=True)


def _defined(document: Document) -> dict[str, str]:
    """Short names that a document gives: 《中国共产党纪律处分条例》（以下简称《条例》）."""
    return {core_of(short)[0]: title for title, short in _DEFINED.findall(document.text)}


def _labels(clause: Clause, resolver: Resolver) -> Iterator[tuple[int, int]]:
    """Document spans of the numbers that the clause and its parts begin with."""
    yield clause.start, clause.body
    for part in resolver.corpus.descendants(clause):
        yield part.start, part.body


def _innermost(clause: Clause, offset: int, resolver: Resolver) -> Clause:
    """The smallest part of the clause around a document offset."""
    for part in resolver.corpus.children.get(clause.id, ()):
        if part.start <= offset < part.end:
            return _innermost(part, offset, resolver)
    return clause
