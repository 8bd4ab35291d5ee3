"""OpenStreetMap extracts: read, and made into streets that each mode may use."""
