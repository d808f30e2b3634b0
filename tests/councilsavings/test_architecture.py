"""Where figures are derived, and who reaches exempt wording; which room may import which, pyproject.toml says."""

import ast
from functools import cache

from tests.support.paths import ROOT

PARTS = ("services", "proposals", "reports")

READS_EXEMPT = "proposals.exempt.wording"
HOLDS_EXEMPT = {"proposals.models.statements", "proposals.models", READS_EXEMPT}
NAMES_IT_WITHOUT_READING = {
    "proposals.history.timeline": "leaves its rows without their wording",
    "proposals.demo.preparation": "writes invented wording for the demonstration",
    "proposals.entry.loading": "says that a proposal not saved yet has none",
}
WAYS_TO_THE_WORDING = {"ExemptWording", "exempt_wording", "exempt_wordings"}

PUBLIC = (
    "proposals.domain.records",
    "proposals.models.querysets",
    "proposals.exports.proposals",
    "proposals.detail.figures",
    "proposals.detail.sections",
    "proposals.detail.sidebar",
    "proposals.detail.lookup",
    "proposals.scrutiny.reading",
    "proposals.scrutiny.round_page",
    "proposals.listing.tables",
    "proposals.exports.files",
    "proposals.listing.grouping",
    "proposals.listing.page",
    "proposals.listing.reading",
    "proposals.exports.downloads",
    "proposals.listing.views",
    "proposals.exports.workbook_file",
    "proposals.api.answers",
    "proposals.api.endpoints",
    "proposals.filters",
    "proposals.listing.selection",
    "proposals.domain.exemption",
    "proposals.detail.views",
    "proposals.exports.audit",
)
"""What makes public output, beside everything in reports: not even by way of another module does it get there."""

MAKES_NO_OUTPUT = {
    "reports.management.commands.load_demo": "puts invented proposals into the database",
    **dict.fromkeys(
        (
            "reports.forecasts.urls",
            *(
                f"reports.forecasts.scenarios.{name}"
                for name in ("wording", "pages", "views", "editing", "budget_views", "urls")
            ),
        ),
        "refuses words of people that repeat it",
    ),
}
MAKES_PART_TWO = {
    "reports.publishing.part_two",
    "reports.publishing.forms",
    "reports.publishing.frozen",
    "reports.publishing.review",
    "reports.publishing.publishing",
    "reports.publishing.worker",
    "reports.publishing.views",
    "reports.publishing.job_views",
    "reports.publishing.urls",
    "reports.management.commands.run_worker",
    "reports.demo",
}
"""What prepares publications of either part; it knows no other way to the wording than `part_two`."""
HOLDS_EDITIONS_WORDING = {
    "reports.models",
    "reports.models.wordings",
    "reports.publishing.publishing",
    "reports.publishing.checking",
}
"""Who names the table of the wording that editions were made from: to write it, and to make an edition again."""


@cache
def modules():
    """The syntax tree of every module of the parts and of the frame around them, by its dotted name."""
    found = {}
    for part in (*PARTS, "councilsavings"):
        for path in sorted((ROOT / part).rglob("*.py")):
            names = path.relative_to(ROOT).with_suffix("").parts
            names = names[:-1] if names[-1] == "__init__" else names
            found[".".join(names)] = ast.parse(path.read_text(encoding="utf-8"))
    return found


@cache
def imports_of(module):
    """The dotted names that a module imports, inside functions too; of `from a import b` both a and a.b."""
    named = set()
    for node in ast.walk(modules()[module]):
        if isinstance(node, ast.Import):
            named |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            named |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(named)


@cache
def imports_only_for_types(module):
    named = set()
    for node in ast.walk(modules()[module]):
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            for inner in ast.walk(node):
                if isinstance(inner, ast.ImportFrom):
                    named |= {inner.module, *(f"{inner.module}.{alias.name}" for alias in inner.names)}
    return named


@cache
def imports_when_run(module):
    return (imports_of(module) - imports_only_for_types(module)) & modules().keys()


def reached_from(module):
    """Every module of ours that this one imports, itself or by way of others, with the way there."""
    ways = {module: (module,)}
    waiting = [module]
    while waiting:
        here = waiting.pop()
        for name in imports_when_run(here):
            if name not in ways:
                ways[name] = (*ways[here], name)
                waiting.append(name)
    return ways


@cache
def names_in(module):
    """Every name, attribute and text that a module's code uses; docstrings and comments are not code."""
    tree = modules()[module]
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.alias):
            found.add(node.name)
        elif isinstance(node, ast.keyword) and node.arg:
            found.update(node.arg.split("__"))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            found.update(node.value.replace(".", "__").split("__"))
    return found


def test_only_the_profile_adds_years_up():
    """Who takes the amounts of years apart to add them up again makes a second computation."""
    derived = {"gross_in_year", "cumulative_gross", "full_year_effect", "net_in_year", "break_even_year"}
    defining = {
        module
        for module, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name in derived
    }
    assert defining == {"proposals.domain.savings_profile"}


class TestExemptWording:
    def test_is_named_by_the_one_module_that_reads_it_alone(self):
        wrong = {
            module: sorted(found)
            for module in modules()
            if ".migrations." not in module
            and module not in HOLDS_EXEMPT
            and module not in NAMES_IT_WITHOUT_READING
            if (found := WAYS_TO_THE_WORDING & names_in(module))
        }
        assert wrong == {}

    def test_cannot_be_reached_by_what_makes_public_output(self):
        others = ("reports", "proposals.workbook", "proposals.importing")
        public = [*PUBLIC, *(module for module in modules() if module.startswith(others))]
        public = [module for module in public if module not in {*MAKES_NO_OUTPUT, *MAKES_PART_TWO}]
        assert set(PUBLIC) | MAKES_PART_TWO <= set(modules())
        ways = {module: reached_from(module).get(READS_EXEMPT) for module in public}
        assert {module: way for module, way in ways.items() if way} == {}

    def test_comes_into_part_two_through_one_module(self):
        ways = {reached_from(module).get(READS_EXEMPT, ("", ""))[-2] for module in MAKES_PART_TWO}
        assert ways == {"reports.publishing.part_two"}

    def test_of_an_edition_is_named_where_it_is_written_and_made_again_alone(self):
        naming = {
            module
            for module in modules()
            if ".migrations." not in module and {"EditionWording", "wording"} & names_in(module)
        }
        assert {module for module in naming if module.startswith("reports")} == HOLDS_EDITIONS_WORDING

    def test_is_not_in_the_timeline(self):
        assert READS_EXEMPT not in reached_from("proposals.history.timeline")
        uses = [
            node
            for node in ast.walk(modules()["proposals.history.timeline"])
            if isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == "ExemptWording"
        ]
        assert {node.attr for node in uses} == {"_meta"}
