"""Matching, planning and applying what was parsed."""
