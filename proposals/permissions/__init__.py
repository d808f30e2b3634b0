"""The rules of who may see and do what."""
