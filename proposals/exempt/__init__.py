"""Exempt wording: reading it, and the grants of access to it."""
