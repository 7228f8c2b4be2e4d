"""The library: the files that an index is made of, and putting in and taking out those that were added.

data/sources/   files that somebody put there; the library reads them and never changes them
data/added/     files that were put in through the library; only these can be removed, as whole files

A change is the new files (or the old one gone) and a new build of the index. The build comes last and takes over in one
step; where it fails, the files are as they were. A program that is killed in between leaves the old index in use, and
the next `python run.py index` makes an index of the files as they are: what was confirmed is not lost.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tiaowen.datamodels import Corpus, Document
from tiaowen.encoding.encoder import Encoder
from tiaowen.errors import IndexFileError, SourceError
from tiaowen.indexing.builds import building, sha256, written_whole
from tiaowen.indexing.index import Progress, build_index, check_encoder, read_manifest
from tiaowen.indexing.staging import MB, StagedFile, free_name, holder, sources_of
from tiaowen.reading.registry import beside

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "data" / "sources"
ADDED = ROOT / "data" / "added"

MAX_ADDED = 5000
"""Most files that can be added."""
MAX_ADDED_BYTES = 2048 * MB
"""Largest sum of their sizes, in bytes."""
PATIENCE = 60.0
"""Seconds that a change waits for another one to end."""

_COMING, _GOING = ".incoming-", ".removed-"  # hidden names: neither read nor counted as an input of the index


@dataclass(frozen=True)
class Holding:
    """A file of the library with the documents printed in it."""

    name: str  # its place in the folder of added files; as it is cited, for the other files
    added: bool
    documents: tuple[Document, ...]
    failures: tuple[tuple[str, str], ...] = ()  # (file, message)

    @property
    def leaving(self) -> tuple[Document, ...]:
        """The documents that go with the file; the others are printed in another file as well."""
        return tuple(d for d in self.documents if len({holder(w.source.file) for w in d.witnesses}) == 1)


class Library:
    """The files behind the index at `index`: those of `sources`, read only, and those in the folder `added`."""

    def __init__(
        self, index: Path | str, sources: Path | str | Iterable[Path | str] = SOURCES, added: Path | str = ADDED
    ) -> None:
        self.index = Path(index)
        given = [sources] if isinstance(sources, str | Path) else sources
        self.sources = tuple(Path(path) for path in given)
        self.added = Path(added)

    @property
    def paths(self) -> list[Path]:
        """What the index is built from."""
        return [*self.sources, self.added] if self.added.is_dir() else list(self.sources)

    def names(self) -> list[str]:
        """The added files, by name."""
        if not self.added.is_dir():
            return []
        return sorted(file.name for file in self.added.iterdir() if file.is_file() and not file.name.startswith("."))

    def holdings(self, corpus: Corpus) -> list[Holding]:
        """The files of `corpus` with their documents, in reading order."""
        documents: dict[str, list[Document]] = {}
        for document in corpus.documents:
            for name in dict.fromkeys(holder(w.source.file) for w in document.witnesses):
                documents.setdefault(name, []).append(document)
        for source in sources_of(corpus):
            documents.setdefault(holder(source.file), [])
        failures: dict[str, list[tuple[str, str]]] = {}
        for file, message in corpus.failures:
            documents.setdefault(holder(file), [])
            failures.setdefault(holder(file), []).append((file, message))
        place = self._place()
        return [
            Holding(file.removeprefix(place), file.startswith(place), tuple(held), tuple(failures.get(file, ())))
            for file, held in documents.items()
        ]

    def find(self, name: str, corpus: Corpus) -> Holding:
        """The added file of this name, or the one that holds the document of this title. Raises SourceError."""
        added = [holding for holding in self.holdings(corpus) if holding.added]
        for holding in added:
            if holding.name == name:
                return holding
        title = name.strip("《》")
        found = [h for h in added if any(title in (d.title, d.id, *d.aliases) for d in h.documents)]
        if len(found) == 1 and len(found[0].documents) == 1:
            return found[0]
        if found:
            files = "；".join(f"{h.name}（{'、'.join(d.title for d in h.documents)}）" for h in found)
            raise SourceError("一个文件的名字", f"《{title}》在 {files} 里，文件只能整个移除", "写出文件名")
        raise SourceError(
            "一个已放入的文件", f"没有“{name}”，或它不是放入的文件", "用 python -m tiaowen documents 查看"
        )

    def known(self, corpus: Corpus | None) -> dict[str, str]:
        """SHA-256 -> name of every file of the current index, and of every member of its archives."""
        known = {source.sha256: source.file for source in sources_of(corpus)} if corpus is not None else {}
        with suppress(IndexFileError):
            for name, digest in read_manifest(self.index).get("inputs", {}).items():
                if name.startswith("sources/"):
                    known.setdefault(digest, name.split("/", 2)[2])
        return known

    def add(self, files: Sequence[StagedFile], encoder: Encoder, progress: Progress | None = None) -> dict[str, Any]:
        """Put staged files in and build the index anew; returns its manifest.

        Raises TiaowenError; the library and the index are then as they were.
        """
        if not files:
            raise SourceError("至少一个可以放入的文件", "一个也没有", "看看报告里的原因")
        with building(self.index, PATIENCE):
            self._check(encoder)
            entered: list[Path] = []
            try:
                for file in self._new(files):
                    entered.append(self._enter(file))
                return build_index(self.paths, self.index, encoder, progress=progress)
            except BaseException:
                for path in entered:
                    path.unlink(missing_ok=True)
                raise

    def remove(self, name: str, encoder: Encoder, progress: Progress | None = None) -> dict[str, Any]:
        """Take an added file out, with every document in it, and build the index anew; returns its manifest.

        Raises TiaowenError; the library and the index are then as they were.
        """
        with building(self.index, PATIENCE):
            if name not in self.names():
                raise SourceError("一个已放入的文件", f"没有“{name}”，或它不是放入的文件", "从文库列表重新选择")
            self._check(encoder)
            file, aside = self.added / name, self.added / f"{_GOING}{name}"
            with written_whole():
                file.replace(aside)
            try:
                manifest = build_index(self.paths, self.index, encoder, progress=progress)
            except BaseException:
                aside.replace(file)
                raise
            with suppress(OSError):  # hidden, so gone in any case; deleted with the next change
                aside.unlink()
            return manifest

    def _new(self, files: Sequence[StagedFile]) -> list[StagedFile]:
        """The staged files that are not in the folder yet, under names that are free now."""
        there = {sha256(self.added / name): name for name in self.names()}
        size = sum((self.added / name).stat().st_size for name in self.names())
        if len(there) + len(files) > MAX_ADDED or size + sum(file.size for file in files) > MAX_ADDED_BYTES:
            limit = f"放入的文件不超过 {MAX_ADDED} 个、{MAX_ADDED_BYTES // MB} MB"
            raise SourceError(limit, "加上这些就超过了", "先移除不用的文件")
        taken = self.names()
        new: list[StagedFile] = []
        for file in files:
            if file.sha256 in there:  # a change that was cut short brought it, and it waits for this build
                continue
            new.append(StagedFile(free_name(file.name, taken), file.path, file.sha256, file.size))
            taken.append(new[-1].name)
        return new

    def _enter(self, file: StagedFile) -> Path:
        """Copy a file in: under a hidden name first, so that nobody ever reads half of it."""
        target, coming = self.added / file.name, self.added / f"{_COMING}{file.name}"
        with written_whole():
            self.added.mkdir(parents=True, exist_ok=True)
            try:
                with coming.open("wb") as out:
                    out.write(file.path.read_bytes())
                    out.flush()
                    os.fsync(out.fileno())
                coming.replace(target)
            finally:
                coming.unlink(missing_ok=True)
        return target

    def _check(self, encoder: Encoder) -> None:
        """Raises IndexFileError where a new build would lose what the index has; cleans up after a killed change."""
        for pattern in (f"{_COMING}*", f"{_GOING}*"):
            for left in self.added.glob(pattern):
                with suppress(OSError):
                    left.unlink()
        if not (self.index / "current").is_file():
            return
        try:
            manifest = read_manifest(self.index)
            inputs = manifest["inputs"]
            check_encoder(manifest, encoder)
        except KeyError as error:
            raise IndexFileError("索引清单完好", "manifest.json 不完整", "重新建立索引：python run.py index") from error
        for name in inputs:
            part, _, rest = name.partition("/")
            number, _, inside = rest.partition("/")
            if part != "sources" or not number.isdecimal() or int(number) >= len(self.sources):
                continue  # an added file that is gone was removed by a change that was cut short
            path = self.sources[int(number)]
            if not (path / inside if path.is_dir() else path).is_file():
                places = "、".join(source.name for source in self.sources)
                found = f"{places} 里没有索引中的 {inside}"
                raise IndexFileError(f"由 {places} 建立的索引", found, "用 --sources 指出原来的文件，或先重新建立索引")

    def _place(self) -> str:
        """How the paths of added files begin in citations, as `read_sources` cites them."""
        registry = beside(self.sources, "sources.json")
        root = registry.parent.parent.resolve() if registry is not None else None
        if root is not None and self.added.resolve().is_relative_to(root):
            return self.added.resolve().relative_to(root).as_posix() + "/"
        return f"{self.added.name}/"
