"""What each command of the terminal does: one function for each, options -> exit status.

Each calls one function of the library and shows what it returns: results on stdout, messages for people on stderr.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tiaowen.errors import BatchError, TiaowenError

if TYPE_CHECKING:
    from tiaowen.assistant import Assistant
    from tiaowen.library.library import Library

ROOT = Path(__file__).resolve().parent.parent
INDEX = ROOT / "index"
SOURCES = ROOT / "data" / "sources"
ADDED = ROOT / "data" / "added"

PARTLY = 3
"""The exit status where a part could not be done, and the rest was."""


def index(options: argparse.Namespace) -> int:
    from tiaowen.console import ProgressDisplay
    from tiaowen.encoding.encoding import bundled_fingerprint, load_encoder
    from tiaowen.indexing.index import build_index, is_current, read_manifest

    sources = _index_sources(options)
    if options.if_stale:
        if options.encoder is None:
            made_by = bundled_fingerprint()
        else:
            made_by = load_encoder(options.encoder).fingerprint
        if is_current(sources, options.index, made_by):
            return _unread(read_manifest(options.index))
    with ProgressDisplay() as progress:
        manifest = build_index(sources, options.index, options.encoder, progress=progress)
    made = f"{manifest['documents']} 份文件，{manifest['units']} 条，用时 {manifest['seconds']} 秒"
    sys.stderr.write(f"索引已建立：{made}（{options.index}）\n")
    return _unread(manifest)


def _unread(manifest: Mapping[str, Any]) -> int:
    """Name the files that an index lacks, and the documents that it had of them; returns the exit status."""
    for file, why in manifest["failures"]:
        sys.stderr.write(f"未能读取 {file}：{why}\n")
    left: dict[str, list[str]] = {}
    for title, file in manifest.get("left", ()):
        left.setdefault(file, []).append(f"《{title}》")
    for file, titles in left.items():
        sys.stderr.write(f"注意：{file} 原来读得出，现在读不出，{''.join(titles)}已不在索引里，查不到了\n")
    return PARTLY if manifest["failures"] else 0


def _index_sources(options: argparse.Namespace) -> list[Path]:
    """What the index is made of: what was named, or else everything in the library."""
    from tiaowen.library.library import Library

    if options.sources and options.added is None:
        return list(options.sources)
    return Library(options.index, options.sources or [SOURCES], options.added or ADDED).paths


def _existing(paths: Sequence[Path]) -> list[Path]:
    """The paths without the folder of added files where nothing was added yet."""
    return [path for path in paths if path != ADDED or path.is_dir()]


def _library(options: argparse.Namespace) -> Library:
    from tiaowen.library.library import Library

    return Library(options.index, options.sources, options.added)


def add(options: argparse.Namespace) -> int:
    from tiaowen.console import ProgressDisplay
    from tiaowen.encoding.encoding import load_encoder
    from tiaowen.indexing.index import open_index
    from tiaowen.indexing.staging import examine, stage
    from tiaowen.reading.audit_report import to_text

    library = _library(options)
    corpus = open_index(options.index).corpus if (options.index / "current").is_file() else None
    with tempfile.TemporaryDirectory(prefix="tiaowen-") as folder:
        files = [(file.name, file) for file in options.files]
        found = examine(stage(files, Path(folder), library.known(corpus), library.names()), corpus)
        if found.files:
            _write(to_text(found.audit, variants=False))
        for title in found.same:
            sys.stderr.write(f"文库里已有《{title}》：文字大体相同时合为一部，记下差异\n")
        for name, why in found.refused:
            sys.stderr.write(f"不能放入 {name}：{why}\n")
        if found.files and not options.check:
            with ProgressDisplay() as progress:
                manifest = library.add(found.files, load_encoder(options.encoder), progress)
            names = "、".join(file.name for file in found.files)
            sys.stderr.write(f"已放入 {names}；文库现有 {manifest['documents']} 份文件\n")
            _unread(manifest)
    return 0 if found.files and not found.refused else 1


def remove(options: argparse.Namespace) -> int:
    from tiaowen.console import ProgressDisplay
    from tiaowen.encoding.encoding import load_encoder
    from tiaowen.indexing.index import open_index

    library = _library(options)
    holding = library.find(options.name, open_index(options.index).corpus)
    with ProgressDisplay() as progress:
        manifest = library.remove(holding.name, load_encoder(options.encoder), progress)
    gone = "".join(f"《{document.title}》" for document in holding.leaving)
    sys.stderr.write(f"已移除 {holding.name}{gone}；文库现有 {manifest['documents']} 份文件\n")
    _unread(manifest)
    return 0


def documents(options: argparse.Namespace) -> int:
    from tiaowen.indexing.index import open_index
    from tiaowen.rendering.render_listing import listing_json, listing_text

    corpus = open_index(options.index).corpus
    holdings = _library(options).holdings(corpus)
    if options.json:
        for row in listing_json(holdings, corpus):
            _write(json.dumps(row, ensure_ascii=False))
    else:
        _write(listing_text(holdings, corpus))
    return 0


def _load(options: argparse.Namespace) -> Assistant:
    from tiaowen.assistant import Assistant

    return Assistant.load(options.index, options.encoder)


def _scope(options: argparse.Namespace, assistant: Assistant) -> list[str] | None:
    """The documents to look in: those named, in all their versions where that is wanted; None for those in force."""
    named = options.document
    if not options.all_versions:
        return None if named is None else list(named)
    documents = assistant.corpus.documents if named is None else assistant.named(named)
    return [version.id for document in documents for version in assistant.versions.of(document)]


def ask(options: argparse.Namespace) -> int:
    from tiaowen.answering.explanation import explanations
    from tiaowen.console import width
    from tiaowen.rendering.render import to_json, to_text
    from tiaowen.rendering.render_why import why_lines, why_text

    assistant = _load(options)
    answer = assistant.ask(options.question, documents=_scope(options, assistant))
    if options.json:
        record = to_json(answer)
        if options.explain:
            record["explanation"] = why_lines(answer, explanations(assistant.answerer, answer))
        _write(json.dumps(record, ensure_ascii=False))
        return 0
    _write(to_text(answer, width()))
    if options.explain:
        _write("\n" + why_text(answer, explanations(assistant.answerer, answer), width()))
    return 0


def search(options: argparse.Namespace) -> int:
    from tiaowen.console import width
    from tiaowen.rendering.render import hit_json, hit_text

    assistant = _load(options)
    hits = assistant.search(options.question, limit=options.limit, documents=_scope(options, assistant))
    for number, hit in enumerate(hits, 1):
        _write(json.dumps(hit_json(hit), ensure_ascii=False) if options.json else hit_text(number, hit, width()))
    return 0


def batch(options: argparse.Namespace) -> int:
    from tiaowen.batch.batch import run_batch, stream_batch
    from tiaowen.batch.pipes import ready_chunks, standard_input, table_rows
    from tiaowen.console import ProgressDisplay

    assistant = _load(options)
    if options.target == "-":
        if options.resume:
            raise BatchError("输出到文件", "--resume 用于标准输出", "写一个输出文件名")
        rows, column = table_rows(options.source, options.question_column, options.sheet)
        chunk = ready_chunks() if options.source == "-" else None
        wrong = False
        for line in stream_batch(assistant, rows, column, chunk, options.dialogue_column):
            wrong = wrong or json.loads(line)["status"] == "error"
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
        return PARTLY if wrong else 0
    with (
        standard_input(options.source, options.question_column, options.sheet) as source,
        ProgressDisplay() as progress,
    ):
        summary = run_batch(
            assistant,
            source,
            options.target,
            question_column=options.question_column,
            sheet=options.sheet,
            dialogue_column=options.dialogue_column,
            resume=options.resume,
            progress=progress,
        )
    for note in summary.notes:
        sys.stderr.write(f"{note}\n")
    sys.stderr.write("".join(f"{name}：{value}\n" for name, value in summary.figures()))
    sys.stderr.write(f"已写入 {options.target}\n")
    return PARTLY if summary.statuses["error"] else 0


def verify(options: argparse.Namespace) -> int:
    from tiaowen.indexing.index import open_index
    from tiaowen.verification.verification import verify_file

    report = verify_file(options.file, open_index(options.index).corpus)
    if options.json:
        _write(json.dumps(report.to_json(), ensure_ascii=False))
    else:
        _write(report.to_text())
    return 0 if report.ok else 1


def audit(options: argparse.Namespace) -> int:
    from tiaowen.reading import audit_report
    from tiaowen.reading.audit import audit_files

    wanted = ((options.json, audit_report.to_json), (options.html, audit_report.to_html))
    reports = [(path, rendered) for path, rendered in wanted if path is not None]
    for path, _ in reports:  # said before minutes of reading
        if path.is_dir() or not path.parent.is_dir():
            found = f"{path} 是文件夹" if path.is_dir() else f"没有文件夹 {path.parent}"
            raise TiaowenError("报告的文件名，在已有的文件夹里", found, "改写报告的路径，或先建立文件夹")
    report = audit_files(_existing(options.files))
    for path, rendered in reports:
        try:
            path.write_text(rendered(report), encoding="utf-8")
        except OSError as error:
            raise TiaowenError(f"可写的 {path}", error.strerror or str(error), "检查权限，或换一个位置") from error
    _write(audit_report.to_text(report))
    return report.status


def _write(text: str) -> None:
    sys.stdout.write(text + "\n")
