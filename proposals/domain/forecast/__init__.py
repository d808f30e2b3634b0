"""The money of a council over several years: position, reserves, programmes, and budgets that move to other bodies.

Frozen values in, frozen values out; whole pounds; no Django, no database. What proposals save and cost comes from
`savings_profile`.
"""
