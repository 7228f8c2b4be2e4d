"""Question -> hits: the channels asked, their scores fused, equal clauses merged."""
