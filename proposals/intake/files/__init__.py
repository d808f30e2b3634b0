"""Text and Word files as lines."""
