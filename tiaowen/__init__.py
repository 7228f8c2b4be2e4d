"""条文 Tiaowen: ask a question about regulations, get the clause that answers it, word for word, with its address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiaowen.errors import TiaowenError

if TYPE_CHECKING:
    from tiaowen.assistant import Assistant
    from tiaowen.indexing.index import build_index

__all__ = ["Assistant", "TiaowenError", "build_index"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Load the heavy parts (numpy, FAISS, the encoder) with the first use, so that `import tiaowen` is quick."""
    if name == "Assistant":
        from tiaowen.assistant import Assistant

        return Assistant
    if name == "build_index":
        from tiaowen.indexing.index import build_index

        return build_index
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
