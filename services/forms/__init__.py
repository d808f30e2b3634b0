"""Form fields and their error messages."""
