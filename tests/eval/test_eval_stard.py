"""The STARD evaluation on a corpus of its form, small enough to index here: laws written, read, indexed, asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.console import Console

from eval.stard import measure, write_laws
from tiaowen.errors import BatchError
from train.corpus import Article

LAWS = {
    "个体工商户条例": (
        "有经营能力的公民，依照本条例规定经工商行政管理部门登记，从事工商业经营的，为个体工商户。",
        "个体工商户可以个人经营，也可以家庭经营。",
    ),
    "道路交通安全法": (
        "机动车通过交叉路口，应当按照交通信号灯的指示通过。",
        "饮酒后驾驶机动车的，处暂扣六个月机动车驾驶证。\n因饮酒后驾驶再次饮酒后驾驶机动车的，处十日以下拘留。",
    ),
}


@pytest.fixture
def stard(tmp_path: Path) -> Path:
    """A folder like STARD's, with two questions."""
    folder = tmp_path / "stard"
    folder.mkdir()
    rows = [
        {"title": title, "article": article, "text": text}
        for title, texts in LAWS.items()
        for article, text in zip(("第一条", "第二条"), texts, strict=True)
    ]
    questions = [
        {"id": 7, "question": "喝了酒开车会怎么处罚？", "gold": [{"id": 3}]},
        {"id": 9, "question": "谁可以成为个体工商户？", "gold": [{"id": 0}, {"id": 1}]},
    ]
    for name, lines in (("corpus", [{"id": i, **row} for i, row in enumerate(rows)]), ("queries_train", questions)):
        text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return folder


def test_laws_are_one_file_each_and_articles_keep_their_number(tmp_path: Path) -> None:
    articles = [
        Article("甲法", "第一条", "甲一。"),
        Article("乙法", "第一条", "乙一。"),
        Article("甲法", "第二条", "甲二。"),
    ]
    ids = write_laws(articles, tmp_path)
    assert ids == {("0000.md", "第一条"): 0, ("0000.md", "第二条"): 2, ("0001.md", "第一条"): 1}
    assert (tmp_path / "0000.md").read_text(encoding="utf-8") == "# 甲法\n\n第一条 甲一。\n\n第二条 甲二。\n"


def test_every_article_is_found_again_and_questions_reach_their_law(stard: Path, tmp_path: Path) -> None:
    console = Console(record=True)
    run = measure(stard, None, tmp_path / "index", "small", console)
    assert "not parsed" not in console.export_text()
    rows = {row["id"]: row for row in run["sets"]["stard"]["rows"]}
    assert rows["stard7"]["values"]["recall@10"] == 1.0
    assert rows["stard9"]["values"]["recall@100"] == 1.0
    assert rows["stard7"]["hits"][0]["cite"].startswith("《道路交通安全法》")


def test_a_folder_without_the_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BatchError, match="corpus.jsonl"):
        measure(tmp_path / "stard", None, None, "none", Console())
