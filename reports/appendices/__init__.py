"""Making an appendix of a filtered list."""
