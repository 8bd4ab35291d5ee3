"""The toolbox of algorithms."""
