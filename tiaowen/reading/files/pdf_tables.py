"""Tables with rules on a PDF page -> their rows between bars, cell by cell, and the letters that stand outside them.

The rules are the straight lines and thin bars that pdfium finds among the drawings of the page; pdfplumber tells the
cells that they enclose.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Any

from tiaowen.reading.files.pdf_columns import between_bars, merged
from tiaowen.reading.files.pdf_letters import Letter, Row, Turn, into_rows

Box = tuple[float, float, float, float]
"""x0, x1, y0, y1 in points, y upwards."""

_THIN = 3.0  # points; a filled bar that is no thicker is a rule
_SHORT = 4.0  # points; what is shorter is part of a sign, not the side of a cell
_NEAR = 3.0  # points; rules that miss each other by less meet
_MOST = 1500  # rules; a page with more is a drawing
_CROSSINGS = 4000  # of rules; the time to tell the cells grows with their square
_TALL = 0.5  # of the page's height: a single row of cells that is taller is the layout of the page


def ruled_tables(page: Any, letters: list[Letter], turn: Turn) -> tuple[list[Letter], list[Row]]:
    """(the letters outside the tables, a row for every row of a table with two cells or more side by side).

    turn: how the page was turned for the letters.
    """
    rules = list(_rules(page, turn))
    if len(rules) < 4 or len(rules) > _MOST or not letters:
        return letters, []
    rows: list[Row] = []
    for cells in _tables(rules):
        tops = sorted({cell[3] for cell in cells}, reverse=True)
        columns = {cell[0] for cell in cells}
        height = tops[0] - min(cell[2] for cell in cells)
        if len(columns) < 2 or len(tops) < 2 and height > _TALL * turn.size[1]:
            continue  # a frame round paragraphs, or round columns
        inside: dict[Box, list[Letter]] = {cell: [] for cell in cells}
        outside: list[Letter] = []
        for letter in letters:
            cell = _around(cells, letter)
            (outside if cell is None else inside[cell]).append(letter)
        letters = outside
        rows.extend(_table_rows(cells, inside))
    return letters, rows


def _around(cells: Sequence[Box], letter: Letter) -> Box | None:
    x, y = (letter[0] + letter[1]) / 2, (letter[2] + letter[3]) / 2
    return next((cell for cell in cells if cell[0] <= x <= cell[1] and cell[2] <= y <= cell[3]), None)


def _table_rows(cells: Sequence[Box], inside: dict[Box, list[Letter]]) -> Iterator[Row]:
    """The rows from top to bottom. A cell that goes on from the row above is empty, as in the tables of docx."""
    left, right = min(cell[0] for cell in cells), max(cell[1] for cell in cells)
    sizes = [letter[3] - letter[2] for found in inside.values() for letter in found]
    for top in sorted({cell[3] for cell in cells}, reverse=True):
        across = sorted((cell for cell in cells if cell[2] < top - _NEAR and cell[3] >= top), key=lambda cell: cell[0])
        words = [_words(inside[cell]) if cell[3] == top else "" for cell in across]
        if any(words):
            low = max(cell[2] for cell in across)
            yield Row(between_bars(words), left, right, low, top, median(sizes))


def _words(letters: list[Letter]) -> str:
    """The text of a cell, its lines joined."""
    text = ""
    for row in merged(into_rows(letters)):
        latin = text[-1:].isascii() and text[-1:].isalnum() and row.text[0].isascii() and row.text[0].isalpha()
        text += (" " if latin else "") + row.text.replace("|", "｜")
    return text


def _tables(rules: Sequence[Box]) -> Iterator[list[Box]]:
    """The cells of every table."""
    from pdfplumber import table  # pdfplumber measures y downwards from the top

    joined = table.merge_edges([_edge(*rule) for rule in rules], _NEAR, _NEAR, _NEAR, _NEAR)
    joined = table.merge_edges([*joined, *_open_sides(joined)], _NEAR, _NEAR, _NEAR, _NEAR)
    crossings = table.edges_to_intersections(joined, _NEAR, _NEAR)
    if len(crossings) > _CROSSINGS:
        return
    cells = table.intersections_to_cells(crossings)
    for found in table.cells_to_tables(cells):
        yield [(x0, x1, -bottom, -top) for x0, top, x1, bottom in found]


def _edge(x0: float, x1: float, y0: float, y1: float) -> dict[str, Any]:
    """A rule as pdfplumber has it."""
    level = x1 - x0 > y1 - y0
    measures = {"x0": x0, "x1": x1, "top": -y1, "bottom": -y0, "width": x1 - x0, "height": y1 - y0}
    return {**measures, "orientation": "h" if level else "v"}


def _open_sides(edges: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Sides for tables that have none at the left and right: level rules of one length with uprights between them."""
    uprights = [edge for edge in edges if edge["orientation"] == "v"]
    groups: defaultdict[tuple[int, int], list[dict[str, Any]]] = defaultdict(list)
    for edge in edges:
        if edge["orientation"] == "h":
            groups[round(edge["x0"] / _NEAR), round(edge["x1"] / _NEAR)].append(edge)
    for level in groups.values():
        x0, x1 = level[0]["x0"], level[0]["x1"]
        for upright in uprights:
            met = [edge["top"] for edge in level if upright["top"] - _NEAR <= edge["top"] <= upright["bottom"] + _NEAR]
            if x0 + _NEAR < upright["x0"] < x1 - _NEAR and len(met) >= 2:
                yield from (_edge(x, x, -max(met), -min(met)) for x in (x0, x1))


def _rules(page: Any, turn: Turn) -> Iterator[Box]:
    """The upright and level lines of the turned page, without thickness."""
    import pypdfium2.raw as raw

    mode, stroked = ctypes.c_int(), ctypes.c_int()
    for path in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3):
        if not raw.FPDFPath_GetDrawMode(path.raw, mode, stroked) or not (mode.value or stroked.value):
            continue
        matrix, form = path.get_matrix(), path.container
        while form is not None:
            matrix = matrix.multiply(form.get_matrix())
            form = form.container
        for points in _outlines(path.raw, raw):
            corners = [turn.point(*matrix.on_point(x, y)) for x, y in points]
            x0, x1 = min(x for x, _ in corners), max(x for x, _ in corners)
            y0, y1 = min(y for _, y in corners), max(y for _, y in corners)
            if min(x1 - x0, y1 - y0) <= _THIN:
                sides = [((x0, y0), (x1, y1))]  # a line, or a bar as thin as one
            elif stroked.value:
                sides = list(pairwise(corners))
            else:
                continue  # a shade
            for (ax, ay), (bx, by) in sides:
                if abs(ay - by) <= _THIN and abs(ax - bx) > _SHORT:
                    yield min(ax, bx), max(ax, bx), (ay + by) / 2, (ay + by) / 2
                elif abs(ax - bx) <= _THIN and abs(ay - by) > _SHORT:
                    yield (ax + bx) / 2, (ax + bx) / 2, min(ay, by), max(ay, by)


def _outlines(path: Any, raw: Any) -> Iterator[list[tuple[float, float]]]:
    """The corners of every part of a path, in its own measure; a closed part ends where it begins."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(min(raw.FPDFPath_CountSegments(path), 4 * _MOST)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        if not raw.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append((x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points
