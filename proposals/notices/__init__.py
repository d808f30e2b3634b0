"""E-mail notices about proposals and scrutiny: whom each concerns, its words, and due dates."""
