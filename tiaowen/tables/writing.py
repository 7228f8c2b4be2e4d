"""The writer for a table of answers, chosen by file name, and the reader that takes it back for `verify`."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from tiaowen.errors import BatchError
from tiaowen.quotations.claims import Claim
from tiaowen.rendering.render import STATUS, Block, Record
from tiaowen.tables import reports, workbook_out
from tiaowen.tables.delimited import damage, sniff
from tiaowen.tables.delimited import records as delimited_records
from tiaowen.tables.encodings import detect, read_lines
from tiaowen.tables.json_lines import dump
from tiaowen.tables.json_lines import values as json_values
from tiaowen.tables.outcome import (
    Written,
    broken,
    canonical,
    cells,
    decoded,
    header,
    seal,
    section,
    summary_section,
    with_gaps,
    written,
)


@dataclass(frozen=True)
class About:
    """What a writer knows of the whole before the first row."""

    columns: Sequence[str]  # of the table of questions, in order
    question_column: str
    rows: int
    quotations: int  # citations and near clauses of all rows
    summary: Sequence[tuple[str, Any]]  # figures with their names
    documents: Mapping[str, int]  # title -> times cited


def _write_csv(path: Path, records: Iterable[Record], about: About) -> None:
    """UTF-8 with BOM, which Excel opens as it is; cells that hold commas, quotes or line breaks are quoted."""
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as stream:
        writer = csv.writer(stream, delimiter="\t" if path.suffix.lower() == ".tsv" else ",")
        names = header(about.columns)
        writer.writerow(names)
        for gap, record in with_gaps(records):
            writer.writerows([()] * gap)
            values = [_csv_text(value) for value in cells(record, about.columns, about.question_column)]
            writer.writerow([*values, seal(record["row"], record["rows"], [*names[:-1], *values])])


def _csv_text(value: Any) -> str:
    return repr(value) if isinstance(value, float) and math.isfinite(value) else canonical(value)


def json_line(record: Record, question_column: str) -> str:
    """One line of jsonl output: the answer's JSON, then columns, row, rows and the seal."""
    carried = {k: _plain(v) for k, v in record["columns"].items() if k != question_column}
    line: dict[str, Any] = {**record, "columns": carried}
    if "rows" in record:
        line["check"] = seal(record["row"], record["rows"], [_unsealed(line)])
    return dump(line).decode()


def _unsealed(line: Mapping[str, Any]) -> str:
    """What the seal of a line is over: all of it but the seal."""
    return dump({key: value for key, value in line.items() if key != "check"}, sort=True).decode()


def _plain(value: Any) -> Any:
    kept = decoded(value)
    return kept if kept is value or isinstance(kept, Mapping) else canonical(kept)


def _write_jsonl(path: Path, records: Iterable[Record], about: About) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(json_line(record, about.question_column) + "\n" for record in records)


def _write_json(path: Path, records: Iterable[Record], about: About) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for i, record in enumerate(records):
            stream.write(("[\n" if i == 0 else ",\n") + json_line(record, about.question_column))
        stream.write("\n]\n")


def _write_workbook(path: Path, records: Iterable[Record], about: About) -> None:
    if about.rows >= workbook_out.ROW_LIMIT:
        raise BatchError(
            f"不超过 {workbook_out.ROW_LIMIT - 1} 行（Excel 的上限）", f"共 {about.rows} 行", "改用 .csv 或 .jsonl 输出"
        )
    workbook_out.check_width(about.columns)
    workbook_out.write_workbook(
        path,
        records,
        about.columns,
        about.question_column,
        (about.rows, about.quotations),
        about.summary,
        about.documents,
    )


def _report(
    write: Callable[[Path, Iterable[Sequence[Block]]], None],
) -> Callable[[Path, Iterable[Record], About], None]:
    def write_report(path: Path, records: Iterable[Record], about: About) -> None:
        head = summary_section(reports.TITLE, about.summary, about.rows)
        write(path, chain([head], (section(record, about.question_column) for record in records)))

    return write_report


_WRITERS: dict[str, Callable[[Path, Iterable[Record], About], None]] = {
    ".csv": _write_csv,
    ".tsv": _write_csv,
    ".jsonl": _write_jsonl,
    ".json": _write_json,
    ".xlsx": _write_workbook,
    ".md": _report(reports.write_markdown),
    ".docx": _report(reports.write_docx),
    ".html": _report(reports.write_html),
}
WRITABLE = tuple(_WRITERS)


def check_writable(path: Path, columns: Sequence[str] = ()) -> None:
    """Raises BatchError for a file name that no writer is there for, or that cannot have so many columns."""
    if path.suffix.lower() == ".xlsx":
        workbook_out.check_width(columns)
    if path.suffix.lower() not in _WRITERS:
        raise BatchError(
            f"{'、'.join(suffix[1:] for suffix in WRITABLE)} 之一",
            f"“{path.suffix or path.name}”",
            "改用其中一种作为输出文件的后缀",
        )


def write_table(path: Path, kind: str, records: Iterable[Record], about: About) -> None:
    """Write all records (with "rows" set) in the format of the suffix `kind`. Raises OSError as the disk does."""
    _WRITERS[kind.lower()](path, records, about)


def read_back(path: Path) -> Iterator[Written]:
    """The rows of an output file. Nothing comes of a file that is none of ours.

    Raises BatchError for what is no text where text is expected; OSError, ValueError or zip errors for damage.
    """
    kind = path.suffix.lower()
    if kind in (".xlsx", ".xlsm"):
        return workbook_out.read_back(path)
    if kind == ".docx":
        return reports.read_docx(path)
    if kind in (".html", ".htm"):
        return reports.read_html(path)
    if kind == ".md":
        return reports.read_markdown(path)
    if kind in (".jsonl", ".ndjson"):
        return _json_rows(json_values(read_lines(path, detect(path))))
    if kind == ".json":
        whole = json.loads(path.read_text(detect(path)))
        return _json_rows(enumerate(whole if isinstance(whole, list) else [whole], 1))
    if kind in (".csv", ".tsv"):
        return _csv_rows(path)
    return iter(())


def _csv_rows(path: Path) -> Iterator[Written]:
    encoding = detect(path)
    names: list[str] | None = None
    delimiter = sniff(path, encoding)
    for number, (values, error) in enumerate(delimited_records(read_lines(path, encoding), delimiter), 1):
        if names is None:
            names = [str(value) for value in values]
        elif error and error != damage("".join(values)):  # U+FFFD may have been in the question: the seal decides
            yield Written(f"第 {number} 个记录（{error}）", None, None, False, "", "", ())
        elif any(values) and (row := written(names, values, f"第 {number} 个记录")) is not None:
            yield row


def _json_rows(items: Iterable[tuple[int, Any]]) -> Iterator[Written]:
    for number, item in items:
        where = f"第 {number} 行"
        if not isinstance(item, dict):
            yield Written(f"{where}（不是有效的 JSON）", None, None, False, "", "", ())
            continue
        claims = [
            claim
            for near, key in ((False, "citations"), (True, "near"))
            for citation in _list(item.get(key))
            for claim in _json_claims(citation, near)
        ]
        row, rows, sealed = item.get("row"), item.get("rows"), None
        if "rows" in item or "check" in item:  # neither: written to standard output, where rows cannot be counted
            row, rows, sealed = broken(str(item.get("check")), [_unsealed(item)])
        status = STATUS.get(str(item.get("status")), "")
        yield Written(where, row, rows, sealed, status, str(item.get("answer") or ""), tuple(claims))


def _json_claims(citation: Any, near: bool) -> list[Claim]:
    """The quotation of a citation and its other places; none where it is no citation."""
    if not isinstance(citation, dict) or not isinstance(citation.get("quote"), str):
        return []
    also = [place for place in _list(citation.get("also")) if isinstance(place, dict)]
    same = [replace(_json_claim({**place, "quote": citation["quote"]}, near), same=True) for place in also]
    return [_json_claim(citation, near), *same]


def _json_claim(citation: dict[str, Any], near: bool) -> Claim:
    source = citation.get("source")
    source = source if isinstance(source, dict) else {}
    listed = ",".join("-".join(map(str, _list(span))) for span in _list(source.get("spans")))
    place = f"{source.get('file', '')}:{listed}" if listed else ""
    return Claim(str(citation.get("cite", "")), citation["quote"], place, near, str(source.get("sha256", "")))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
