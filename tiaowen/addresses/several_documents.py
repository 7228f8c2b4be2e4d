"""A question on several documents (甲办法和乙条例分别由谁解释) as one question on each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from tiaowen.addresses.title_index import TitleMatch
from tiaowen.language.question_parts import EACH, JOINING

_TOGETHER = re.compile(r"^(?:这?[两二三]个?(?:文件|规定)?)?[都均]")
_RELATED = re.compile(
    r"哪[个份部]|谁[先早]|关系|冲突|矛盾|一致|一样|相同|区别|不同|差异|差别|异同"
)  # A and B as one matter


def split_documents(question: str, names: Sequence[TitleMatch]) -> list[str]:
    """A question on several documents (甲办法和乙条例分别由谁解释) as one question on each; empty for any other.

    names: the names of documents in the question. Each question keeps one of the names that stand joined by 和 or 、
    and all that follows the last of them. Where an address stands between the names each has its own already.
    """
    known = [name for name in names if not name.foreign]
    if len({name.documents for name in known}) < 2 or _RELATED.search(question):
        return []
    first, last = known[0].start, known[-1].end
    between = [question[a.end : b.start] for a, b in pairwise(known)]
    if not all(JOINING.fullmatch(gap.strip()) for gap in between):
        return []
    rest = _TOGETHER.sub("", EACH.sub("", question[last:]))
    return [question[:first] + question[name.start : name.end] + rest for name in known]
