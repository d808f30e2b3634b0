"""The demonstration: an invented council with its round, people and scrutiny."""
