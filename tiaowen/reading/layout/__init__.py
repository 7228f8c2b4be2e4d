"""Lines -> paragraphs: line wraps undone, page furniture set aside."""
