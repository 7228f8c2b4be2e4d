"""Answer, document, audit -> JSON, text, Markdown, HTML."""
