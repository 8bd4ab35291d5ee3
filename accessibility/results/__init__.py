"""What comes out: result tables, where they come from, and how they reach a disk whole."""
