"""The endpoints for programs: ask, search and batch, with the JSON that the command line prints."""

from __future__ import annotations

from typing import Any

import gradio as gr

from page.current import Current
from page.service import FAILED
from tiaowen.datamodels import Answer
from tiaowen.errors import TiaowenError
from tiaowen.render import to_json


def add_endpoints(service: Current) -> None:
    """Registers the endpoints; call it inside `gr.Blocks`. An error comes back as JSON with status "error"."""

    def ask(question: str, history: list[str] | None = None, documents: list[str] | None = None) -> dict[str, Any]:
        """Answer a question from the documents, with verbatim citations.

        Args:
            question: The question, in Chinese.
            history: The earlier questions of the conversation, oldest first, for a follow-up question.
            documents: Ids of the documents to search; all if empty.
        """
        scope = tuple(sorted(documents or ()))
        try:
            return to_json(service.answer([(q, scope) for q in (*(history or ()), question)]))
        except TiaowenError as error:
            return to_json(_failed(question, str(error)))
        except Exception:
            return to_json(_failed(question, FAILED))

    def search(question: str, limit: int = 10, documents: list[str] | None = None) -> list[dict[str, Any]]:
        """The clauses nearest to a question, best first, with scores between 0 and 1.

        Args:
            question: A question or an address such as 考核办法第四十四条.
            limit: How many clauses at most, 1 to 100.
            documents: Ids of the documents to search; all if empty.
        """
        try:
            hits = service.search(question, limit=max(1, min(int(limit), 100)), documents=documents or None)
        except TiaowenError as error:
            raise gr.Error(str(error), print_exception=False) from None
        return [
            {
                "document": hit.clause.document.title,
                "label": hit.clause.label,
                "cite": hit.clause.cite,
                "text": hit.clause.text,
                "score": round(hit.score, 4),
            }
            for hit in hits
        ]

    def batch(questions: list[str]) -> list[dict[str, Any]]:
        """Answer many questions, in order; a question that cannot be asked becomes a row with status "error".

        Args:
            questions: The questions, in Chinese.
        """
        return [ask(question) for question in questions]

    gr.api(ask, api_name="ask", queue=True, concurrency_limit=2)
    gr.api(search, api_name="search", queue=True, concurrency_limit=2)
    gr.api(batch, api_name="batch", queue=True, concurrency_limit=1)


def _failed(question: str, message: str) -> Answer:
    return Answer(question, "error", error=message)
