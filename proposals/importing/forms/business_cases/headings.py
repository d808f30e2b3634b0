"""The headings of the business case that its reader has to know by name."""

from proposals.importing.forms.headings import BUSINESS_CASE

TITLE = BUSINESS_CASE["title"]
SAVING = BUSINESS_CASE["saving"]
REFERENCE = BUSINESS_CASE["reference"]
BRIEF = BUSINESS_CASE["brief_description"]
OFFICER = BUSINESS_CASE["senior_responsible_officer"]
CASE = BUSINESS_CASE["case"]
OVERVIEW_FRAME = BUSINESS_CASE["overview_frame"]
OVERVIEW = BUSINESS_CASE["overview"]
LIST_TITLE = BUSINESS_CASE["list_title"]
DEPENDENCIES = BUSINESS_CASE["dependencies"]
BENEFITS = BUSINESS_CASE["non_financial_benefits"]
BENEFITS_SUMMARY = BUSINESS_CASE["non_financial_benefits_summary"]
RISKS = BUSINESS_CASE["risks"]
COSTS = BUSINESS_CASE["cost_and_savings"]
APPROACH = BUSINESS_CASE["approach"]
IN_SCOPE = BUSINESS_CASE["in_scope"]
OUT_OF_SCOPE = BUSINESS_CASE["out_of_scope"]
