"""A question that nothing settles, in the turns of phrase that regulations and most askers use.

几个月开一回 is 多久召开一次, 养狗要不要办证 is 要不要办理登记, 业委会 is 业主委员会. The models know the common turn
better than the rare one, and what looks strange to them looks unanswered. So a question that is refused because no
clause settles it is read once more in these words. One that has an answer is never touched, and what is found must have
all things that the question names.
"""

from __future__ import annotations

import re

from tiaowen.language.everyday import EVERYDAY
from tiaowen.language.normalization import STOPWORDS, search_text
from tiaowen.language.vocabulary import is_noun, is_word, plain_words
from tiaowen.relevance.evidence import ASKING, ATTRIBUTE, present

_TURNS = tuple(
    (re.compile(said), meant)
    for said, meant in (
        # how often
        (r"(?:每?隔)?几个?(?:月|年|天|周|星期|季度)(?=[^，,。？?]{0,8}[一1]\s?[回次趟遍])", "多久"),
        (r"(?<=[一1几两二三四五多少])[回趟](?!复|答|避|家|来|去|国|单)", "次"),
        (r"(?<!召)开(?=[一1几]次(?!会)|多少次(?!会))", "召开"),
        # how many, how much
        (r"(?<=[能可以限]养)几[条头]", "几只"),
        (r"(?<=[会组队])(?:一共|总共)?有?几个?人$", "由几个人组成"),
        (r"几个(?=[^，,。？?月年天周人工星小季])", "多少"),
        (r"一家(?=[^，,。？?]{0,2}(?:能|可以|最多|只能|限))", "一户"),
        (r"(?:得|需要?|要)?(?:掏|花|出)多少钱", "交多少钱"),
        # until when
        (r"(?:什么时候|何时|啥时候|哪天)(?:到期|过期|结束|截止)", "到哪天"),
        # what is done, and what follows
        (r"(?:拖着?|赖着?|欠着?)不(?=[交缴还])", "逾期不"),
        (r"打官司|闹上法庭", "诉讼"),
        (r"(?<![申审])办(?:个)?证", "办理登记"),
        (r"评职称", "职称评审"),
        (r"评上", "被评为"),
        (r"作假|造假", "弄虚作假"),
        # bodies and people by their short names
        (r"业委会", "业主委员会"),
        (r"支委会", "支部委员会"),
        (r"居委会", "居民委员会"),
        (r"村委会", "村民委员会"),
        (r"职代会", "职工代表大会"),
        (r"支部大会", "支部党员大会"),
        (r"护理员", "护理人员"),
        (r"养狗", "养犬"),
    )
)


def reworded(question: str) -> str:
    """The question in the common words for what it says in rare or short ones; itself where there are none."""
    for said, meant in _TURNS:
        question = said.sub(meant, question)
    return question


def told_of(question: str, clause: str, document: str) -> bool:
    """Whether the document has every thing that the question names, or its word of the law, or the clause at least its
    characters (饲养犬只 for 养犬, but not for 养猫); of what is cut out wrongly (养犬要), more than half."""
    said, whole = search_text(clause), search_text(document)
    for word in plain_words(question):
        named = len(word) > 1 and (is_noun(word) or word in EVERYDAY) and word not in ATTRIBUTE | STOPWORDS
        if not named or ASKING.search(word) or present(word, whole):
            continue
        spelled = len(set(word) & set(said))
        if spelled < len(set(word)) and (is_word(word) or 2 * spelled <= len(set(word))):
            return False
    return True
