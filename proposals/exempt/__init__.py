"""Exempt wording: reading it, and the leave to read it."""
