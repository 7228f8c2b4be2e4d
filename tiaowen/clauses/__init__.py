"""What clauses hold: tables, parties, terms, acts, penalties; and the short texts that lead to them."""
