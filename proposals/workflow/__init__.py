"""Stages, sign-off and what waits for whom."""
