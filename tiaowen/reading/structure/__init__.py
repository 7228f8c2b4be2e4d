"""Document -> clause tree."""
