"""Small collections of laws with questions that they answer: what the ranker learns from besides the question bank.

A user's own folder holds a few regulations and no question bank. Each world is such a folder: some laws of STARD on
one subject, with the lay questions of STARD's training split and of the consultations whose articles are among them.
An answerable question becomes an unanswerable one when its articles are left out; what remains is on the same subject.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tiaowen import build_index
from tiaowen.datamodels import Clause
from tiaowen.encoding.encoder import Encoder
from tiaowen.reading.grammar.numerals import value
from train.corpus import Article, read_jsonl, stard_articles, stard_questions

COURT = "最高人民法院关于"
CODE = "民法典"
# The parts of the Civil Code by their last article: each is as long as a law of its own.
PARTS = (
    (204, "总则"), (462, "物权"), (988, "合同"), (1039, "人格权"), (1118, "婚姻家庭"), (1163, "继承"),
    (1260, "侵权责任"),
)  # fmt: skip
WORLDS: dict[str, tuple[str, ...]] = {
    "general": (f"{CODE}总则编", f"{CODE}人格权编"),
    "property": (
        f"{CODE}物权编",
        "土地管理法",
        "物业管理条例",
        "农村土地承包法",
        "国有土地上房屋征收与补偿条例",
        f"{COURT}审理建筑物区分所有权纠纷案件适用法律若干问题的解释",
    ),
    "family": (f"{CODE}婚姻家庭编", f"{CODE}继承编", "未成年人保护法"),
    "contract": (f"{CODE}合同编", f"{COURT}审理民间借贷案件适用法律若干问题的规定"),
    "tort": (
        f"{CODE}侵权责任编",
        "产品质量法",
        "消费者权益保护法",
        "医疗事故处理条例",
        f"{COURT}审理医疗损害责任纠纷案件适用法律若干问题的解释",
    ),
    "labour": (
        "劳动合同法",
        "劳动合同法实施条例",
        f"{COURT}审理劳动争议案件适用法律问题的解释（一）",
    ),
    "rights": ("著作权法", "著作权法实施条例", "商标法", "商标法实施条例", "信息网络传播权保护条例"),
    "administration": ("行政许可法", "行政处罚法", "政府信息公开条例", "国家赔偿法"),
    "trade": ("旅游法", "合伙企业法", "保险法"),
}


@dataclass(frozen=True)
class Asked:
    """A question and its articles (title, 第…条). source: "stard" or "consultation"."""

    text: str
    gold: frozenset[tuple[str, str]]
    source: str


def world_articles(shared: Path) -> dict[str, list[Article]]:
    """Name of a world -> its articles, the Civil Code divided into its parts."""
    by_title: dict[str, list[Article]] = {}
    for article in stard_articles(shared):
        title = placed(article.title, article.label)
        by_title.setdefault(title, []).append(Article(title, article.label, article.text))
    return {name: [a for title in titles for a in by_title[title]] for name, titles in WORLDS.items()}


def placed(title: str, label: str) -> str:
    """The title that an article has in a world: 民法典 第一千零七十六条 stands in 民法典婚姻家庭编."""
    if title != CODE:
        return title
    number = value(label.removeprefix("第").removesuffix("条")) or 0
    return f"{CODE}{next(part for last, part in PARTS if number <= last)}编"


def questions(shared: Path, validation: bool = False) -> list[Asked]:
    """STARD's training questions without the validation part (or only that), and every consultation question."""
    articles = stard_articles(shared)
    found = [
        Asked(q.text, frozenset((placed(articles[n].title, articles[n].label), articles[n].label) for n in q.gold),
              "stard")
        for q in stard_questions(shared)[int(validation)]
    ]  # fmt: skip
    if validation:
        return found
    gold: dict[str, set[tuple[str, str]]] = {}
    for row in read_jsonl(shared / "train" / "consultation_article.jsonl"):
        cited = re.match(rf"{CODE}(第[^\n]+?条)", row["article"])
        if cited:
            gold.setdefault(row["question"], set()).add((placed(CODE, cited[1]), cited[1]))
    return found + [Asked(text, frozenset(places), "consultation") for text, places in gold.items()]


def build(shared: Path, root: Path, encoder: Encoder, say: Callable[[str], None] = print) -> dict[str, Path]:
    """Name -> folder of the index of each world; one that is there for the same texts and encoder is used again."""
    found: dict[str, Path] = {}
    for name, articles in world_articles(shared).items():
        folder = root / name
        text = json.dumps([(a.title, a.label, a.text) for a in articles], ensure_ascii=False) + encoder.fingerprint
        mark = hashlib.sha256(text.encode()).hexdigest()
        stamp = folder / "made-of"
        if not (stamp.is_file() and stamp.read_text() == mark):
            sources = folder / "laws"
            sources.mkdir(parents=True, exist_ok=True)
            for title in WORLDS[name]:
                body = "\n\n".join(f"{a.label} {a.text}" for a in articles if a.title == title)
                (sources / f"{title}.md").write_text(f"# {title}\n\n{body}\n", encoding="utf-8")
            made = build_index(sources, folder / "index", encoder)
            stamp.write_text(mark)
            say(f"{name}: {made['units']} units, {made['entries']} entries, {made['seconds']} s")
        found[name] = folder / "index"
    return found


def place(clause: Clause) -> tuple[str, str]:
    """(title, 第…条) of a unit of a world."""
    return PurePosixPath(clause.document.source.file).stem, clause.label
