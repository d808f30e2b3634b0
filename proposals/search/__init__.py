"""The index that proposals are searched by: the database keeps it up to date itself, with triggers."""
