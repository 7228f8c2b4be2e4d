"""Build and open an index: a folder that can always be deleted and built again.

index/current            the name of the build in use, one line
index/build-<time>-<pid>/
    manifest.json        what it was made of and by, with the size and SHA-256 of every file below
    corpus.json          documents, clauses, witnesses, raw sources
    entries.json         what leads to which clause
    vectors.faiss        one vector per entry
    pieces.json, .npy    the shortest pieces that answers are made of, with their vectors (small indexes only)
    lexical/             BM25

A build is written to a folder of its own and becomes the index by replacing `current`, one small file, in one step:
a build killed at any moment leaves the old index in use, and a program that has it open is not disturbed. Only one
program at a time builds (`builds.py`).
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from tiaowen.clauses.entries import Entry, make_entries, read_bank
from tiaowen.datamodels import Corpus
from tiaowen.encoding.encoder import Encoder
from tiaowen.encoding.encoding import load_encoder
from tiaowen.errors import IndexFileError, SourceError, TiaowenError, briefly
from tiaowen.indexing.builds import (
    REBUILD,
    building,
    check_files,
    current,
    from_current,
    new_build,
    prune,
    sha256,
    switch,
    written_whole,
)
from tiaowen.indexing.corpus_file import load_corpus, save_corpus
from tiaowen.indexing.lexical import LexicalIndex
from tiaowen.indexing.staging import holder
from tiaowen.indexing.store import ClauseStore, FaissStore
from tiaowen.reading.corpus import read_sources
from tiaowen.reading.registry import Registry, beside

MOST_REASONS = 10  # files that are named where none could be read
FORMAT = 6  # raised with every change of what the files hold
SMALL = 20_000  # entries of an index up to which the pieces of its clauses are encoded ahead

Progress = Callable[[str, int, int], None]
"""progress(what is being done, in Chinese; done; total)."""


@dataclass(frozen=True)
class Index:
    """An opened index."""

    corpus: Corpus
    entries: tuple[Entry, ...]
    store: ClauseStore
    lexical: LexicalIndex
    manifest: dict[str, Any]
    pieces: Mapping[str, np.ndarray] = field(default_factory=dict)  # text -> vector, as encode_queries gives it


def build_index(
    sources: Path | str | Iterable[Path | str],
    index_dir: Path | str,
    encoder: Encoder | str | None = None,
    questions: Path | str | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Read the sources and write an index of them; returns its manifest.

    sources: files, folders or zip archives. A folder `x/sources` brings `x/sources.json` (the registry) and
    `x/questions/` (the question bank) along; `questions` names another bank. encoder: None for the bundled one,
    a model folder or hub name, or an Encoder. Raises SourceError where nothing could be read, IndexFileError where
    another program builds this index all the while, TiaowenError where the disk is full: the old index stays in use.
    """
    report = progress or (lambda what, done, total: None)
    paths = [Path(sources)] if isinstance(sources, str | Path) else [Path(p) for p in sources]
    root = Path(index_dir)
    with building(root):
        return _build(paths, root, encoder, questions, report)


def _build(
    paths: list[Path], root: Path, encoder: Encoder | str | None, questions: Path | str | None, report: Progress
) -> dict[str, Any]:
    started = time.perf_counter()
    registry_file = beside(paths, "sources.json")
    bank_dir = Path(questions) if questions is not None else beside(paths, "questions")
    inputs = input_hashes(paths, bank_dir)  # before they are read: a file that changes meanwhile makes the index stale
    corpus = read_sources(
        paths,
        registry=Registry.load(registry_file) if registry_file is not None else None,
        progress=lambda done, total: report("阅读文件", done, total),
        root=registry_file.parent.parent if registry_file is not None else None,
    )
    if not any(clause.role == "unit" for clause in corpus.clauses):
        reasons = "；".join(f"{file} {briefly(message)}" for file, message in corpus.failures[:MOST_REASONS])
        reasons += f"；等 {len(corpus.failures)} 个文件" if len(corpus.failures) > MOST_REASONS else ""
        reasons = reasons or "没有可读的文字"
        raise SourceError("至少一个可读的法规文件", reasons, "检查所给的文件或文件夹")
    bank = read_bank(bank_dir) if bank_dir is not None else []
    entries, strays = make_entries(corpus, bank)
    chosen = load_encoder(encoder) if encoder is None or isinstance(encoder, str) else encoder
    vectors = _encode([entry.embedded for entry in entries], chosen, root, report)
    pieces = _encode_pieces(corpus, chosen, root) if len(entries) <= SMALL else {}
    report("建立词索引", 0, 1)
    lexical = LexicalIndex.build([f"{entry.context} {entry.text}" for entry in entries])
    with written_whole(), new_build(root) as build:
        save_corpus(corpus, build / "corpus.json")
        (build / "entries.json").write_bytes(orjson.dumps([astuple(entry) for entry in entries]))
        if pieces:
            (build / "pieces.json").write_bytes(orjson.dumps(list(pieces)))
            np.save(build / "pieces.npy", np.stack(list(pieces.values())))
        FaissStore.build(vectors).save(build / "vectors.faiss")
        lexical.save(build / "lexical")
        manifest: dict[str, Any] = {
            "format": FORMAT,
            "created": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
            "seconds": round(time.perf_counter() - started, 1),
            "encoder": {"name": chosen.name, "dimension": chosen.dimension, "fingerprint": chosen.fingerprint},
            "inputs": inputs,
            "documents": len(corpus.documents),
            "units": sum(clause.role == "unit" for clause in corpus.clauses),
            "entries": len(entries),
            "bank": {"questions": len(bank), "without clause": [f"{q.document} {q.label}" for q in strays][:20]},
            "failures": corpus.failures,
            "left": _left(root, corpus),
            "files": {
                file.relative_to(build).as_posix(): {"size": file.stat().st_size, "sha256": sha256(file)}
                for file in sorted(build.rglob("*"))
                if file.is_file()
            },
        }
        (build / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1), "utf-8")
        switch(root, build)
    prune(root, build)
    return manifest


def _left(root: Path, corpus: Corpus) -> list[tuple[str, str]]:
    """(title, file) of the documents that an earlier build has and `corpus` has not: their file is unreadable now."""
    unread = {file for file, _ in corpus.failures}
    if not unread:
        return []
    try:
        before, known = load_corpus(current(root) / "corpus.json"), _manifest(current(root)).get("left", [])
    except (TiaowenError, OSError, ValueError, TypeError, KeyError):
        return []  # none so far, or a damaged one
    there = {(document.title, document.date) for document in corpus.documents}
    titles = {document.title for document in corpus.documents}
    still = [
        (title, file) for title, file in known if title not in titles and not unread.isdisjoint((file, holder(file)))
    ]
    return still + [
        (document.title, document.source.file)
        for document in before.documents
        if (document.title, document.date) not in there
        and any(not unread.isdisjoint((w.source.file, holder(w.source.file))) for w in document.witnesses)
    ]


def open_index(index_dir: Path | str) -> Index:
    """Open the current build. Raises IndexFileError where it is missing, truncated, altered or of another format."""
    return from_current(Path(index_dir), _opened)


def _opened(build: Path) -> Index:
    manifest = _manifest(build)
    if manifest.get("format") != FORMAT:
        raise IndexFileError(f"索引格式 {FORMAT}", f"格式 {manifest.get('format')}（由另一版本建立）", REBUILD)
    lacking = [part for part in ("files", "encoder", "inputs") if part not in manifest]
    if lacking:
        raise IndexFileError("索引清单完好", f"manifest.json 缺少 {'、'.join(lacking)}", REBUILD)
    check_files(build, manifest)
    entries = tuple(Entry(*row) for row in orjson.loads((build / "entries.json").read_bytes()))
    return Index(
        corpus=load_corpus(build / "corpus.json"),
        entries=entries,
        store=FaissStore.load(build / "vectors.faiss"),
        lexical=LexicalIndex.load(build / "lexical"),
        manifest=manifest,
        pieces=_load_pieces(build),
    )


def read_manifest(index_dir: Path | str) -> dict[str, Any]:
    """The manifest of the current build. Raises IndexFileError where there is none."""
    return from_current(Path(index_dir), _manifest)


def _manifest(build: Path) -> dict[str, Any]:
    file = build / "manifest.json"
    try:
        manifest: dict[str, Any] = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise IndexFileError("索引清单完好", f"{file.name} 缺失或损坏", REBUILD) from error
    if not isinstance(manifest, dict):
        raise IndexFileError("索引清单完好", f"{file.name} 不是清单", REBUILD)
    return manifest


def check_encoder(manifest: dict[str, Any], encoder: Encoder) -> None:
    """Raises IndexFileError where the index was made by another encoder: its vectors would mean nothing."""
    made = manifest["encoder"]
    if made["fingerprint"] != encoder.fingerprint or made["dimension"] != encoder.dimension:
        raise IndexFileError(
            f"索引与当前编码器一致（{encoder.name}，{encoder.dimension} 维，{encoder.fingerprint}）",
            f"索引由 {made['name']}（{made['dimension']} 维，{made['fingerprint']}）建立",
            f"{REBUILD}，或用建立索引时的编码器（--encoder）",
        )


def is_current(
    sources: Path | str | Iterable[Path | str],
    index_dir: Path | str,
    fingerprint: str,
    questions: Path | str | None = None,
) -> bool:
    """Whether the index was made from these very files by the encoder with this fingerprint and this version."""
    paths = [Path(sources)] if isinstance(sources, str | Path) else [Path(p) for p in sources]
    bank_dir = Path(questions) if questions is not None else beside(paths, "questions")
    try:
        build = current(Path(index_dir))
        manifest = _manifest(build)
        made = (manifest.get("format"), manifest.get("encoder", {}).get("fingerprint"), manifest.get("inputs"))
        if made != (FORMAT, fingerprint, input_hashes(paths, bank_dir)):
            return False
        check_files(build, manifest)
    except (IndexFileError, KeyError):
        return False
    return True


def input_hashes(paths: list[Path], bank_dir: Path | None) -> dict[str, str]:
    """File name -> SHA-256 of what an index depends on: sources, registry, question bank, the code that reads."""
    files: dict[str, Path] = {}
    for number, path in enumerate(paths):  # the number keeps files of one name in several folders apart
        if path.is_dir():
            inside = ((f.relative_to(path), f) for f in sorted(path.rglob("*")) if f.is_file())
            files.update({f"sources/{number}/{p.as_posix()}": f for p, f in inside if not _hidden(p)})
        elif path.is_file():
            files[f"sources/{number}/{path.name}"] = path
    registry = beside(paths, "sources.json")
    if registry is not None:
        files["registry"] = registry
    if bank_dir is not None and bank_dir.is_dir():
        files.update({f"questions/{f.name}": f for f in sorted(bank_dir.glob("*.jsonl"))})
    package = Path(__file__).parents[1]
    parts = ("datamodels.py", "language/normalization.py", "addresses/references.py", "clauses/*.py", "indexing/*.py")
    for part in (*parts, "reading/**/*.py"):
        files.update({f"code/{f.relative_to(package).as_posix()}": f for f in sorted(package.glob(part))})
    return {name: sha256(file) for name, file in files.items()}


def _hidden(path: Path) -> bool:
    """Files that reading leaves out: what they hold changes nothing."""
    return any(part.startswith(".") for part in path.parts)


def _encode(texts: list[str], encoder: Encoder, root: Path, report: Progress) -> np.ndarray:
    """Vectors of the texts, float32 (len(texts), dimension); those of the current build are taken over."""
    known: dict[str, np.ndarray] = {}
    try:
        build = current(root)
        manifest = _manifest(build)
        if manifest["encoder"]["fingerprint"] == encoder.fingerprint:
            check_files(build, manifest)  # an altered vector must not live on in the index that replaces it
            old = [Entry(*row).embedded for row in orjson.loads((build / "entries.json").read_bytes())]
            store = FaissStore.load(build / "vectors.faiss")
            if store.size == len(old):
                known = dict(zip(old, store.vectors(np.arange(len(old))), strict=True))
    except (TiaowenError, OSError, ValueError, TypeError, KeyError):
        known = {}  # whatever is wrong with the old build, the new one does not need it
    fresh = list(dict.fromkeys(text for text in texts if text not in known))
    encoded = encoder.encode_passages(fresh, progress=lambda done, total: report("计算向量", done, total))
    known.update(zip(fresh, encoded, strict=True))
    return np.stack([known[text] for text in texts])


def _encode_pieces(corpus: Corpus, encoder: Encoder, root: Path) -> dict[str, np.ndarray]:
    """The texts that `spans` wants vectors of, with these: the question is then all that is left to encode."""
    from tiaowen.spans.candidates import candidates
    from tiaowen.spans.wording import atoms

    found: dict[str, None] = {}
    for unit in corpus.clauses:
        spans = [option.span for option in candidates(unit, corpus)] if unit.role == "unit" else []
        if spans:
            found.update((unit.document.text[low:high], None) for low, high in atoms(spans))
    known: dict[str, np.ndarray] = {}
    try:
        build = current(root)
        manifest = _manifest(build)
        if manifest["encoder"]["fingerprint"] == encoder.fingerprint:
            check_files(build, manifest)
            known = _load_pieces(build)
    except (TiaowenError, OSError, ValueError, TypeError, KeyError):
        known = {}  # see _encode
    fresh = [text for text in found if text not in known]
    known.update(zip(fresh, encoder.encode_queries(fresh), strict=True))
    return {text: known[text] for text in found}


def _load_pieces(build: Path) -> dict[str, np.ndarray]:
    if not (build / "pieces.npy").exists():
        return {}
    return dict(zip(orjson.loads((build / "pieces.json").read_bytes()), np.load(build / "pieces.npy"), strict=True))
