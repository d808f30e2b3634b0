"""Proposals carried on: copies, and the next round."""
