"""Words that a message gives to a clause (《…》第五条规定：“…”，对吗), compared with that clause, for the note.

The clause is quoted whatever the message says of it; where the words are not its own, that is said, with what differs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import LCSseq, Levenshtein

from tiaowen.datamodels import Answer, Clause, Corpus, Span
from tiaowen.language.folding import sought
from tiaowen.quotations.pasted_places import in_the_same_hand
from tiaowen.quotations.quotations import difference
from tiaowen.quotations.quoted_words import letters, quotations

SHORTEST = 6  # letters; shorter words in quotation marks may be a term
PASSAGE = 12  # letters from which words are a passage, whether or not it is said that they stand there
LIKE = 0.75  # share of the words that the clause has in the same order, from which they are its words, changed
UNMARKED = 0.85  # the same of words without quotation marks
_ENDS = "。；，：、,;:."
_SENTENCE = re.compile(r"[^。；\n]+")
_SAID = re.compile(
    r"(?:规定|規定|明确|要求|指出|载明|写明|写的?|写着|写道|提出|提到|说的?|讲的?|内容|原文|原话|》|[条款项目])"
    r"(?:的?是|了|为|如下|道|着|应当是)?[，,：:]?\s*$"
)
_BEHIND = re.compile(r"[。；，,]?\s*(?:[（(【〔]|——|[这那]?[是出来]自?)")
_CHECKS = re.compile(
    r"[对是]吗|对么|对不对|是不是|是否|有没有|正确|准确|属实|一致|一样|这样|没错|错[了误]|核[对实查]|原文|原话|吗\s*[?？]?\s*$"
)
_COLON = re.compile(
    r"(?:规定|明确|要求|写明|内容|原文|[条款项目])(?:的?是|为|了|如下)?[：:]\s*([^“”\"「」『』]{12,}?)"
    r"(?:[，,。；;]\s*[^，。；;]{0,8}(?:对|是|准确|正确|属实|一致|错)[^，。；;]{0,6})?[?？。]?\s*$",
    re.DOTALL,
)


def compared(message: str, answer: Answer, corpus: Corpus) -> str:
    """What is to be said of the words that the message gives to the clauses of its answer; empty for nothing."""
    cited = [citation.clause for citation in answer.citations if not citation.exception]
    units = list({clause.id: clause for clause in map(corpus.unit, cited) if clause.role != "container"}.values())
    if answer.status != "answered" or not units:
        return ""
    addressed = any(why.way == "address" for why in (answer.why, *answer.why.parts))
    told = [_told(*claim, units, addressed, corpus) for claim in _claims(message)]
    return "".join(f"{one}。" for one in dict.fromkeys(told) if one)


def _claims(message: str) -> Iterator[tuple[str, bool, bool, float]]:
    """(words, whether it is said that they stand there, whether that is asked, how like they have to be)."""
    marked = quotations(message)
    for quote in marked:
        said = bool(_SAID.search(message[: quote.start]) or _BEHIND.match(message, quote.end))
        checks = bool(_CHECKS.search(message[: quote.start] + " " + message[quote.end :]))
        count = len(letters(quote.words))
        if count >= PASSAGE or count >= SHORTEST and (said or checks):
            yield quote.words, said, checks, LIKE
    unmarked = None if marked else _COLON.search(message)
    if unmarked is not None:
        yield unmarked[1], False, True, UNMARKED


def _told(
    words: str, said: bool, checks: bool, least: float, units: Sequence[Clause], addressed: bool, corpus: Corpus
) -> str:
    if not addressed and not (said and checks):
        return ""
    wanted = sought(words).strip(_ENDS)
    what = f"“{_short(words)}”"
    for unit in units:
        if wanted in sought(unit.text):
            return f"{what}与{unit.cite}的原文逐字一致" if checks else ""
    (likeness, expected), unit = max(((_nearest(words, unit), unit) for unit in units), key=lambda pair: pair[0][0])
    if likeness >= least:
        return f"{what}与{unit.cite}的原文不符：{difference(expected, in_the_same_hand(expected, _bare(words)))}"
    if not said or not addressed:
        return ""
    for clause in corpus.by_document[units[0].document.id]:
        if clause.role == "unit" and wanted in sought(clause.text):
            return f"{what}不在{units[0].cite}，在{clause.cite}"
    return f"{units[0].cite}没有{what}这段文字"


def _nearest(words: str, unit: Clause) -> tuple[float, str]:
    """How much of the words a stretch of the unit has in the same order, 0 to 1, and the stretch, of all the best."""
    found = sought(words).strip(_ENDS)
    sentences = [match.span() for match in _SENTENCE.finditer(unit.text)]
    count = len(_SENTENCE.findall(words.strip(_ENDS)))  # as many sentences as the words have
    stretches = [
        unit.text[first[0] : last[1]] for first, last in zip(sentences, sentences[count - 1 :], strict=False)
    ] or [unit.text]
    best = (0.0, 0, "")
    for text in stretches:
        bare = _bare(text)
        span, same = _common(sought(bare), found)
        if len(sought(bare)) != len(bare):  # a character that stands for several: offsets do not hold
            span = Span(0, len(bare))
        expected = bare[slice(*span)]
        best = max(best, (same / max(len(found), 1), -Levenshtein.distance(expected, found), expected))
    return best[0], best[2]


def _common(text: str, found: str) -> tuple[Span, int]:
    """The stretch of a text that the found words are a form of, and how many characters they share in order."""
    blocks = [(op.src_start, op.src_end, op.dest_start, op.dest_end) for op in LCSseq.opcodes(text, found)
              if op.tag == "equal"]  # fmt: skip
    while len(blocks) > 1 and blocks[0][1] - blocks[0][0] == 1 and blocks[1][0] - blocks[0][1] > 2:
        del blocks[0]  # a single character far ahead is there by chance
    if not blocks:
        return Span(0, len(text)), 0
    same = sum(high - low for low, high, *_ in blocks)
    low = max(blocks[0][0] - blocks[0][2], 0)  # what was put in place of the first words counts as a change of them
    high = min(blocks[-1][1] + len(found) - blocks[-1][3], len(text))
    return Span(low, high), same


def _bare(text: str) -> str:
    return "".join(text.split())


def _short(words: str) -> str:
    bare = _bare(words)
    return bare if len(bare) <= PASSAGE else f"{bare[:PASSAGE]}…"
