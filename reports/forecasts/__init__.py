"""Financial cases of programmes: importing their inputs, and giving their results out as files."""
