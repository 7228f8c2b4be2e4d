"""Whether a question has left what the conversation was about: it is answered better alone, or it names a thing that
the documents talked about do not have and others have (养几只狗 after questions on 考勤)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tiaowen.answering.routes import Routes
from tiaowen.answering.turn import Turn
from tiaowen.conversation.followups import leading, things
from tiaowen.conversation.parts import ALIKE, HALF, sureness
from tiaowen.datamodels import Answer
from tiaowen.language.normalization import search_text
from tiaowen.language.vocabulary import equivalents, is_noun, plain_words, rarity

LEAVING = 0.15  # how much better alone a question must be answered to leave the subject of the conversation
TELLING = 5  # characters of the words that say what a question is about, from which it says it
TELLS = 10.5  # rarity of a word from which it is not said by the way: 业主 and 产假, but not 自己

_POINTS_AT = re.compile(
    r"(?<!其)[他她它](?!人)|刚才|[这那上下][一]?[条款项]|(?:这|该|那|上述)(?:段|个|种|项|些|类|样)?(?:期间|期限|时间|情[况形]|标准|费用|人员)|^其中"
)


class Leaving:
    """Judges whether a follow-up is one."""

    def __init__(self, routes: Routes) -> None:
        self.routes = routes
        self._documents = {document.id: document for document in routes.corpus.documents}
        self._texts: dict[str, str] = {}

    def leaves(self, text: str, turn: Turn, fresh: Answer, answer: Answer, settled: bool) -> bool:
        """Whether the question leaves the documents of the turn. fresh: its answer alone; answer: that of the best form
        with what was said before; settled: whether a clause of these documents settles that form, as it is read."""
        if turn.reason or fresh.status != "answered" or _POINTS_AT.search(text):
            return False
        return self._foreign(text, turn, fresh, settled) or not settled and self._better(text, fresh, answer)

    def _better(self, text: str, fresh: Answer, answer: Answer) -> bool:
        """Whether a question is answered so much better alone. One that hardly says what it is about (要交钱吗) has to
        be answered surely, one that names nothing (标准是多少) never is: a clause of any document would do."""
        if sureness(fresh) <= sureness(answer) + LEAVING:
            return False
        named = things(text)
        if sum(len(word) for word in plain_words(text) if word in named) >= TELLING:
            return True
        least = HALF if answer.status == "answered" else ALIKE
        return sureness(fresh) >= least and bool(named) and self._has(fresh, named)

    def _foreign(self, text: str, turn: Turn, fresh: Answer, settled: bool) -> bool:
        """Whether a question names a thing that the documents talked about do not have, and the clause that answers it
        alone has; in other words for it (孩子, 子女) only where those documents do not settle it."""
        if not turn.documents or sureness(fresh) < ALIKE:
            return False
        here, there, lead = self._text(turn), self._clauses(fresh), leading(text)
        for word in things(text):
            forms = (word, *equivalents(word))
            if any(form in here for form in forms) or not (is_noun(word) or word in lead or sureness(fresh) >= HALF):
                continue
            if word in there and (rarity(word) >= TELLS or not settled):
                return True
            least = ALIKE if is_noun(word) and word in lead else HALF
            if not settled and sureness(fresh) >= least and any(form in there for form in forms):
                return True
        return False

    def _text(self, turn: Turn) -> str:
        """The documents talked about, as they are searched."""
        for name in turn.documents:
            if name not in self._texts:
                document = self._documents[name]
                self._texts[name] = search_text(f"{document.title}\n{document.text}")
        return "\n".join(self._texts[name] for name in turn.documents)

    def _clauses(self, answer: Answer) -> str:
        """The clauses that an answer cites, with their headings and titles, as they are searched."""
        units = [self.routes.corpus.unit(citation.clause) for citation in answer.citations]
        return search_text("\n".join(f"{unit.document.title}{unit.heading}{unit.text}" for unit in units))

    def _has(self, answer: Answer, names: Sequence[str]) -> bool:
        """Whether the clauses that answer have all these words, or others for them."""
        there = self._clauses(answer)
        return all(any(form in there for form in (word, *equivalents(word))) for word in names)
