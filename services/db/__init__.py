"""Model fields, and reading the rows of several tables together."""
