"""Which clauses an address names: in a document, in the documents of a scope, or in those that the question names.

An address is followed step by step down the tree. The level may be called by another word than the document uses
(规划第十六条 is its （十六）, 意见第9条 its point 9), but only where the document has no such level itself. An address that
names nothing is an error that says what the range is; one that names several things is an error that lists them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from tiaowen.address import Address, Mention, format_steps, parse
from tiaowen.address_marks import RANK, Relative
from tiaowen.datamodels import Clause, Corpus, Document, Span, Step
from tiaowen.errors import AddressError
from tiaowen.folding import fold
from tiaowen.titles import TitleMatch, TitleMatcher

_ALSO = {
    "条": ("分节", "点", "部分", "项"),
    "项": ("分节", "点", "目", "措施", "条"),
    "点": ("分节", "项", "目", "部分", "条", "措施"),
    "部分": ("章", "编"),
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

_LISTED = 5  # candidates named in a message


@dataclass(frozen=True)
class Located:
    """What a question points at. `clauses`: what the addresses name, in the question's order (none: only titles were named)."""

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


class _Outline:
    """The clauses of one document by their last step."""

    def __init__(self, corpus: Corpus, document: Document) -> None:
        self.document = document
        self.clauses = corpus.by_document[document.id]
        self._by_id = {clause.id: clause for clause in self.clauses}
        self._steps: dict[Step, list[Clause]] = defaultdict(list)
        for clause in self.clauses:
            self._steps[clause.path[-1]].append(clause)
        self.levels = {step.level for step in self._steps}

    @cached_property
    def labels(self) -> dict[str, Clause]:
        return {_key(clause.label): clause for clause in self.clauses}

    def longest(self, text: str, least: int) -> Clause | None:
        """The clause whose whole printed label the text begins with, if the label is longer than `least` characters."""
        folded = fold(text)
        for size in range(min(len(folded), 60), least, -1):
            clause = self.labels.get(_key(folded[:size]))
            if clause is not None:
                return clause
        return None

    def find(self, step: Step, under: Clause | None) -> list[Clause]:
        """Clauses with this last step below `under` (None: anywhere), the ones least deep."""
        if step.number < 0:  # the last one
            all_ = [c for c in self.clauses if c.level == step.level and self._inside(c, under)]
            depth = min((len(c.path) for c in all_), default=0)
            return [c for c in all_ if len(c.path) == depth][-1:]
        found = [c for c in self._steps.get(step, ()) if self._inside(c, under)]
        # An appendix numbers its articles afresh; without being named it is not meant.
        main = [c for c in found if under is not None or not any(s.level == "附件" for s in c.path[:-1])]
        return main or found

    def count(self, level: str, under: Clause | None) -> list[Clause]:
        return [
            c
            for c in self.clauses
            if c.level == level
            and self._inside(c, under)
            and (under or not any(s.level == "附件" for s in c.path[:-1]))
        ]

    def _inside(self, clause: Clause, under: Clause | None) -> bool:
        if under is None:
            return True
        parent = clause.parent
        while parent is not None:
            if parent == under.id:
                return True
            parent = self._by_id[parent].parent
        return False

    def ancestor(self, clause: Clause, level: str) -> Clause | None:
        """The clause itself or the nearest one above it at a level."""
        node: Clause | None = clause
        while node is not None and node.level != level:
            node = self._by_id[node.parent] if node.parent is not None else None
        return node


class Resolver:
    """Follows addresses in a corpus. Set-up is that of the titles; an outline is made for a document when it is first used."""

    def __init__(self, corpus: Corpus, titles: TitleMatcher | None = None) -> None:
        self.corpus = corpus
        self.titles = titles or TitleMatcher(corpus.documents)
        self._outlines: dict[str, _Outline] = {}

    def locate(
        self, question: str, scope: Iterable[Document] | None = None, at: Clause | None = None
    ) -> Located | None:
        """The documents and clauses that a question names; None where it names nothing.

        `scope`: documents to look in where the question names none (the page's filter, the document talked about);
        `at`: the clause talked about, for 前款, 下一条 and the like.

        Raises:
            AddressError: an address is out of range, ambiguous, or in a document that the corpus does not have.
        """
        names = [name for name in self.titles.find(question) if not question[name.start : name.end].startswith("本")]
        mentions = [m for m in parse(question, [(n.start, n.end) for n in names]) if m.sure]
        if not names and not mentions:
            return None
        clauses: list[Clause] = []
        for mention in mentions:
            name = _name_of(mention, names)
            if name is not None and name.foreign:
                raise _unknown_document(name.name)
            documents = self._narrow(name.documents, scope) if name else scope
            bare = replace(mention.address, title=None) if name else mention.address
            found = self._longer(question, mention, documents) or self.resolve(bare, documents, at)
            clauses += [clause for clause in found if clause not in clauses]
        return Located(tuple(names), tuple(mentions), tuple(clauses))

    def resolve(
        self,
        address: Address | str,
        scope: Iterable[Document] | None = None,
        at: Clause | None = None,
        exact: bool = False,
    ) -> tuple[Clause, ...]:
        """The clauses of an address: one, or all those of a range. A string is a printed address (《…》第十九条) or any other.

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
        found = self._search(documents, address, exact=True)
        if not found and len(documents) == 1 and not exact:
            found = self._search(documents, address, exact=False)
        if not found:
            raise self._nothing(documents, address)
        first = self._one(found, address)
        if address.until is None:
            return (first,)
        last = self._one(
            self._search([first.document], replace(address, steps=(*address.steps[:-1], address.until))), address
        )
        return self._between(first, last)

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
        for name in [n for n in self.titles.find(text) if n.start == 0][:1]:
            text, documents = text[name.end :], list(self._narrow(name.documents, scope))
        found = [c for d in documents if (c := self._outline(d).labels.get(_key(text))) is not None]
        return found[0] if len(found) == 1 else None

    def _longer(self, text: str, mention: Mention, documents: Iterable[Document] | None) -> tuple[Clause, ...]:
        """The clause whose printed label begins like the mention and goes on in the text: 问题三·工作措施2·责任单位."""
        named = list(documents or ())
        if len(named) != 1:
            return ()
        words = text[mention.place : mention.end]
        steps = mention.address.steps
        least = words.rfind("·") if steps and steps[-1].level not in RANK else len(words)
        clause = self._outline(named[0]).longest(text[mention.place :], least)
        return (clause,) if clause is not None else ()

    def _outline(self, document: Document) -> _Outline:
        if document.id not in self._outlines:
            self._outlines[document.id] = _Outline(self.corpus, document)
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

    def _descend(self, outline: _Outline, address: Address, exact: bool) -> list[Clause]:
        printed = outline.labels.get(_key(address.label))
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

    def _below(self, outline: _Outline, step: Step, clause: Clause | None, exact: bool) -> list[Clause]:
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
        if exact or outline.count(step.level, clause):
            return []
        for level in _ALSO.get(step.level, ()):
            found = outline.find(Step(level, *step[1:]), clause)
            if found:
                return found
        return []

    def _one(self, found: Sequence[Clause], address: Address) -> Clause:
        printed = [clause for clause in found if clause.label == address.label]
        if len(found) > 1 and len(printed) == 1:
            return printed[0]
        if len(found) == 1:
            return found[0]
        if not found:
            raise AddressError("条款的起止号码", f"没有{address.label}这个范围", "核对起止号码")
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
        if base is not None and relative.kind != "本":
            row = [
                c for c in outline.clauses if c.level == base.level and (base.level == "条" or c.parent == base.parent)
            ]
            index = row.index(base)
            low, high = (max(index - relative.count, 0), index) if relative.kind == "前" else (index + 1, index + 2)
            bases = row[low:high] if base.level == relative.level else []
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
        raise self._missing(outline, bases[-1], address.steps[0])

    def _nothing(self, documents: Sequence[Document], address: Address) -> AddressError:
        if len(documents) != 1:
            found = f"{len(documents)}个文件里都没有{format_steps(address.steps)}"
            return AddressError("文件中有的条款", found, "写明文件名，核对号码")
        outline = self._outline(documents[0])
        here: Clause | None = None
        for step in address.steps:
            below = self._below(outline, step, here, exact=False)
            if not below:
                return self._missing(outline, here, step)
            here = below[0]
        return self._missing(outline, here, address.steps[-1])

    def _missing(self, outline: _Outline, under: Clause | None, step: Step) -> AddressError:
        """《…》共34条，没有第四十条; 第十九条只有1款，没有第二款; 《…》不分条."""
        title = under.label if under is not None else _named(outline.document)
        wanted = format_steps([step])
        there = outline.count(step.level, under)
        level = {"部分": "部分", "分节": "个（）", "措施": "项工作措施", "问题": "个问题", "问答": "问"}.get(
            step.level, step.level
        )
        elsewhere = outline.find(step, None) if under is not None and RANK.get(under.level, 99) < RANK["条"] else []
        if len(elsewhere) == 1 and elsewhere[0].parent is not None:
            place = self.corpus.by_id[elsewhere[0].parent].label
            return AddressError("文件中有的条款", f"{wanted}不在{title}，在{place}", "核对号码")
        if there:
            numbers = sorted((c.path[-1] for c in there), key=lambda s: s[1:])
            reach = f"，从{format_steps(numbers[:1])}到{format_steps(numbers[-1:])}" if len(numbers) > 1 else ""
            only = "只有" if under is not None and len(there) < 3 else "共"
            gap = under is None and numbers[-1].number != len(there)
            return AddressError(
                "文件中有的条款", f"{title}{only}{len(there)}{level}{reach if gap else ''}，没有{wanted}", "核对号码"
            )
        if under is not None and step.level == "款":
            return AddressError("文件中有的条款", f"{title}只有1款，没有{wanted}", "核对号码")
        if under is not None:
            return AddressError("文件中有的条款", f"{title}不分{step.level}，没有{wanted}", "核对号码")
        ranges: list[str] = []
        for other in ("条", "分节", "点", "问题", "问答", "部分", "段"):
            steps = sorted((c.path[-1] for c in outline.count(other, None)), key=lambda s: s[1:])
            if steps and len(ranges) < 2:
                ends = [format_steps([end]).rstrip("、") for end in (steps[0], steps[-1])]
                ranges.append("至".join(dict.fromkeys(ends)))
        has = "，编号有" + "和".join(ranges) if ranges else ""
        return AddressError("文件中有的条款", f"{title}不分{step.level}{has}，没有{wanted}", "按文件自己的编号再问")


def resolve(address: Address | str, corpus: Corpus, scope: Iterable[Document] | None = None) -> tuple[Clause, ...]:
    """`Resolver(corpus).resolve(address, scope)`, for a single use."""
    return Resolver(corpus).resolve(address, scope)


def _name_of(mention: Mention, names: Sequence[TitleMatch]) -> TitleMatch | None:
    """The name an address belongs to: the one it is written with, else the last before it, else the first after it."""
    before = [name for name in names if name.start <= mention.start]
    return before[-1] if before else names[0] if names else None


def _named(document: Document) -> str:
    title = document.title
    return title if title.startswith("《") and title.endswith("》") and title.count("《") == 1 else f"《{title}》"


def _key(label: str) -> str:
    return fold(label).replace(" ", "")


def _unknown_document(name: str) -> AddressError:
    name = name if name.startswith("《") else f"《{name}》"
    return AddressError("库中有的文件", f"库中没有{name}", "改问库中的文件，或者把它加入库中重建索引")
