"""Proposals as files: the right to export them, their contents, and the record of each export."""
