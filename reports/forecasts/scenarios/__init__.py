"""Scenarios of a round's position, and the alternative budgets of political groups."""
