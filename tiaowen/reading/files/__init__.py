"""File -> lines: txt, Markdown, HTML, Word, PDF, zip."""
