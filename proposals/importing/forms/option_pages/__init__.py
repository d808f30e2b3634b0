"""The layout of option forms."""
