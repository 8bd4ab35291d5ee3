"""Layers: what the worker wrote, how it looks, where it lives, and how it is made again."""
