"""How long work is cut into blocks, spread, kept, resumed and put together."""
