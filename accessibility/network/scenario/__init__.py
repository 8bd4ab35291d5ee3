"""What-if: changes to timetables and services, read from a file and made to a network."""
