"""Words of Word documents that are no text: struck out, hidden, or the prompt of an empty field to fill in.

They are set aside under their reason and told by the audit, as tracked deletions are not: those are gone for Word too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tiaowen.reading.files.word_tree import W, is_on
from tiaowen.reading.grammar.lines import PROMPT, STRUCK, VANISHED

_EFFECTS = {"vanish": VANISHED, "strike": STRUCK, "dstrike": STRUCK}
_PROMPT = re.compile(r"\s*(?:请?(?:[单双]击|点击|轻触|选择|输入|键入|填写)|[\[［【]|(?i:click|tap|choose|enter)\b)")
_LONGEST_PROMPT = 60  # characters


class Apart:
    """Which runs of a document are set aside, and why."""

    def __init__(self, body: Any, styles: Mapping[str, Any]) -> None:
        self.styles = styles
        self.known: dict[tuple[str, str], bool] = {}
        # Programs that fill in forms leave the mark of a prompt on real words: it has to read like one, too.
        self.prompts = {run for field in body.iter(W + "sdt") if _is_prompt(field) for run in field.iter(W + "r")}

    def reason(self, run: Any) -> str:
        """Why the words of a run are no text, or ""."""
        if run in self.prompts:
            return PROMPT
        own = run.find(W + "rPr")
        named = _style(own, "rStyle")
        paragraph = next(run.iterancestors(W + "p"), None)
        around = _style(paragraph.find(W + "pPr"), "pStyle") if paragraph is not None else ""
        for effect, why in _EFFECTS.items():
            given = own.find(W + effect) if own is not None else None
            # A character style that has what the paragraph has turns it off (ECMA-376 Part 1, 17.7.3).
            if is_on(given) if given is not None else self.styled(around, effect) != self.styled(named, effect):
                return why
        return ""

    def hidden_mark(self, paragraph: Any) -> bool:
        """Whether the end of a paragraph does not show by its style."""
        return self.styled(_style(paragraph.find(W + "pPr"), "pStyle"), "vanish")

    def styled(self, name: str, effect: str) -> bool:
        """Whether a style, or the nearest that it is based on and that speaks of the effect, turns it on."""
        if (name, effect) not in self.known:
            style, seen, found = self.styles.get(name), set(), None
            while style is not None and found is None and style.style_id not in seen:
                seen.add(style.style_id)
                found = style.element.find(f"{W}rPr/{W}{effect}")
                style = getattr(style, "base_style", None)
            self.known[name, effect] = is_on(found)
        return self.known[name, effect]


def _style(properties: Any, tag: str) -> str:
    found = properties.find(W + tag) if properties is not None else None
    return (found.get(W + "val") or "") if found is not None else ""


def _is_prompt(field: Any) -> bool:
    if not is_on(field.find(f"{W}sdtPr/{W}showingPlcHdr")):
        return False
    words = "".join(word.text or "" for word in field.iter(W + "t"))
    return len(words) <= _LONGEST_PROMPT and _PROMPT.match(words) is not None
