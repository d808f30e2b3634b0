"""Proposals as documents state them: planned, matched and written."""
