"""The service that answers now. When the library changes another takes over, between two calls and not within one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import gradio as gr

from page.library import Shelf
from page.origin import check
from page.payload import Reply, safely
from page.service import Service
from tiaowen import Assistant


class Current:
    """Hands every call to the service of the moment; a call that has begun ends on the one that it began with."""

    def __init__(self, service: Service, shelf: Shelf) -> None:
        self._service = service
        self._shelf = shelf
        shelf.open(service.assistant, service.lock, self._take_over)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._service, name)

    def _take_over(self, assistant: Assistant) -> None:
        self._service = self._service.successor(assistant)

    def library(self, data: Any) -> Reply:
        """The list of documents, each added one with the way to remove it."""
        self._shelf.follow()
        service = self._service
        reply = service.library(data, self._shelf.removals(service.corpus))
        return {**reply, "html": reply["html"] + self._shelf.unread(service.corpus)}

    def functions(self) -> list[Callable[..., Reply]]:
        """Plain functions, by the names under which the scripts call them."""
        names = [function.__name__ for function in self._service.functions() if function.__name__ != "library"]
        changing = self._shelf.functions()

        def late(name: str) -> Callable[[Any], Reply]:
            def call(data: Any) -> Reply:
                return next(f for f in self._service.functions() if f.__name__ == name)(data)

            call.__name__ = name
            return call

        def guarded(name: str) -> Callable[[Any, gr.Request], Reply]:
            def call(data: Any, request: gr.Request) -> Reply:
                def checked(sent: Mapping[str, Any]) -> Reply:
                    check(self._shelf.allowed, {key.lower(): value for key, value in request.headers.items()})
                    return changing[name](sent)

                return safely(checked, data)

            call.__name__ = name
            return call

        def library(data: Any) -> Reply:
            return safely(self.library, data)

        return [*map(late, names), library, *map(guarded, changing)]
