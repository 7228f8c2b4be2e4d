"""Does a clause speak of what is asked? Its words, whom and where it is for, its quantities, its rivals."""
