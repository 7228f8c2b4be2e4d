"""What lines and paragraphs say of themselves: numerals, headings, marks, captions, what press and web sites add."""
