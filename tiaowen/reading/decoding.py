"""Bytes of a text file -> characters, and which encoding they were in."""

from __future__ import annotations

import codecs
import re

from tiaowen.errors import SourceError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 1 << 16
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
_LIKELY = re.compile(
    r"[ -~\s\u3000-\u303f\u3040-\u30ff\u3400-\u9fff\uff00-\uffef\u2010-\u2027\u2030-\u205e\u2460-\u249b\u25a0-\u25ff"
    r"\u00a0\u00b7\u00d7\u2500-\u257f\u3220-\u3229]"
)


def decode(data: bytes, file: str) -> tuple[str, str]:
    """(text, encoding) of the bytes of a text file. Not one character is changed; line ends stay as they are.

    Tried in turn: a byte order mark, UTF-8, UTF-16 without a mark, GB18030, UTF-8 with a few damaged bytes (each
    becomes U+FFFD; a file cut in the middle of a character), and what charset-normalizer finds. Else SourceError.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data, encoding, file)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if not _CONTROL.search(text[:_SAMPLE]) or _likely(text) > 0.7 and "\0" not in text[:_SAMPLE]:
            return text, "utf-8"
    if b"\0" in data[:_SAMPLE]:
        for encoding in ("utf-16-le", "utf-16-be"):
            try:
                text = data[: len(data) // 2 * 2].decode(encoding)
            except UnicodeDecodeError:
                continue
            if _likely(text) > 0.9:
                return text, "utf-16"
        raise _binary(file)
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    if text and _likely(text) > 0.9:
        return text, "gb18030"
    for encoding in ("utf-8", "gb18030"):
        damaged = data.decode(encoding, errors="replace")
        if damaged.count("\ufffd") <= max(1, len(damaged) // 500) and _likely(damaged) > 0.9:
            return damaged, encoding
    return _guess(data, file)


def _strict(data: bytes, encoding: str, file: str) -> tuple[str, str]:
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as error:
        damaged = data.decode(encoding, errors="replace")
        if damaged.count("\ufffd") <= max(1, len(damaged) // 500):
            return damaged, encoding
        raise SourceError(
            f"{file} 是 {encoding} 编码的文本",
            f"文件开头的字节顺序标记说是 {encoding}，但第 {error.start} 个字节起无法按此解码",
            "用文本编辑器重新保存为 UTF-8",
        ) from error


def _likely(text: str) -> float:
    """The share of characters that Chinese, Japanese or English text is made of, in samples from three places."""
    step = max(len(text) // 3, 1)
    sample = text if len(text) <= _SAMPLE else "".join(text[at : at + _SAMPLE // 3] for at in range(0, len(text), step))
    return len(_LIKELY.findall(sample)) / len(sample) if sample else 1.0


def _guess(data: bytes, file: str) -> tuple[str, str]:
    import charset_normalizer  # only ever needed for a file in a rare encoding

    best = charset_normalizer.from_bytes(data[: 1 << 20]).best()
    if best is not None:
        try:
            text = data.decode(best.encoding)
        except (UnicodeDecodeError, LookupError):
            text = ""
        if text and _likely(text) > 0.9:
            return text, best.encoding.replace("_", "-")
    raise _binary(file)


def _binary(file: str) -> SourceError:
    return SourceError(
        f"{file} 是文本文件（UTF-8、GB18030 或 UTF-16）",
        "内容不是任何一种文本编码，像是二进制文件",
        "确认文件没有损坏，扩展名与内容相符",
    )
