"""The layout of an impact table."""
