"""What the browser may call. Each function takes one JSON object and returns one, raises nothing and trusts no input.

A conversation is the list of its questions, kept by the browser. The server keeps no session: it answers a list
again from its start, with a cache for what it has just answered. A reload or a restart therefore loses nothing.
"""

from __future__ import annotations

import base64
import copy
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from typing import Any, TypeVar

from page.batch import Batches
from page.export import FORMS, exported
from page.feedback import FeedbackStore
from page.line import LONGEST, BusyError, Line
from page.payload import (
    FAILED,
    MAX_TURNS,
    Reply,
    Turn,
    cited_in,
    is_turn,
    limited_to,
    mark_of,
    marks_in,
    place_of,
    safely,
    turns_of,
)
from page.shell import example_rows
from tiaowen import Assistant
from tiaowen.addresses.references import find_references
from tiaowen.addresses.resolving import Resolver
from tiaowen.addresses.versions import Versions
from tiaowen.answering.explanation import explanations
from tiaowen.batch.batch import index_hash
from tiaowen.datamodels import Answer, Clause, Corpus, Document, Hit, Span
from tiaowen.errors import QuestionError, TiaowenError
from tiaowen.language.folding import fold, foldings, sought
from tiaowen.reading.audit import AuditReport, audit
from tiaowen.rendering.render_audit import document_audit_html, sources_html, state_html
from tiaowen.rendering.render_html import answer_html
from tiaowen.rendering.render_reader import (
    about_html,
    articles,
    choice_title,
    library_html,
    outline_html,
    raw_html,
    reader_html,
    shelved,
    size,
)
from tiaowen.rendering.render_why import why_html

log = logging.getLogger(__name__)

Reference = tuple[Span, Clause | Document]
Found = TypeVar("Found")

HISTORY = 60  # turns before a question that it is asked with
MAX_ADDRESS = 200
CACHE = 2048
NEARBY = 20  # clauses among which typed words are looked for
PATIENCE = 0.2  # seconds


class Service:
    """The functions behind the page, over one assistant."""

    def __init__(
        self, assistant: Assistant, feedback: FeedbackStore | None = None, longest_line: int = LONGEST
    ) -> None:
        self._feedback = feedback
        self._lock = Line(longest_line)  # one question at a time: on two cores a second one would only slow the first
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="beside")
        self._batches = Batches(assistant, self._lock)
        self._begin(assistant)

    def _begin(self, assistant: Assistant) -> None:
        """What belongs to this one assistant."""
        self._assistant = assistant
        self._resolver = Resolver(assistant.corpus)
        self._audit: Future[AuditReport] = self._pool.submit(audit, assistant.corpus)
        self._references_of: dict[str, Future[list[Reference]]] = {}
        self._answers: OrderedDict[tuple[Turn, ...], Answer] = OrderedDict()

    def successor(self, assistant: Assistant) -> Service:
        """The same over another assistant, with this one's line, batches and records. Calls to this one may end."""
        fresh = copy.copy(self)
        fresh._begin(assistant)
        self._batches.serve(assistant)
        return fresh

    @property
    def assistant(self) -> Assistant:
        return self._assistant

    @property
    def lock(self) -> Line:
        """Who holds it uses the encoder."""
        return self._lock

    @property
    def corpus(self) -> Corpus:
        corpus: Corpus = self._assistant.corpus
        return corpus

    @property
    def versions(self) -> Versions:
        versions: Versions = self._resolver.titles.history
        versions.settle()
        return versions

    def functions(self) -> list[Callable[[Any], Reply]]:
        """Plain functions, by the names under which the scripts call them."""

        def named(name: str, call: Callable[[Mapping[str, Any]], Reply]) -> Callable[[Any], Reply]:
            def function(data: Any) -> Reply:
                return safely(call, data)

            function.__name__ = name
            return function

        own = (
            self.ask, self.restore, self.explain, self.read, self.folded, self.raw, self.library, self.find,
            self.export, self.judge,
        )  # fmt: skip
        of_tables = {
            "open": self._batches.open,
            "column": self._batches.choose,
            "run": self._batches.run,
            "state": self._batches.state,
            "cancel": self._batches.cancel,
            "result": self._batches.result,
        }
        tables = [named(f"batch_{name}", call) for name, call in of_tables.items()]
        return [*(named(call.__name__, call) for call in own), *tables]

    def ask(self, data: Mapping[str, Any]) -> Reply:
        """`turns`: the conversation with the new question last. Returns the last turn as HTML, and what it says.

        No turn of a conversation is ever dropped: the number of a turn is its place in it.
        """
        turns = turns_of(data)
        if not turns:
            raise QuestionError("一个问题", "问题是空的", "输入想问的内容")
        if len(data["turns"]) > MAX_TURNS:
            found = f"这个对话已有 {MAX_TURNS} 问"
            raise QuestionError(f"至多 {MAX_TURNS} 问的对话", found, "开始新对话；这个对话仍保留着，也可以导出")
        answer = self.answer(turns)
        html = answer_html(answer, len(turns), places=self._named_places(answer), scope=self._limits(turns[-1]))
        return {"html": html, "said": mark_of(answer)}

    def restore(self, data: Mapping[str, Any]) -> Reply:
        """`turns`: a conversation that the browser kept, each with what was `said` then. Returns it as HTML from the
        turn at `from` on; a turn whose answer is another now says so."""
        turns, start = turns_of(data), data.get("from")
        start = start if isinstance(start, int) and start > 0 else 0
        then = [str(turn.get("said") or "") for turn in data.get("turns") or [] if is_turn(turn)]
        answers = list(enumerate(self.conversation(turns), 1))[start:]
        return {
            "html": "".join(
                answer_html(
                    answer,
                    number,
                    changed=then[number - 1] not in ("", mark_of(answer)),
                    places=self._named_places(answer),
                    scope=self._limits(turns[number - 1]),
                )
                for number, answer in answers
            )
        }

    def _limits(self, turn: Turn) -> str:
        return limited_to(turn, {d.id: choice_title(d, self.versions) for d in self.corpus.documents if turn[1]})

    def _named_places(self, answer: Answer) -> dict[str, Clause]:
        """The clauses that the note of a refusal names, by their addresses: of several places a person chooses one."""
        if answer.status != "refused" or "《" not in answer.note:
            return {}
        titles = [document for document in self.corpus.documents if f"《{document.title}》" in answer.note]
        clauses = (clause for document in titles for clause in self.corpus.by_document.get(document.id, ()))
        return {clause.cite: clause for clause in clauses if clause.cite in answer.note}

    def explain(self, data: Mapping[str, Any]) -> Reply:
        """`turns`: the conversation up to the answer to be explained. Returns the explanation as HTML."""
        turns = turns_of(data)
        if not turns:
            raise QuestionError("一个问题", "问题是空的", "输入想问的内容")
        answer = self.answer(turns)
        with self._lock.turn():
            parts = explanations(self._assistant.answerer, answer)
        return {"html": why_html(answer, parts)}

    def answer(self, turns: Sequence[Turn]) -> Answer:
        """The answer to the last turn, with the turns before it as its history. Raises what `Assistant.ask` raises."""
        earlier = self.conversation(turns[:-1])
        key = tuple(turns)
        answer = self._answers.get(key)
        if answer is None:
            question, documents = turns[-1]
            known = [document.id for document in self.corpus.documents if document.id in documents]
            if documents and not known:
                raise TiaowenError("文库里的文件", "限定检索的文件已不在文库里", "重新选择检索范围")
            pairs = zip(turns, earlier, strict=False)
            history = [(turn[0], said) for turn, said in pairs if said.status != "error"][-HISTORY:]
            with self._lock.turn():
                answer = self._assistant.ask(question, history=history, documents=known or None)
                self._answers[key] = answer
                while len(self._answers) > CACHE:
                    self._answers.popitem(last=False)
        return answer

    def conversation(self, turns: Sequence[Turn]) -> list[Answer]:
        """The answer of every turn; one that can no longer be answered says so and does not take the others with it."""
        found: list[Answer] = []
        for end in range(1, len(turns) + 1):
            answer = self._answers.get(tuple(turns[:end]))
            if answer is None:
                try:
                    answer = self.answer(turns[:end])
                except BusyError:
                    raise  # passes in a moment: it must not stand in the conversation as its answer
                except TiaowenError as error:
                    answer = Answer(turns[end - 1][0], "error", error=str(error))
            found.append(answer)
        return found

    def answer_many(self, questions: Sequence[str]) -> Iterator[Answer]:
        """Answers to independent questions, in order; between two of them, others get their turn."""
        for question in questions:
            try:
                with self._lock:
                    answers = list(self._assistant.ask_many([question]))
            except Exception:
                log.exception("A question of a batch failed")
                answers = [Answer(question, "error", error=FAILED)]
            yield from answers

    def search(self, question: str, limit: int, documents: Sequence[str] | None = ()) -> list[Hit]:
        """What `Assistant.search` finds, in turn. Raises what that raises, and BusyError."""
        with self._lock.turn():
            return self._assistant.search(question, limit=limit, documents=documents or None)

    def read(self, data: Mapping[str, Any]) -> Reply:
        """A document as text with its outline; `start`, `end` and `marks` say what is quoted from it.

        `folds`: how its characters are looked for, where they are not themselves.
        """
        document = self._document(data)
        cited, marks = cited_in(document, data), marks_in(document, data)
        words = sum(variant.kind != "punctuation" for variant in document.variants)
        return {
            "document": document.id,
            "title": document.title,
            "about": about_html(document, self.versions.edition(document)) + self._audited(document),
            "text": reader_html(self.corpus, document, cited, marks, self._references(document)),
            "outline": outline_html(self.corpus, document),
            "variants": words,
            "punctuation": len(document.variants) - words,
            "folds": foldings(document.text),
        }

    @staticmethod
    def folded(data: Mapping[str, Any]) -> Reply:
        """`words` as they are looked for in a document or in the list of documents."""
        return {"folded": sought(str(data.get("words", ""))[:MAX_ADDRESS])}

    def raw(self, data: Mapping[str, Any]) -> Reply:
        document = self._document(data)
        span = cited_in(document, data) or Span(0, min(len(document.text), 1))
        return {"html": raw_html(document, span.start, span.end)}

    def library(self, data: Mapping[str, Any], removals: Mapping[str, str] | None = None) -> Reply:
        """The list of documents, the choices of the filter (id, title, number of articles or sections), the examples.

        `removals`: document id -> what stands below it to remove it, as HTML.
        """
        versions = self.versions
        choices = [
            {"id": d.id, "title": choice_title(d, versions), "count": size(self.corpus, d)[0]}
            for d in shelved(self.corpus)
        ]
        report = self._ready(self._audit)
        states = {audited.id: state_html(audited) for audited in report.documents} if report else {}
        html = library_html(self.corpus, states, removals, versions) + (sources_html(report) if report else "")
        return {"html": html, "choices": choices, "examples": example_rows(self.corpus.documents)}

    def find(self, data: Mapping[str, Any]) -> Reply:
        """The place that an address or a title leads to, or the likeliest clause in which all of the words stand."""
        text = str(data.get("text", ""))[:MAX_ADDRESS]
        located = self._resolver.locate(text)
        if located is not None and located.clauses:
            return place_of(located.clauses[0])
        if located is not None and located.documents:
            return {"document": located.documents[0].id}
        words = fold(text).split()
        for hit in self.search(text, NEARBY):
            if all(word in fold(hit.clause.text) for word in words):
                focus = hit.focus if hit.focus and all(word in fold(hit.focus.text) for word in words) else None
                return place_of(focus or hit.clause)
        raise TiaowenError(
            "文件名、地址或原文里的字",
            f"没有找到“{text}”",
            "写文件名、地址（考核办法 44条3项）或原文里的字；问题请到“问答”里提",
        )

    def export(self, data: Mapping[str, Any]) -> Reply:
        """A conversation as a file: `form` is md, html or docx; `data` in the reply is base64."""
        form = str(data.get("form"))
        form = form if form in FORMS else "md"
        turns = turns_of(data)
        content = exported(self.conversation(turns), form, [self._limits(turn) for turn in turns])
        name = f"条文问答-{date.today().isoformat()}.{form}"
        return {"name": name, "mime": FORMS[form], "data": base64.b64encode(content).decode("ascii")}

    def judge(self, data: Mapping[str, Any]) -> Reply:
        """Keep what a reader says of the last of `turns`: `good`, `reason`, the right clause as document and start."""
        turns = turns_of(data)
        if self._feedback is None or not turns:
            raise TiaowenError("打开了记录的服务", "这里不保存评价", "启动时去掉 --no-records")
        answer = self.conversation(turns)[-1]
        if answer.status == "error":
            raise TiaowenError("一个回答", "这一问没有得到回答，无从评价", "先重新提问")
        self._feedback.add(
            answer,
            data.get("good") is True,
            reason=str(data.get("reason") or ""),
            right=self._picked(data) if data.get("document") else None,
            documents={document.title: document.source.sha256 for document in self.corpus.documents},
            index_version=index_hash(self._assistant.manifest),
            scope=[document.title for document in self.corpus.documents if document.id in turns[-1][1]],
        )
        return {"kept": True}

    def _picked(self, data: Mapping[str, Any]) -> Clause:
        """The unit that begins in the paragraph at offset `start` of a document: what the reader shows at its top."""
        document, start = self._document(data), data.get("start")
        if isinstance(start, int) and 0 <= start < len(document.text):
            end = document.text.find("\n", start)
            for clause in articles(self.corpus, document):
                if start <= clause.start < (end if end >= 0 else len(document.text)):
                    return clause
        raise TiaowenError("原文里的一条", "选用的条文在文库里找不到了", "重新打开原文，再选一次")

    def _references(self, document: Document) -> Sequence[Reference]:
        """What the document refers to. The text never waits long for it: without the links it is still the text."""
        if document.id not in self._references_of:
            self._references_of[document.id] = self._pool.submit(self._find_references, document)
        return self._ready(self._references_of[document.id]) or ()

    def _audited(self, document: Document) -> str:
        report = self._ready(self._audit)
        found = [one for one in report.documents if one.id == document.id] if report else []
        return document_audit_html(found[0]) if found else ""

    @staticmethod
    def _ready(future: Future[Found]) -> Found | None:
        """What is worked out beside the page, if it is there in time; the page is whole without it."""
        try:
            return future.result(PATIENCE)
        except TimeoutError:
            return None
        except Exception:
            log.exception("Work beside the page failed")
            return None

    def _find_references(self, document: Document) -> list[Reference]:
        return [
            (Span(unit.start + reference.start, unit.start + reference.end), reference.target)
            for unit in articles(self.corpus, document)
            for reference in find_references(unit, self._resolver)
            if reference.target is not None
        ]

    def _document(self, data: Mapping[str, Any]) -> Document:
        wanted = str(data.get("document", ""))
        for document in self.corpus.documents:
            if document.id == wanted:
                return document
        raise TiaowenError("文库里的一部文件", "这部文件已不在文库里", "从文库列表重新选择")
