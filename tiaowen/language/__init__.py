"""Words: search text, everyday and formal words, the grammar of questions. Nothing here knows a document."""
