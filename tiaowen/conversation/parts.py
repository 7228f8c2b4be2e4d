"""A question with several parts (婚假几天、丧假几天; 谁审批，多久办结) -> one answer that has them all.

Each part is asked with the ones before it as its history. What it leaves out may also be said by the clause that the
parts before were answered from: 多久办结 alone finds any clause, and beside 谁审批 the sentence after it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from tiaowen.answering.answering import Answerer
from tiaowen.answering.extraction import SETTLED
from tiaowen.answering.topics import UNSAID, merged
from tiaowen.clauses.parties import told
from tiaowen.conversation.followups import leading, own_words, particular, said
from tiaowen.datamodels import Answer, Clause, Corpus, Grounds, Hit, refused
from tiaowen.language.normalization import search_text
from tiaowen.language.question_parts import split_parts
from tiaowen.language.vocabulary import equivalents, is_noun
from tiaowen.relevance.evidence import ATTRIBUTE
from tiaowen.relevance.quantities import asked_quantity, states_quantity
from tiaowen.relevance.rivals import MARKS

HALF = 0.6  # least confidence of the answer to each part
ALIKE = 0.4  # the same where a part repeats another of something else
LEAST = 0.5  # the same of one part at least, where the whole is refused
SURE = 0.9  # confidence from which a part has its answer, whatever the clauses of the others say
GOES_ON = 0.5  # least log odds that a clause settles a part, read with the part that it goes on about
PLAIN = 1.5  # the same where the part names nothing that could be looked for in the clause
_FROM_WHEN = re.compile(r"(?:从|自)?(?:什么时候|啥时候|何时|几时|哪一?[天日])(?:起|开始)?(?:起算|计?算起?|计时)")
_START = re.compile(r"[自从][^。；\n]{2,60}?起|[之以]?[日后]起")
Turns = Sequence[tuple[str, Answer]]
Allowed = frozenset[str] | None


class Parts:
    """Answers questions with several parts. ask: a question, the turns before it, the documents allowed -> answer."""

    def __init__(self, corpus: Corpus, answerer: Answerer, ask: Callable[[str, Turns, Allowed], Answer]) -> None:
        self.corpus = corpus
        self.answerer = answerer
        self.ask = ask

    def answer(self, text: str, history: Turns, allowed: Allowed) -> Answer | None:
        """The answer to all parts of a question; None where it has not several."""
        parts = split_parts(text)
        if not parts:
            return None
        whole = self.ask(text, history, allowed)
        turns = list(history)
        answers: list[Answer] = []
        for i, part in enumerate(parts):
            own = self.ask(part, turns, allowed)
            form = _assessed(part, answers[-1]) if i and sureness(own) < HALF else ""
            other = self.ask(form, history, allowed) if form else own
            own = other if sureness(other) > sureness(own) else own
            answer = self._placed(part, parts[:i], answers, own, whole)
            answers.append(answer)
            turns.append((part, answer))
        # 平时考核的比例是多少，年度考核呢: what the second asks is plain, so that either may be less sure.
        least = ALIKE if parts[-1].rstrip("？? ").endswith("呢") else HALF
        home = self._home(whole) if sureness(whole) >= HALF else None
        sure = [a.status == "answered" and (sureness(a) >= least or self._home(a) == home is not None) for a in answers]
        apart = len({(c.clause.document.id, c.span) for a in answers for c in a.spans}) > 1
        if all(sure):
            return merged(text, parts, answers) if apart or whole.status != "answered" else whole
        if not any(sure) and (whole.status == "answered" or max(map(sureness, answers)) < LEAST):
            return whole
        if home is not None and sureness(whole) >= max(map(sureness, answers)):
            elsewhere = (self._elsewhere(p, a, home) for p, a, s in zip(parts, answers, sure, strict=True) if s)
            if not any(elsewhere):
                unsaid = [p for p, s in zip(parts, sure, strict=True) if not s and not self._speaks_of(p, parts, whole)]
                notes = [whole.note, *(UNSAID.format(part) for part in unsaid)]
                return replace(whole, note="；".join(filter(None, notes)))
        return self._together(text, parts, answers, sure, whole)

    def _placed(
        self, part: str, before: Sequence[str], answers: Sequence[Answer], own: Answer, whole: Answer
    ) -> Answer:
        """The answer to a part: its own, or what the clause says that the parts before or the whole question were
        answered from, where that holds all that the part names and settles it better, as it is read."""
        last = next((a for a in reversed(answers) if a.status == "answered" and a.citations), None)
        if last is not None and _FROM_WHEN.search(part) and _START.search(last.answer):
            return last  # 自收到之日起十日内: the days asked for before, and from when they count
        if particular(part) or sureness(own) >= SURE:
            return own  # 年度考核呢 is of another thing than the parts before
        nouns, kind = _nouns(part), asked_quantity(part)
        about = next((other for other in reversed(before) if _nouns(other)), before[0] if before else "")
        lead = leading(about)
        form = f"{lead}{part}" if lead not in part else part
        # With the part before, the clause of that one reads as if it settled both.
        sure = sureness(own) >= HALF
        asked = (part if nouns else form) if sure or not about else f"{about}，{part}"
        said_whole = _says(whole, nouns) and states_quantity(whole.answer, kind)
        if whole.citations and said_whole and sureness(own) < HALF <= sureness(whole):
            return whole
        sources = [answer for answer in (last, whole) if answer is not None and sureness(answer) >= LEAST]
        home = self._units(own)
        best, least = None, max(GOES_ON if nouns or kind else PLAIN, self._read(asked, own))
        for source in sources:
            for unit in self._units(source).values():
                if unit.id in home or not _names(unit, nouns) or not states_quantity(told(unit), kind):
                    continue
                read = self.answerer.cross.read(asked, unit).answers
                if read > least:
                    best, least = Hit(unit, sureness(source)), read
        if best is None:
            return own
        return self._from(best, form)

    def _home(self, answer: Answer) -> Clause | None:
        """The unit that an answer cites first."""
        return self.corpus.unit(answer.citations[0].clause) if answer.citations else None

    def _units(self, answer: Answer) -> dict[str, Clause]:
        """The units that an answer cites, by their ids."""
        units = (self.corpus.unit(citation.clause) for citation in answer.citations)
        return {unit.id: unit for unit in units}

    def _read(self, question: str, answer: Answer) -> float:
        """Log odds that the clause that is cited first settles the question; least where there is none."""
        if answer.status != "answered" or not answer.citations:
            return float("-inf")
        return self.answerer.cross.read(question, self.corpus.unit(answer.citations[0].clause)).answers

    def _elsewhere(self, part: str, answer: Answer, home: Clause) -> bool:
        """Whether a part is answered by another clause than the home of the whole, which does not settle it as well."""
        if self._home(answer) == home:
            return False
        return not _names(home, _nouns(part)) or self.answerer.cross.read(part, home).answers < self._read(part, answer)

    def _from(self, hit: Hit, part: str) -> Answer:
        answer = self.answerer.answer(part, [(hit, self.answerer.extractor.spans(part, hit))])
        return replace(answer, why=Grounds("clauses", part, (hit,)))

    def _together(
        self, text: str, parts: Sequence[str], answers: Sequence[Answer], sure: Sequence[bool], whole: Answer
    ) -> Answer:
        """The parts that are surely answered, and for the others what the whole question was answered with, where that
        speaks of them; those of which nothing is said are named."""
        known = [self._home(whole), *(self._home(a) for a, s in zip(answers, sure, strict=True) if s)]
        found: list[Answer] = []
        for part, answer, certain in zip(parts, answers, sure, strict=True):
            if certain or answer.status == "answered" and self._home(answer) in known:
                found.append(answer)
            elif self._in_whole(part, parts, answer, whole):
                found.append(whole)
            elif answer.status == "answered" and sureness(whole) < HALF and said(part, answer.answer):
                found.append(answer)
            else:
                found.append(answer if answer.status == "refused" else refused(part, answer.near))
        return merged(text, parts, found)

    def _in_whole(self, part: str, parts: Sequence[str], answer: Answer, whole: Answer) -> bool:
        """Whether the answer to the whole question stands for that to a part, which is not sure."""
        if whole.status != "answered":
            return False
        named = answer.status == "refused" and _says(whole, _nouns(part))
        return named or sureness(whole) >= HALF and self._speaks_of(part, parts, whole)

    def _speaks_of(self, part: str, parts: Sequence[str], whole: Answer) -> bool:
        """Whether the answer to the whole question has to do with a part: it has words of it, states the quantity that
        only this part asks for, or the part names nothing and the clause settles it, as it is read."""
        kinds = [asked_quantity(other) for other in parts]
        kind = asked_quantity(part)
        if said(part, whole.answer) or kind and kinds.count(kind) == 1 and states_quantity(whole.answer, kind):
            return True
        return self._read(part if _nouns(part) else f"{parts[0]}，{part}", whole) > SETTLED


def sureness(answer: Answer) -> float:
    """How sure an answer is, in [0, 1]; of a refusal half of how likely its nearest clause is."""
    if answer.status != "answered":
        return max((h.score for h in answer.near), default=0.0) * 0.5
    return max((c.score for c in answer.citations), default=0.0)


def _nouns(part: str) -> list[str]:
    """The nouns of a part that say what it is about; 期限 and 比例 only say what is asked for."""
    return [word for word in own_words(part) if is_noun(word) and word not in ATTRIBUTE]


def _names(unit: Clause, nouns: Sequence[str]) -> bool:
    """Whether the clause has all these nouns, or the words of the law for them."""
    text = search_text(unit.text)
    return all(any(form in text for form in (noun, *equivalents(noun))) for noun in nouns)


def _says(answer: Answer, nouns: Sequence[str]) -> bool:
    """Whether the words quoted have all these nouns, where there are any."""
    quoted = search_text(answer.answer)
    return bool(nouns) and all(noun in quoted for noun in nouns)


def _assessed(part: str, last: Answer) -> str:
    """不合格怎么处理 with what the document that was answered from gives that grade in, 年度考核 mostly; else empty."""
    grade = MARKS.match(part)
    if grade is None or not last.citations:
        return ""
    text = last.citations[0].clause.document.text
    found = Counter(re.findall(rf"([一-龥]{{2}}(?:考核|考评|评估|评价|测评))[^，,。；;\n]{{0,10}}{grade[0]}", text))
    return f"{max(found, key=lambda name: found[name])}{part}" if found else ""
