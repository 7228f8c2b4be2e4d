"""Paragraphs -> the documents printed in a source, with titles, numbers and dates."""
