"""A quotation as a file states it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Claim:
    """A quotation as a file states it. `source` is file:start-end,… or empty where the file gives none."""

    cite: str
    quote: str
    source: str
    near: bool = False
    sha256: str = ""  # of the source file, where the file gives it
    same: bool = False  # another place of the quotation: the same words, perhaps with other punctuation and number
