"""Runs of an index: inputs, stages, tables and files."""
