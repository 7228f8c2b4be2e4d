"""The endpoints for programs, and the same as tools for language models: ask, search and batch.

They return the JSON that the command line prints. The docstrings of the three functions are what callers read (Gradio
shows them in its API description and as descriptions of the tools), hence Chinese first and one line per argument.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr

from page.current import Current
from page.line import Line
from page.payload import FAILED, MAX_TURNS
from tiaowen.datamodels import Answer
from tiaowen.errors import QuestionError, TiaowenError
from tiaowen.rendering.render import hit_json, to_json

log = logging.getLogger(__name__)

MAX_HITS = 100
MAX_QUESTIONS = 1000
BATCHES_WAITING = 4


class _NotDoneError(gr.Error):  # type: ignore[misc]
    """What a caller is told, without a traceback in the log."""

    def __init__(self, message: str) -> None:
        super().__init__(message, print_exception=False)

    def __str__(self) -> str:
        return str(self.message)  # Gradio's own is the repr, which a tool would hand on with its quotes


def add_endpoints(service: Current) -> None:
    """Registers the endpoints; call it inside `gr.Blocks`. Each stands in the service's line, not in Gradio's queue:
    a tool call then needs no detour over HTTP, and one limit holds for all."""
    for function in endpoints(service):
        gr.api(function, api_name=function.__name__, queue=False, concurrency_limit=None)


def endpoints(service: Current) -> list[Callable[..., Any]]:
    """The three functions, by the names under which programs call them."""
    batches = Line(BATCHES_WAITING)

    def ask(question: str, history: list[str] | None = None, documents: list[str] | None = None) -> dict[str, Any]:
        """用收录文件的原文回答一个问题：逐字引用条文，附文件名、条款号和来源文件中的位置；
        文件没有说明的不作答（status 为 refused）。
        Answer a question in Chinese from the documents, quoting the clause word for word with its address; what the
        documents do not say is refused.

        Args:
            question: 中文问题，也可以是“考核办法第四十四条”这样的地址。The question, in Chinese, or an address.
            history: 此前的问题，最早的在前；追问时用。The earlier questions of the conversation, oldest first.
            documents: 只在这些文件里找，写文件名；不写则为全部。Titles of the documents to search; all if empty.
        """
        try:
            texts = [*_texts(history, "history"), _asked(question)][-MAX_TURNS:]
            scope = _scope(service, documents)
            return to_json(service.answer([(text, scope) for text in texts]))
        except TiaowenError as error:
            return to_json(_failed(question, str(error)))
        except Exception:
            log.exception("The endpoint /ask failed")
            return to_json(_failed(question, FAILED))

    def search(question: str, limit: int = 10, documents: list[str] | None = None) -> list[dict[str, Any]]:
        """列出与问题最接近的条文（原文、条款号、0 到 1 的分值），最接近的在前；不判断是否足以作答。
        List the clauses nearest to a question, best first, with scores between 0 and 1; no judgement whether they
        answer it.

        Args:
            question: 中文问题，或“考核办法第四十四条”这样的地址。A question in Chinese, or an address.
            limit: 最多几条，1 到 100。How many clauses at most, 1 to 100.
            documents: 只在这些文件里找，写文件名；不写则为全部。Titles of the documents to search; all if empty.
        """
        try:
            if not isinstance(limit, int) or not 1 <= limit <= MAX_HITS:
                raise QuestionError(f"limit 是 1 到 {MAX_HITS} 的整数", repr(limit)[:40], "改正后再调用")
            hits = service.search(_asked(question), limit, _scope(service, documents))
            return [hit_json(hit) for hit in hits]
        except TiaowenError as error:
            raise _NotDoneError(str(error)) from None
        except Exception:
            log.exception("The endpoint /search failed")
            raise _NotDoneError(FAILED) from None

    def batch(questions: list[str]) -> list[dict[str, Any]]:
        """依次回答许多互不相关的问题，每问一个答案，顺序不变；不能问的一行 status 为 error，不影响其他行。
        Answer many independent questions, in order; one that cannot be asked becomes a row with status "error".

        Args:
            questions: 中文问题，至多 1000 个。The questions, in Chinese, 1000 at most.
        """
        try:
            if questions is None:  # no list of none: the caller has left it out
                raise QuestionError("questions 是由字符串组成的数组", "null", "改正后再调用")
            asked = _texts(questions, "questions")
            if len(asked) > MAX_QUESTIONS:
                raise QuestionError(
                    f"一次至多 {MAX_QUESTIONS} 个问题", f"{len(asked)} 个", "分几次调用，或用命令行 batch"
                )
            with batches.turn():
                return [to_json(answer) for answer in service.answer_many(asked)]
        except TiaowenError as error:
            raise _NotDoneError(str(error)) from None
        except Exception:
            log.exception("The endpoint /batch failed")
            raise _NotDoneError(FAILED) from None

    return [ask, search, batch]


def speak_json(page: gr.Blocks) -> None:
    """Call it once the page is launched with `mcp_server=True`: Gradio turns what a tool returns into text with `str`,
    which makes Python's notation of a dict, not JSON."""
    server: Any = page.mcp_server_obj
    if server is None:
        raise TiaowenError("可用的 MCP 服务", page.mcp_error or "没有启动", "重新安装 requirements.txt 里的依赖")
    in_words = server.postprocess_output_data

    def in_json(data: Sequence[Any], root_url: str) -> Any:
        return in_words([json.dumps(output, ensure_ascii=False) for output in data], root_url)

    server.postprocess_output_data = in_json


def _asked(question: object) -> str:
    if not isinstance(question, str):
        raise QuestionError("question 是一个字符串", type(question).__name__, "改正后再调用")
    return question


def _texts(values: object, name: str) -> list[str]:
    """A list of strings as the caller sent it; nothing is none."""
    if values is None:
        return []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise QuestionError(f"{name} 是由字符串组成的数组", type(values).__name__, "改正后再调用")
    return values


def _scope(service: Current, documents: object) -> tuple[str, ...]:
    """The ids of documents from ids or titles. Raises QuestionError for one that is not there."""
    names = _texts(documents, "documents")
    versions = service.versions
    # Of several versions under one title the one in force; another by its id, 《…》（2009-08-27）.
    by_force = sorted(service.corpus.documents, key=lambda document: document in versions.in_use(document))
    known = {name: d.id for d in by_force for name in (*d.aliases, d.title)} | {d.id: d.id for d in by_force}
    for name in names:
        if name not in known:
            titles = "、".join(f"《{document.title}》" for document in service.corpus.documents[:3])
            raise QuestionError("收录文件的名称", f"没有“{name[:80]}”", f"用文库里的名称，例如{titles}")
    return tuple(sorted({known[name] for name in names}))


def _failed(question: object, message: str) -> Answer:
    return Answer(question if isinstance(question, str) else "", "error", error=message)
