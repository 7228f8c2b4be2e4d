"""data/sources.json: what is known about the source files beyond what reading can see.

One object per file: its path, its SHA-256, and the documents found in it as detected, each with "corrected" fields
where no rule could know (the year of an undated news item). The order of the files is the order of witnesses. Reading
works the same without a registry; an entry whose file has changed is ignored, and `warnings` says so.

    {"sources": [{"file": "data/sources/a.txt", "sha256": "…", "documents": [
        {"title": "…", "kind": "regulation", "issuer": "…", "number": "", "date": "2024-02-05",
         "corrected": {"date": "2024-02-06"}}]}]}
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from tiaowen.datamodels import Source
from tiaowen.errors import SourceError
from tiaowen.reading.grammar.paragraphs import Draft

FIELDS = ("title", "kind", "issuer", "number", "date")
KINDS = ("regulation", "opinion", "notice", "plan", "decision", "qa", "news", "other")


@dataclass(frozen=True)
class Entry:
    """What the registry says of one file."""

    file: str
    sha256: str
    documents: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Registry:
    """The files that are known, in witness order."""

    entries: tuple[Entry, ...] = ()
    by_sha256: Mapping[str, int] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, path: Path) -> Registry:
        """Read a registry. Raises SourceError where the file is missing or not of the form above."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            entries = tuple(_entry(item) for item in data["sources"])
        except OSError as error:
            raise SourceError(
                f"来源登记文件 {path.name}",
                f"无法读取：{error.strerror or error}",
                "检查文件是否存在，或不使用登记文件",
            ) from error
        except (ValueError, KeyError, TypeError) as error:
            raise SourceError(
                f"{path.name} 为 JSON，含 sources 列表，每项有 file、sha256、documents",
                f"{type(error).__name__}: {error}",
                "改正该文件，或删除后重新生成",
            ) from error
        return cls(entries, {entry.sha256: i for i, entry in enumerate(entries)})

    def order(self, source: Source) -> int:
        """The place of a source among the witnesses; unknown files come after all known ones."""
        return self.by_sha256.get(source.sha256, len(self.entries))

    def corrected(self, draft: Draft) -> Draft:
        """The draft with the fields that were corrected by hand."""
        at = self.by_sha256.get(draft.source.sha256)
        if at is None:
            return draft
        for document in self.entries[at].documents:
            if document["title"] == draft.title:
                return replace(draft, **document.get("corrected", {}))
        return draft

    def warnings(self, sources: Sequence[Source]) -> list[str]:
        """Chinese sentences on registered files that have changed, for the audit."""
        read = {source.sha256 for source in sources}
        names = {PurePosixPath(source.file).name: source.sha256 for source in sources}
        found = []
        for entry in self.entries:
            name = PurePosixPath(entry.file).name
            if entry.sha256 not in read and name in names:
                found.append(
                    f"{entry.file} 与登记的 SHA-256 不符（登记 {entry.sha256[:12]}，实际 {names[name][:12]}）："
                    "已重新识别，登记的更正不再适用"
                )
        return found


def beside(paths: Iterable[Path], name: str) -> Path | None:
    """x/<name> for a source folder x/sources among the paths, where it exists: its registry, its question bank."""
    for path in paths:
        if path.is_dir() and path.name == "sources" and (path.parent / name).exists():
            return path.parent / name
    return None


def describe(sources: Sequence[Source], drafts: Sequence[Draft], known: Registry | None = None) -> dict[str, Any]:
    """A registry of the sources as detected, ready for JSON; corrections of `known` are kept where they still apply."""
    kept = {
        (entry.sha256, document["title"]): document["corrected"]
        for entry in (known.entries if known else ())
        for document in entry.documents
        if document.get("corrected")
    }
    described = []
    for source in sources:
        documents = []
        for draft in drafts:
            if draft.source.sha256 == source.sha256:
                document: dict[str, Any] = {name: getattr(draft, name) for name in FIELDS}
                if correction := kept.get((source.sha256, draft.title)):
                    document["corrected"] = correction
                documents.append(document)
        described.append({"file": source.file, "sha256": source.sha256, "documents": documents})
    return {"sources": described}


def _entry(item: Mapping[str, Any]) -> Entry:
    documents = tuple(item.get("documents", ()))
    for document in documents:
        corrected = document.get("corrected", {})
        unknown = sorted(set(corrected) - set(FIELDS))
        if unknown or not isinstance(document["title"], str) or not all(isinstance(v, str) for v in corrected.values()):
            raise ValueError(f"documents of {item['file']}: unknown or non-text fields {unknown or sorted(corrected)}")
        if corrected.get("kind", "other") not in KINDS:
            raise ValueError(f"documents of {item['file']}: kind {corrected['kind']}")
    return Entry(str(item["file"]), str(item["sha256"]), documents)
