"""The parts of a Word package: the Strict form of the format in its usual names, and files embedded in a document."""

from __future__ import annotations

import email
import io
import re
import zipfile
from pathlib import PurePosixPath
from typing import Any

from tiaowen.errors import SourceError
from tiaowen.reading.files import archives, webpage
from tiaowen.reading.files.decoding import decode

_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/([A-Za-z]+)/")
_INSIDE = (".docx", ".docm")
_INNER_TYPE = re.compile(
    rb"""(<(?:Override\s+PartName\s*=\s*["'][^"']*\.doc[xm]|Default\s+Extension\s*=\s*["']doc[xm])["']\s+ContentType\s*=\s*)"""
    rb"""["'][^"']*["']""",
    re.IGNORECASE,
)
"""What [Content_Types].xml says of documents inside the document."""
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "message/rfc822": ".mht",
    "multipart/related": ".mht",
}


def readable(archive: zipfile.ZipFile, data: bytes, file: str) -> bytes:
    """The package as python-docx can open it: with the usual names for those of Strict Open XML, and documents inside
    the document, which it would take for XML, as bytes. Raises SourceError for a member that cannot be unpacked."""
    names = archive.namelist()
    whole = "word/document.xml" in names and "[Content_Types].xml" in names
    if not whole:
        return data
    with archive.open("word/document.xml") as body:
        strict = _STRICT.search(body.read(4096))
    if not strict and not any(name.lower().endswith(_INSIDE) for name in names):
        return data
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as out:
        for info in archive.infolist():
            if not info.is_dir():
                content = _member(archive, info, file)
                if info.filename.endswith((".xml", ".rels")):
                    content = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", content)
                if info.filename == "[Content_Types].xml":
                    content = _INNER_TYPE.sub(rb'\1"application/octet-stream"', content)
                out.writestr(info.filename, content)
    return stream.getvalue()


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, file: str) -> bytes:
    return archives.read_member(archive, info, info.filename, f"{file}!/{info.filename}")


def embedded(document: Any, element: Any) -> tuple[str, bytes]:
    """(kind, bytes) of the file that stands in a document as altChunk: .html, .txt, .docx; another suffix for one that
    is not read."""
    part = document.part.related_parts.get(element.get(_RELATED))
    if part is None:
        return "", b""
    data, kind = part.blob, _TYPES.get(part.content_type.partition(";")[0].lower(), "")
    kind = kind or PurePosixPath(str(part.partname).lower()).suffix
    if kind in (".mht", ".mhtml"):
        for inner in email.message_from_bytes(data).walk():
            if inner.get_content_type() in ("text/html", "text/plain"):
                return _TYPES[inner.get_content_type()], bytes(inner.get_payload(decode=True))
    if data.startswith(b"PK\x03\x04"):
        kind = ".docx"
    return {".htm": ".html", ".xhtml": ".html", ".docm": ".docx"}.get(kind, kind), data


def lines(kind: str, data: bytes, file: str) -> list[str]:
    """The lines of an embedded page or plain text. Raises SourceError."""
    if kind not in (".html", ".txt"):
        raise SourceError(f"{file} 是网页或文本", f"它是 {kind or '未知格式'}", "把它的内容贴进正文")
    text = webpage.read(data, file)[0] if kind == ".html" else decode(data, file)[0]
    return text.splitlines()
