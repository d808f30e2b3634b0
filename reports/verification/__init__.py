"""Verifying a file: published here or not, altered or not, its figures current or not."""
