"""What journeys cost, by the feeds or by a table of fares."""
