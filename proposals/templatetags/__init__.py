"""Template tags of the proposals pages."""
