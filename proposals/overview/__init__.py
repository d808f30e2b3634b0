"""A round at a glance: its totals by directorate, category, risk and kind, and the groups of people it affects.

`reading` asks the database once for each sort of figure, `slices` and `impacts` put them together as plain
values, `sections` print them with charts and tables; every figure leads to the list that it is the total of.
"""
