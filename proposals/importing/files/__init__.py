"""Files of every kind, read into one value: blocks in reading order, each with its place."""
