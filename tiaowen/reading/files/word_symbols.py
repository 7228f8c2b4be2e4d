"""Boxes, ticks and bullets that Word documents set in fonts of symbols -> the characters of Unicode they look like.

The fonts Wingdings, Wingdings 2 and Symbol show pictures in place of the characters 0x20 to 0xFF, which documents hold
as such or, mostly, in the private area from U+F020.
"""

from __future__ import annotations

from collections.abc import Iterable

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_WINGDINGS = {
    0x46: "☞", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒", 0x74: "◆", 0x75: "◆",
    0x76: "❖", 0x77: "◆", 0x9E: "·", 0x9F: "•", 0xA0: "▪", 0xA1: "○", 0xA2: "○", 0xA4: "◉", 0xA7: "▪", 0xA8: "☐",
    0xAB: "★", 0xB2: "☆", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xEF: "⇦", 0xF0: "⇨",
    0xFB: "✘", 0xFC: "✔", 0xFD: "☒", 0xFE: "☑",
    **{0x81 + number: sign for number, sign in enumerate(_CIRCLED)},
}  # fmt: skip
_WINGDINGS_2 = {
    0x2A: "☐", 0x30: "☐", 0x4F: "✘", 0x50: "✔", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x95: "•", 0x96: "•",
    0x97: "●", 0x98: "●", 0x99: "○", 0x9A: "○", 0xA0: "▪", 0xA1: "■", 0xA2: "■", 0xA3: "☐", 0xA4: "☐", 0xAE: "◆",
    **{0x6A + number: sign for number, sign in enumerate(_CIRCLED)},
}  # fmt: skip
_SYMBOL = {
    0x44: "Δ", 0x53: "Σ", 0x57: "Ω", 0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x71: "θ", 0x6C: "λ", 0x6D: "μ",
    0x70: "π", 0x73: "σ", 0x6A: "φ", 0x77: "ω", 0xA2: "′", 0xA3: "≤", 0xA5: "∞", 0xA8: "◆", 0xAC: "←", 0xAD: "↑",
    0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB7: "·", 0xB8: "÷", 0xB9: "≠",
    0xBB: "≈", 0xBC: "…", 0xD6: "√", 0xD7: "·", 0xDE: "⇒", 0xE5: "∑",
    **{code: chr(code) for code in (*range(0x28, 0x40), 0x5B, 0x5D, 0x7B, 0x7C, 0x7D)},
}  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}
_UNNAMED = {**_WINGDINGS, 0xB7: "·"}
_PRIVATE = 0xF000


def shown(text: str, font: str, fonts: Iterable[str]) -> str:
    """The text of a run as it looks. font: that of its Latin characters; fonts: all that it names, of which one may be
    for private characters. Those of no known font are taken for Wingdings', which nearly all are. What the tables do
    not have stays as it is."""
    own = _FONTS.get(font.lower(), {})
    if not own and not any("\uf020" <= char <= "\uf0ff" for char in text):
        return text
    table = next((_FONTS[name] for each in (font, *fonts) if (name := each.lower()) in _FONTS), _UNNAMED)
    return "".join(
        table.get(ord(char) - _PRIVATE, char) if "\uf020" <= char <= "\uf0ff" else own.get(ord(char), char)
        for char in text
    )
