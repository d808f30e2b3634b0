"""Proposals as files: who may take them, what they hold, and the record of it."""
