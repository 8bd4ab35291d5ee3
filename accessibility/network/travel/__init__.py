"""What searches need of a network: ways over the streets, and the vehicles of a day."""
