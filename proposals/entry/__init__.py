"""The page on which officers enter a proposal: forms, year grid, checks, saving, conflicts."""
