"""What the database derives by itself, with triggers: the index that texts are searched by, and versions of rounds."""
