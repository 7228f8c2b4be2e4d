"""The web page around the library: its texts, its looks and the functions that the browser calls."""
