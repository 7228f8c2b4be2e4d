"""Search text: what the index compares, and never what an answer quotes.

`search_text` makes two ways of writing the same thing equal (full and half width, 繁 and 简, 二十天 and 20天,
百分之五 and 5%); `words`, `bigrams` and `syllables` cut it into the terms of the three lexical channels.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

from tiaowen.reading.grammar.numerals import value

_PERCENT = re.compile(
    r"(百分之|千分之)(\d+(?:\.\d+)?|[〇零一二两三四五六七八九十百千]+(?:点[〇零一二三四五六七八九]+)?)"
)
# A Chinese numeral before a measure word is a quantity (二十天); elsewhere it is often part of a word (一般, 统一).
_MEASURE = (
    r"(?:个|名|位|人|次|天|日|周|月|年|岁|条|款|项|章|节|点|元|万元|亿元|块钱|级|届|门|学时|小时|分钟|工作日|公里|米|平方米"
    r"|吨|种|类|家|户|倍|成|折|层|台|辆|册|％|%)"
)
_QUANTITY = re.compile(rf"(?<![0-9.几数少])([〇零一二两三四五六七八九十百千万廿卅]+)(?={_MEASURE})")
_SCALED = re.compile(rf"([0-9]+(?:\.[0-9]+)?)([百千]?万|[百千])(?={_MEASURE})")  # 5万元 is 五万元
_SCALES = {"百": 100, "千": 1_000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000}
_BLANK = re.compile(r"\s+")
_BETWEEN_HAN = re.compile(r"(?<=[一-鿿]) (?=[一-鿿])")  # 组 长 is 组长, set wide
TERM = re.compile(r"[0-9]+(?:\.[0-9]+)?%?|[a-z]+|[一-鿿]+")
_HAN = re.compile(r"[一-鿿]")

# Words that carry no topic: particles, question words and the verbs of asking. Kept short on purpose,
# BM25's idf already weakens common words of the corpus; these are common in questions only.
STOPWORDS = frozenset(
    word
    for line in (
        "的 了 呢 吗 么 吧 啊 呀 嘛 啦 哦 得 着 过 和 与 及 或 在 是 有 被 把 给 对 将",
        "就 都 也 还 又 而 且 但 要 会 能 可 该 应 这 那 这个 那个 这些 那些 一下",
        "什么 怎么 怎样 怎么样 如何 哪 哪些 哪个 哪里 哪儿 谁 多少 几 为什么 咋 咋办 咋整 啥",
        "请问 请 问 我 你 他 她 它 我们 你们 他们 规定 告诉 介绍 说 讲 关于 根据 按照 按 对于",
        "之 其 以 为 于 从 到 由 向 等 中 上 下 里",
    )
    for word in line.split()
)


@cache
def _traditional_to_simplified() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


@cache
def segmenter() -> Any:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    return tokenizer


def simplify(text: str) -> str:
    """繁体 -> 简体 by character and phrase (OpenCC t2s); other text comes back as it is."""
    return str(_traditional_to_simplified().convert(text))


@lru_cache(maxsize=65536)
def search_text(text: str) -> str:
    """NFKC, 简体, lower case, quantities in Arabic numerals, percentages as `5%`, one space for any blanks."""
    text = simplify(unicodedata.normalize("NFKC", text)).lower()
    text = _PERCENT.sub(_percent, text)
    text = _SCALED.sub(lambda m: f"{float(m[1]) * _SCALES[m[2]]:.15g}", text)
    text = _QUANTITY.sub(lambda m: _arabic(m[1]), text)
    return _BETWEEN_HAN.sub("", _BLANK.sub(" ", text)).strip()


def _percent(match: re.Match[str]) -> str:
    number = _arabic(match[2])
    return f"{number}%" if match[1] == "百分之" else f"{number}‰"


def _arabic(numeral: str) -> str:
    if numeral.replace(".", "", 1).isdecimal():
        return numeral
    if "点" in numeral:
        whole, _, fraction = numeral.partition("点")
        digits = [value(d) for d in fraction]
        if all(d is not None for d in digits):
            return f"{_arabic(whole)}." + "".join(str(d) for d in digits)
        return numeral
    number = value(numeral)
    return numeral if number is None else str(number)


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """Words of the text for BM25: jieba's search mode (long words and the words inside them), stop words dropped."""
    found: list[str] = []
    for term in TERM.findall(search_text(text)):
        if _HAN.match(term):
            found.extend(_words_of(term))
        else:
            found.append(term)
    return tuple(found)


@lru_cache(maxsize=65536)
def _words_of(term: str) -> tuple[str, ...]:
    """The words of a run of Han characters; the forms in which one question is searched share most of their runs."""
    return tuple(word for word in segmenter().cut_for_search(term) if word not in STOPWORDS)


@lru_cache(maxsize=65536)
def bigrams(text: str) -> tuple[str, ...]:
    """Overlapping pairs of Han characters, and Latin words and numbers whole."""
    found: list[str] = []
    for term in TERM.findall(search_text(text)):
        if _HAN.match(term):
            found.extend(term[i : i + 2] for i in range(len(term) - 1))
            if len(term) == 1:
                found.append(term)
        else:
            found.append(term)
    return tuple(found)


@lru_cache(maxsize=65536)
def syllables(text: str) -> tuple[str, ...]:
    """Overlapping pairs of toneless pinyin syllables: equal for homophones (公式期 and 公示期)."""
    from pypinyin.contrib.mmseg import seg

    found: list[str] = []
    for term in TERM.findall(search_text(text)):
        if _HAN.match(term):
            sounds = [sound for piece in seg.cut(term) for sound in sounds_of(piece)]
            found.extend(f"{a}'{b}" for a, b in zip(sounds, sounds[1:], strict=False))
    return tuple(found)


@lru_cache(maxsize=65536)
def sounds_of(piece: str) -> tuple[str, ...]:
    """Toneless syllables of a phrase of pypinyin's dictionary, or of what stands between two of them."""
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin([piece]))
