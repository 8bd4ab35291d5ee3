"""Did a network really build: what was read, what runs when, and what is wrong."""
