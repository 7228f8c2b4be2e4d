"""Figures written into a Markdown document, between two marks, so that no number in it is typed by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tiaowen.errors import BatchError

SYSTEMS = ("span@1", "span@5", "span MRR@10", "all spans@5")


def fill(file: Path, name: str, text: str) -> None:
    """Replace what stands between `<!-- begin NAME -->` and `<!-- end NAME -->`.

    Raises BatchError where the document has no such marks.
    """
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    try:
        document = file.read_text(encoding="utf-8")
        before, rest = document.split(begin, 1)
        _, after = rest.split(end, 1)
    except (OSError, ValueError) as error:
        raise BatchError(f"文档里的标记 {begin} 和 {end}", f"{file} 里没有", "加上标记，或换一个文件") from error
    file.write_text(f"{before}{begin}\n{text.strip()}\n{end}{after}", encoding="utf-8")


def figures(run: Mapping[str, Any]) -> str:
    """The figures of a run: one table over the sets, one of latencies, one by kind, one of the official pairs."""
    encoder = run["manifest"].get("encoder", {})
    sets = run["sets"]
    names = list(dict.fromkeys(name for about in sets.values() for name in about["figures"]["all"]))
    parts = [
        f"Commit `{run['commit']}`, encoder `{encoder.get('fingerprint', '-')}`, questions "
        + ", ".join(f"{name} `{about['sha256'][:12]}`" for name, about in sets.items())
        + ". Values are means with 95% bootstrap intervals and the number of questions.",
        table(
            ("figure", *sets),
            [(name, *(_cell(about["figures"]["all"].get(name)) for about in sets.values())) for name in names]
            + [
                (f"calibration error, {of}", *(_number(about["calibration"][of]["ece"]) for about in sets.values()))
                for of in next(iter(sets.values()))["calibration"]
            ]
            + [("AURC", *(_number(about["risk_coverage"]["aurc"]) for about in sets.values()))],
        ),
    ]
    for name, about in sets.items():
        if len(about["figures"]) > 2 and "pairs" not in about:
            shown = ("span@1", "span@5", "citation", "span in answer", "character F1")
            rows = [
                (kind, *(_number(group[m]["value"]) if m in group else "" for m in shown), str(_count(about, kind)))
                for kind, group in about["figures"].items()
                if any(m in group for m in shown)
            ]
            parts += [f"By kind, {name}:", table(("kind", *shown, "n"), rows)]
        if "pairs" in about:
            parts += [
                "The official answers:",
                table(("pair", "question", "coverage", "cited"), _pairs(about["pairs"])),
            ]
    return "\n\n".join(parts)


def systems(measured: Mapping[str, Mapping[str, Any]], commit: str) -> str:
    """The simple systems beside ours."""
    rows = [(name, *(_cell(about["figures"].get(measure)) for measure in SYSTEMS)) for name, about in measured.items()]
    return f"Commit `{commit}`.\n\n" + table(("system", *SYSTEMS), rows)


def _pairs(pairs: Sequence[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    rows = []
    for pair in pairs:
        instead = pair.get("instead")
        score = _number(pair["coverage"]) if instead is None else f"source {'met' if instead['met'] else 'not met'}"
        cited = [c["cite"] for c in pair["cited"]] if instead is None else instead["cited"]
        rows.append((str(pair["pair"]), pair["question"], score, "、".join(c.split("》")[-1] for c in cited) or "–"))
    return rows


def _count(about: Mapping[str, Any], kind: str) -> int:
    return sum(kind in ("all", row["kind"]) for row in about["rows"])


def _cell(figure: Mapping[str, float] | None) -> str:
    if figure is None:
        return ""
    return f"{figure['value']:.3f} [{figure['low']:.2f}–{figure['high']:.2f}] {figure['n']}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
