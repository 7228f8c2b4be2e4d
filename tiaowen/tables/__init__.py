"""Tables of questions in, tables of answers out.

rows.py            Row and Table; which line is the header, which column the question
encodings.py       bytes -> text: UTF-8, GB18030, UTF-16, or a refusal
delimited.py       csv, tsv, txt                     read and written line by line
json_lines.py      jsonl, json
workbook_in.py     xlsx: sheets, merged cells, formulas
workbook_out.py    xlsx: 答案, 引文, 汇总
outcome.py         one row of output: its columns, its seal
reports.py         Markdown, HTML and Word reports, laid out alike
reading.py         file name -> the reader;  writing.py: file name -> the writer, and the way back for `verify`
"""
