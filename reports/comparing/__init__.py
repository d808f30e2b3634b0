"""Comparing rounds and editions: on a page for everybody who may read both, and as an appendix for clerks."""
