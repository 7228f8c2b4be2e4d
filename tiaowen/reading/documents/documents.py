"""Paragraphs of a source -> the documents printed in it, each with its paragraphs in canonical order and their roles.

Canonical order is the printed one, except that a title and a 题注 printed after their body come first, and notes last.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tiaowen.datamodels import Kind, SetAside, Source
from tiaowen.reading.documents.back import back_roles
from tiaowen.reading.documents.boundaries import segments
from tiaowen.reading.documents.commencement import file_date
from tiaowen.reading.documents.flows import untangle
from tiaowen.reading.documents.footnotes import handed_out, parted
from tiaowen.reading.documents.front import front_roles
from tiaowen.reading.documents.issued import issued_names, quoted_names
from tiaowen.reading.documents.segment import Segment
from tiaowen.reading.documents.titles import ORDER, date_of, issuer_of, kind_of, number_of, spoken_title
from tiaowen.reading.documents.turns import turned
from tiaowen.reading.grammar.contents import contents_entry
from tiaowen.reading.grammar.headings import item
from tiaowen.reading.grammar.marks import is_label, is_title, squeeze, without_note_mark
from tiaowen.reading.grammar.paragraphs import NOTES, Draft, Paragraph
from tiaowen.reading.grammar.press import WHOLE_TEXT, aside, is_dateline

REPEATED_TITLE = "重复的标题"
FOOTNOTE = "注释"

_LEADER_END = re.compile(r"(?<![.．…·・_])(?:[.．…·・_]{3,}+|…{2}+)[^\n\d]{0,8}\d{1,4}[)）]?[ \t]*$", re.MULTILINE)
_HANDS_ON = re.compile(r"转发|批转")


def find_documents(source: Source, paragraphs: list[Paragraph]) -> tuple[list[Draft], list[SetAside]]:
    """The documents in the paragraphs of one source, in printed order, and what belongs to none of them."""
    noted = [p for p in paragraphs if p.role in NOTES]
    paragraphs = [p for p in paragraphs if p.role not in NOTES]
    if not paragraphs:
        paragraphs, noted = [replace(p, role="body") for p in noted], []
    if not paragraphs:
        return [], []
    paragraphs, notes = parted(source.text, paragraphs)
    turns = turned(source, paragraphs)
    found, set_aside = segments(source, untangle(turns.paragraphs, turns.leaves, turns.returns), _listed(source.text))
    set_aside.extend(turns.set_aside)
    drafts: list[Draft] = []
    for segment in found:
        draft, extra = _draft(source, segment)
        set_aside.extend(extra)
        if draft is not None:
            drafts.append(_issued_by(draft, drafts[-1]) if drafts else draft)
    if len(drafts) == 1 and not drafts[0].date and drafts[0].kind not in ("news", "qa"):
        drafts = [replace(drafts[0], date=file_date(source.file))]
    if not drafts:
        set_aside.extend(piece for note in notes for piece in aside(source, note, FOOTNOTE))
    return _with_notes(handed_out(drafts, notes), noted), set_aside


def _with_notes(drafts: list[Draft], noted: list[Paragraph]) -> list[Draft]:
    """The drafts, each with the notes behind its paragraphs: those that stand in the source after its first one, and
    before that of the next."""
    begins = [min(p.spans[0].start for p in draft.paragraphs if p.spans) for draft in drafts]
    own: list[list[Paragraph]] = [[] for _ in drafts]
    for note in noted:
        before = [number for number, start in enumerate(begins) if start < note.spans[0].start]
        own[max(before, key=begins.__getitem__, default=0)].append(note)
    return [replace(draft, paragraphs=(*draft.paragraphs, *notes)) for draft, notes in zip(drafts, own, strict=True)]


def _issued_by(draft: Draft, before: Draft) -> Draft:
    """What a notice issues has the issuer and the date of the notice, where it states none itself; what it hands on
    (转发, 批转) comes from another office."""
    if before.title.endswith("令"):  # 某市人民政府令: its words name what it promulgates
        issued = {squeeze(name) for p in before.paragraphs for name in quoted_names(p.text)}
        office = ORDER.match(before.title)
        if office is None or squeeze(draft.title) not in issued:
            return draft
        return replace(draft, issuer=draft.issuer or office[1], date=draft.date or before.date)
    if before.kind != "notice" or squeeze(draft.title) not in issued_names(before.title):
        return draft
    issuer = "" if _HANDS_ON.search(before.title) else before.issuer
    return replace(draft, issuer=draft.issuer or issuer, date=draft.date or before.date)


def _listed(text: str) -> set[str]:
    """Titles of documents that a table of contents with page numbers names."""
    found = set()
    for match in _LEADER_END.finditer(text):
        first = max(match.start() - 200, 0)
        start = max(text.rfind("\n", first, match.start()) + 1, first)
        title = contents_entry(text[start : match.end()].strip())
        mark = item(title)
        title = title[mark.end :] if mark is not None else title
        if title and len(title) < 120 and not is_label(title) and (is_title(title) or "《" in title):
            found.add(squeeze(title))
    return found


def _draft(source: Source, segment: Segment) -> tuple[Draft | None, list[SetAside]]:
    paragraphs, repeated = front_roles(segment)
    set_aside = [piece for paragraph in repeated for piece in aside(source, paragraph, REPEATED_TITLE)]
    paragraphs = back_roles(paragraphs)
    if not paragraphs:
        return None, set_aside
    printed = next((p for p in paragraphs if p.role == "title"), None)
    press = segment.piece or segment.ended or any(is_dateline(p.text) for p in paragraphs[:3])
    whole_text = any(WHOLE_TEXT.search(p.text) for p in paragraphs[:5])
    printed_title = without_note_mark(printed.text) if printed else ""
    mark = item(printed_title)
    if mark is not None and squeeze(printed_title) == segment.listed:
        printed_title = printed_title[mark.end :]  # 一、会议管理制度 of a collection
    title = spoken_title(printed_title, paragraphs, segment.interview, whole_text)
    kind: Kind = kind_of(title, paragraphs, segment.interview, press and not whole_text, bool(segment.articles))
    return (
        Draft(
            source,
            title,
            kind,
            tuple(paragraphs),
            issuer_of(title, paragraphs, kind),
            number_of(paragraphs),
            date_of(paragraphs, kind),
        ),
        set_aside,
    )
