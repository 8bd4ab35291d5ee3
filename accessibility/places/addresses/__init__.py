"""Addresses, located by the names on the map."""
