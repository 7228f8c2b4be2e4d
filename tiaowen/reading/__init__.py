"""File -> documents -> clause tree, one step per module: formats, layout, documents, structure, collation, audit."""
