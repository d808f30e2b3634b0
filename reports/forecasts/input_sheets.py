"""The sheets of the workbook of inputs: where each cell belongs among the plain values of a file of inputs."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "text", "pounds", "bare pounds", "number", "names", "span", "pounds by year", "units by year", "date"
]
"""Pounds carry their unit with them, bare pounds stand beside another amount; names have a line each in their cell."""


@dataclass(frozen=True)
class InputColumn:
    """A column, or a line of the sheets of single values, and the path of its values.

    In a path, `{Key}` is what the row's column of that heading says, and `[]` the number of the row.
    """

    heading: str
    path: str
    kind: Kind = "text"
    also: tuple[str, ...] = ()
    """Other paths under which a file may have the value; `{retained}` is the body that keeps the rest."""

    @property
    def is_by_year(self) -> bool:
        """Return whether each year has a column of its own."""
        return self.kind in {"pounds by year", "units by year"}


@dataclass(frozen=True)
class InputSheet:
    """A sheet with a row for each thing, known by the columns of its keys; or with a line for each value."""

    name: str
    note: str
    keys: tuple[str, ...]
    columns: tuple[InputColumn, ...]
    is_of_lines: bool = False
    """True where each line is a value of its own, named in the first column."""


VALUES, BY_YEAR = "Values", "Values by year"
_LINE = "Line"
VALUE = "Value"
"""The heading of the values of a sheet of lines."""
_COMPONENT, _PLAN = "components.{Component}", "existing_plans.{Plan}"
_OPTION = "options_appraisal.options.{Option}"

SHEETS = (
    InputSheet(
        VALUES,
        "One value to a line. Years are written 2027/28, several as 2027/28 to 2030/31. Names have a line each in "
        "their cell.",
        (_LINE,),
        (
            InputColumn("Base year", "years.base_year"),
            InputColumn("Years of the business case", "years.business_case", "span"),
            InputColumn("Years of the financial strategy", "years.medium_term_financial_strategy", "span"),
            InputColumn("Years extrapolated beyond it", "years.extrapolated", "span"),
            InputColumn(
                "Base net expenditure", "medium_term_financial_strategy.base_net_expenditure", "pounds"
            ),
            InputColumn(
                "Bodies whose savings reduce their funding",
                "funding_rules.bodies_whose_savings_reduce_funding.value",
                "names",
            ),
            InputColumn(
                "Share of savings taken from funding (%)",
                "funding_rules.share_of_savings_taken_from_funding.value",
                "number",
            ),
            InputColumn("Bodies whose uplift goes on", "extrapolation_rules.uplift.bodies", "names"),
            InputColumn(
                "Yearly step of the base funding",
                "extrapolation_rules.base_funding_yearly_increase",
                "pounds",
                (
                    "extrapolation_rules.county_council_base_funding_yearly_increase",
                    "extrapolation_rules.{retained}_base_funding_yearly_increase",
                ),
            ),
            InputColumn(
                "Components counted in the council’s position",
                "council_position_rules.savings_included.value",
                "names",
            ),
            InputColumn("Savings target (%)", "additional_savings_target.rate.value", "number"),
            InputColumn("Savings target from", "additional_savings_target.first_year.value"),
            InputColumn("Savings target to", "additional_savings_target.last_year.value"),
            InputColumn("Savings target rounded to", "additional_savings_target.rounded_to.value"),
            InputColumn("Opening balance of the reserves", "reserves.opening_balance", "pounds"),
            InputColumn("Minimum level of the reserves", "reserves.minimum_level", "pounds"),
            InputColumn("Optimism bias: cost rises by (%)", "optimism_bias.cost.value", "number"),
            InputColumn("Optimism bias: benefit falls by (%)", "optimism_bias.benefit.value", "number"),
            InputColumn("Preferred option", "options_appraisal.preferred"),
        ),
        is_of_lines=True,
    ),
    InputSheet(
        BY_YEAR,
        "One line to a row, in pounds.",
        (_LINE,),
        (
            InputColumn(
                "Enabled benefit of existing plans",
                "existing_plans.enabled_benefit_by_year",
                "pounds by year",
            ),
            InputColumn("Planned use of the reserves", "reserves.planned_drawdown", "pounds by year"),
            InputColumn(
                "Use of the reserves that nothing explains",
                "reserves.other_planned_use_unexplained",
                "pounds by year",
            ),
            InputColumn("Contributions to the reserves", "reserves.contributions", "pounds by year"),
        ),
        is_of_lines=True,
    ),
    InputSheet(
        "Components",
        "The parts of the programme. The key is a short name without blanks, by which other sheets name the component. "
        "The kind is additional (which a blank means too), enabled, de-risked or already in the plan; a probability "
        "belongs to a de-risked one.",
        ("Component",),
        (
            InputColumn("Name", f"{_COMPONENT}.name"),
            InputColumn("Receiving body", f"{_COMPONENT}.receiving_body"),
            InputColumn(
                "Yearly benefit in the steady state", f"{_COMPONENT}.gross_benefit_steady_state", "pounds"
            ),
            InputColumn("One-off cost", f"{_COMPONENT}.one_off_cost.total", "pounds"),
            InputColumn("Can be capitalised", f"{_COMPONENT}.one_off_cost.capitalisable", "pounds"),
            InputColumn("Recurring cost a year", f"{_COMPONENT}.recurring_cost", "pounds"),
            InputColumn("Recurring cost from", f"{_COMPONENT}.recurring_cost_first_year.value"),
            InputColumn("Kind", f"{_COMPONENT}.kind"),
            InputColumn("Probability (%)", f"{_COMPONENT}.probability", "number"),
        ),
    ),
    InputSheet(
        "Proposals",
        "The round and the references of the proposals that a component is made of, a line each. Its benefit and cost "
        "are read from them, so that it has no rows in the other sheets of amounts and needs no name.",
        ("Component",),
        (
            InputColumn("Round", f"{_COMPONENT}.proposals.round"),
            InputColumn("References", f"{_COMPONENT}.proposals.references", "names"),
        ),
    ),
    InputSheet(
        "Shares",
        "Whose saving a component is: the share of each body, 100 together.",
        ("Component", "Body"),
        (InputColumn("Share (%)", f"{_COMPONENT}.shares.{{Body}}", "number"),),
    ),
    InputSheet(
        "Gross benefit",
        "The saving of each component by year, all effects to date, in pounds.",
        ("Component",),
        (InputColumn("", f"{_COMPONENT}.gross_benefit_by_year", "pounds by year"),),
    ),
    InputSheet(
        "Cost",
        "The cost of each component by year, one-off and recurring together, in pounds.",
        ("Component",),
        (InputColumn("", f"{_COMPONENT}.cost_by_year", "pounds by year"),),
    ),
    InputSheet(
        "Benefit categories",
        "The yearly benefit of a component in the steady state, by category; the kind is cashable or non-cashable.",
        ("Component",),
        (
            InputColumn("Name", f"{_COMPONENT}.benefit_categories.[].name"),
            InputColumn("Amount", f"{_COMPONENT}.benefit_categories.[]", "pounds"),
            InputColumn("Kind", f"{_COMPONENT}.benefit_categories.[].kind"),
        ),
    ),
    InputSheet(
        "One-off cost parts",
        "The parts of a component’s one-off cost.",
        ("Component",),
        (
            InputColumn("Name", f"{_COMPONENT}.one_off_cost.parts.[].name"),
            InputColumn("Amount", f"{_COMPONENT}.one_off_cost.parts.[]", "pounds"),
        ),
    ),
    InputSheet(
        "Existing plans",
        "Plans that count savings already, which the programme enables: never added to the components.",
        ("Plan",),
        (
            InputColumn("Name", f"{_PLAN}.name"),
            InputColumn("Saving a year", f"{_PLAN}.saving_steady_state", "pounds"),
            InputColumn("Capital cost", f"{_PLAN}.capital_cost_total", "pounds"),
        ),
    ),
    InputSheet(
        "Capital cost of plans",
        "The capital cost of existing plans by year.",
        ("Plan",),
        (InputColumn("", f"{_PLAN}.capital_cost_by_year", "pounds by year"),),
    ),
    InputSheet(
        "Expenditure of plans",
        "By how much existing plans reduce expenditure in each year.",
        ("Plan",),
        (InputColumn("", f"{_PLAN}.expenditure_reduction_by_year", "pounds by year"),),
    ),
    InputSheet(
        "Activity of plans",
        "The change that existing plans make in activity by year, in units.",
        ("Plan",),
        (
            InputColumn("Activity", f"{_PLAN}.activity_change_by_year.[].name"),
            InputColumn("", f"{_PLAN}.activity_change_by_year.[]", "units by year"),
        ),
    ),
    InputSheet(
        "Income",
        "The income of the financial strategy, line by line.",
        ("Income line",),
        (
            InputColumn("Name", "medium_term_financial_strategy.income_by_year.{Income line}.name"),
            InputColumn("", "medium_term_financial_strategy.income_by_year.{Income line}", "pounds by year"),
        ),
    ),
    InputSheet(
        "Uplift categories",
        "The causes by which expenditure grows.",
        ("Category",),
        (InputColumn("Name", "uplift_by_category_and_body.{Category}.name"),),
    ),
    InputSheet(
        "Uplift",
        "The growth that begins in each year, by category and body.",
        ("Category", "Body"),
        (InputColumn("", "uplift_by_category_and_body.{Category}.{Body}", "pounds by year"),),
    ),
    InputSheet(
        "Bodies",
        "The budget of each body in the base year, and the year in which it takes its services over. Exactly one body "
        "takes nothing over: it keeps the rest.",
        ("Body",),
        (
            InputColumn("Base budget", "base_budgets.{Body}", "pounds"),
            InputColumn("Takes over in", "transfers.{Body}.go_live_year"),
        ),
    ),
    InputSheet(
        "Projects that may be delayed",
        "Savings that a delay would lose; in no total.",
        (),
        (
            InputColumn("Name", "delayed_projects.projects.[].name"),
            InputColumn("Amount", "delayed_projects.projects.[]", "pounds"),
        ),
    ),
    InputSheet(
        "Readings",
        "Choices for rules that can be read in more than one way; a rule that is not named is read in its first way.",
        ("Rule",),
        (InputColumn("Reading", "readings.{Rule}.chosen"),),
    ),
    InputSheet(
        "Texts",
        "Sections of text.",
        (),
        (InputColumn("Title", "sections.[].title"), InputColumn("Text", "sections.[].text")),
    ),
    InputSheet(
        "Criteria",
        "The criteria by which options are scored, with their weights.",
        ("Criterion",),
        (
            InputColumn("Name", "options_appraisal.criteria.{Criterion}.name"),
            InputColumn("Weight", "options_appraisal.criteria.{Criterion}.weight", "number"),
        ),
    ),
    InputSheet(
        "Options",
        "The options. Advantages and disadvantages have a line each in their cell.",
        ("Option",),
        (
            InputColumn("Name", f"{_OPTION}.name"),
            InputColumn("Description", f"{_OPTION}.description"),
            InputColumn("Advantages", f"{_OPTION}.advantages", "names"),
            InputColumn("Disadvantages", f"{_OPTION}.disadvantages", "names"),
        ),
    ),
    InputSheet(
        "Scores",
        "The score of each option for each criterion.",
        ("Option", "Criterion"),
        (InputColumn("Score", f"{_OPTION}.scores.{{Criterion}}", "number"),),
    ),
    InputSheet(
        "Milestones",
        "Milestones with the keys of those that they wait for, a line each.",
        ("Milestone",),
        (
            InputColumn("Name", "milestones.{Milestone}.name"),
            InputColumn("Date", "milestones.{Milestone}.date", "date"),
            InputColumn("Owner", "milestones.{Milestone}.owner"),
            InputColumn("Waits for", "milestones.{Milestone}.waits_for", "names"),
        ),
    ),
    InputSheet(
        "Decisions",
        "The decisions that are needed.",
        (),
        (
            InputColumn("Decision", "decisions_needed.[].name"),
            InputColumn("By whom", "decisions_needed.[].by"),
            InputColumn("When", "decisions_needed.[].when", "date"),
        ),
    ),
    InputSheet(
        "Other benefits",
        "Benefits that are not money.",
        (),
        (
            InputColumn("Benefit", "non_financial_benefits.[].name"),
            InputColumn("Measure", "non_financial_benefits.[].measure"),
            InputColumn("Baseline", "non_financial_benefits.[].baseline"),
            InputColumn("Target", "non_financial_benefits.[].target"),
            InputColumn("When", "non_financial_benefits.[].when"),
        ),
    ),
    InputSheet(
        "Stakeholders",
        "Whom the programme concerns.",
        (),
        (
            InputColumn("Stakeholder", "stakeholders.[].name"),
            InputColumn("Interest", "stakeholders.[].interest"),
            InputColumn("Involvement", "stakeholders.[].involvement"),
        ),
    ),
    InputSheet(
        "Assumptions",
        "The assumptions of the case.",
        ("Assumption",),
        (
            InputColumn("Name", "general_assumptions.{Assumption}.name"),
            InputColumn("Value", "general_assumptions.{Assumption}.value"),
            InputColumn("Unit", "general_assumptions.{Assumption}.unit"),
            InputColumn("Source", "general_assumptions.{Assumption}.source"),
            InputColumn("Owner", "general_assumptions.{Assumption}.owner"),
        ),
    ),
    InputSheet(
        "Potential beyond the case",
        "Benefit beyond the case, a year; in no total.",
        ("Component",),
        (
            InputColumn("Low", "further_potential_benefit.{Component}.low", "bare pounds"),
            InputColumn("High", "further_potential_benefit.{Component}.high", "bare pounds"),
            InputColumn("Basis", "further_potential_benefit.{Component}.basis"),
        ),
    ),
)
