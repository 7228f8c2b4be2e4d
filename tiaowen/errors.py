"""Every error that the library raises on purpose: what was expected, what was found, what to do.

The three parts are kept apart so that the command line, the page and the batch report can lay
them out in their own way; `str(error)` is the whole message in Chinese.
"""


class TiaowenError(Exception):
    """Base class. `expected`, `found` and `todo` are Chinese sentences without a final stop."""

    def __init__(self, expected: str, found: str, todo: str) -> None:
        self.expected = expected
        self.found = found
        self.todo = todo
        super().__init__(f"需要：{expected}。实际：{found}。请：{todo}。")


def briefly(message: str) -> str:
    """The message of an error in a list of several: what was found and what to do; another message as it is."""
    found, _, todo = message.partition("。实际：")[2].partition("。请：")
    return f"{found}，请{todo.removesuffix('。')}" if todo else message


class SourceError(TiaowenError):
    """A source file cannot be read (missing, empty, binary, encrypted, scanned, too large)."""


class AddressError(TiaowenError):
    """An address names nothing, or more than one thing, in the documents at hand."""


class EncoderError(TiaowenError):
    """The encoder's folder is missing, damaged or of another kind."""


class IndexFileError(TiaowenError):
    """The index is missing, truncated, or was made by another encoder or version."""


class QuestionError(TiaowenError):
    """A question that cannot be asked: empty, too long, nothing but punctuation or control characters."""


class BatchError(TiaowenError):
    """A table of questions or answers that cannot be read or written."""
