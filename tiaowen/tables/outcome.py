"""One row of output: the columns it has in a table, the blocks it has in a report, and its seal.

A record is what `render.to_json` returns plus "columns" (the other columns of the question's row), "row" (its number,
from 1), "line" (where it stands in the file of questions) and, once all are known, "rows" (how many there are). The
seal, 17/3000 3f9a12bc34de, is row, rows and the first 12 hexadecimal digits of SHA-256 over all that stands before it
in its row, so that `verify` sees a lost row and a changed character even where no source says otherwise. It guards
against accidents; against forgery stands the comparison of every quotation with the sources.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tiaowen.quotations.claims import Claim
from tiaowen.rendering.render import EXCEPTION, STATUS, Block, Record, blocks
from tiaowen.rendering.render_places import ALSO, places_cell, read_place, read_places_cell, source_text
from tiaowen.tables.cells import text_of

COLUMNS = (
    *("状态", "回答", "引用条款", "引文", "来源文件", "其他引文", "未作答依据", "得分", "毫秒", "错误"),
    *("判断", "说明", "理解为", "同文出处", "原表行号"),
)
"""Our columns, behind those of the table; the seal comes last."""

SEAL = "校验"
SUMMARY = "汇总"
STRAY = "其他"  # the part of what is in a file and was not written there by us
OURS = "条文·"  # put before a column of ours whose name the table has already

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SEAL = re.compile(r"(\d+)/(\d+) ([0-9a-f]{12})")
_PLACE = re.compile(r"来源：.+:\d+-\d+(?:,\d+-\d+)*")
_ENTRY = re.compile(r"(.+)〔(.+:\d+-\d+(?:,\d+-\d+)*)〕")


@dataclass(frozen=True)
class Written:
    """One row as read back from an output file: what it claims, and whether its seal holds."""

    where: str  # for people: 第 17 行
    row: int | None  # None where the file has no row numbers
    rows: int | None
    sealed: bool | None  # None where there is no seal
    status: str
    answer: str
    claims: tuple[Claim, ...]
    part: str = ""  # which sequence of rows it is of, where a file has more than one: "" is that of the answers


def clean(text: str) -> str:
    """The text as XML and UTF-8 can hold it: line ends as LF, characters that neither allows as U+FFFD."""
    return _UNPRINTABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def seal(row: int, rows: int, parts: Iterable[Any]) -> str:
    """The seal of a row. Values count as text, so that it is the same whether a cell was a number or its digits."""
    joined = "\x1f".join([str(row), str(rows), *(clean(canonical(part)) for part in parts)])
    return f"{row}/{rows} {hashlib.sha256(joined.encode()).hexdigest()[:12]}"


def broken(text: str, parts: Iterable[Any]) -> tuple[int | None, int | None, bool]:
    """(row, rows, whether the seal `text` fits the parts); None, None where it is no seal."""
    match = _SEAL.fullmatch(text.strip())
    if match is None:
        return None, None, False
    row, rows = int(match[1]), int(match[2])
    return row, rows, seal(row, rows, parts) == match[0]


def canonical(value: Any) -> str:
    """A cell as text, alike before and after a spreadsheet has kept it: 15 digits, whole seconds, no midnight."""
    if isinstance(value, dt.time):
        value = dt.datetime.combine(dt.date(2000, 1, 1), value)
        return (value + dt.timedelta(microseconds=500_000)).time().isoformat("seconds")
    if isinstance(value, dt.datetime):
        value = (value + dt.timedelta(microseconds=500_000)).replace(microsecond=0)
        return (value.date() if value.time() == dt.time() else value).isoformat()
    if isinstance(value, dt.timedelta):
        return str(round(value.total_seconds()))
    if isinstance(value, float) and not value.is_integer():
        return f"{value:.15g}"
    return text_of(value)


def header(columns: Sequence[str]) -> list[str]:
    """The table's columns, then ours."""
    return [*columns, *(f"{OURS}{name}" if name in columns else name for name in (*COLUMNS, SEAL))]


def cells(record: Record, columns: Sequence[str], question_column: str, limit: int = 0) -> list[Any]:
    """The row under `header(columns)`, its seal aside. limit: characters that a cell may hold, 0 for no limit."""
    carried = {**record["columns"], question_column: record["columns"].get(question_column, record["question"])}
    values = [decoded(carried.get(name)) for name in columns]
    citations = [shortened(citation, limit) if limit else citation for citation in record["citations"]]
    first = citations[0] if citations else None
    best = first or (record["near"][0] if record["near"] else None)
    values += [
        STATUS[record["status"]],
        record["answer"],
        address(first) if first else "",
        first["quote"] if first else "",
        source_text(first) if first else "",
        entries(citations[1:], limit),
        entries(record["near"], limit),
        best["score"] if best else None,
        record["elapsed_ms"],
        record["error"] or "",
        record["verdict"],
        record["note"],
        record["rewritten"],
        places_cell(record["citations"]),
        record.get("line") or None,
    ]
    if limit:
        values = [cut(value, limit) for value in values]
    return values


def with_gaps(records: Iterable[Record]) -> Iterator[tuple[int, Record]]:
    """(number of empty lines before it in the file of questions, record), so that a table of answers can keep them.

    What stands above the first row, a title say, is not counted.
    """
    before = 0
    for record in records:
        line = record.get("line", 0)
        yield max(line - before - 1, 0) if before else 0, record
        before = line


def address(citation: Record) -> str:
    return citation["cite"] + (EXCEPTION if citation.get("exception") else "")


def entries(citations: Sequence[Record], limit: int) -> str:
    """Several quotations in one cell, each under its address and source; those beyond the limit are counted."""
    found: list[str] = []
    room = limit - 40
    for i, citation in enumerate(citations):
        entry = f"{address(citation)}〔{source_text(citation)}〕\n{citation['quote']}"
        room -= len(entry) + 1
        if limit and room < 0:
            found.append(f"（另有 {len(citations) - i} 条，见“引文”表）")
            break
        found.append(entry)
    return "\n".join(found)


def claims_of(text: str, near: bool) -> list[Claim]:
    """The quotations of a cell that `entries` made."""
    claims: list[Claim] = []
    lines: list[str] = []
    for line in reversed(text.split("\n")):
        match = _ENTRY.fullmatch(line)
        if match:
            claims.append(Claim(match[1].removesuffix(EXCEPTION), "\n".join(reversed(lines)), match[2], near))
            lines = []
        elif not re.fullmatch(r"（另有 \d+ 条，见“引文”表）", line):
            lines.append(line)
    return claims[::-1]


def written(names: Sequence[str], values: Sequence[Any], where: str) -> Written | None:
    """A row of a table read back; None where the table has no column 校验, so is none of ours."""
    at = next((i for i in reversed(range(len(names))) if names[i] in (SEAL, OURS + SEAL)), None)
    if at is None:
        return None
    values = [*values, *[None] * (len(names) - len(values))]
    row, rows, sealed = broken(text_of(values[at]), [*names[:at], *values[:at]])
    ours = {}
    for name in COLUMNS:
        found = [i for i in range(at) if names[i] in (name, OURS + name)]
        ours[name] = clean(text_of(values[found[-1]])) if found else ""
    claims = (
        [Claim(ours["引用条款"].removesuffix(EXCEPTION), ours["引文"], ours["来源文件"])] if ours["引用条款"] else []
    )
    claims += claims_of(ours["其他引文"], near=False)
    cited = tuple(claims)
    claims += [
        Claim(cite, cited[number - 1].quote, place, same=True)
        for number, cite, place in read_places_cell(ours["同文出处"])
        if 0 < number <= len(cited)
    ]
    claims += claims_of(ours["未作答依据"], near=True)
    return Written(where, row, rows, sealed, ours["状态"], ours["回答"], tuple(claims))


def shortened(citation: Record, limit: int) -> Record:
    """The citation cut to `limit` characters, its spans too: still a quotation, word for word."""
    quote = citation["quote"]
    if len(quote) <= limit:
        return citation
    quote = quote[:limit]
    left = len(quote) - quote.count("\n")  # line feeds between paragraphs come from no place in the source
    spans = []
    for start, end in citation["source"]["spans"]:
        if left > 0:
            spans.append([start, min(end, start + left)])
            left -= end - start
    return {**citation, "quote": quote, "source": {**citation["source"], "spans": spans}}


def cut(value: Any, limit: int) -> Any:
    """Text that a cell of the given size can hold; what is left out is said."""
    if isinstance(value, str) and len(value) > limit:
        return f"{value[: limit - 40]}…〔共 {len(value)} 字，超出单元格上限，此处截断〕"
    return value


def section(record: Record, question_column: str) -> list[Block]:
    """A row of a report: the question, the other columns, the answer and its clauses, the seal."""
    carried = [
        f"{name}：{one_line(canonical(decoded(value)))}"
        for name, value in record["columns"].items()
        if name != question_column and value not in (None, "")
    ]
    if record.get("line"):
        carried.insert(0, f"原表行号：{record['line']}")
    laid = [Block("title", f"{record['row']}. {one_line(record['question'])}")]
    if carried:
        laid.append(Block("remark", "　".join(carried)))
    laid += [Block(block.kind, clean(block.text)) for block in blocks(record)]
    return [*laid, seal_block(record["row"], record["rows"], laid)]


def summary_section(title: str, figures: Sequence[tuple[str, Any]], rows: int) -> list[Block]:
    """The head of a report. Its seal counts as that of row 0."""
    laid = [
        Block("title", title),
        *(Block("remark", f"{name}：{one_line(canonical(value))}") for name, value in figures),
    ]
    return [*laid, seal_block(0, rows, laid)]


def seal_block(row: int, rows: int, laid: Sequence[Block]) -> Block:
    return Block("remark", f"{SEAL}：{seal(row, rows, map(sealed_text, laid))}")


def sealed_text(block: Block) -> str:
    return (">" if block.kind == "quote" else "") + block.text


def is_section(laid: Sequence[Block]) -> bool:
    """Whether a section of a report is a row of ours: it has a seal, or a quotation with its place in a source."""
    return any(_SEAL.fullmatch(block.text.removeprefix(f"{SEAL}：").strip()) for block in laid) or any(
        block.kind == "quote" and _PLACE.fullmatch(after.text) for block, after in pairwise(laid)
    )


def stray(text: str) -> Written:
    """What stands in an output file and is none of its rows."""
    return Written(" ".join(text.split())[:40], None, None, False, "", "", (), STRAY)


def written_section(laid: Sequence[Block]) -> Written:
    """A row of a report read back. Kinds other than `quote` are told by how a block begins."""
    last = laid[-1].text if laid else ""
    row, rows, sealed = broken(last.removeprefix(f"{SEAL}："), map(sealed_text, laid[:-1]))
    claims: list[Claim] = []
    status = answer = ""
    near = False
    for i, block in enumerate(laid):
        if block.kind == "quote":
            cite = laid[i - 1].text if i else ""
            after = laid[i + 1].text if i + 1 < len(laid) else ""
            source = after.removeprefix("来源：") if after.startswith("来源：") else ""
            claims.append(Claim(re.sub(r"^\[\d+\] ", "", cite).removesuffix(EXCEPTION), block.text, source, near))
        elif block.text.startswith(ALSO) and claims and (place := read_place(block.text.removeprefix(ALSO))):
            quoted = next(claim for claim in reversed(claims) if not claim.same)
            claims.append(Claim(place[0], quoted.quote, place[1], near, same=True))
        elif block.text.startswith("未作答依据"):
            near = True
        elif not status and (found := re.match(r"(答|未作答|出错)：", block.text)):
            status = {"答": "已作答"}.get(found[1], found[1])
            answer = block.text[found.end() :] if found[1] == "答" else ""
    if row == 0:
        return Written(SUMMARY, row, rows, sealed, "", "", (), SUMMARY)
    where = f"第 {row} 行" if row is not None else laid[0].text[:20] if laid else ""
    return Written(where, row, rows, sealed, status, answer, tuple(claims))


def one_line(text: str) -> str:
    return " ".join(clean(text).split())


_KEPT = ("$datetime", "$date", "$time", "$microseconds", "$object")


def encoded(value: Any) -> Any:
    """A cell as JSON can keep it: {"$date": "2024-02-05"} for a date; `decoded` is the inverse.

    An object of the table's own that looks like that is kept in another: {"$object": {"$date": …}}.
    """
    if isinstance(value, dt.datetime):
        return {"$datetime": value.isoformat()}
    if isinstance(value, dt.date):
        return {"$date": value.isoformat()}
    if isinstance(value, dt.time):
        return {"$time": value.isoformat()}
    if isinstance(value, dt.timedelta):
        return {"$microseconds": value // dt.timedelta(microseconds=1)}
    if isinstance(value, Mapping) and len(value) == 1 and next(iter(value)) in _KEPT:
        return {"$object": value}
    return value


def decoded(value: Any) -> Any:
    if isinstance(value, Mapping) and len(value) == 1:
        ((kind, inner),) = value.items()
        if kind == "$object":
            return inner
        if kind == "$datetime":
            return dt.datetime.fromisoformat(inner)
        if kind == "$date":
            return dt.date.fromisoformat(inner)
        if kind == "$time":
            return dt.time.fromisoformat(inner)
        if kind == "$microseconds":
            return dt.timedelta(microseconds=inner)
    return value
