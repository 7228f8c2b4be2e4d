"""Files as people have them -> sources: txt, Markdown, HTML, docx, pdf, and folders and zip archives of these."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from tiaowen.datamodels import Source
from tiaowen.errors import SourceError, TiaowenError
from tiaowen.reading.files import archives, markdown, pdf, webpage, word
from tiaowen.reading.files.decoding import decode, garbled, with_characters

MAX_BYTES = 64 * 1024 * 1024
"""Largest file that is read, in bytes."""

SUFFIXES = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".pdf": "pdf",
    ".zip": "zip",
}

_MAGIC = (
    (b"%PDF-", "pdf", "PDF"),
    (b"PK\x03\x04", "zip", "Office 文档或 zip 压缩包"),
    (b"PK\x05\x06", "zip", "空的 zip 压缩包"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole", "旧版 Office 文档（doc、xls）或加密的 Office 文档"),
    (b"\x89PNG", "image", "PNG 图片"),
    (b"\xff\xd8\xff", "image", "JPEG 图片"),
    (b"GIF8", "image", "GIF 图片"),
    (b"II*\x00", "image", "TIFF 图片"),
    (b"MM\x00*", "image", "TIFF 图片"),
    (b"{\\rtf", "rtf", "RTF 文档"),
    (b"\x1f\x8b", "gzip", "gzip 压缩文件"),
    (b"7z\xbc\xaf", "7z", "7z 压缩包"),
    (b"Rar!", "rar", "rar 压缩包"),
    (b"SQLite format 3", "sqlite", "SQLite 数据库"),
    (b"\x7fELF", "program", "可执行程序"),
    (b"MZ\x90", "program", "可执行程序"),
)
RECOGNISE = "先做文字识别（OCR），再提供识别后的文件"
"""What to do with a picture."""
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_IGNORED = {
    "__macosx",
    "thumbs.db",
    "ehthumbs.db",
    "desktop.ini",
    "@eadir",
    "$recycle.bin",
    "system volume information",
}


def read_source(path: Path, cited_as: str, failures: list[tuple[str, str]] | None = None) -> list[Source]:
    """The sources at `path`: one for a file, any number for a folder or a zip archive, sorted by name.

    `cited_as` is how the path is cited; members become `folder/name` and `archive.zip!/name`. A member that cannot be
    read is added to `failures` as (file, message) and the others go on; without `failures`, and for a single file,
    SourceError is raised.
    """
    path = Path(path)
    try:
        if path.is_dir():
            return _folder(path, cited_as, failures)
        if not path.exists():
            raise SourceError(f"文件 {cited_as} 存在", "找不到它", "检查路径和文件名")
        if not path.is_file():
            raise SourceError(
                f"{cited_as} 是普通文件或文件夹", "它是别的东西（设备、管道或失效的链接）", "换成普通文件"
            )
        size = path.stat().st_size
        if size > MAX_BYTES and SUFFIXES.get(path.suffix.lower()) != "zip":
            raise _too_large(cited_as, size)
        if size > archives.MAX_TOTAL:
            raise _too_large(cited_as, size)
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"文件 {cited_as} 可以读取", error.strerror or str(error), "检查路径和读取权限") from error
    if _kind(data, cited_as) == "zip":
        return list(_members(archives.members(data, cited_as, failures), failures))
    return [read_bytes(data, cited_as)]


def read_bytes(data: bytes, cited_as: str) -> Source:
    """The source that these bytes are; suffix and first bytes say of which format. Raises SourceError."""
    kind = _kind(data, cited_as)
    if len(data) > MAX_BYTES:
        raise _too_large(cited_as, len(data))
    if kind == "zip":
        raise SourceError(f"{cited_as} 是文档", "它是压缩包里的压缩包", "先解开内层压缩包")
    text, encoding = _READERS[kind](data, cited_as)
    if not text.strip("\ufeff \t\r\n\f\v\u3000\xa0"):
        if kind == "html":
            found = "网页里没有文字：只有菜单，或文字由脚本另行载入"
            raise SourceError(f"{cited_as} 有文字", found, "用浏览器打开，等文字显示后另存为，或把文字复制到文本文件")
        raise SourceError(f"{cited_as} 有文字", "文件里没有文字", "确认选对了文件；扫描件请先做文字识别")
    if garbled(text):
        found = "是乱码：曾按错误的编码打开，又保存了下来"
        raise SourceError(
            f"{cited_as} 是可读的文字", found, "找回原来的文件，或按正确的编码（UTF-8、GB18030）打开后重新保存"
        )
    return Source(cited_as, hashlib.sha256(data).hexdigest(), encoding, with_characters(text))


def signature(data: bytes) -> tuple[str, str]:
    """What the first bytes say: a kind (pdf, zip, ole, image …) or "", and its name in Chinese."""
    return next(((m, n) for start, m, n in _MAGIC if data.startswith(start)), ("", "文本或未知格式"))


def encrypted(data: bytes, file: str) -> bool:
    """Whether an OLE file is an Office document with a password: by its directory, or because it is named docx."""
    return PurePosixPath(file.lower()).suffix == ".docx" or _ENCRYPTED_OFFICE in data[: 1 << 20]


def locked(file: str) -> SourceError:
    return SourceError(f"{file} 是未加密的 docx", "它已加密（需要密码），或是旧版 Word 格式", "去掉密码后另存为 docx")


def _kind(data: bytes, file: str) -> str:
    """txt, md, html, docx, pdf or zip. A web page and a Word document are told by their content, whatever the name says
    (办法.doc). Raises SourceError where the name and the content contradict each other otherwise."""
    suffix = PurePosixPath(file.lower()).suffix
    kind = SUFFIXES.get(suffix, "")
    if not data:
        raise SourceError(f"{file} 有内容", "文件是空的（0 字节）", "确认文件已完整保存或下载")
    magic, name = signature(data)
    if magic == "ole" and encrypted(data, file):
        raise locked(file)
    if not magic and webpage.is_page(data):
        return "html"  # saved by a browser, a mail program or a web site under another name
    if magic == "zip" and kind != "docx" and word.is_document(data):
        return "docx"
    if not kind:
        if not suffix and not magic:
            return "txt"
        found = f"扩展名是 {suffix or '空'}" + (f"，内容是 {name}" if magic else "")
        todo = RECOGNISE if magic == "image" else "另存为其中一种格式"
        raise SourceError(f"{file} 是 txt、Markdown、HTML、docx、pdf 或 zip", found, todo)
    expected = {"docx": "zip", "pdf": "pdf", "zip": "zip"}.get(kind, "")
    if kind == "pdf" and b"%PDF-" in data[:1024]:
        return kind  # a few bytes before the header are common and allowed
    if magic != expected:
        raise SourceError(
            f"{file} 的内容与扩展名 {suffix} 相符", f"内容是{name}", "确认文件没有损坏，或改成正确的扩展名"
        )
    return kind


def _text(data: bytes, file: str) -> tuple[str, str]:
    return decode(data, file)


_READERS: dict[str, Callable[[bytes, str], tuple[str, str]]] = {
    "txt": _text,
    "md": markdown.read,
    "html": webpage.read,
    "docx": word.read,
    "pdf": pdf.read,
}


def _folder(path: Path, cited_as: str, failures: list[tuple[str, str]] | None) -> list[Source]:
    found: list[Source] = []
    readable = 0
    for folder, folders, files in os.walk(path, followlinks=False):
        folders[:] = sorted(name for name in folders if not is_litter(name))
        for name in sorted(files):
            if is_litter(name):
                continue
            file = Path(folder) / name
            relative = file.relative_to(path).as_posix()
            cited = f"{cited_as.rstrip('/')}/{relative}" if cited_as not in ("", ".") else relative
            readable += 1
            try:
                found.extend(read_source(file, cited, failures))
            except TiaowenError as error:
                if failures is None:
                    raise
                failures.append((cited, str(error)))
    if not readable:
        raise SourceError(
            f"文件夹 {cited_as} 里有文档", "里面没有任何文件", "放入 txt、Markdown、HTML、docx 或 pdf 文件"
        )
    return found


def _members(members: Iterator[tuple[str, bytes]], failures: list[tuple[str, str]] | None) -> Iterator[Source]:
    for name, data in members:
        if any(is_litter(part) for part in name.rpartition("!/")[2].split("/") if part not in ("", "..", ".")):
            continue
        try:
            yield read_bytes(data, name)
        except TiaowenError as error:
            if failures is None:
                raise
            failures.append((name, str(error)))


def is_litter(name: str) -> bool:
    """Files and folders that systems leave behind: .DS_Store, ~$draft.docx, Thumbs.db, @eaDir."""
    return name.startswith((".", "~$")) or name.lower() in _IGNORED


def _too_large(file: str, size: int) -> SourceError:
    return SourceError(
        f"{file} 不超过 {MAX_BYTES // 1024 // 1024} MB", f"它有 {size / 1024 / 1024:.0f} MB", "拆成几个较小的文件"
    )
