"""The nearest services of each kind: what is asked, searched, and answered."""
