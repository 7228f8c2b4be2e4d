"""Which clauses a text names: by addresses in the documents of its titles or of a scope, by printed labels, by 2.1.3.

The names of documents (titles) and the addresses (address) of a question are found first; an address belongs to the
name it is written with. What is printed word for word as a label goes before what the same words mean as an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tiaowen.addresses.address import Address, Mention, parse
from tiaowen.addresses.address_marks import RANK, WORDS
from tiaowen.addresses.descent import LISTED, along, only, same_words
from tiaowen.addresses.dotted import dotted
from tiaowen.addresses.following import MANY, Follower, unknown_document
from tiaowen.addresses.outline import label_key
from tiaowen.addresses.title_index import TitleMatch
from tiaowen.addresses.titles import TitleMatcher
from tiaowen.datamodels import Clause, Corpus, Document, Span, Step
from tiaowen.errors import AddressError
from tiaowen.language.folding import fold

_VOLUME = re.compile(r"[的里中 ]*([\u4e00-\u9fff]{2,10}编)[的里中 ]*")
"""合同编 between the name of a code and an address."""


@dataclass(frozen=True)
class Located:
    """What a question points at; `clauses` are those that its addresses name, in its order (none: only titles)."""

    names: tuple[TitleMatch, ...]
    mentions: tuple[Mention, ...]
    clauses: tuple[Clause, ...]

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents named, each once, the best candidates of the first name first."""
        return tuple(dict.fromkeys(document for name in self.names for document in name.documents))

    @property
    def foreign(self) -> tuple[TitleMatch, ...]:
        """Names of documents that the corpus does not have."""
        return tuple(name for name in self.names if name.foreign)

    @property
    def spans(self) -> tuple[Span, ...]:
        """The words of the question that names and addresses are made of; what is left is the topic."""
        spans = sorted({*(Span(n.start, n.end) for n in self.names), *(Span(m.start, m.end) for m in self.mentions)})
        merged: list[Span] = []
        for span in spans:
            if merged and span.start <= merged[-1].end:
                merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
            else:
                merged.append(span)
        return tuple(merged)


class Resolver:
    """Finds what texts name in a corpus. Setting up costs the titles; a document costs its outline when first used."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.titles = TitleMatcher(corpus.documents)
        self._addresses = Follower(corpus, self.titles)

    def locate(
        self, question: str, scope: Iterable[Document] | None = None, at: Clause | None = None
    ) -> Located | None:
        """The documents and clauses that a question names; None where it names nothing.

        `scope`: documents to look in where the question names none (the page's filter, the document talked about);
        `at`: the clause talked about, for 前款, 下一条 and the like.

        Raises:
            AddressError: an address is out of range, ambiguous, or in a document that the corpus does not have.
        """
        scope = None if scope is None else list(scope)
        names = [name for name in self.titles.find(question) if not question[name.start : name.end].startswith("本")]
        mentions = [m for m in parse(question, [(n.start, n.end) for n in names]) if m.sure]
        printed = self._printed(question, scope) if scope is not None else None
        if printed is not None:
            names = [name for name in names if printed.document in name.documents]
            return Located(tuple(names), tuple(mentions), (printed,))
        # What the question spells out as a printed label or a number with points, and where.
        found = list(self._dotted(question, names, scope))
        if not names and not mentions and not found:
            return None
        numbers = [Mention(low, high, Address(clause.path), place=low) for low, high, clause in found]
        for name in names:
            if not _within(name.start, found):
                found += self._label_after(name, question, [*numbers, *mentions], scope)
        names = [name for name in names if not _within(name.start, found)]
        mentions = [m for m in mentions if not _within(m.place, found) or any(m.place == low for low, _, _ in found)]
        mentions = sorted([*numbers, *mentions], key=lambda mention: mention.start) if numbers else mentions
        clauses = [(low, clause) for low, _, clause in found]
        for mention in mentions:
            if not _within(mention.place, found):
                try:
                    low, high, resolved = self._follow(mention, question, names, scope, at)
                except AddressError:
                    if all(step.level in WORDS for step in mention.address.steps) and mention.address.steps:
                        continue  # 落款日期 in a question is no address if the document has no 落款
                    raise
                clauses += [(low, clause) for clause in resolved]
                found += [(low, high, clause) for clause in resolved[:1]]
        clauses.sort(key=lambda one: one[0])
        return Located(tuple(names), tuple(mentions), tuple(dict.fromkeys(clause for _, clause in clauses)))

    def follow(
        self, mention: Mention, text: str, names: Sequence[TitleMatch], scope: Iterable[Document] | None = None
    ) -> tuple[Clause, ...]:
        """The clauses of one mention in a text in which `names` are named; the name before it is its document.

        Raises:
            AddressError: out of range, ambiguous, or in a document that the corpus does not have.
        """
        return self._follow(mention, text, names, scope, None)[2]

    def _follow(
        self,
        mention: Mention,
        question: str,
        names: Sequence[TitleMatch],
        scope: Iterable[Document] | None,
        at: Clause | None,
    ) -> tuple[int, int, tuple[Clause, ...]]:
        """The clauses of one mention, and from where to where it goes if it is taken as a printed label."""
        name = _name_of(mention, names)
        if name is not None and name.foreign:
            raise unknown_document(name.name)
        documents = self._addresses.narrow(name.documents, scope) if name else scope
        bare = replace(mention.address, title=None) if name else mention.address
        volume = _VOLUME.fullmatch(question[name.end : mention.place]) if name else None
        if volume is not None and documents and bare.steps and bare.until is None:
            return mention.place, mention.end, (self._in_volume(documents, volume[1], bare),)
        clause, size = self._printed_at(question[mention.place :], _least(mention, question), documents)
        if clause is not None:
            return mention.place, mention.place + size, (clause,)
        clauses = self.resolve(bare, documents, at)
        if documents is None and len(clauses) == 1:  # 问题四的工作目标: the number says which document
            found, size = self._printed_at(question[mention.place :], _least(mention, question), [clauses[0].document])
            if found is not None:
                return mention.place, mention.place + size, (found,)
        return mention.place, mention.end, clauses

    def _in_volume(self, documents: Iterable[Document], volume: str, address: Address) -> Clause:
        """The clause at an address in a volume named by its title: 合同编第三章 of a code printed in one piece.

        Raises:
            AddressError: no document has such a volume, or it has no such clause.
        """
        homes = [
            (document, clause)
            for document in documents
            for clause in self._addresses.outline(document).clauses
            if clause.role == "container" and fold(clause.heading) in (fold(volume), fold(volume[:-1]))
        ]
        if not homes:
            raise AddressError("文件中有的编", f"没有找到{volume}", "按文件自己的编章名称再问，或者只写条号")
        for document, home in homes:
            found = along(self._addresses.outline(document), address.steps, home, exact=True)
            if found:
                return only(found, address)
        raise self._addresses.outline(homes[0][0]).missing(homes[0][1], address.steps[0])

    def _dotted(
        self, question: str, names: Sequence[TitleMatch], scope: Sequence[Document] | None
    ) -> Iterator[tuple[int, int, Clause]]:
        """The clauses whose numbers with points the question has, and where it has them.

        Raises:
            AddressError: the only document numbered so has no such number, or several have it.
        """
        for one in dotted(question, names):
            named = one.name if one.name is not None and not one.name.foreign else None
            documents = (
                self._addresses.narrow(named.documents, scope) if named else self._addresses.documents(Address(), scope)
            )
            if len(documents) > MANY:
                continue  # of some of them nothing could be said
            outlines = [outline for d in documents if (outline := self._addresses.outline(d)).numbers]
            found = [clause for outline in outlines if (clause := outline.numbers.get(one.number))]
            if not found and len(outlines) == 1:
                raise outlines[0].no_number(one.number)
            if len(found) > 1:
                places = "、".join(clause.cite for clause in found[:LISTED])
                raise AddressError("只指一处的地址", f"“{one.number}”有{len(found)}处：{places}", "写明文件名")
            if not found:
                continue
            below = self._addresses.outline(found[0].document).find(Step("项", one.item), found[0]) if one.item else []
            yield one.start, one.end, below[0] if len(below) == 1 else found[0]

    def _label_after(
        self, name: TitleMatch, question: str, mentions: Sequence[Mention], scope: Iterable[Document] | None
    ) -> list[tuple[int, int, Clause]]:
        """A printed label right after a name that is no address by its form (总则, 一、修改《…》的决定)."""
        start = name.end + len(question[name.end :]) - len(question[name.end :].lstrip("的里中 "))
        if name.foreign or any(mention.place == start for mention in mentions):
            return []
        clause, size = self._printed_at(question[start:], 2, self._addresses.narrow(name.documents, scope))
        return [(start, start + size, clause)] if clause is not None else []

    def resolve(
        self,
        address: Address | str,
        scope: Iterable[Document] | None = None,
        at: Clause | None = None,
        exact: bool = False,
    ) -> tuple[Clause, ...]:
        """The clauses of an address: one, or all those of a range. A string is a printed address or any other text.

        exact: a level is meant by its own name only, as one document refers to another.

        Raises:
            AddressError: nothing or more than one thing is named, or the string is no address.
        """
        if isinstance(address, str):
            return self._resolve_text(address, scope, at)
        return self._addresses.clauses(address, scope, at, exact)

    def _resolve_text(self, text: str, scope: Iterable[Document] | None, at: Clause | None) -> tuple[Clause, ...]:
        printed = self._printed(text, scope)
        if printed is not None:
            return (printed,)
        located = self.locate(text, scope, at)
        if located is None or not located.clauses:
            raise AddressError(
                "一个地址，如《…》第十九条第二款", f"“{text}”里没有条款号码", "写明文件名和条、款、项的号码"
            )
        return located.clauses

    def _printed(self, text: str, scope: Iterable[Document] | None) -> Clause | None:
        """The clause whose printed address the text is, letter by letter."""
        documents = list(scope or self.corpus.documents)
        if scope is not None and len(documents) <= MANY:  # a label may itself read like a name: 问题的若干规定序言
            found = [c for d in documents if (c := self._addresses.outline(d).labels.get(label_key(text))) is not None]
            if len(found) == 1:
                return found[0]
        for name in [n for n in self.titles.find(text) if n.start == 0][:1]:
            text, documents = text[name.end :], list(self._addresses.narrow(name.documents, scope))
        if len(documents) > MANY:
            return None
        found = [c for d in documents if (c := self._addresses.outline(d).labels.get(label_key(text))) is not None]
        return found[0] if len(found) == 1 or found and same_words(found) else None

    def _printed_at(self, text: str, least: int, documents: Iterable[Document] | None) -> tuple[Clause | None, int]:
        """The clause of the one document whose printed label the text begins with: 问题三·工作措施2·责任单位."""
        named = list(documents or ())
        volumes = len({document.title for document in named}) == 1  # a code printed book by book
        found: list[tuple[Clause, int]] = []
        for document in named if len(named) <= (MANY if volumes else LISTED) else ():
            clause, size = self._addresses.outline(document).longest(text, least)
            if clause is not None:
                found.append((clause, size))
        if len(found) > 1:
            longest = max(size for _, size in found)
            found = [(clause, size) for clause, size in found if size == longest]
        return found[0] if len(found) == 1 or found and same_words([c for c, _ in found]) else (None, 0)


def _within(place: int, found: Iterable[tuple[int, int, Clause]]) -> bool:
    return any(low <= place < high for low, high, _ in found)


def _least(mention: Mention, text: str) -> int:
    """How long a printed label must be to be meant: as long as the mention, a last word such as ·责任单位 apart."""
    words = text[mention.place : mention.end]
    steps = mention.address.steps
    return words.rfind("·") if steps and steps[-1].level not in RANK else len(words)


def _name_of(mention: Mention, names: Sequence[TitleMatch]) -> TitleMatch | None:
    """The name an address belongs to: the one it is written with, else the last before it, else the first after it."""
    before = [name for name in names if name.start <= mention.start]
    return before[-1] if before else names[0] if names else None
