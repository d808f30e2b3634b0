"""Stages, sign-off and the work that waits for each person."""
