"""What people ask of a network."""
