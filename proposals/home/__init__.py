"""The page on which a person begins: their committees, what is new to them, the round, and what waits for them."""
