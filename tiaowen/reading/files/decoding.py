"""Bytes of a text file -> characters, and which encoding they were in."""

from __future__ import annotations

import codecs
import re
import unicodedata

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

_SIMPLIFIED = "⺠民⻁虎⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻨麦⻩黄⻬齐⻮齿⻰龙"
_RADICAL = re.compile("[\u2e80-\u2fd5]")
_CHARACTERS = {c: unicodedata.normalize("NFKC", chr(c)) for c in (*range(0x2E80, 0x2EF4), *range(0x2F00, 0x2FD6))} | {
    ord(radical): character for radical, character in zip(_SIMPLIFIED[::2], _SIMPLIFIED[1::2], strict=True)
}

_NEVER = frozenset("锛銆")
"""What ， and 。 and every other mark of Chinese punctuation become where UTF-8 is read as GBK."""
_LATIN = re.compile("[\xa1-\xff]{2}")
_WRONG = ("latin-1", "cp1252")
_LOST = re.compile("锟斤拷|\ufffd")


def with_characters(text: str) -> str:
    """The text with 一, 人, 长 for the radicals of dictionaries (⼀, ⼈, ⻓), which look like them and come from PDF.
    One character for one, so that every offset stays."""
    return text.translate(_CHARACTERS) if _RADICAL.search(text) else text


def garbled(text: str) -> bool:
    """Whether a text was read in a wrong encoding and saved: 闈掑矚鍘 (UTF-8 as GBK), ÇàÁë (GBK as Latin-1), 锟斤拷."""
    sample = text[:_SAMPLE]
    marks = sum(sample.count(mark) for mark in _NEVER)
    if marks > max(2, len(sample) // 100) and marks > sample.count("，") + sample.count("。"):
        return True
    if len(_LOST.findall(sample)) * 10 > len(sample) > 20:
        return True
    latin = len(_LATIN.findall(sample))
    if latin * 5 < len(sample) or latin < 10:
        return False
    read = (
        sample.encode(wrong, "replace").decode(right, "ignore") for wrong in _WRONG for right in ("gb18030", "utf-8")
    )
    return any(_likely(text) > 0.9 for text in read)


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
        plain = not _CONTROL.search(text[:_SAMPLE]) or _likely(text) > 0.7 and "\0" not in text[:_SAMPLE]
        if plain or garbled(text):
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
