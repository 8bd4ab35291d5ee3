"""Timetable feeds: read and checked, put together, and written anew."""
