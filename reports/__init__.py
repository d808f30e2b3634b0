"""Appendices: documents of typed blocks made from proposals, and the writers that print them."""
