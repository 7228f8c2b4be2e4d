"""The bundled cross-encoder, for real: what it reads of a clause, what it can tell, and damage to its folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from tests.support.corpora import clause, seeds
from tiaowen.errors import EncoderError
from tiaowen.reranking.cross_encoder import ASKED, FOLDER, GRAPH, KEPT, TOKENIZER, UNREAD, CrossEncoder

STUDY = "党史学习教育工作条例"
APPRAISAL = "内蒙古自治区事业单位工作人员考核办法"


@pytest.fixture(scope="module")
def cross() -> CrossEncoder:
    return CrossEncoder(seeds())


@pytest.mark.parametrize("address", [f"{STUDY}/第十九条", f"{APPRAISAL}/第四十四条", f"{APPRAISAL}/第一条"])
def test_a_reading_has_a_beginning_and_an_end_for_each_character(cross: CrossEncoder, address: str) -> None:
    unit = clause(address)
    found = cross.read("每年至少组织几次？", unit)
    for edge in (found.starts, found.ends):
        assert edge.shape == (len(unit.text),)
        assert edge.dtype == np.float32
        assert (edge <= 0).all() and (edge >= UNREAD).all()
        assert np.exp(edge.max()) > 1 / len(unit.text)
    assert np.isfinite(found.answers)


def test_the_words_that_answer_are_found(cross: CrossEncoder) -> None:
    unit = clause(f"{STUDY}/第十九条")
    text = unit.text
    words = "每年至少组织1次"
    assert words in text
    found = cross.read("基层党组织每年至少要组织几次党史学习？", unit)
    start, end = int(found.starts.argmax()), int(found.ends.argmax())
    at = text.index("1次")
    assert start <= at < end + 1


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("基层党组织每年至少要组织几次党史学习？", f"{STUDY}/第十九条", f"{STUDY}/第三十一条"),
        ("考核办法从哪天起施行？", f"{APPRAISAL}/第五十二条", f"{APPRAISAL}/第一条"),
        ("初次就业的人参加年度考核定不定等次？", f"{APPRAISAL}/第三十八条", f"{APPRAISAL}/第十五条"),
    ],
)
def test_the_clause_that_answers_reads_better(cross: CrossEncoder, question: str, right: str, wrong: str) -> None:
    assert cross.read(question, clause(right)).answers > cross.read(question, clause(wrong)).answers


def test_a_reading_does_not_depend_on_what_was_read_before(cross: CrossEncoder) -> None:
    unit = clause(f"{STUDY}/第十九条")
    before = CrossEncoder(seeds()).read("由谁负责？", unit)
    for number in range(KEPT + 5):
        cross.read(f"第{number}个问题", unit)
    after = cross.read("由谁负责？", unit)
    assert before.answers == after.answers
    np.testing.assert_array_equal(before.starts, after.starts)
    np.testing.assert_array_equal(before.ends, after.ends)


def test_of_a_long_question_the_part_that_asks_is_read(cross: CrossEncoder) -> None:
    unit = clause(f"{STUDY}/第十九条")
    tale = (
        "我在一家单位的党支部工作，支部里有三十多名党员，平时工作都很忙，大家聚在一起的时间不多，上级也常来检查我们。"
        * 2
    )
    asked = "基层党组织每年至少要组织几次党史学习？"
    assert len(tale) > ASKED
    assert abs(cross.read(tale + asked, unit).answers - cross.read(asked, unit).answers) < 2.5


@pytest.mark.parametrize("name", [GRAPH, TOKENIZER])
def test_a_damaged_or_missing_file_is_named(tmp_path: Path, name: str) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "cross_encoder"))
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / name).write_bytes(content)
    with pytest.raises(EncoderError, match=name):
        CrossEncoder(seeds(), folder)
    (folder / name).unlink()
    with pytest.raises(EncoderError, match=name):
        CrossEncoder(seeds(), folder)


def test_a_folder_without_checksums_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="SHA256SUMS"):
        CrossEncoder(seeds(), tmp_path)
