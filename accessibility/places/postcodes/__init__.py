"""Postcodes: how they are spelt, and where they lie."""
