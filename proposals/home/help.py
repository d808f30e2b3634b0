"""The help beside each page: the pages of one kind share a template."""

from collections.abc import Mapping

_PAGES: Mapping[str, tuple[str, ...]] = {
    "start": ("home",),
    "list": ("proposals:list", "proposals:print"),
    "overview": ("proposals:overview",),
    "scenarios": (
        "budget:scenarios",
        "budget:scenario-new",
        "budget:scenario-compare",
        "budget:scenario",
        "budget:scenario-settings",
        "budget:scenario-edit",
        "budget:scenario-amounts",
        "budget:scenario-addition-new",
        "budget:scenario-addition",
    ),
    "alternative_budgets": (
        "budget:alternatives",
        "budget:protocol",
        "budget:release",
        "budget:submit",
        "budget:check",
        "budget:opinion",
    ),
    "section_25": ("budget:section-25", "budget:section-25-opinion"),
    "reorganisation": ("budget:reorganisation",),
    "position": ("budget:position", "budget:plan", "budget:plan-section", "budget:plan-share"),
    "proposal": ("proposals:detail", "proposals:by-reference", "proposals:timeline"),
    "stages": ("proposals:move", "proposals:move-many", "proposals:advice"),
    "my_work": ("my-work", "first-steps"),
    "exempt": (
        "proposals:exempt",
        "proposals:exempt-grants",
        "proposals:exempt-withdraw",
        "proposals:exempt-attachment",
    ),
    "attachments": (
        "proposals:attachment-add",
        "proposals:attachment-replace",
        "proposals:attachment-remove",
        "proposals:scrutiny-attachment-add",
        "publications:attachment-add",
        "publications:attachment-replace",
        "publications:attachment-remove",
    ),
    "delivery": ("proposals:delivery",),
    "views": ("proposals:views", "proposals:view-save", "proposals:view", "proposals:view-change"),
    "scrutiny": (
        "proposals:scrutiny",
        "proposals:scrutiny-add",
        "proposals:scrutiny-item",
        "proposals:scrutiny-step",
        "published:scrutiny",
    ),
    "import": ("proposals:import", "proposals:preview", "proposals:imported"),
    "workbook": ("proposals:workbook-upload", "proposals:workbook-preview"),
    "appendix": (
        "reports:appendix",
        "reports:page",
        "reports:job-page",
        "reports:recommendations",
        "reports:recommendations-output",
        "compare:appendix",
        "compare:page",
    ),
    "budget": (
        "budget:reserves",
        "budget:reserves-edit",
        "budget:costs",
        "budget:capital-receipts",
        "budget:assumptions",
        "budget:assumption-add",
        "budget:assumption",
        "budget:assumption-remove",
    ),
    "data": ("reports:open-data", "api", "api-tokens"),
    "publications": (
        "publications:list",
        "publications:new",
        "publications:publication",
        "publications:edit",
        "publications:pick",
        "publications:page",
        "publications:publish",
        "publications:delete",
        "publications:job",
    ),
    "published": (
        "published:all",
        "published:council",
        "published:proposals",
        "published:proposal",
        "published:edition",
        "verification:verify",
    ),
    "compare": ("compare:compare",),
    "programmes": (
        "budget:programmes",
        "budget:programme",
        "budget:programme-appendix",
        "budget:programme-start",
        "budget:work",
        "programmes:import",
        "programmes:preview",
    ),
    "about": ("accessibility", "words", "cookies"),
}
_OF_ACCOUNTS = ("account", "login", "logout", "mfa_", "socialaccount_", "usersessions_")
_KIND_OF = {page: kind for kind, pages in _PAGES.items() for page in pages}


def help_for(page: str, *, is_signed_in: bool = True) -> str:
    """Return the template with the help for the page of that name; nothing for a page without one.

    The front page of whoever is not signed in is that of what is published.
    """
    if page == "home" and not is_signed_in:
        page = "published:proposals"
    kind = "account" if page.startswith(_OF_ACCOUNTS) else _KIND_OF.get(page)
    return f"help/{kind}.html" if kind else ""
