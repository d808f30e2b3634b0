"""The rules of savings proposals as pure values: no database, no requests."""
