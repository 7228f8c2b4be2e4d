"""Plots as inline SVG, for one page that needs nothing from anywhere."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence

import matplotlib

matplotlib.use("Agg")  # no display is needed, and none may be there
from matplotlib import pyplot as plt  # noqa: E402
from matplotlib.axes import Axes  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402

BLUE, RED, GREY = "#2f5d8a", "#b3402e", "#9aa0a6"


def bars(title: str, figures: Mapping[str, Mapping[str, float]]) -> str:
    """Horizontal bars from 0 to 1 with their intervals: {name: {"value", "low", "high", "n"}}."""
    plot, axes = _new(title, height=0.9 + 0.27 * len(figures))
    for i, (name, figure) in enumerate(reversed(figures.items())):
        value = figure["value"]
        low, high = max(value - figure["low"], 0), max(figure["high"] - value, 0)
        axes.barh(i, value, color=BLUE, height=0.62, xerr=[[low], [high]], error_kw={"ecolor": GREY, "capsize": 2})
        axes.text(1.02, i, f"{value:.3f}  n={figure['n']}", va="center", fontsize=8)
        axes.text(-0.015, i, name, va="center", ha="right", fontsize=8)
    axes.set_yticks([])
    axes.set_xlim(0, 1)
    return _svg(plot, title)


def reliability_plot(title: str, bins: Sequence[Mapping[str, float]]) -> str:
    """Share right against mean score, a dot per bin with its size; on the diagonal the score means what it says."""
    plot, axes = _new(title, width=4.4, height=3.6)
    axes.plot([0, 1], [0, 1], color=GREY, linewidth=1, linestyle="--")
    for row in bins:
        axes.scatter(row["score"], row["right"], s=18 + 6 * row["n"] ** 0.5, color=BLUE, zorder=3)
        axes.annotate(
            str(row["n"]), (row["score"], row["right"]), fontsize=7, xytext=(5, 4), textcoords="offset points"
        )
    axes.set(xlabel="mean score of the bin", ylabel="share right", xlim=(-0.03, 1.03), ylim=(-0.05, 1.08))
    return _svg(plot, title)


def risk_plot(title: str, points: Sequence[Mapping[str, float]], chosen: Mapping[str, float] | None) -> str:
    """Risk against coverage, and the point that the system works at, where it refuses at all."""
    plot, axes = _new(title, width=4.4, height=3.6)
    axes.step([p["coverage"] for p in points], [p["risk"] for p in points], where="post", color=BLUE)
    if chosen is not None:
        at = (chosen["coverage"], chosen["risk"])
        axes.scatter(*at, color=RED, zorder=3, s=28)
        axes.annotate("as answered", at, fontsize=8, color=RED, xytext=(-8, 8), textcoords="offset points", ha="right")
    axes.set(xlabel="coverage (share answered)", ylabel="risk (share wrong)", xlim=(0, 1.03))
    axes.set_ylim(bottom=-0.02)
    return _svg(plot, title)


def latency_plot(title: str, times: Mapping[str, Sequence[float]]) -> str:
    """Share of calls that took at most so long, a line per call: {call: milliseconds}."""
    plot, axes = _new(title, width=4.4, height=3.6)
    for (call, values), colour in zip(times.items(), (BLUE, RED), strict=False):
        ordered = sorted(values)
        axes.step(
            ordered, [(i + 1) / len(ordered) for i in range(len(ordered))], where="post", color=colour, label=call
        )
    axes.axhline(0.95, color=GREY, linewidth=0.8, linestyle="--")
    axes.set(xlabel="milliseconds", ylabel="share of questions", ylim=(0, 1.02))
    axes.set_xlim(left=0)
    axes.legend(frameon=False, fontsize=8, loc="lower right")
    return _svg(plot, title)


def _new(title: str, width: float = 7.4, height: float = 3.0) -> tuple[Figure, Axes]:
    plot, axes = plt.subplots(figsize=(width, height), layout="constrained")
    axes.set_title(title, fontsize=9, loc="left")
    axes.tick_params(labelsize=8)
    axes.xaxis.label.set_size(8)
    axes.yaxis.label.set_size(8)
    axes.spines[["top", "right"]].set_visible(False)
    return plot, axes


def _svg(plot: Figure, title: str) -> str:
    """The figure as an <svg> element: text as outlines, ids of its own, no declaration and no metadata."""
    buffer = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": title, "svg.id": re.sub(r"\W+", "-", title)}):
        plot.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    plt.close(plot)
    drawn = buffer.getvalue()
    drawn = drawn[drawn.index("<svg") :]
    drawn = re.sub(r"<metadata>.*?</metadata>", "", drawn, flags=re.DOTALL)
    # Several figures share one page: ids that repeat would make one use the glyphs of another.
    prefix = re.sub(r"\W+", "-", title).strip("-") + "-"
    drawn = re.sub(r'\bid="', f'id="{prefix}', drawn)
    return re.sub(r'((?:xlink:href="|url\()#)', rf"\1{prefix}", drawn)
