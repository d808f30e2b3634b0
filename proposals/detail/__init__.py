"""The page of one proposal."""
