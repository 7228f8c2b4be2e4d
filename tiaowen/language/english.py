"""Questions in English: an address (Article 17, paragraph 2 of 考核办法) in the form that Chinese documents print.

There is no translation; what else is asked in English is answered by a note that says what can be asked.
"""

from __future__ import annotations

import re

IN_CHINESE = (
    "所收文件都是中文的：请用中文提问，或写明条号。The documents are in Chinese: please ask in Chinese, "
    "or give an address such as “Article 17 of 《文件名》”."
)
_LEVELS = (
    ("章", r"chapter|chap\.?|ch\."),
    ("节", r"section|sec\.?"),
    ("条", r"articles?|art\.?"),
    ("款", r"paragraph|para\.?"),
    ("项", r"item|subparagraph|subpara\.?"),
)
_PLACE = re.compile(
    "|".join(
        rf"(?P<l{i}>\b(?:{words})\s*(?:no\.?\s*)?[（(]?(?P<n{i}>[0-9]{{1,4}})[)）]?)"
        for i, (_, words) in enumerate(_LEVELS)
    ),
    re.IGNORECASE,
)
_HAN = re.compile(r"《[^》]+》|[一-鿿][一-鿿（）()〔〕0-9-]*")
_LONGEST = 40  # characters of Chinese beside the address: more is a question in Chinese


def is_foreign(text: str) -> bool:
    """Whether a question is in the words of another language: a sum or a piece of markup is in none."""
    return not re.search("[一-鿿]", text) and re.search(r"[^\W\d_]{2}", re.sub("<[^>]*>", " ", text)) is not None


def addressed(text: str) -> str:
    """The address that an English question names, in Chinese (考核办法第17条第2款); empty for any other text."""
    steps: dict[int, str] = {}
    for found in _PLACE.finditer(text):
        level = next(i for i in range(len(_LEVELS)) if found[f"l{i}"])
        steps.setdefault(level, f"第{found[f'n{level}']}{_LEVELS[level][0]}")
    title = "".join(_HAN.findall(text))
    if not steps or len(title) > _LONGEST or re.search(r"第[^，。]{1,8}[条章款项]|[？吗呢]", title):
        return ""
    return title + "".join(steps[level] for level in sorted(steps))
