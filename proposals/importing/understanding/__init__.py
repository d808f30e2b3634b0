"""The understanding of a council's savings tables: what each column, row and figure is, proved by its totals."""
