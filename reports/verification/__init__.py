"""Whether a file is one that was published here, whether it was altered, and whether its figures still stand."""
