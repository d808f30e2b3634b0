"""Savings proposals: the records, their one computation, reading them in and browsing them."""
