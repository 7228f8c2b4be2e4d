"""A cell of a table, and its text."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Unusable:
    """A cell that is no question, and why: a formula without a value, say. In another column it is its value."""

    value: Any
    reason: str


def text_of(value: Any) -> str:
    """A cell as a question. Whole numbers lose the .0 that a spreadsheet gives them."""
    if isinstance(value, Unusable):
        value = value.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
