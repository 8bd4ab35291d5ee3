"""Maps of results, as pictures."""
