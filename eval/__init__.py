"""Measures the system: `python -m eval` runs question sets, prints tables, writes JSON and one HTML page.

questions   question files -> Question, QuestionSet
matching    is this clause the one that the gold label means?
measures    formulas over one ranking or one answer, each with its definition
verbatim    quotations checked again, against the bytes of the source file
statistics  intervals, paired tests, calibration, risk-coverage
outcomes    a question asked: what came back, and every figure that it yields
official    the official questions from the 答记者问, and what their answers take from the articles
results     a run as a JSON file
comparison  two runs, paired; a run held against the committed baseline
plots, report  the table on the terminal and the page
document    figures written into docs/results.md, between marks
overview    many question sets on one table: `python -m eval.overview`
remeasure   every question set asked anew, and the documents filled: `python -m eval.remeasure`
baselines   simple systems measured on the same questions: `python -m eval.baselines`
bench       how fast: `python -m eval.bench`
stard       retrieval over 58,639 articles of national laws
"""
