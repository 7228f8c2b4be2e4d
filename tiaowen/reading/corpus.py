"""Files -> corpus: every step of reading in its order.

formats -> layout -> documents -> collation -> structure. One file that cannot be read is named in `Corpus.failures`
and stops nothing.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tiaowen.datamodels import Clause, Corpus, Document, SetAside, Source
from tiaowen.errors import TiaowenError
from tiaowen.reading.collation import Collation, collate
from tiaowen.reading.documents.documents import find_documents
from tiaowen.reading.files.formats import is_litter, read_source
from tiaowen.reading.files.pdf import unread_pages
from tiaowen.reading.grammar.lines import MAX_PARAGRAPHS, too_many
from tiaowen.reading.grammar.paragraphs import Draft
from tiaowen.reading.layout.layout import undo_layout
from tiaowen.reading.registry import Registry
from tiaowen.reading.structure.structure import build

Progress = Callable[[int, int], None]
"""Called with (files done, files in all)."""


def read_sources(
    paths: Iterable[Path | str],
    registry: Registry | None = None,
    progress: Progress | None = None,
    root: Path | None = None,
) -> Corpus:
    """All documents of the files and folders in `paths`, read, collated and structured.

    Files inside `root` are cited relative to it, others by their name or, within a given folder, by their place in it.
    """
    files = _files(paths, root)
    failures: list[tuple[str, str]] = []
    drafts: list[Draft] = []
    set_aside: list[SetAside] = []
    for done, (path, cited_as) in enumerate(files):
        if progress is not None:
            progress(done, len(files))
        try:
            for source in read_source(path, cited_as, failures):
                try:
                    found, aside = read_documents(source)
                except TiaowenError as error:  # one member of an archive, not the archive
                    failures.append((source.file, str(error)))
                    continue
                if source.encoding == "pdf":
                    failures.extend((source.file, str(unread)) for unread in unread_pages(source.text))
                drafts.extend(found)
                set_aside.extend(aside)
        except TiaowenError as error:
            failures.append((cited_as, str(error)))
        except OSError as error:
            failures.append((cited_as, f"无法读取：{error.strerror or error}"))
    if progress is not None:
        progress(len(files), len(files))
    documents, clauses = _structured(drafts, registry)
    return Corpus(tuple(documents), tuple(clauses), tuple(set_aside), tuple(failures))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Reading makes millions of small objects and no cycles; the collector would look at all of them again and again,
    which takes a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@_uncollected()
def read_documents(source: Source) -> tuple[list[Draft], list[SetAside]]:
    """The documents of one source as drafts, and what belongs to none of them, in the order of the source.

    Raises SourceError where the source has too many lines or paragraphs.
    """
    paragraphs, page = undo_layout(source)
    if len(paragraphs) > MAX_PARAGRAPHS:
        raise too_many(source, MAX_PARAGRAPHS, "段")
    drafts, rest = find_documents(source, paragraphs)
    return drafts, sorted(page + rest, key=lambda piece: piece.start)


@_uncollected()
def _structured(drafts: Sequence[Draft], registry: Registry | None) -> tuple[list[Document], list[Clause]]:
    if registry is not None:
        drafts = [registry.corrected(draft) for draft in sorted(drafts, key=lambda draft: registry.order(draft.source))]
    documents: list[Document] = []
    clauses: list[Clause] = []
    collations = collate(drafts, frozenset(registry.by_sha256) if registry is not None else frozenset())
    for collation, document_id in zip(collations, _ids(collations), strict=True):
        preferred = collation.drafts[0]
        document, found = build(preferred, document_id, collation.witnesses[1:], collation.variants)
        documents.append(document)
        clauses.extend(found)
    return documents, clauses


def _ids(collations: Sequence[Collation]) -> list[str]:
    """A unique id for every document: its title, its date where two share one, a number where that is not enough."""
    titles = [collation.drafts[0].title for collation in collations]
    shared = Counter(titles)
    names = [
        f"{title}（{draft.date}）" if shared[title] > 1 and (draft := collation.drafts[0]).date else title
        for title, collation in zip(titles, collations, strict=True)
    ]
    seen: Counter[str] = Counter()
    taken = set(names)
    found = []
    for name in names:
        seen[name] += 1
        unique = name
        while seen[name] > 1 and (unique == name or unique in taken):
            unique = f"{name}#{seen[name]}"
            if unique in taken:
                seen[name] += 1
        taken.add(unique)
        found.append(unique)
    return found


def _files(paths: Iterable[Path | str], root: Path | None) -> list[tuple[Path, str]]:
    """(file, how it is cited) for every file, folders in the order of names, what systems leave behind left out."""
    found: list[tuple[Path, str]] = []
    for given in paths:
        path = Path(given)
        members = [path]
        if path.is_dir():
            members = sorted(
                member
                for member in path.rglob("*")
                if member.is_file() and not any(is_litter(part) for part in member.relative_to(path).parts)
            )
        for member in members:
            base = root.resolve() if root is not None else None
            if base is not None and member.resolve().is_relative_to(base):
                cited = member.resolve().relative_to(base).as_posix()
            elif path.is_dir():
                cited = (Path(path.name) / member.relative_to(path)).as_posix()
            else:
                cited = member.name
            found.append((member, cited))
    return found
