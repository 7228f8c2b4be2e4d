"""jsonl (one value a line) and json (an array, or an object that holds one), read value by value; and JSON written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from tiaowen.errors import BatchError
from tiaowen.tables.encodings import detect, read_lines
from tiaowen.tables.rows import Table, from_objects

CHUNK = 1 << 16


def open_json_lines(path: Path, question_column: str | None = None) -> Table:
    """Raises BatchError where the file is no text, empty, or has no question."""
    encoding = detect(path)
    return from_objects(path.name, lambda: values(read_lines(path, encoding)), [f"编码 {encoding}"], question_column)


def values(lines: Iterable[str]) -> Iterator[tuple[int, Any]]:
    """(number, value) of each line that is not empty; a ValueError(message, line) for one that is no JSON."""
    for number, line in enumerate(lines, 1):
        if text := line.strip().lstrip("\ufeff"):
            try:
                yield number, json.loads(text)
            except (ValueError, RecursionError) as error:
                yield number, ValueError(getattr(error, "msg", "嵌套过深"), text)


def open_json(path: Path, question_column: str | None = None) -> Table:
    """Raises BatchError where the file is no text, empty, no array of questions, or has no question."""
    encoding = detect(path)
    with path.open(encoding=encoding, errors="replace") as stream:
        head = stream.read(CHUNK).lstrip()
    if not head:
        raise BatchError("至少一行问题", f"{path.name} 是空的", "填入问题后再运行")
    if not head.startswith(("[", "{")):
        raise BatchError(
            "问题的 JSON 数组", f"{path.name} 以 {head[:10]!r} 开头", "写成 [{“问题”: …}, …]，或改用 jsonl"
        )
    if head.startswith("["):
        return from_objects(
            path.name, lambda: enumerate(elements(path, encoding), 1), [f"编码 {encoding}"], question_column
        )
    try:
        whole = json.loads(path.read_text(encoding))
    except (ValueError, RecursionError) as error:
        if "\n{" in head:  # one object a line under the wrong name
            return open_json_lines(path, question_column)
        raise BatchError("完整的 JSON", f"{path.name} 无法解析（{error}）", "改正后再运行，或改用 jsonl") from error
    arrays = [value for value in whole.values() if isinstance(value, list)]
    found = arrays[0] if len(arrays) == 1 else [whole]
    return from_objects(path.name, lambda: enumerate(found, 1), [f"编码 {encoding}"], question_column)


def elements(path: Path, encoding: str) -> Iterator[Any]:
    """The elements of the array that a file holds, one at a time.

    What cannot be read any further ends as one ValueError(message, text): the elements before it are kept.
    """
    decoder = json.JSONDecoder()
    with path.open(encoding=encoding, errors="replace") as stream:
        text, at, ended = stream.read(CHUNK), 0, False
        at = len(text) - len(text.lstrip()) + 1  # behind the opening bracket
        while True:
            while at < len(text) and text[at] in " \t\r\n,":
                at += 1
            if at < len(text) and text[at] == "]":
                return
            try:
                value, end = decoder.raw_decode(text, at)
                # A number at the end of what was read may go on in the next chunk.
                if end < len(text) or ended:
                    yield value
                    at = end
                    continue
                raise ValueError("未读完")
            except (ValueError, RecursionError) as error:
                if ended:
                    shown = text[at : at + 200]
                    yield ValueError(f"数组没有完整结束：{error}" if not shown else str(error), shown)
                    return
            more = stream.read(max(CHUNK, len(text) - at))  # doubling, so that a huge element is not read over and over
            text, at, ended = text[at:] + more, 0, not more


def dump(value: Mapping[str, Any], sort: bool = False) -> bytes:
    """One line of compact UTF-8 JSON; the same value gives the same bytes, before and after it was written and read.

    Lone surrogates, which JSON can spell and UTF-8 cannot hold, become U+FFFD.
    """
    option = orjson.OPT_SORT_KEYS if sort else 0
    try:
        return orjson.dumps(value, option=option)
    except TypeError:
        value = _storable(value)
    try:
        return orjson.dumps(value, option=option)
    except TypeError:  # a whole number of more than 64 bits
        return json.dumps(value, ensure_ascii=False, sort_keys=sort, separators=(",", ":")).encode()


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, Mapping):
        return {_storable(key): _storable(item) for key, item in value.items()}
    return [_storable(item) for item in value] if isinstance(value, list | tuple) else value
