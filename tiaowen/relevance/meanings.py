"""Whether quoted words only tell what a term means, where the question asks what has to be done.

甲，是指… settles what counts as 甲 and nothing else: whether 甲 may be sold says another clause. Definitions hold many
words of the subject, and resemble every question on it.
"""

from __future__ import annotations

import re

_DEFINES = re.compile(
    r"\s*(?:[（(]?[0-9〇零一二三四五六七八九十百]{1,4}[）)、.．]\s*|[①-⑳]\s*)?[^。；;\n]{0,40}?"
    r"(?:[，,：:]\s*(?:是|系)?指(?![标导定示引南派挥令])|是指|系指|指的是)"
)
_ANNOUNCES = re.compile(r"[^。；;\n]{0,30}(?:含义|定义|用语|术语)[^。；;\n]{0,8}[：:]?")
_SENTENCE = re.compile(r"[^。；;\n]+")
# What a definition may tell: what a thing is, what counts as one, what it holds, how much of something makes it one.
_MEANT = re.compile(
    r"什么是|是(?:个|一种)?(?:什么|啥)|啥[是叫]|指|意思|含义|定义|概念|何[为谓]|叫|称|算|属于|归(?:为|入|类|[^，,。？?]{0,6}管)|认定|界定|包括|包含|范围|在内|内容"
    r"|哪|几|多少|多[大高长远深重久宽]|什么样|怎样的|啥样|咋样|区别|不同|适用|标准|是不是|是否|[种类]类|之分|理解"
)


def only_defines(question: str, quoted: str) -> bool:
    """Whether all sentences of the words quoted are definitions, and the question asks for nothing that one tells."""
    sentences = _SENTENCE.findall(quoted)
    defining = [bool(_DEFINES.match(sentence)) for sentence in sentences]
    told = all(said or _ANNOUNCES.fullmatch(text) for said, text in zip(defining, sentences, strict=True))
    return any(defining) and told and not _MEANT.search(question)
