"""The largest figures that are taken for figures; sums of them fit every database."""

from decimal import Decimal

LARGEST_AMOUNT = 1_000_000_000_000
"""In pounds: no English council has a budget of a million millions."""

LARGEST_FTE = Decimal(1_000_000)
"""In full-time equivalents: all of local government in England employs fewer than two million people."""

LONGEST_CATEGORY = 200
"""The longest name of a category of savings, in characters."""
