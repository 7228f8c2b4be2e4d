"""Which clauses an address names in the documents that may be meant: those of its title, of a scope, or all in force.

An address that names nothing is an error that says what the range is; one that names several things is an error that
lists them. Where an address stands in a text is not known here (see resolving).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tiaowen.addresses.address import Address, format_steps
from tiaowen.addresses.descent import below, beside, between, descend, only
from tiaowen.addresses.outline import Outline
from tiaowen.addresses.titles import TitleMatcher
from tiaowen.datamodels import Clause, Corpus, Document
from tiaowen.errors import AddressError

MANY = 50  # an address without a title is not looked up in more documents than this


class Follower:
    """Follows addresses in a corpus. A document costs its outline when first used."""

    def __init__(self, corpus: Corpus, titles: TitleMatcher) -> None:
        self._corpus = corpus
        self._titles = titles
        self._outlines: dict[str, Outline] = {}

    def clauses(
        self, address: Address, scope: Iterable[Document] | None, at: Clause | None, exact: bool
    ) -> tuple[Clause, ...]:
        """The clauses of an address: one, or all those of a range.

        `scope`, `at`, `exact`: see Resolver.

        Raises:
            AddressError: nothing or more than one thing is named.
        """
        documents = self.documents(address, scope, at)
        if address.relative is not None and address.relative.level != "文件":
            if at is None:
                raise AddressError("知道是从哪一条说起", f"“{address.label}”要看上下文", "写明条号")
            return beside(self.outline(at.document), address, address.relative, at, self._corpus.unit(at))
        if not address.steps:
            raise AddressError("文件中的一个地址，如第十九条", f"“{address}”没有写明哪一条", "写明条、款、项的号码")
        if len(documents) > MANY:
            found = f"“{address.label}”没有写明是哪个文件的，库中有{len(documents)}个文件"
            raise AddressError("只指一处的地址", found, "写明文件名")
        several = self._all_of(documents, address)
        if several:
            return several
        first = self._below_at(documents, address, at) or self._first(documents, address, exact)
        if address.until is None:
            return (first,)
        end = replace(address, steps=(*address.steps[:-1], address.until), until=None)
        return between(self.outline(first.document), first, self._first([first.document], end, exact))

    def _all_of(self, documents: Sequence[Document], address: Address) -> tuple[Clause, ...]:
        """问题二的工作措施: all of them, where a level is named without a number; empty for any other address."""
        *above, last = address.steps
        if last.number or not above or address.until is not None:
            return ()
        parents = self._search(documents, replace(address, steps=tuple(above)), exact=True)
        found = self.outline(parents[0].document).count(last.level, parents[0]) if len(parents) == 1 else []
        return tuple(found) if len(found) > 1 and all(clause.path[-1].number for clause in found) else ()

    def _below_at(self, documents: Sequence[Document], address: Address, at: Clause | None) -> Clause | None:
        """第三项 or 第二款 of the clause talked about; None where the address does not begin below an article."""
        if at is None or address.steps[0].level not in ("款", "项", "目", "点") or at.document not in documents:
            return None
        outline = self.outline(at.document)
        unit = self._corpus.unit(at)
        found: list[Clause | None] = [unit]
        for step in address.steps:
            found = [c for parent in found for c in below(outline, step, parent, exact=step.level != "点")]
        inside = [clause for clause in found if clause is not None]
        if inside:
            return only(inside, address)
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
        return only(found, address)

    def outline(self, document: Document) -> Outline:
        """The clauses of a document by number and label, kept for the next address."""
        if document.id not in self._outlines:
            self._outlines[document.id] = Outline(self._corpus, document)
        return self._outlines[document.id]

    def documents(self, address: Address, scope: Iterable[Document] | None, at: Clause | None = None) -> list[Document]:
        """The documents in which an address may be meant."""
        if address.title is not None:
            named = self._titles.lookup(address.title)
            if not named:
                raise unknown_document(f"《{address.title}》")
            return list(self.narrow(named, scope))
        if address.relative is not None and at is not None:
            return [at.document]
        if scope is not None:
            return list(scope)
        return [document for document in self._corpus.documents if self._titles.current(document)]

    def narrow(self, named: Sequence[Document], scope: Iterable[Document] | None) -> Sequence[Document]:
        """Of several candidates, or of the versions of one, those inside the scope.

        A document named outright is meant even outside of the scope.
        """
        if scope is None:
            return named
        inside = {document.id for document in scope}
        versions = (version for document in named for version in self._titles.versions(document))
        return list(dict.fromkeys(version for version in versions if version.id in inside)) or named

    def _search(self, documents: Iterable[Document], address: Address, exact: bool) -> list[Clause]:
        found: list[Clause] = []
        for document in documents:
            found += descend(self.outline(document), address, exact)
        return found

    def _nothing(self, documents: Sequence[Document], address: Address) -> AddressError:
        """What is said of an address that no document has."""
        if len(documents) != 1:
            found = f"{len(documents)}个文件里都没有{format_steps(address.steps)}"
            return AddressError("文件中有的条款", found, "写明文件名，核对号码")
        outline = self.outline(documents[0])
        here: Clause | None = None
        for step in address.steps:
            there = below(outline, step, here, exact=False)
            if not there:
                return outline.missing(here, step)
            here = there[0]
        return outline.missing(here, address.steps[-1])


def unknown_document(name: str) -> AddressError:
    name = name if name.startswith("《") else f"《{name}》"
    return AddressError("库中有的文件", f"库中没有{name}", "改问库中的文件，或者把它加入库中重建索引")
