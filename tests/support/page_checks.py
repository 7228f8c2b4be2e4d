"""What every view of the page must hold, whatever it shows: contrast, names, width, and what axe-core checks."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.browser_tools import ROOT

AXE = ROOT / "tests" / "node_modules" / "axe-core" / "axe.min.js"

CONTRAST = """() => {
  const number = (colour) => {
    const c = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    c.fillStyle = colour; c.fillRect(0, 0, 1, 1);
    return [...c.getImageData(0, 0, 1, 1).data];
  };
  const light = (c) => { const v = c / 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; };
  const lum = ([r, g, b]) => .2126 * light(r) + .7152 * light(g) + .0722 * light(b);
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const c = getComputedStyle(e).backgroundColor;
      if (c !== "rgba(0, 0, 0, 0)" && c !== "transparent") return number(c);
    }
    return [255, 255, 255, 255];
  };
  const bad = [];
  for (const e of document.querySelectorAll("#tw *")) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || !e.checkVisibility({ opacityProperty: true }) || e.closest(".sr, .skip, [disabled]")) continue;
    const style = getComputedStyle(e);
    const [a, b] = [lum(number(style.color)), lum(ground(e))].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize);
    const need = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    const ratio = (a + .05) / (b + .05);
    if (ratio < need) bad.push(`${e.className || e.tagName} ${ratio.toFixed(2)} ${e.textContent.slice(0, 20)}`);
  }
  return bad;
}"""

NAMELESS = """() => {
  const all = document.querySelectorAll("#tw button, #tw a, #tw input, #tw textarea, #tw summary");
  const name = (e) => e.labels?.[0]?.innerText || e.getAttribute("aria-label") || e.innerText || "";
  return [...all].filter((e) => e.checkVisibility() && !name(e).trim()).map((e) => e.outerHTML.slice(0, 120));
}"""

TOO_WIDE = """() => {
  const all = document.querySelectorAll("html, body, #tw, .stage, .scroller, .text, .shelf, .composer, .reader-head");
  return [...all].filter((e) => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1).map((e) => e.className);
}"""


def healthy(page: Any) -> None:
    """Contrast AA, a name for every control, nothing wider than the screen."""
    assert page.evaluate(CONTRAST) == []
    assert page.evaluate(NAMELESS) == []
    assert page.evaluate(TOO_WIDE) == []


def violations(page: Any) -> list[str]:
    """What axe-core finds to complain about. Skips the rest of a test where it is not installed."""
    if not AXE.exists():
        pytest.skip("needs axe-core: npm ci --prefix tests")
    if not page.evaluate("typeof axe === 'object'"):
        page.add_script_tag(path=str(AXE))
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [f"{v['id']}: {node['html'][:120]}" for v in found for node in v["nodes"]]
