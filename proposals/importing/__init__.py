"""Importing documents: file → blocks → understanding → parsed proposals → plan → one transaction."""
