"""What it costs to deliver proposals: the kinds of cost and who pays."""

COST_KINDS: dict[str, str] = {
    "ict": "ICT",
    "redundancy": "Redundancy",
    "project": "Project team",
    "other": "Other",
}
"""The kinds of cost to achieve in words."""

CAPITAL_RECEIPTS = "capital_receipts"
FUNDERS: dict[str, str] = {
    "revenue": "Revenue budget",
    "reserve": "Reserve",
    "transformation_fund": "Transformation fund",
    CAPITAL_RECEIPTS: "Capital receipts",
    "grant": "Grant",
    "borrowing": "Borrowing",
}
"""Who pays a cost to achieve, in words."""
