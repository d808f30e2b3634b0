"""Copies of proposals, and starting the next round from the last one."""
