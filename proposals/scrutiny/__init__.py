"""Scrutiny's own record: what members asked and recommended, who answered, and what became of it."""
