"""A result shown: tables on the terminal, and one HTML page with plots that needs nothing from anywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from rich.console import Console
from rich.table import Table

from eval.comparison import Difference
from eval.outcomes import MEASURES
from eval.results import answered_wrongly

BY_KIND = ("span@1", "span@5", "hit rate@1", "citation", "span in answer", "character F1")
STYLE = """
body{font:15px/1.55 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1c2430}
h1{font-size:1.5rem}h2{margin-top:2.4rem;border-bottom:1px solid #d5d9de}h3{margin-top:1.6rem}
table{border-collapse:collapse;margin:.6rem 0}td,th{padding:.2rem .7rem;border-bottom:1px solid #e4e7eb;text-align:left;vertical-align:top}
td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.dim{color:#68717d;font-size:.87em}
.plots{display:flex;flex-wrap:wrap;gap:1rem}svg{max-width:100%;height:auto}.bad{color:#b3402e}.good{color:#2c6e49}
.side{display:grid;grid-template-columns:1fr 1fr;gap:.4rem 1.4rem}.side>div{border-left:3px solid #d5d9de;padding-left:.7rem}
details{margin:.4rem 0}summary{cursor:pointer}
"""  # noqa: E501


def show(run: Mapping[str, Any], console: Console) -> None:
    """The figures of every set, then those by kind, then the official pairs."""
    encoder = run["manifest"].get("encoder", {})
    console.print(f"[bold]{run['name']}[/] commit {run['commit'] or '-'} encoder {encoder.get('name', '-')}")
    for name, about in run["sets"].items():
        table = Table(
            title=f"{name}: {about['questions']} questions, sha256 {about['sha256'][:12]}", title_justify="left"
        )
        for heading, justify in (("figure", "left"), ("value", "right"), ("95% interval", "right"), ("n", "right")):
            table.add_column(heading, justify=justify)  # type: ignore[arg-type]
        for measure, figure in about["figures"]["all"].items():
            table.add_row(measure, f"{figure['value']:.3f}", _interval(figure), str(figure["n"]))
        for call, quantiles in about["latency_ms"].items():
            for q, figure in quantiles.items():
                table.add_row(f"{call} {q}, ms", f"{figure['value']:.1f}", _interval(figure, 1), str(figure["n"]))
        for of, calibration in about["calibration"].items():
            if calibration["ece"] is not None:
                table.add_row(f"calibration error, {of}", f"{calibration['ece']:.3f}", "", "")
        table.add_row("AURC", f"{about['risk_coverage']['aurc']:.3f}", "", "")
        console.print(table)
        if len(about["figures"]) > 2:
            console.print(_kinds_table(about))
        if "pairs" in about:
            console.print(_pairs_table(about["pairs"]))


def show_differences(differences: Sequence[Difference], names: tuple[str, str], console: Console) -> None:
    """Two runs side by side; a star where p < 0.05."""
    if any(not d.same_questions for d in differences):
        console.print("[yellow]The question files differ; only questions that both runs have are compared.[/]")
    table = Table("set", "figure", *names, "difference", "p", "n")
    for d in differences:
        change = f"{d.after - d.before:+.3f}"
        star = " *" if d.p < 0.05 else ""
        table.add_row(d.set, d.measure, f"{d.before:.3f}", f"{d.after:.3f}", change, f"{d.p:.3f}{star}", str(d.n))
    console.print(table)


def page(run: Mapping[str, Any]) -> str:
    """The whole report as one HTML document."""
    encoder = run["manifest"].get("encoder", {})
    head = (
        f"<h1>条文 Tiaowen: evaluation “{escape(run['name'])}”</h1>"
        f"<p class=dim>{escape(run['created'])} · commit {escape(run['commit'] or '-')} · "
        f"encoder {escape(str(encoder.get('name', '-')))} {escape(str(encoder.get('fingerprint', '')))} · "
        f"{run['manifest'].get('entries', '-')} entries of {run['manifest'].get('units', '-')} clauses</p>"
    )
    body = "".join(_set(name, about) for name, about in run["sets"].items())
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        f"<title>Tiaowen evaluation: {escape(run['name'])}</title><style>{STYLE}</style>"
        f"<body>{head}{body}{_definitions()}</body></html>"
    )


def _set(name: str, about: Mapping[str, Any]) -> str:
    # Imported here: the terminal tables and --compare need no matplotlib, which takes a second to load.
    from eval.plots import bars, latency_plot, reliability_plot, risk_plot

    figures = about["figures"]["all"]
    drawn = [bars(f"{name}: figures with 95% intervals", figures)]
    kinds = {kind: group["span@5"] for kind, group in about["figures"].items() if "span@5" in group}
    if len(kinds) > 2:
        drawn.append(bars(f"{name}: answer span in the first five clauses, by kind", kinds))
    for of, calibration in about["calibration"].items():
        if calibration["bins"]:
            title = f"{name}: calibration of the {of}, error {calibration['ece']:.3f}"
            drawn.append(reliability_plot(title, calibration["bins"]))
    risk = about["risk_coverage"]
    if risk["points"]:
        drawn.append(risk_plot(f"{name}: risk and coverage, AURC {risk['aurc']:.3f}", risk["points"], risk["chosen"]))
    times = {call: [row[f"{call}_ms"] for row in about["rows"]] for call in about["latency_ms"]}
    drawn.append(latency_plot(f"{name}: latency", times))
    latency = " · ".join(
        f"{call} {q} {figure['value']:.1f} ms"
        for call, quantiles in about["latency_ms"].items()
        for q, figure in quantiles.items()
    )
    return (
        f"<h2>{escape(name)}</h2><p class=dim>{escape(about['file'])} · {about['questions']} questions · "
        f"sha256 {escape(about['sha256'])} · {latency}</p>"
        f"<div class=plots>{''.join(f'<div>{svg}</div>' for svg in drawn)}</div>"
        f"{_figures(about)}{_kinds(about)}{_pairs(about.get('pairs', []))}{_wrong(about['rows'])}"
    )


def _figures(about: Mapping[str, Any]) -> str:
    rows = "".join(
        f"<tr><td>{escape(name)}</td><td class=n>{figure['value']:.3f}</td><td class=n>{_interval(figure)}</td>"
        f"<td class=n>{figure['n']}</td></tr>"
        for name, figure in about["figures"]["all"].items()
    )
    head = "<tr><th>figure</th><th>value</th><th>95% interval</th><th>n</th></tr>"
    return f"<h3>Figures</h3><table>{head}{rows}</table>"


def _kinds(about: Mapping[str, Any]) -> str:
    heads = "".join(f"<th>{measure}</th>" for measure in BY_KIND)
    rows = "".join(
        f"<tr><td>{escape(kind)}</td>"
        + "".join(
            f"<td class=n>{group[m]['value']:.3f} <span class=dim>[{_interval(group[m])}] n={group[m]['n']}</span></td>"
            if m in group
            else "<td></td>"
            for m in BY_KIND
        )
        + "</tr>"
        for kind, group in about["figures"].items()
    )
    return f"<h3>By kind</h3><table><tr><th>kind</th>{heads}</tr>{rows}</table>"


def _pairs(pairs: Sequence[Mapping[str, Any]]) -> str:
    if not pairs:
        return ""
    parts = ["<h3>The official answers and the cited clauses, side by side</h3>"]
    for pair in pairs:
        instead = pair.get("instead")
        if instead:
            met = "<span class=good>met</span>" if instead["met"] else "<span class=bad>not met</span>"
            verdict = f"restates no article; tests the source: {met}"
        else:
            verdict = f"coverage {pair['coverage']:.3f}"
        parts.append(f"<details><summary>{pair['pair']}. {escape(pair['question'])} <b>{verdict}</b></summary>")
        if instead:
            parts.append(f"<p>{escape(instead['why'])}</p><p>Cited: {escape('、'.join(instead['cited']) or '-')}</p>")
        parts.append("<div class=side><b>the official answer takes</b><b>from the clause</b>")
        parts.extend(
            f"<div>{escape(p['quote'])}</div><div><b>{escape(p['clause'])}</b> "
            f"<span class='{'good' if p['coverage'] > 0.99 else 'bad'}'>cited {p['coverage']:.0%}</span><br>"
            f"{escape(p['text'])}</div>"
            for p in pair["passages"]
        )
        cited = "".join(f"<li><b>{escape(c['cite'])}</b> {escape(c['quote'])}</li>" for c in pair["cited"])
        parts.append(
            f"</div><p>All citations ({escape(pair['status'])}):</p><ol>{cited}</ol>"
            f"<p class=dim>Official answer: {escape(pair['answer'])}</p></details>"
        )
    return "".join(parts)


def _wrong(rows: Sequence[Mapping[str, Any]]) -> str:
    wrong = answered_wrongly(rows)
    items = "".join(
        f"<details><summary>{escape(r['id'])} <span class=dim>{escape(r['kind'])}</span> {escape(r['question'])} "
        f"<span class=dim>{escape(r['status'])}</span></summary>"
        f"<p>Gold: {escape('；'.join(r['gold']) or 'none')}<br>"
        f"Wanted: {escape('；'.join(r['answer_spans']) or '-')}<br>"
        f"Answer: {escape(r['answer'] or '-')} {escape(r['note'])}<br>Cited: "
        f"{escape('；'.join(c['cite'] for c in r['citations']) or '-')}</p><ol>"
        + "".join(
            f"<li class={'good' if h['right'] else 'dim'}>{escape(h['cite'])} {h['score']:.2f}</li>"
            for h in r["hits"][:5]
        )
        + "</ol></details>"
        for r in wrong
    )
    return f"<h3>Worth reading: {len(wrong)} answered wrongly or wrongly refused</h3>{items}"


def _definitions() -> str:
    rows = "".join(
        f"<tr><td>{escape(m.name)}</td><td>{escape(m.definition)}</td><td class=dim>{escape(m.trap)}</td></tr>"
        for m in MEASURES
    )
    return (
        "<h2>Definitions</h2><p>Values are means over the questions for which a figure is defined (n); intervals are "
        "95% percentile bootstrap intervals over questions, over dialogues for turns. Where all values are equal the "
        "interval has no width, whatever n is. Calibration error: mean difference of score and share right over ten "
        "bins, weighted by size. AURC: mean risk over all coverages; unanswerable questions count as wrong when "
        "answered.</p>"
        f"<table><tr><th>figure</th><th>definition</th><th>not to be taken for</th></tr>{rows}</table>"
    )


def _kinds_table(about: Mapping[str, Any]) -> Table:
    table = Table("kind", *BY_KIND, "n", title="by kind", title_justify="left")
    for kind, group in about["figures"].items():
        cells = [f"{group[m]['value']:.3f}" if m in group else "" for m in BY_KIND]
        table.add_row(kind, *cells, str(sum(kind in ("all", row["kind"]) for row in about["rows"])))
    return table


def _pairs_table(pairs: Sequence[Mapping[str, Any]]) -> Table:
    table = Table("pair", "question", "coverage", "cited", title="official answers", title_justify="left")
    for pair in pairs:
        instead = pair.get("instead")
        score = f"{pair['coverage']:.3f}" if instead is None else ("source met" if instead["met"] else "source not met")
        cited = [c["cite"] for c in pair["cited"]] if instead is None else instead["cited"]
        table.add_row(str(pair["pair"]), pair["question"], score, "、".join(c.split("》")[-1] for c in cited))
    return table


def _interval(figure: Mapping[str, float], digits: int = 3) -> str:
    return f"{figure['low']:.{digits}f}–{figure['high']:.{digits}f}"
