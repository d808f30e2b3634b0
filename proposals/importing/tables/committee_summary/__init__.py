"""The layout of a committee summary."""
