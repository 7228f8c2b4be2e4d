"""Where else quoted words stand, and which version of a law a clause is from: as JSON, as text, as HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from tiaowen.addresses.versions import STATES
from tiaowen.datamodels import Citation, Edition

ALSO = "同文："
"""Begins a line of a report that says where else the words above it stand."""

_PLACE = re.compile(r"(.+)〔(.+:\d+-\d+(?:,\d+-\d+)*)〕.{0,60}")


def source_json(citation: Citation) -> dict[str, Any]:
    """The file of a quotation and where in it that stands, in code points."""
    source, spans = citation.source
    return {"file": source.file, "sha256": source.sha256, "spans": [list(span) for span in spans]}


def source_text(citation: Mapping[str, Any]) -> str:
    """Where a quotation stands, as people and `verify` read it: file:start-end,start-end (code points)."""
    source = citation["source"]
    return f"{source['file']}:" + ",".join(f"{start}-{end}" for start, end in source["spans"])


def places_json(citation: Citation) -> dict[str, Any]:
    """The keys "also" and "version" of a citation, each only where there is something to say."""
    record: dict[str, Any] = {}
    if citation.also:
        record["also"] = [
            {
                "document": place.clause.document.title,
                "label": place.label,
                "cite": place.cite,
                "source": source_json(place),
                **({"version": edition_json(place.edition)} if place.edition else {}),
            }
            for place in citation.also
        ]
    if citation.edition:
        record["version"] = edition_json(citation.edition)
    return record


def edition_json(edition: Edition) -> dict[str, Any]:
    """A version: its dates (ISO or ""), its state in Chinese, what repealed it, the other versions in the corpus."""
    return {
        "date": edition.date,
        "starts": edition.starts,
        "state": STATES[edition.state][0],
        "by": edition.by,
        "others": [{"date": date, "state": STATES[state][0]} for date, state in edition.others],
    }


def version_text(version: Mapping[str, Any]) -> str:
    """2018-12-29 已废止; of what is still to come with the day from which it is in force."""
    comes = f"，自{version['starts']}起施行" if version["state"] == STATES["pending"][0] and version["starts"] else ""
    return " ".join(filter(None, (version["date"], version["state"]))) + comes


def place_text(place: Mapping[str, Any]) -> str:
    """《…》第五条〔file:1-20〕2009-08-27 已被取代."""
    version = version_text(place["version"]) if "version" in place else ""
    return f"{place['cite']}〔{source_text(place)}〕{version}"


def read_place(text: str) -> tuple[str, str] | None:
    """(address, place in a file) of what `place_text` made; None for any other text."""
    found = _PLACE.fullmatch(text)
    return (found[1], found[2]) if found else None


def places_cell(citations: Sequence[Mapping[str, Any]]) -> str:
    """All places of the citations of an answer for a cell, a line each, with the number of the citation."""
    return "\n".join(
        f"[{number}] {place_text(place)}"
        for number, citation in enumerate(citations, 1)
        for place in citation.get("also", ())
    )


def read_places_cell(text: str) -> list[tuple[int, str, str]]:
    """(number of the citation, address, place in a file) for each line that `places_cell` made."""
    found = []
    for line in text.split("\n"):
        numbered = re.fullmatch(r"\[(\d+)\] (.+)", line)
        place = read_place(numbered[2]) if numbered else None
        if numbered and place:
            found.append((int(numbered[1]), *place))
    return found


def both_states(edition: Edition) -> str:
    """The date and state of a version as HTML, in both languages of the page."""
    zh, en = STATES[edition.state]
    comes = edition.starts if edition.state == "pending" else ""
    parts = [escape(edition.date)] if edition.date else []
    parts.append(f'<span class="zh" lang="zh-CN">{zh}</span><span class="en" lang="en">{en}</span>')
    if comes:
        parts.append(f'<span class="zh" lang="zh-CN">{comes} 起</span><span class="en" lang="en">from {comes}</span>')
    return " ".join(parts)


def version_html(edition: Edition | None) -> str:
    """A small mark with date and state; empty for a document in force that has one version."""
    return f'<span class="flag version {edition.state}">{both_states(edition)}</span>' if edition else ""
