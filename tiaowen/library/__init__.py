"""The files that an index is made of: put in, examined apart, taken out."""
