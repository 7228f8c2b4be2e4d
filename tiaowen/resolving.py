"""Which clauses an address names: in a document, in the documents of a scope, or in those that the question names.

An address is followed step by step down the tree. The level may be called by another word than the document uses
(规划第十六条 is its （十六）, 意见第9条 its point 9), but only where the document has no such level itself. An address
that names nothing is an error that says what the range is; one that names several things is an error that lists them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tiaowen.address import Address, Mention, format_steps, parse
from tiaowen.address_marks import RANK, WORDS, Relative
from tiaowen.datamodels import Clause, Corpus, Document, Span, Step
from tiaowen.dotted import dotted
from tiaowen.errors import AddressError
from tiaowen.folding import fold
from tiaowen.outline import Outline, label_key
from tiaowen.title_index import TitleMatch
from tiaowen.titles import TitleMatcher

_ALSO = {
    "条": ("分节", "点", "部分", "项", "问答"),
    "项": ("分节", "点", "目", "措施", "条"),
    "点": ("分节", "项", "目", "部分", "条", "措施", "问答"),
    "部分": ("章", "编", "问答"),
    "分节": ("项", "点", "节"),
    "目": ("点", "子目", "项"),
    "问题": ("问答",),
    "问答": ("问题",),
    "段": ("款",),
    "款": ("段",),
    "措施": ("点", "项"),
    "章": ("部分",),
    "节": ("分节",),
}
"""What else people mean by the name of a level, the likeliest first, where the document has no such level."""

_VOLUME = re.compile(r"[的里中 ]*([\u4e00-\u9fff]{2,10}编)[的里中 ]*")
"""合同编 between the name of a code and an address."""
_LISTED = 5  # candidates named in a message
_MANY = 50  # an address without a title is not looked up in more documents than this


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
    """Follows addresses in a corpus. Setting up costs the titles; a document costs its outline when first used."""

    def __init__(self, corpus: Corpus, titles: TitleMatcher | None = None) -> None:
        self.corpus = corpus
        self.titles = titles or TitleMatcher(corpus.documents)
        self._outlines: dict[str, Outline] = {}

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
            raise _unknown_document(name.name)
        documents = self._narrow(name.documents, scope) if name else scope
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
            for clause in self._outline(document).clauses
            if clause.role == "container" and fold(clause.heading) in (fold(volume), fold(volume[:-1]))
        ]
        if not homes:
            raise AddressError("文件中有的编", f"没有找到{volume}", "按文件自己的编章名称再问，或者只写条号")
        for document, home in homes:
            found = [home]
            for step in address.steps:
                found = [c for parent in found for c in self._below(self._outline(document), step, parent, exact=True)]
            if found:
                return self._one(found, address)
        raise self._outline(homes[0][0]).missing(homes[0][1], address.steps[0])

    def _dotted(
        self, question: str, names: Sequence[TitleMatch], scope: Sequence[Document] | None
    ) -> Iterator[tuple[int, int, Clause]]:
        """The clauses whose numbers with points the question has, and where it has them.

        Raises:
            AddressError: the only document numbered so has no such number, or several have it.
        """
        for one in dotted(question, names):
            named = one.name if one.name is not None and not one.name.foreign else None
            documents = self._narrow(named.documents, scope) if named else self._documents(Address(), scope, None)
            if len(documents) > _MANY:
                continue  # of some of them nothing could be said
            outlines = [outline for d in documents if (outline := self._outline(d)).numbers]
            found = [clause for outline in outlines if (clause := outline.numbers.get(one.number))]
            if not found and len(outlines) == 1:
                raise outlines[0].no_number(one.number)
            if len(found) > 1:
                places = "、".join(clause.cite for clause in found[:_LISTED])
                raise AddressError("只指一处的地址", f"“{one.number}”有{len(found)}处：{places}", "写明文件名")
            if not found:
                continue
            below = self._outline(found[0].document).find(Step("项", one.item), found[0]) if one.item else []
            yield one.start, one.end, below[0] if len(below) == 1 else found[0]

    def _label_after(
        self, name: TitleMatch, question: str, mentions: Sequence[Mention], scope: Iterable[Document] | None
    ) -> list[tuple[int, int, Clause]]:
        """A printed label right after a name that is no address by its form (总则, 一、修改《…》的决定)."""
        start = name.end + len(question[name.end :]) - len(question[name.end :].lstrip("的里中 "))
        if name.foreign or any(mention.place == start for mention in mentions):
            return []
        clause, size = self._printed_at(question[start:], 2, self._narrow(name.documents, scope))
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
        documents = self._documents(address, scope, at)
        if address.relative is not None and address.relative.level != "文件":
            return self._relative(address, address.relative, at)
        if not address.steps:
            raise AddressError("文件中的一个地址，如第十九条", f"“{address}”没有写明哪一条", "写明条、款、项的号码")
        if len(documents) > _MANY:
            found = f"“{address.label}”没有写明是哪个文件的，库中有{len(documents)}个文件"
            raise AddressError("只指一处的地址", found, "写明文件名")
        several = self._all_of(documents, address)
        if several:
            return several
        first = self._below_at(documents, address, at) or self._first(documents, address, exact)
        if address.until is None:
            return (first,)
        end = replace(address, steps=(*address.steps[:-1], address.until), until=None)
        return self._between(first, self._first([first.document], end, exact))

    def _all_of(self, documents: Sequence[Document], address: Address) -> tuple[Clause, ...]:
        """问题二的工作措施: all of them, where a level is named without a number; empty for any other address."""
        *above, last = address.steps
        if last.number or not above or address.until is not None:
            return ()
        parents = self._search(documents, replace(address, steps=tuple(above)), exact=True)
        found = self._outline(parents[0].document).count(last.level, parents[0]) if len(parents) == 1 else []
        return tuple(found) if len(found) > 1 and all(clause.path[-1].number for clause in found) else ()

    def _below_at(self, documents: Sequence[Document], address: Address, at: Clause | None) -> Clause | None:
        """第三项 or 第二款 of the clause talked about; None where the address does not begin below an article."""
        if at is None or address.steps[0].level not in ("款", "项", "目", "点") or at.document not in documents:
            return None
        outline = self._outline(at.document)
        unit = self.corpus.unit(at)
        found: list[Clause | None] = [unit]
        for step in address.steps:
            found = [c for parent in found for c in self._below(outline, step, parent, exact=step.level != "点")]
        inside = [clause for clause in found if clause is not None]
        if inside:
            return self._one(inside, address)
        if len(address.steps) == 1 and outline.count(address.steps[0].level, unit):
            raise outline.missing(unit, address.steps[0])
        return None

    def _first(self, documents: Sequence[Document], address: Address, exact: bool) -> Clause:
        """The one clause at the steps of an address, a range apart."""
        found = self._search(documents, address, exact=True)
        if not found and len(documents) == 1 and not exact:
            found = self._search(documents, address, exact=False)
        if not found:
            raise self._nothing(documents, address)
        return self._one(found, address)

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
        if scope is not None and len(documents) <= _MANY:  # a label may itself read like a name: 问题的若干规定序言
            found = [c for d in documents if (c := self._outline(d).labels.get(label_key(text))) is not None]
            if len(found) == 1:
                return found[0]
        for name in [n for n in self.titles.find(text) if n.start == 0][:1]:
            text, documents = text[name.end :], list(self._narrow(name.documents, scope))
        if len(documents) > _MANY:
            return None
        found = [c for d in documents if (c := self._outline(d).labels.get(label_key(text))) is not None]
        return found[0] if len(found) == 1 or found and _same_words(found) else None

    def _printed_at(self, text: str, least: int, documents: Iterable[Document] | None) -> tuple[Clause | None, int]:
        """The clause of the one document whose printed label the text begins with: 问题三·工作措施2·责任单位."""
        named = list(documents or ())
        volumes = len({document.title for document in named}) == 1  # a code printed book by book
        found: list[tuple[Clause, int]] = []
        for document in named if len(named) <= (_MANY if volumes else _LISTED) else ():
            clause, size = self._outline(document).longest(text, least)
            if clause is not None:
                found.append((clause, size))
        if len(found) > 1:
            longest = max(size for _, size in found)
            found = [(clause, size) for clause, size in found if size == longest]
        return found[0] if len(found) == 1 or found and _same_words([c for c, _ in found]) else (None, 0)

    def _outline(self, document: Document) -> Outline:
        if document.id not in self._outlines:
            self._outlines[document.id] = Outline(self.corpus, document)
        return self._outlines[document.id]

    def _documents(self, address: Address, scope: Iterable[Document] | None, at: Clause | None) -> list[Document]:
        if address.title is not None:
            named = self.titles.lookup(address.title)
            if not named:
                raise _unknown_document(f"《{address.title}》")
            return list(self._narrow(named, scope))
        if address.relative is not None and at is not None:
            return [at.document]
        if scope is not None:
            return list(scope)
        return [document for document in self.corpus.documents if self.titles.current(document)]

    def _narrow(self, named: Sequence[Document], scope: Iterable[Document] | None) -> Sequence[Document]:
        """Of several candidates, or of the versions of one, those inside the scope.

        A document named outright is meant even outside of the scope.
        """
        if scope is None:
            return named
        inside = {document.id for document in scope}
        versions = (version for document in named for version in self.titles.versions(document))
        return list(dict.fromkeys(version for version in versions if version.id in inside)) or named

    def _search(self, documents: Iterable[Document], address: Address, exact: bool) -> list[Clause]:
        found: list[Clause] = []
        for document in documents:
            found += self._descend(self._outline(document), address, exact)
        return found

    def _descend(self, outline: Outline, address: Address, exact: bool) -> list[Clause]:
        printed = outline.labels.get(label_key(address.label))
        if printed is not None and address.until is None:
            return [printed]
        here: list[Clause | None] = [None]
        for number, step in enumerate(address.steps):
            below: list[Clause] = []
            for clause in here:
                below += self._below(outline, step, clause, exact)
            if step.level == "部分" and address.heading and len(below) > 1:
                below = [c for c in below if fold(c.heading).startswith(fold(address.heading)[:4])] or below
            if not below:
                return []
            if number + 1 < len(address.steps) or len(below) > 1:
                least = min(len(c.path) for c in below)
                below = [c for c in below if len(c.path) == least]
            here = list(dict.fromkeys(below))
        return [clause for clause in here if clause is not None]

    def _below(self, outline: Outline, step: Step, clause: Clause | None, exact: bool) -> list[Clause]:
        found = outline.find(step, clause)
        if found:
            return found
        if (
            clause is not None
            and step.level in ("款", "段")
            and step.number in (1, -1)
            and not outline.count("款", clause)
        ):
            return [clause]  # an article of one paragraph is its first 款
        named = outline.count(step.level, clause)
        if exact or named and not (clause is None and all(_below_sections(other) for other in named)):
            return []
        levels = [outline.find(Step(level, *step[1:]), clause) for level in _ALSO.get(step.level, ())]
        levels = [found for found in levels if found]
        if clause is None:  # 第三条 of minutes is 三、 where （三） comes again in every section
            levels.sort(key=lambda found: len(found) > 1)
        return levels[0] if levels else []

    def _one(self, found: Sequence[Clause], address: Address) -> Clause:
        printed = [clause for clause in found if clause.label == address.label]
        if len(found) > 1 and len(printed) == 1:
            return printed[0]
        if len({clause.cite for clause in found}) == 1:
            return found[0]  # the same text twice in the corpus
        shown = "、".join(clause.cite for clause in found[:_LISTED]) + ("等" if len(found) > _LISTED else "")
        raise AddressError("只指一处的地址", f"“{address.label}”有{len(found)}处：{shown}", "写明文件名或上一级的号码")

    def _between(self, first: Clause, last: Clause) -> tuple[Clause, ...]:
        clauses = self.corpus.by_document[first.document.id]
        inside = [c for c in clauses if c.level == last.level and first.start <= c.start <= last.start]
        return tuple(c for c in inside if len(c.path) == len(last.path) or c.level == "条") or (first,)

    def _relative(self, address: Address, relative: Relative, at: Clause | None) -> tuple[Clause, ...]:
        """前款, 本条第二款, 下一条: counted from the clause `at`."""
        if at is None:
            raise AddressError("知道是从哪一条说起", f"“{address.label}”要看上下文", "写明条号")
        outline = self._outline(at.document)
        base = outline.ancestor(at, relative.level)
        if base is None and relative.level == "款":
            base = outline.ancestor(at, "条")  # an article of one paragraph
        aside = base is None and relative.kind != "本"
        if aside and relative.level not in ("章", "节") and not any(c.level == relative.level for c in outline.clauses):
            base = self.corpus.unit(at)  # 下一条 of a plan, whose points are （五）, （六）
        if base is not None and relative.kind != "本":
            row = [
                c for c in outline.clauses if c.level == base.level and (base.level == "条" or c.parent == base.parent)
            ]
            if base.role == "unit" and base.path[-1].number:  # numbers that run on below the next heading
                row = _running(row, [c for c in outline.clauses if c.level == base.level and c.role == "unit"])
            index = row.index(base)
            low, high = (max(index - relative.count, 0), index) if relative.kind == "前" else (index + 1, index + 2)
            bases = row[low:high] if base.level == relative.level or aside else []
        else:
            bases = [base] if base is not None else []
        if not bases:
            raise AddressError("条款之间的相对位置", f"{at.label}没有“{address.label}”", "写明条号")
        if not address.steps:
            return tuple(bases)
        for clause in reversed(bases):
            found: list[Clause] = [clause]
            for step in address.steps:
                found = [c for parent in found for c in self._below(outline, step, parent, exact=False)]
            if found:
                first = self._one(found, address)
                if address.until is None:
                    return (first,)
                ends = self._below(outline, address.until, clause, exact=False)
                return self._between(first, ends[-1]) if ends else (first,)
        raise outline.missing(bases[-1], address.steps[0])

    def _nothing(self, documents: Sequence[Document], address: Address) -> AddressError:
        if len(documents) != 1:
            found = f"{len(documents)}个文件里都没有{format_steps(address.steps)}"
            return AddressError("文件中有的条款", found, "写明文件名，核对号码")
        outline = self._outline(documents[0])
        here: Clause | None = None
        for step in address.steps:
            below = self._below(outline, step, here, exact=False)
            if not below:
                return outline.missing(here, step)
            here = below[0]
        return outline.missing(here, address.steps[-1])


def resolve(address: Address | str, corpus: Corpus, scope: Iterable[Document] | None = None) -> tuple[Clause, ...]:
    """`Resolver(corpus).resolve(address, scope)`, for a single use."""
    return Resolver(corpus).resolve(address, scope)


def _running(row: list[Clause], level: list[Clause]) -> list[Clause]:
    """All clauses of a level where their numbers run through the document, else those of the row: 第8点 of one part and
    第9点 of the next."""
    numbers = [clause.path[-1].number for clause in level]
    return level if numbers == sorted(set(numbers)) else row


def _same_words(clauses: Sequence[Clause]) -> bool:
    """Whether clauses have one address and one text: the title and the 题注 that every volume of a code repeats."""
    return len({(clause.cite, clause.text) for clause in clauses}) == 1


def _below_sections(clause: Clause) -> bool:
    """A point of one section （三）: who asks for 规划第（四）点 alone means the section （四）."""
    return clause.level == "点" and any(step.level == "分节" for step in clause.path[:-1])


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


def _unknown_document(name: str) -> AddressError:
    name = name if name.startswith("《") else f"《{name}》"
    return AddressError("库中有的文件", f"库中没有{name}", "改问库中的文件，或者把它加入库中重建索引")
