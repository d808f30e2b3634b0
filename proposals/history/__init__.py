"""The record as people read it: the timeline, and what was exported."""
