"""Printings of one document are one document: which is preferred, and every difference between them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.damaging import LAW, TITLE
from tests.support.printing import ROOT, SEEDS, documents, draft, source, texts
from tiaowen.errors import SourceError
from tiaowen.reading.collation import Collation, collate, variants
from tiaowen.reading.corpus import read_documents, read_sources
from tiaowen.reading.registry import Registry, describe


def collation(title: str, order: str = "000 001") -> Collation:
    drafts = [found for name in order.split() for found in documents(name)[0]]
    return next(found for found in collate(drafts) if found.drafts[0].title == title)


REGULATION = collation("党史学习教育工作条例")
INTERVIEW = collation("《党史学习教育工作条例》答记者问")

SUBSTANTIVE = [
    ("坚定信念、凝聚", "念", "心"),
    ("忠实践行者", "践行", "实践"),
    ("统筹谋划、开拓", "谋划", "推进"),
    ("面向社会相贯通", "贯通", "结合"),
    ("突出县处级以上", "处", ""),
    ("悟思想相统一", "统一", "结合"),
    ("烈士纪念设施", "纪念", "陵园等"),
    ("红色书信、", "信", "籍"),
    ("教育纳入年度", "入", "同"),
]


@pytest.mark.parametrize(("words", "mine", "theirs"), SUBSTANTIVE)
def test_a_difference_of_words_is_kept_with_its_place(words, mine, theirs):
    text = REGULATION.witnesses[0].text
    at = text.index(words)
    found = [
        (text[v.start : v.end], v.text)
        for v in REGULATION.variants
        if v.kind == "substantive" and at <= v.start and v.end <= at + len(words)
    ]
    assert found == [(mine, theirs)]


def test_a_variant_reads_what_the_witness_prints():
    for found in (REGULATION, INTERVIEW):
        for variant in found.variants:
            witness = found.witnesses[variant.witness]
            assert witness.text[variant.witness_start : variant.witness_end] == variant.text
            assert found.witnesses[0].text[variant.start : variant.end] != variant.text


def test_what_a_witness_lacks_at_its_end_is_one_variant():
    missing = [v for v in REGULATION.variants if v.kind == "missing"]
    assert len(missing) == 1
    text = REGULATION.witnesses[0].text
    assert text[missing[0].start : missing[0].end].startswith("教育、党史资料征集等工作。")
    assert missing[0].end == len(text) and missing[0].text == ""


def test_the_complete_printing_is_preferred_whatever_the_order():
    for order in ("000 001", "001 000"):
        assert "000_" in collation("党史学习教育工作条例", order).drafts[0].source.file


def test_of_two_complete_printings_the_first_is_preferred():
    for order in ("000 001", "001 000"):
        found = collation("《党史学习教育工作条例》答记者问", order)
        assert found.drafts[0].source.file.startswith(order[:3])


def test_other_documents_stand_alone():
    drafts = [found for path in SEEDS for found in documents(path.name[:3])[0]]
    found = collate(drafts)
    assert len(drafts) == 17 and len(found) == 15
    assert sum(len(c.drafts) == 2 for c in found) == 2
    assert all(not c.variants for c in found if len(c.drafts) == 1)


def test_two_versions_of_a_law_are_two_documents():
    one = draft("004", "考核办法")
    assert len(collate([one, replace(one, date="2014-01-01")])) == 2
    assert len(collate([one, replace(one, date="")])) == 1


def test_the_same_title_over_other_words_is_another_document():
    one = read_documents(source("工作办法\n\n第一条 为了加强绿化管理，制定本办法，由市主管部门负责解释。\n"))[0][0]
    two = read_documents(source("工作办法\n\n第一条 食品经营者应当查验供货商的许可证和产品合格证明。\n"))[0][0]
    assert one.title == two.title
    assert len(collate([one, two])) == 2


KINDS = [
    ("（一）学史明理。", "(一)学史明理.", ["punctuation"] * 3),
    ("2024年1月", "２０２４年１月", ["punctuation"] * 2),
    ("第 三 条\n甲", "第三条 甲", []),
    ("甲乙丙丁，戊己", "甲乙丙丁戊己", ["punctuation"]),
    ("应当提前三日报告主管部门。", "应当提前五日报告主管部门。", ["substantive"]),
    ("应当报告主管部门。", "应当及时报告主管部门。", ["substantive"]),
    ("应当报告主管部门和同级人民政府，并且抄送有关单位。", "应当报告主管部门。", ["missing"]),
    ("同样的话。", "同样的话。", []),
    ("", "", []),
    ("", "甲", ["substantive"]),
]


@pytest.mark.parametrize(("mine", "theirs", "kinds"), KINDS)
def test_kinds_of_differences(mine, theirs, kinds):
    assert [variant.kind for variant in variants(mine, theirs)] == kinds


@settings(max_examples=200, deadline=None)
@given(st.text("甲乙丙丁，,。（(） \nA1", max_size=40), st.text("甲乙丙丁，,。（(） \nA1", max_size=40))
def test_the_variants_turn_one_text_into_the_other(mine, theirs):
    built, at = [], 0
    for variant in variants(mine, theirs):
        assert variant.start >= at
        built.append(mine[at : variant.start])
        built.append(variant.text)
        at = variant.end
    built.append(mine[at:])
    squeezed = "".join("".join(built).split())
    assert squeezed == "".join(theirs.split())


def test_the_whole_preferred_text_is_that_of_its_source():
    for found in (REGULATION, INTERVIEW):
        for witness in found.witnesses:
            spans = witness.origin.spans(0, len(witness.text))
            raw = "".join(witness.source.text[low:high] for low, high in spans)
            assert raw == witness.text.replace("\n", "")


# Registry and corpus -------------------------------------------------------------------------------------------------


def test_the_registry_describes_the_sources_as_they_are_read():
    known = Registry.load(ROOT / "data" / "sources.json")
    sources = [found.source for found in (documents(path.name[:3])[0][0] for path in SEEDS)]
    drafts = [found for path in SEEDS for found in documents(path.name[:3])[0]]
    described = describe(sources, drafts, known)
    bundled = json.loads((ROOT / "data" / "sources.json").read_text(encoding="utf-8"))
    assert [entry["documents"] for entry in described["sources"]] == [
        entry["documents"] for entry in bundled["sources"]
    ]
    assert [entry["sha256"] for entry in described["sources"]] == [entry["sha256"] for entry in bundled["sources"]]


def test_corrections_apply_and_reading_works_without_them():
    known = Registry.load(ROOT / "data" / "sources.json")
    with_registry = {d.title: d for d in read_sources([ROOT / "data" / "sources"], known).documents}
    without = {d.title: d for d in read_sources([ROOT / "data" / "sources"]).documents}
    title = "全国党员教育培训工作规划(2024-2028年)"
    assert (with_registry[title].date, without[title].date) == ("2025-02-27", "")
    assert len(with_registry) == len(without) == 15


def test_a_changed_file_is_read_afresh_with_a_warning(tmp_path: Path):
    known = Registry.load(ROOT / "data" / "sources.json")
    changed = tmp_path / SEEDS[2].name
    changed.write_text(SEEDS[2].read_text(encoding="utf-8") + "\n尾注。\n", encoding="utf-8")
    corpus = read_sources([changed], known)
    assert corpus.documents[0].date == ""
    warnings = known.warnings([corpus.documents[0].source])
    assert len(warnings) == 1 and "SHA-256" in warnings[0] and SEEDS[2].name in warnings[0]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"sources": [{"file": "a"}]}', '{"sources": 3}', "\x00"])
def test_a_damaged_registry_is_refused_with_a_message(tmp_path: Path, content):
    path = tmp_path / "sources.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=r"sources\.json"):
        Registry.load(path)
    with pytest.raises(SourceError):
        Registry.load(tmp_path / "missing.json")


def test_one_bad_file_stops_nothing(tmp_path: Path):
    (tmp_path / "a.txt").write_text("甲办法\n\n第一条 甲。\n\n第二条 乙。\n", encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.docx").write_bytes(b"no document")
    steps: list[tuple[int, int]] = []
    corpus = read_sources([tmp_path], progress=lambda done, of: steps.append((done, of)))
    assert [d.title for d in corpus.documents] == ["甲办法"]
    assert sorted(file.rsplit("/", 1)[-1] for file, _ in corpus.failures) == ["b.txt", "c.docx"]
    assert steps[-1] == (3, 3)


def test_ids_are_unique(tmp_path: Path):
    for name, date in (("a", "2020年1月2日"), ("b", "2021年1月2日"), ("c", "2021年1月2日")):
        words = "第一条 甲应当负责绿化工作，乙应当配合，丙应当监督，丁应当报告。"
        if name == "c":
            words = "第一条 食品经营者应当查验供货商的许可证和产品合格证明，建立记录制度。"
        (tmp_path / f"{name}.txt").write_text(f"甲办法\n\n（{date}发布）\n\n{words}\n", encoding="utf-8")
    ids = [d.id for d in read_sources([tmp_path]).documents]
    assert len(ids) == len(set(ids)) == 3
    assert texts(draft("004", "意见"))[0]


def test_a_hundred_copies_are_one_document_and_take_no_longer_than_their_length(tmp_path):
    import time

    text = "绿化管理办法\n\n" + "\n".join(
        f"第{n}条 单位和个人应当履行第{n * 7}种义务，爱护花草树木。" for n in range(1, 200)
    )
    for number in range(100):
        (tmp_path / f"{number:03}.txt").write_text(text, "utf-8")
    start = time.process_time()
    corpus = read_sources([tmp_path])
    assert time.process_time() - start < 15
    (document,) = corpus.documents
    assert len(document.witnesses) == 100
    assert document.variants == ()


def test_what_systems_leave_in_folders_is_passed_over(tmp_path):
    (tmp_path / "办法.txt").write_text("示例办法\n第一条 甲。\n第二条 乙。\n", "utf-8")
    for name in ("Thumbs.db", ".DS_Store", "desktop.ini", "~$办法.docx"):
        (tmp_path / name).write_bytes(b"\x00\x01")
    (tmp_path / "__MACOSX").mkdir()
    (tmp_path / "__MACOSX" / "._办法.txt").write_bytes(b"\x00")
    corpus = read_sources([tmp_path])
    assert [document.title for document in corpus.documents] == ["示例办法"]
    assert corpus.failures == ()


SCANNED = {"理": "埋", "管": "菅", "责": "青", "部": "郡", "应": "庶", "设": "没"}


def printing(text: str, file: str):
    [found] = read_documents(replace(source(text, file), file=file))[0]
    return found


def regulation(spoilt: int = 0, without: str = "") -> str:
    """The invented regulation; in so many articles one character is another, as a scanner reads it."""
    lines = []
    for line in LAW:
        at = next((at for at, char in enumerate(line) if at > 8 and char in SCANNED), 0)
        if spoilt and at and line.startswith("第") and "章" not in line[:4]:
            line, spoilt = line[:at] + SCANNED[line[at]] + line[at + 1 :], spoilt - 1
        if not (without and line.startswith(without)):
            lines.append(line)
    return "\n".join((TITLE, *lines))


def test_of_two_complete_printings_the_one_that_is_clearly_better_spelt_is_preferred():
    scanned, clean = printing(regulation(6), "甲.txt"), printing(regulation(), "乙.txt")
    for order in ([scanned, clean], [clean, scanned]):
        [found] = collate(order)
        assert found.drafts[0] is clean and len(found.witnesses) == 2
        assert len([variant for variant in found.variants if variant.kind == "substantive"]) == 6
    [found] = collate([printing(regulation(1), "甲.txt"), clean])
    assert found.drafts[0] is not clean  # one difference tells nothing: it may be the law that was amended


def test_an_order_that_somebody_laid_down_stands_whatever_the_spelling():
    scanned, clean = printing(regulation(6), "甲.txt"), printing(regulation(), "乙.txt")
    [found] = collate([scanned, clean], {scanned.source.sha256})
    assert found.drafts[0] is scanned


def test_a_printing_without_an_article_that_another_one_has_is_not_complete():
    gap, whole = printing(regulation(without="第十二条"), "甲.txt"), printing(regulation(), "乙.txt")
    [found] = collate([gap, whole])
    assert found.drafts[0] is whole
