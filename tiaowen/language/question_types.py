"""What a question asks for (a number, a time, who, whether, a list, a definition, what follows), and whether a clause
has such a thing. The grammar of questions, not of any document."""

from __future__ import annotations

import re

import numpy as np

# What a question asks for -> what a clause must then contain. Grammar of questions, not of any document.
ASKS: dict[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    "number": (
        re.compile(r"多少|几(?!乎|年来)|比例|多久|多长|多大|占比|人数|次数|第几"),
        re.compile(
            r"[0-9]|[一二三四五六七八九十百千万两半](?:个|名|人|次|天|日|周|月|年|岁|届|门|级|倍|成|学时|小时|工作日|分之)"
        ),
    ),
    "time": (
        re.compile(r"什么时候|何时|哪年|哪天|几月|几号|时限|期限|截止|多久|哪一年|日期|啥时候|最晚|之前"),
        re.compile(r"[0-9]+(?:年|月|日|天|个)|之日|底前|以前|期限|时限|年内|每年|周期|及时"),
    ),
    "who": (
        re.compile(r"谁|哪个部门|哪些部门|什么部门|哪级|哪一级|何机关|哪家|归哪|单位负责|找哪|主体|由哪"),
        re.compile(
            r"负责|由[^，。；]{2,30}(?:组织|制定|承担|审核|解释|批准|决定|统筹)|部门|机关|党委|委员会|领导小组|院|厅|局"
        ),
    ),
    "whether": (
        re.compile(
            r"吗|么[？?]?$|是不是|能不能|可不可以|要不要|会不会|算不算|有没有|是否|能否|可否|得不得|行不行|必须|可以.{0,12}[？?]$"
        ),
        re.compile(r"不得|应当|可以|必须|禁止|严禁|除外|不再|不能|不予|一般|探索|鼓励"),
    ),
    "list": (
        re.compile(
            r"哪些|哪几|有什么|包括|分别|列举|分为|条件|情形|原则|内容|职责|程序|步骤|任务|哪[一二三四五六七八九十]+"
        ),
        re.compile(r"[（(][一二三四五六七八九十]+[）)]|下列|以下|包括|一是|、[^，。；]{1,20}、"),
    ),
    "definition": (
        re.compile(r"什么是|是什么意思|是指|定义|指的是|何谓|什么叫|啥叫"),
        re.compile(r"是指|所称|本[^，。]{1,6}所称|指的是"),
    ),
    "consequence": (
        re.compile(r"后果|怎么处理|如何处理|处分|惩罚|处罚|怎么办|咋整|咋办|会怎样|影响"),
        re.compile(r"按照有关规定|处理|处分|追究|责令|不得|核减|解除|撤销|予以|罚款|确定为|直接确定"),
    ),
}


def question_type(question: str) -> dict[str, bool]:
    """Which of the things in ASKS the question asks for."""
    return {kind: bool(asked.search(question)) for kind, (asked, _) in ASKS.items()}


def contents(text: str) -> np.ndarray:
    """bool (len(ASKS),): which of the things that can be asked for the clause contains."""
    return np.array([bool(contained.search(text)) for _, contained in ASKS.values()])
