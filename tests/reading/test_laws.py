"""Thousands of statutes: every number runs on or its absence is explained, and STARD's articles have the same words."""

from multiprocessing import get_context

import pytest

from eval.addresses import check, corpora
from eval.laws import article_number, compare, fold, read_all, shared, short_title

LAWS = shared() / "laws"
STARD = shared() / "stard" / "corpus.jsonl"

needs_laws = pytest.mark.skipif(not LAWS.is_dir(), reason=f"{LAWS} is missing; set TIAOWEN_SHARED to the data folder")


def test_labels_and_titles_are_compared_by_what_they_mean():
    assert article_number("第一百二十条之二") == (120, 2)
    assert article_number("附件1第三条") == (3, 0)
    assert article_number("第三条第一款") is None
    assert short_title("中华人民共和国公司法（2023年修订）") == short_title("公司法")
    assert fold("《条例》，“党”　〔2024〕") == fold('〈条例〉,"党"[2024]'.replace("[", "(").replace("]", ")"))


@needs_laws
@pytest.mark.shared
@pytest.mark.slow
def test_all_laws_are_read_whole():
    results, _ = read_all(LAWS, 2)
    assert len(results) == 3421
    unsound = [result.file for result in results if result.defects]
    assert len(unsound) <= len(results) * 0.005, unsound
    compared = compare(results, STARD)
    counts = compared["counts"]
    assert compared["articles"] == 58_639
    assert counts.get("words differ", 0) == 0
    # What STARD has and we do not are the articles that an amendment quotes; what is longer in STARD are appendices.
    assert counts.get("no such article in our versions", 0) <= 5
    assert counts["equal"] + counts["equal to another version"] >= 58_450


@needs_laws
@pytest.mark.shared
@pytest.mark.slow
def test_every_printed_address_of_a_sample_leads_back_to_its_clause():
    """Every 25th file alone, and the titles of several files; `python -m eval.addresses` tries them all."""
    books = [files for files in corpora(LAWS) if any(file.parent.name == "民法典" for file in files) and len(files) > 1]
    assert len(books[0]) == 8
    with get_context("spawn").Pool(2) as pool:
        results = pool.map(check, corpora(LAWS, 25) + books, chunksize=4)
    assert sum(result.clauses for result in results) > 15_000
    assert [(result.files, result.wrong[:3]) for result in results if result.wrong] == []
