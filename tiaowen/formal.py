"""Formal question words in plain ones: 应当在何时之前 is 什么时候之前, 从何处保障 is 从哪里保障.

The cross-encoder has learnt from questions as people ask them aloud: of the 47,309 it was made with 1.0% have
应当, and less than 0.1% each 如何, 何时 and 是否. A question in the language of documents looks strange to it, and what
looks strange looks unanswered. So it is given the plain words. Clauses are read as they are printed.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WORDS = tuple(
    (re.compile(formal), plain)
    for formal, plain in (
        (r"^(?:请问|试问)[，,]?", ""),
        (r"(?:具体|究竟|到底)?(?:是指什么|指的是什么|系?指什么)", "是什么意思"),
        (r"所[说称]的?", "的"),
        (r"应当?(?:如何|怎样)", "怎么"),
        (r"如何|怎样(?!的)", "怎么"),
        (r"应当?(?:在|于)?何时", "什么时候"),
        (r"[在于](?=何时)", ""),
        (r"何时", "什么时候"),
        (r"何处", "哪里"),
        (r"何种", "什么"),
        (r"何(?=部门|单位|机关|机构)", "哪个"),
        (r"何人", "谁"),
        (r"为何", "为什么"),
        (r"有何", "有什么"),
        (r"是否(?:应当?|需要?|必须)", "要不要"),
        (r"(?:是否)?能否|是否能够?", "能不能"),
        (r"可否|是否可以?", "可不可以"),
        (r"是否", "是不是"),
        (r"应当?由", "由"),
        (r"应当", "要"),
        (r"(?<!地)(?<!对)(?<!双)(?<!一)方可(?!以)|才可(?!以)", "才能"),
        (r"(?<![必无])须(?!知)", "要"),
        (r"具备(?=哪些|什么|何)", "要"),
        (r"哪些情形", "什么情况"),
        (r"情形", "情况"),
        (r"尚未", "还没"),
        (r"尚无", "还没有"),
        (r"即将", "快要"),
        (r"予以|所需", ""),
    )
)


@lru_cache(maxsize=4096)
def plainly(question: str) -> str:
    """The question with plain words in place of formal ones."""
    for formal, plain in _WORDS:
        question = formal.sub(plain, question)
    return question
