"""Bytes -> text for tables: UTF-8 with and without BOM, GB18030, UTF-16; what is no text is refused by its kind."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from charset_normalizer import from_bytes

from tiaowen.errors import BatchError

CHUNK = 1 << 20
DAMAGED = "\ufffd"
"""Stands for bytes that are no character in the encoding of the rest of the file."""

_MAGIC = {
    b"PK\x03\x04": "压缩包或 Office 文件（xlsx、docx、zip）",
    b"\xd0\xcf\x11\xe0": "旧版 Office 文件（xls、doc）或加密的 Office 文件",
    b"%PDF": "PDF",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"GIF8": "图片",
    b"\x1f\x8b": "gzip 压缩包",
    b"7z\xbc\xaf": "7z 压缩包",
    b"Rar!": "rar 压缩包",
    b"SQLite": "SQLite 数据库",
    b"\x7fELF": "程序",
    b"MZ\x90": "程序",
}


def detect(path: Path) -> str:
    """The encoding of a text file: "utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be" or a rarer one.

    The whole file is looked at, a chunk at a time. Raises BatchError for what is no text.
    """
    with path.open("rb") as stream:
        sample = stream.read(CHUNK)
    for magic, kind in _MAGIC.items():
        if sample.startswith(magic):
            raise not_text(path, kind)
    if sample.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in sample:
        for encoding in ("utf-16-le", "utf-16-be"):
            if _is_text(sample[: len(sample) & ~1].decode(encoding, "replace")):
                return encoding
        if sample.count(b"\0") > max(len(sample) // 100, 3):
            raise not_text(path, "二进制文件")
        sample = sample.replace(b"\0", b"")  # a stray one costs its row only
    errors = {encoding: _damage(path, encoding) for encoding in ("utf-8", "gb18030")}
    # A file with a few broken bytes is still in the encoding of the rest; the rows that hold them are reported.
    best = min(errors, key=lambda encoding: errors[encoding])
    if errors["utf-8"] < 0.05:
        best = "utf-8"
    if errors[best] < 0.05 and _is_text(sample.decode(best, "replace"), any_script=best == "utf-8"):
        return best
    match = from_bytes(sample[:65536]).best()
    if match is not None and _is_text(str(match)):
        return match.encoding
    raise not_text(path, "二进制文件")


def not_text(path: Path, kind: str) -> BatchError:
    todo = "换成文本表格（csv、tsv、jsonl、txt）"
    if kind.startswith("压缩包或 Office"):
        todo = "若是电子表格，把文件名改回 .xlsx；否则换成文本表格"
    return BatchError(f"{path.name} 是文本文件", f"内容是{kind}", todo)


def read_lines(path: Path, encoding: str) -> Iterator[str]:
    """The lines with their ends; broken bytes read as U+FFFD."""
    with path.open("r", encoding=encoding, errors="replace", newline="") as stream:
        yield from stream


def decode_line(line: bytes) -> str:
    """A line of a stream that cannot be looked through first: UTF-8, else GB18030."""
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return line.decode("gb18030", "replace")


def _damage(path: Path, encoding: str) -> float:
    """Share of the characters beyond ASCII that the encoding cannot read."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    broken = foreign = 0
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            text = decoder.decode(chunk)
            broken += text.count(DAMAGED)
            foreign += len(text) - len(text.encode("ascii", "ignore"))
    rest = decoder.decode(b"", True)
    broken += rest.count(DAMAGED)
    return broken / max(foreign + len(rest), 1)


def _is_text(sample: str, any_script: bool = False) -> bool:
    """Whether nearly all are letters, marks and spaces, of Chinese or ASCII unless `any_script`."""
    sample = sample[:100_000]
    odd = sum(c < " " and c not in "\t\r\n\f" or c == "\x7f" or "\ue000" <= c <= "\uf8ff" for c in sample)
    known = sum(
        c.isascii() or "\u2000" <= c <= "\u9fff" or "\uff00" <= c <= "\uffef" or c >= "\U00020000" for c in sample
    )
    return odd <= len(sample) * 0.01 and (any_script or known >= len(sample) * 0.8)
