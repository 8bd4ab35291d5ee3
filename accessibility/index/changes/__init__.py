"""Runs of an index set side by side, and over time."""
