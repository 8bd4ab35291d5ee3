"""Recipes of indices: read, checked, and told where they are at fault."""
