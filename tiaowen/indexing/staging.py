"""Files on their way into the library: what they are by their content, safe names, limits, and what reading finds.

Nothing that a name says is believed: it is no path, its suffix is no kind. Staged files lie in a folder of their own
and change nothing until `Library.add` takes them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath

from tiaowen.datamodels import Corpus, Document, Source
from tiaowen.errors import SourceError
from tiaowen.indexing.builds import reason, written_whole
from tiaowen.reading.audit import AuditReport, audit
from tiaowen.reading.corpus import read_sources
from tiaowen.reading.files import formats
from tiaowen.reading.files.archives import open_zip
from tiaowen.reading.files.decoding import decode
from tiaowen.reading.files.webpage import is_page

MB = 1024 * 1024
MAX_FILES = 50
"""Most files that are staged together."""
MAX_TOTAL = 256 * MB
"""Largest sum of the sizes of files that are staged together, in bytes."""
MAX_CHARACTERS = 10_000_000
"""Most characters of text that are staged together: about fifty volumes, and half a minute of reading."""
LONGEST_NAME = 160
"""Bytes of a stored name in UTF-8 without its suffix: file systems take 255, and a number may be added."""

_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ud800-\udfff\ufeff\ufffd]')
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?$")
_SUFFIX = re.compile(r"(?i)\.(?:txt|text|md|markdown|html?|xhtml|docx?|pdf|zip|wps|rtf)$")
_EDGES = re.compile(r"^[\s.~$]+|[\s.]+$")  # hidden files, Word's lock files; Windows drops final stops and blanks
_TEXT = {"txt": ".txt", "md": ".md", "html": ".html"}


@dataclass(frozen=True)
class StagedFile:
    """A file that waits: how it will be called in the library, where it lies now, its SHA-256 and size in bytes."""

    name: str
    path: Path = field(repr=False)
    sha256: str
    size: int


@dataclass(frozen=True)
class Staged:
    """What waits, and (name, reason) of what cannot enter."""

    files: tuple[StagedFile, ...]
    refused: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Examined:
    """The report before files enter: which will, which not and why, and the audit of those that will."""

    files: tuple[StagedFile, ...]
    refused: tuple[tuple[str, str], ...]
    documents: tuple[Document, ...]
    audit: AuditReport
    same: tuple[str, ...] = ()  # titles that the library has already


def kind_suffix(data: bytes, name: str) -> str:
    """The suffix that these bytes deserve: .pdf, .docx, .zip, .html, .md or .txt.

    Where the bytes are text, the given name says whether it is plain, Markdown or a piece of HTML. Raises SourceError
    for what is none of these.
    """
    if not data:
        raise SourceError(f"{name} 有内容", "文件是空的（0 字节）", "确认文件已完整保存或下载")
    magic, described = formats.signature(data)
    if magic == "pdf" or not magic and b"%PDF-" in data[:1024]:
        return ".pdf"
    if magic == "zip":
        members = set(open_zip(data, name).namelist())
        if "[Content_Types].xml" not in members:
            return ".zip"
        if "word/document.xml" in members:
            return ".docx"
        described = "表格、幻灯片或其他 Office 文档"
    if magic == "ole" and formats.encrypted(data, name):
        raise formats.locked(name)
    if magic:
        found = f"内容是{described}"
        kinds = "txt、Markdown、HTML、docx、pdf 或 zip"
        todo = formats.RECOGNISE if magic == "image" else f"另存为 {kinds}"
        raise SourceError(f"{name} 是 {kinds}", found, todo)
    if is_page(data):
        return ".html"
    suffix = _TEXT.get(formats.SUFFIXES.get(PurePosixPath(name.lower()).suffix, ""))
    if suffix is None:
        decode(data, name)  # a broken pdf is not told of as the text file that it would be called
    return suffix or ".txt"


def shown_name(name: str) -> str:
    """The last part of a given name, fit to be shown in a message."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    return _FORBIDDEN.sub("_", last)[:80] or "文件"


def safe_name(name: str, suffix: str) -> str:
    """A file name made of the last part of `name`, usable on every system, ending in `suffix`.

    A suffix of a document that the name has is replaced: what a file is was read off its bytes.
    """
    stem = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", name).replace("\\", "/").rstrip("/").rsplit("/", 1)[-1])
    stem = _EDGES.sub("", _SUFFIX.sub("", stem))
    while len(stem.encode()) > LONGEST_NAME:
        stem = stem[:-1]
    stem = _EDGES.sub("", stem) or "文件"
    return ("_" if _RESERVED.match(stem) else "") + stem + suffix


def free_name(name: str, taken: Iterable[str]) -> str:
    """`name`, or with a number where it is taken: 办法 (2).txt. Case makes no difference, as on Windows and macOS."""
    known = {other.casefold() for other in taken}
    stem, suffix = name[: -len(PurePosixPath(name).suffix)], PurePosixPath(name).suffix
    number, free = 1, name
    while free.casefold() in known:
        number += 1
        free = f"{stem} ({number}){suffix}"
    return free


def stage(
    files: Iterable[tuple[str, Path]], folder: Path, known: Mapping[str, str] | None = None, taken: Iterable[str] = ()
) -> Staged:
    """Copy files into `folder` under the names that they will have in the library.

    files: (the name that somebody gave it, where its bytes are). known: SHA-256 -> name of what the library has.
    taken: the names in the library. A file that cannot enter is among `refused` and stops nothing. Raises SourceError
    where they are too many or too large together, TiaowenError where the disk is full.
    """
    wanted = list(files)
    if len(wanted) > MAX_FILES:
        raise SourceError(f"一次不超过 {MAX_FILES} 个文件", f"有 {len(wanted)} 个", "分几次放入，或打成 zip 压缩包")
    staged: list[StagedFile] = []
    refused: list[tuple[str, str]] = []
    names, seen = list(taken), dict(known or {})
    folder.mkdir(parents=True, exist_ok=True)
    for given, path in wanted:
        try:
            one = _staged(given, path, folder, seen, names, {file.name for file in staged})
            if sum(file.size for file in staged) + one.size > MAX_TOTAL:
                raise SourceError(f"一次不超过 {MAX_TOTAL // MB} MB", "加上它就超过了", "分几次放入")
        except SourceError as error:
            refused.append((shown_name(given), f"{error.found}。请{error.todo}"))
            continue
        staged.append(one)
        names.append(one.name)
        seen[one.sha256] = one.name
    return Staged(tuple(staged), tuple(refused))


def _staged(
    given: str, path: Path, folder: Path, seen: Mapping[str, str], names: list[str], waiting: Collection[str]
) -> StagedFile:
    """`seen`: SHA-256 -> name of what is there already, `waiting`: those of these names that are not in the library."""
    shown = shown_name(given)
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise SourceError("普通文件", "它不是普通文件", "放入文件，或用 zip 压缩包放入整个文件夹")
        check_size(size)
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"文件 {shown} 可以读取", f"读不出它（{reason(error)}）", "检查文件名和读取权限") from error
    digest = sha256(data).hexdigest()
    if digest in seen and seen[digest] in waiting:
        raise SourceError("彼此不同的文件", f"它与一起选的 {seen[digest]} 逐字节相同", "放入其中一份就够")
    if digest in seen:
        raise SourceError(
            "文库里还没有的文件", f"它与 {seen[digest]} 逐字节相同", "直接使用文库里的那一份，或先移除它再放入"
        )
    name = free_name(safe_name(given, kind_suffix(data, shown)), names)
    with written_whole():
        (folder / name).write_bytes(data)
    return StagedFile(name, folder / name, digest, size)


def check_size(size: int) -> None:
    """Raises SourceError for a file of more bytes than are read."""
    if size > formats.MAX_BYTES:
        found = f"它有 {size / MB:.0f} MB，超过了 {formats.MAX_BYTES // MB} MB"
        raise SourceError(f"不超过 {formats.MAX_BYTES // MB} MB 的文件", found, "拆成几个较小的文件")


def examine(staged: Staged, corpus: Corpus | None = None) -> Examined:
    """Read the staged files as they would be read in the library; `corpus` is what the library has so far.

    Files in which no document was found are refused, with the reason; members of an archive that cannot be read are
    failures in the audit, and the archive enters with the others.
    """
    found = read_sources([file.path for file in staged.files])
    holders = {holder(w.source.file) for document in found.documents for w in document.witnesses}
    failed: dict[str, list[str]] = {}
    for file, message in found.failures:
        failed.setdefault(holder(file), []).append(message)
    entering = tuple(file for file in staged.files if file.name in holders)
    refused = list(staged.refused)
    for left in staged.files:
        if left.name not in holders:
            refused.append((left.name, "；".join(failed.get(left.name, ["里面没有找到可以引用的文字"]))))
    kept = replace(
        found,
        set_aside=tuple(piece for piece in found.set_aside if holder(piece.source.file) in holders),
        failures=tuple((file, message) for file, message in found.failures if holder(file) in holders),
    )
    if sum(len(source.text) for source in sources_of(kept)) > MAX_CHARACTERS:
        limit = f"{MAX_CHARACTERS // 10_000} 万字"
        raise SourceError(f"一次不超过 {limit}", f"这些文件超过了 {limit}", "分几次放入")
    return Examined(entering, tuple(refused), found.documents, audit(kept), shared_titles(found.documents, corpus))


def shared_titles(documents: Iterable[Document], corpus: Corpus | None) -> tuple[str, ...]:
    """The titles of documents that `corpus` has as well."""
    known = {document.title for document in corpus.documents} if corpus is not None else set()
    return tuple(document.title for document in documents if document.title in known)


def holder(cited: str) -> str:
    """The file that a source is in: itself, or the archive of a member (a.zip!/b.txt)."""
    return cited.split("!/", 1)[0]


def sources_of(corpus: Corpus) -> list[Source]:
    """Every source of a corpus, once."""
    found = {w.source.file: w.source for document in corpus.documents for w in document.witnesses}
    found.update({piece.source.file: piece.source for piece in corpus.set_aside})
    return list(found.values())
