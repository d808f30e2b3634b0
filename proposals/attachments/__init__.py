"""Attached files: looking through them, storing them, and handing them out."""
