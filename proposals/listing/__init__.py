"""The list of proposals: its rows, columns, order, pages and groups, the views saved of it, and its files."""
