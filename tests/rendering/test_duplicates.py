"""Equal clauses of different documents: one result, one citation, every place, in every form of output."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.corpora import corpus
from tests.support.lawbooks import LIBRARY, OLD, assistant_on
from tests.support.records import FORMATS
from tiaowen import Assistant
from tiaowen.addresses.versions import Versions
from tiaowen.batch.batch import run_batch
from tiaowen.datamodels import Citation, Clause, Corpus, Span
from tiaowen.encoding.encoder import Encoder
from tiaowen.language.same_words import equal_words, words
from tiaowen.rendering.render import to_json, to_text
from tiaowen.rendering.render_html import answer_html
from tiaowen.rendering.render_print import conversation_html
from tiaowen.retrieval.duplicates import Twins, carried
from tiaowen.verification.verification import verify_file

SHARED = "县级人民政府负责农田的登记，登记不收取费用。"
QUESTION = "农田登记要收费吗？"


def twins_of(found: Corpus) -> Twins:
    return Twins([clause for clause in found.clauses if clause.role == "unit"], Versions(found.documents))


def groups(found: Corpus) -> set[frozenset[str]]:
    return {frozenset(clause.id for clause in group) for group in twins_of(found).groups}


@pytest.fixture(scope="module")
def library(bundled: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    yield assistant_on(tmp_path_factory.mktemp("duplicates"), LIBRARY, bundled)


def test_units_of_the_same_words_are_one_whatever_their_number_and_layout() -> None:
    found = corpus(
        "甲法\n第一条 为了农田，制定规则。\n第二条 县级人民政府负责农田的登记，登记不收取费用。",
        "乙省办法\n第一条 县级人民政府负责农田的登记,\u3000登记不收取费用。",
        "丙市办法\n第一条 县级人民政府负责农田的登记，登记收取费用。",
    )
    assert groups(found) == {frozenset({"甲法/第二条", "乙省办法/第一条"})}


@pytest.mark.parametrize(
    "text",
    [
        "本条例自公布之日起施行，由国务院解释。",
        "违反前条规定的，处五千元以下罚款。",
        "本市农田由市人民政府登记造册保护。",
        "违反第三条规定的，由公安机关处理。",
    ],
)
def test_words_that_point_at_their_own_document_are_equal_in_copies_only(text: str) -> None:
    rest = "第一条 农田受保护，任何人不得侵占。\n第二条 县级人民政府负责登记，不收取费用。"
    apart = corpus(f"甲市条例\n第一条 {text}\n第二条 甲市的规则一。", f"乙市条例\n第一条 {text}\n第二条 乙市的规则二。")
    assert groups(apart) == set()
    copied = corpus(f"农田条例\n{rest}\n第三条 {text}", f"农田条例汇编本\n{rest}\n第三条 {text}")
    assert frozenset({"农田条例/第三条", "农田条例汇编本/第三条"}) in groups(copied)


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("处5000元罚款。", "处５０００元罚款", True),
        ("（一）甲；\n（二）乙。", "（一）甲，（二）乙", True),
        ("比例为1.5%。", "比例为15%。", False),
        ("三至5-10日", "三至510日", False),
        ("应当公开。", "不应当公开。", False),
        ("第五条 应当公开。", "第十二条　应当公开。", True),
        ("（三）应当公开", "3．应当公开", True),
        ("三十日内公开", "十日内公开", False),
        ("3日内公开", "5日内公开", False),
    ],
)
def test_which_words_are_equal(one: str, other: str, equal: bool) -> None:
    assert equal_words(one, other) is equal


def test_the_document_in_force_of_higher_rank_and_the_newest_comes_first(library: Assistant) -> None:
    twins = library.provenance.twins
    unit = next(c for c in library.corpus.clauses if c.role == "unit" and c.text.endswith(SHARED[-10:]))
    shown = [(c.document.title[:7], c.document.date[:4]) for c in twins.group(unit)]
    assert shown[0] == ("中华人民共和国", "2018") and shown[1][0] == "河东省实施《中"
    assert sorted(date for _, date in shown[2:]) == ["2009", "2090"]


def test_a_search_brings_equal_clauses_once_with_all_places(library: Assistant) -> None:
    hits = library.search("农田的登记收取费用", 10)
    holding = [hit for hit in hits if "登记不收取费用" in words(hit.clause.text)]
    assert len(holding) == 1
    (hit,) = holding
    assert hit.clause.document.date == "2018-12-29"
    assert {(p.clause.document.date[:4], p.label) for p in hit.also} == {
        ("2020", "第二条"),
        ("2009", "第三条"),
        ("2090", "第三条"),
    }
    assert all(equal_words(place.quote, hit.clause.text) for place in hit.also)


def test_merging_frees_the_places_of_copies_for_other_clauses(bundled: Encoder, tmp_path: Path) -> None:
    local = "# {place}农田办法\n\n第一条 " + SHARED + "\n\n第二条 {place}的农田由{place}农业局按标准登记造册。\n"
    files = {f"{n}.md": local.format(place=place) for n, place in enumerate(["甲县", "乙县", "丙县", "丁县", "戊县"])}
    assistant = assistant_on(tmp_path, files, bundled)
    hits = assistant.search("农田登记由谁负责，收取费用吗", 6)
    assert len(hits) == 6 and len({hit.clause.id for hit in hits}) == 6
    assert [len(hit.also) for hit in hits if "不收取费用" in hit.clause.text] == [4]


def test_the_document_that_is_named_is_shown_first(library: Assistant) -> None:
    (citation,) = library.ask("河东省实施农田保护法办法规定农田登记要收费吗？").citations
    assert citation.clause.document.title.startswith("河东省实施")
    assert "2018-12-29" in {place.clause.document.date for place in citation.also}
    local = next(d for d in library.corpus.documents if d.title.startswith("河东省实施"))
    (limited,) = [h for h in library.search("登记收取费用吗", 5, [local.id]) if SHARED[:8] in h.clause.text]
    assert limited.clause.document.id == local.id and len(limited.also) == 3


def test_an_answer_lists_every_place_in_all_its_forms(library: Assistant) -> None:
    answer = library.ask(QUESTION)
    record = to_json(answer)
    (citation,) = record["citations"]
    assert SHARED in citation["quote"] and len(citation["also"]) == 3
    for place in citation["also"]:
        document = next(d for d in library.corpus.documents if d.source.file == place["source"]["file"])
        raw = "".join(document.source.text[start:end] for start, end in place["source"]["spans"])
        assert equal_words(raw, citation["quote"]) and place["cite"].endswith(place["label"])
        assert place["source"]["sha256"] == document.source.sha256
    local = next(place for place in citation["also"] if place["document"].startswith("河东省"))
    assert "version" not in local
    for shown in (to_text(answer, 1_000), answer_html(answer), conversation_html([answer])):
        assert all(place["source"]["file"] in shown for place in citation["also"])


@pytest.mark.parametrize("form", FORMATS)
def test_a_batch_lists_the_places_and_verify_checks_them(library: Assistant, tmp_path: Path, form: str) -> None:
    (tmp_path / "问题.txt").write_text(f"{QUESTION}\n农田的保护期是多少年？\n", encoding="utf-8")
    run_batch(library, tmp_path / "问题.txt", tmp_path / f"答案{form}")
    report = verify_file(tmp_path / f"答案{form}", library.corpus)
    assert report.ok, report.to_text()
    assert report.quotations >= 5  # two quotations, and three more places of the first


def test_verify_sees_a_place_where_other_words_stand(library: Assistant, tmp_path: Path) -> None:
    record = to_json(library.ask(QUESTION))
    good = tmp_path / "good.jsonl"
    good.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    assert verify_file(good, library.corpus).ok
    wrong = {**record["citations"][0]["also"][0], "source": record["citations"][0]["source"]}
    for place, kind in (
        ({**record["citations"][0]["also"][0], "cite": "《中华人民共和国农田保护法》第二条"}, "address"),
        (wrong, "address"),
        ({**wrong, "source": {**wrong["source"], "spans": [[1, 3]]}}, "source"),
    ):
        bad = {**record, "citations": [{**record["citations"][0], "also": [place]}]}
        (tmp_path / "bad.jsonl").write_text(json.dumps(bad, ensure_ascii=False), encoding="utf-8")
        assert kind in verify_file(tmp_path / "bad.jsonl", library.corpus).kinds
    altered = to_json(library.ask(QUESTION))
    altered["citations"][0]["also"][0]["cite"] = "《中华人民共和国农田保护法》第四条"
    unit = next(c for c in library.corpus.clauses if c.label == "第四条" and c.document.date == "2009-08-27")
    spans = [list(span) for span in unit.document.origin.spans(unit.start, unit.end)]
    source = {"file": unit.document.source.file, "sha256": unit.document.source.sha256, "spans": spans}
    altered["citations"][0]["also"][0]["source"] = source
    (tmp_path / "bad.jsonl").write_text(json.dumps(altered, ensure_ascii=False), encoding="utf-8")
    assert "altered" in verify_file(tmp_path / "bad.jsonl", library.corpus).kinds


def test_a_part_of_a_clause_is_found_in_the_copy() -> None:
    body = "第一条 登记按下列方式办理：\n（一）当面办理；\n（二）书面办理。\n第二条 农田不得闲置。"
    found = corpus(f"甲办法\n{body}", f"乙办法\n{body.replace('；', ';').replace('按下列', '按 下列')}")
    unit, other = (next(c for c in found.clauses if c.id == i) for i in ("甲办法/第一条", "乙办法/第一条"))
    item = next(c for c in found.clauses if c.document is unit.document and "书面" in c.text and c.role == "part")
    span = carried(Span(item.start, item.end), unit, other)
    assert other.document.text[span.start : span.end].strip() == "（二）书面办理。"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_is_carried_to_a_copy_has_the_same_words(data: st.DataObject) -> None:
    texts = ("第三条 县级人民政府负责农田的登记，登记不收取费用。\n登记每3.5年核对一次，比例为5%。",)
    first = corpus(f"甲办法\n{texts[0]}")
    second = corpus("乙办法\n" + texts[0].replace("第三条", "第十二条").replace("，", ", ").replace("\n", " "))
    one, two = (next(c for c in made.clauses if c.role == "unit") for made in (first, second))
    start = data.draw(st.integers(one.body, one.end - 1))
    end = data.draw(st.integers(start + 1, one.end))
    span = carried(Span(start, end), one, two)
    said = words(one.document.text[start:end])
    if said and "." not in one.document.text[start:end]:
        there = two.document.text[span.start : span.end]
        assert words(there).endswith(said) if span.start == two.start else words(there) == said


def test_an_answer_without_copies_is_left_as_it_is(assistant: Assistant) -> None:
    answer = assistant.ask("基层党组织每年至少要组织几次党史学习？")
    assert all(not citation.also and citation.edition is None for citation in answer.citations)
    citation = answer.citations[0]
    assert assistant.provenance.of_citation(citation) is citation
    assert replace(citation, also=(citation,)) != citation


def clauses_of(found: Corpus) -> list[Clause]:
    return [clause for clause in found.clauses if clause.role == "unit"]


def test_a_law_collected_twice_is_one_document(bundled: Encoder, tmp_path: Path) -> None:
    assistant = assistant_on(tmp_path, {"a.md": OLD, "b.md": OLD.replace("\n\n第二条", "\n\n\n第二条")}, bundled)
    (document,) = assistant.corpus.documents
    assert len(document.witnesses) == 2
    assert all(isinstance(hit.clause, Clause) and not hit.also for hit in assistant.search("农田的保护期", 3))
    assert Citation(clauses_of(assistant.corpus)[0], 0, 1).also == ()
