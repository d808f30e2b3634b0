"""The forms an appendix is put into: each writer turns any document of blocks into one kind of file."""
