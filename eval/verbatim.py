"""Quotations checked again, from nothing but the citation's own pointer into the raw file.

The file is read from disk anew, its hash is compared, its bytes are decoded, and the characters at the raw spans must
be the quotation, white space aside (a line wrap in the file is no part of the words).
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from tiaowen.datamodels import Citation, Source

EXTRACTED = ("docx", "pdf", "html", "xlsx")


@lru_cache(maxsize=256)
def raw_text(source: Source, root: Path) -> str | None:
    """The decoded characters of a source file, read again from `root / source.file`; None where the file is missing or
    no longer has its hash. Text that was extracted (docx, pdf, html) or lies in an archive is taken as read."""
    if source.encoding in EXTRACTED or "!/" in source.file:
        return source.text
    try:
        data = (root / source.file).read_bytes()
    except OSError:
        return None
    if hashlib.sha256(data).hexdigest() != source.sha256:
        return None
    return data.decode(source.encoding)


def is_verbatim(citation: Citation, root: Path) -> bool:
    """Do the raw characters at the citation's spans, minus white space, equal the quotation minus white space?"""
    source, spans = citation.source
    text = raw_text(source, root)
    if text is None or not spans or any(end > len(text) for _, end in spans):
        return False
    return "".join("".join(text[start:end] for start, end in spans).split()) == "".join(citation.quote.split())
