"""The checks of a printed PDF that the free checkers leave out."""
