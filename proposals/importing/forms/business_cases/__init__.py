"""The layout of business cases."""
