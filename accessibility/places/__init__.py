"""Where people start and where they go: points with identifiers."""
