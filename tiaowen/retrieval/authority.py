"""Which of two documents ranks higher, by its title, issuer and kind (立法法, chapter 5)."""

from __future__ import annotations

import re

from tiaowen.datamodels import Document

_LAW = re.compile(r"^(?:中华人民共和国)?[^省市县]*(?:宪法|法|法典)(?:[(（].*)?$")
_STATE = re.compile(r"国务院|中共中央|最高人民法院|最高人民检察院|中央军事委员会")
_KINDS = ("regulation", "decision", "opinion", "plan", "notice", "other", "qa", "news")


def authority(document: Document) -> tuple[int, int]:
    """Smaller is higher: (level of what makes rules, kind of document)."""
    kind = _KINDS.index(document.kind)
    if document.kind != "regulation":
        return 4, kind
    if _LAW.match(document.title) or "全国人民代表大会" in document.issuer:
        return (0 if "宪法" in document.title else 1), kind
    return (2 if _STATE.search(document.issuer + document.title[:12]) else 3), kind
