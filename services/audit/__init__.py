"""The append-only log: who changed what, and events that change no field."""
