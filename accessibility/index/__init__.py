"""Index updates: from travel times to the score, rank and decile of a deprivation domain."""
