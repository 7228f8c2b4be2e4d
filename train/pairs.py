"""Step 2: training pairs from public law texts, lay consultations and Wikipedia.

    python -m train.pairs --shared ../shared      # -> build/pairs/<kind>.jsonl

Each line is ``{"anchor": …, "positive": …, "negative": …}``; the anchor is what a person might type, the positive the
passage that should be found, the negative one that should not (absent for ``answer`` and ``wiki``). The kinds:

==============  =====================================================================================================
stard           lay questions of STARD's training split with their gold articles; negatives of BM25 and of an encoder
consultation    lay questions with the articles that a lawyer cited; negatives of both
answer          lay questions with a lawyer's answer (it restates slang in the words of the law)
wiki            questions with the Wikipedia passage that answers them, traditional and simplified characters
sentence        a sentence of an article with the rest of the article; negatives are neighbouring articles
rule            questions made by rule from the wording of an article, half of them put in everyday words
keyword         two to five rare words of an article
==============  =====================================================================================================

Every passage has the title of its regulation before it, as in an index. STARD's 150 validation questions
(``train.corpus.stard_questions``) are in none of them.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tiaowen.encoding.encoding import CONTEXTUAL
from train.corpus import (
    Article,
    DenseIndex,
    LexicalIndex,
    local_articles,
    read_jsonl,
    stard_articles,
    stard_questions,
    words,
)
from train.question_rules import EVERYDAY, EVERYDAY_WORD, RULES

SEED = 20240205
LONGEST = 150  # characters of a passage; on two cores training time is length
LIKELY = 5  # an encoder's nearest articles that are no negatives
SENTENCE = re.compile(r"[^。；\n]+[。；]?")
ITEM_MARK = re.compile(r"^[（(][一二三四五六七八九十\d]+[）)]|^第[一二三四五六七八九十百千]+条|^\d+[.、]")

Negatives = Callable[[Sequence[str]], Iterator[tuple[list[int], list[int]]]]
"""Questions -> for each the articles that BM25 and an encoder put in front, best first: mostly wrong ones."""


class Maker:
    """Makes pairs out of articles; one seeded source of chance, so that the same input gives the same files."""

    def __init__(self, seed: int = SEED) -> None:
        self.random = random.Random(seed)

    def passage(self, article: Article, text: str | None = None) -> str:
        """The article as the encoder meets it in an index, its title first, at most LONGEST characters."""
        return f"{article.title}\n{article.text if text is None else text}"[:LONGEST]

    def everyday(self, text: str) -> str:
        """``text`` with the law's words replaced by everyday ones."""
        return EVERYDAY_WORD.sub(lambda match: self.random.choice(EVERYDAY[match.group()]), text)

    def neighbour(self, articles: list[Article], index: int) -> Article:
        """Another article of the same regulation, at most eight away."""
        around = [i for i in range(max(0, index - 8), min(len(articles), index + 9)) if i != index]
        return articles[self.random.choice(around)]

    def around(self, text: str, part: str) -> str:
        """``text`` shortened to LONGEST characters that contain ``part``, from a sentence's beginning."""
        if len(text) <= LONGEST:
            return text
        at = text.find(part)
        earliest = max(0, at + len(part) - LONGEST)
        starts = [m.start() for m in SENTENCE.finditer(text) if earliest <= m.start() <= at]
        start = self.random.choice(starts) if starts else earliest
        return text[start : start + LONGEST]

    def row(self, anchor: str, articles: list[Article], index: int, text: str | None = None) -> dict[str, str]:
        """Anchor and article with a neighbouring article as the negative."""
        article = articles[index]
        negative = self.neighbour(articles, index)
        return {
            "anchor": anchor,
            "positive": self.passage(article, text),
            "negative": self.passage(negative),
        }

    def sentence(self, articles: list[Article], index: int) -> dict[str, str] | None:
        """A sentence of the article against the article, from which it is cut two times of three."""
        text = articles[index].text
        sentences = [m.group() for m in SENTENCE.finditer(text) if 8 <= len(m.group()) <= 60]
        if not sentences:
            return None
        chosen = self.random.choice(sentences)
        anchor = ITEM_MARK.sub("", chosen.strip()).strip("，。；：　 ")
        rest = text.replace(chosen, "", 1)
        cut = len(rest) >= 25 and self.random.random() < 0.67
        if len(anchor) < 6 or (not cut and len(text) < len(anchor) + 12):
            return None
        if self.random.random() < 0.3:
            anchor = self.everyday(anchor)
        return self.row(anchor, articles, index, rest if cut else self.around(text, chosen))

    def rule(self, articles: list[Article], index: int) -> dict[str, str] | None:
        """A question made by one of RULES."""
        article = articles[index]
        matches = [(match, forms) for pattern, forms in RULES for match in pattern.finditer(article.text)]
        if not matches:
            return None
        match, forms = self.random.choice(matches)
        parts = [ITEM_MARK.sub("", (group or "").strip()) for group in match.groups()]
        question = self.random.choice(forms).format(*parts)
        if self.random.random() < 0.5:
            question = self.everyday(question)
        if self.random.random() < 0.25:
            question = f"{article.title}里，{question}"
        if not 6 <= len(question) <= 70:
            return None
        return self.row(question, articles, index, self.around(article.text, match.group()))

    def keyword(self, articles: list[Article], index: int, rarity: dict[str, float]) -> dict[str, str] | None:
        """Two to five of the article's rarer words, in their order, most often with blanks between them."""
        distinct = list(dict.fromkeys(word for word in words(articles[index].text) if len(word) > 1))
        if len(distinct) < 4:
            return None
        rarest = sorted(distinct, key=lambda word: -rarity.get(word, 0))[:8]
        count = self.random.randint(2, min(5, len(rarest)))
        chosen = set(self.random.sample(rarest, count))
        separator = self.random.choice((" ", " ", ""))
        return self.row(separator.join(word for word in distinct if word in chosen), articles, index)


def rarities(documents: list[list[Article]]) -> dict[str, float]:
    """log(documents / documents with the word), by regulation."""
    counts = Counter(word for articles in documents for word in {w for a in articles for w in words(a.text)})
    return {word: math.log(len(documents) / count) for word, count in counts.items()}


def by_title(articles: list[Article]) -> list[list[Article]]:
    """Consecutive articles of one title -> one list; regulations of fewer than five articles are left out."""
    documents: list[list[Article]] = []
    for article in articles:
        if documents and documents[-1][0].title == article.title:
            documents[-1].append(article)
        else:
            documents.append([article])
    return [articles for articles in documents if len(articles) >= 5]


def from_laws(maker: Maker, documents: list[list[Article]], wanted: dict[str, int]) -> dict[str, list[dict[str, str]]]:
    """``wanted`` many pairs of the kinds sentence, rule and keyword, evenly over the regulations."""
    rarity = rarities(documents)
    places = [(articles, i) for articles in documents for i in range(len(articles)) if len(articles[i].text) >= 15]
    pairs: dict[str, list[dict[str, str]]] = {}
    for kind, number in wanted.items():
        maker.random.shuffle(places)
        pairs[kind] = []
        for articles, index in places:
            if len(pairs[kind]) == number:
                break
            row = maker.keyword(articles, index, rarity) if kind == "keyword" else getattr(maker, kind)(articles, index)
            if row and row["positive"] != row["negative"]:
                pairs[kind].append(row)
    return pairs


def from_stard(maker: Maker, shared: Path, articles: list[Article], search: Negatives) -> Iterator[dict[str, str]]:
    """Four rows for each question and gold article: one with a BM25 negative, three with an encoder's."""
    training, _ = stard_questions(shared)
    for question, found in zip(training, search([q.text for q in training]), strict=True):
        gold_texts = {articles[index].text for index in question.gold}
        for index in question.gold[:5]:
            lexical, dense = ([i for i in rows if articles[i].text not in gold_texts] for rows in found)
            for negative in (maker.random.choice(lexical), *maker.random.sample(dense, 3)):
                yield {
                    "anchor": question.text,
                    "positive": maker.passage(articles[index]),
                    "negative": maker.passage(articles[negative]),
                }


def from_consultations(
    maker: Maker, shared: Path, articles: list[Article], search: Negatives
) -> Iterator[dict[str, str]]:
    """Consultation questions with cited articles: at most 60 an article, for marriage law is most of the material."""
    rows = read_jsonl(shared / "train" / "consultation_article.jsonl")
    maker.random.shuffle(rows)
    cited: dict[str, set[str]] = {}
    for row in rows:
        cited.setdefault(row["question"], set()).add(row["article"].partition("\n")[2])
    used: Counter[str] = Counter()
    kept = []
    for row in rows:
        text, question = row["article"].partition("\n")[2], row["question"].strip()
        used[text] += 1
        if used[text] <= 60 and len(text) >= 10 and 5 <= len(question) <= 120:
            kept.append(row)
    for row, found in zip(kept, search([row["question"].strip() for row in kept]), strict=True):
        name, _, text = row["article"].partition("\n")
        right = cited[row["question"]]
        hits = [articles[i] for i in maker.random.choice(found)]
        wrong = [article for article in hits if article.text not in right and article.text[:20] not in text]
        if not wrong:
            continue
        title = name.partition("第")[0]
        yield {
            "anchor": row["question"].strip(),
            "positive": maker.passage(Article(title, "", text)),
            "negative": maker.passage(maker.random.choice(wrong)),
        }


def from_answers(maker: Maker, shared: Path, wanted: int) -> Iterator[dict[str, str]]:
    """Consultation questions with answers; examination questions and mere apologies are left out."""
    rows = read_jsonl(shared / "train" / "consultation_answer.jsonl")
    maker.random.shuffle(rows)
    kept = 0
    for row in rows:
        question, answer = row["question"].strip(), row["answer"].strip()
        if "Question:" in question or "\n" in question or answer.startswith(("很抱歉", "对不起", "您好，作为")):
            continue
        if 8 <= len(question) <= 100 and len(answer) >= 40 and kept < wanted:
            kept += 1
            yield {"anchor": question, "positive": answer[:LONGEST]}


def from_wiki(maker: Maker, shared: Path, wanted: int) -> Iterator[dict[str, str]]:
    """Wikipedia questions with about LONGEST characters of their passage around the answer."""
    rows = read_jsonl(shared / "train" / "wiki_question_passage.jsonl")
    maker.random.shuffle(rows)
    for row in rows[:wanted]:
        yield {"anchor": row["question"], "positive": maker.around(row["passage"], row["answer"])}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with stard/, laws/ and train/")
    parser.add_argument("--build", type=Path, default=Path("build"))
    parser.add_argument("--encoder", type=Path, default=CONTEXTUAL, help="the encoder whose mistakes are negatives")
    arguments = parser.parse_args()
    shared, target = arguments.shared, arguments.build / "pairs"
    target.mkdir(parents=True, exist_ok=True)
    maker = Maker()
    articles = stard_articles(shared)
    lexical, dense = LexicalIndex(articles), DenseIndex(articles, arguments.encoder, arguments.build)

    def search(questions: Sequence[str]) -> Iterator[tuple[list[int], list[int]]]:
        # The first hits may be right answers that nobody marked: draw from the first 40, not the first 4, and
        # leave out an encoder's very first, which are right more often.
        nearest = dense.search(questions, 40)
        return ((lexical.search(text, 40), near[LIKELY:]) for text, near in zip(questions, nearest, strict=True))

    documents = by_title(articles) + list(local_articles(shared))
    pairs: dict[str, list[dict[str, str]]] = {
        "stard": list(from_stard(maker, shared, articles, search)),
        "consultation": list(from_consultations(maker, shared, articles, search)),
        "answer": list(from_answers(maker, shared, 2_000)),
        "wiki": list(from_wiki(maker, shared, 2_500)),
        **from_laws(maker, documents, {"sentence": 1_500, "rule": 5_000, "keyword": 300}),
    }
    held_out = {question.text for question in stard_questions(shared)[1]}
    for kind, rows in pairs.items():
        rows = [row for row in rows if row["anchor"] not in held_out]
        maker.random.shuffle(rows)
        with (target / f"{kind}.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        print(f"{len(rows):>7,}  {kind}")


if __name__ == "__main__":
    main()
