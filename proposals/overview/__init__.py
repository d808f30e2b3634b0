"""A round at a glance: what it adds up to by directorate, category, risk and kind, and whom it touches.

`reading` asks the database once for each sort of figure, `slices` and `impacts` put them together as plain
values, `sections` print them with charts and tables; every figure leads to the list that it is the total of.
"""
