"""Streets and timetables: reading them, joining them, keeping them on disk."""
