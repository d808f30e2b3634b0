"""Every page of the project and how to open it, for the tests that walk them all.

A page is known by the name of its address. A new address has to be entered here: in PAGES with a function that
gives what to open, or in NOT_PAGES with the reason why there is nothing to look at. `open_usual` is opened by
everybody; `open_states` by the people it names (filters applied, with errors, empty, one row …).

The world is what `make demo` shows, so that what a demonstration gets is walked too.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from proposals.detail.lookup import address_of
from proposals.listing.arrangement import GROUPINGS
from proposals.scrutiny.steps import STEPS
from reports.forecasts.input_workbook import inputs_workbook
from tests.support.access_examples import make_import
from tests.support.option_forms import LIBRARIES, PARKS, bytes_of
from tests.support.page_world import World
from tests.support.workbook_edits import download, with_cells


@dataclass(frozen=True)
class State:
    """A page in a certain state: who opens what, with what they send if they send something."""

    who: str
    address: str
    sent: dict[str, Any] | None = None


@dataclass(frozen=True)
class Page:
    """How a page is opened. Without an order of its own everybody opens its address."""

    open_usual: Callable[[World], Iterable[str]]
    open_states: Callable[[World], Iterable[State]] = field(default=lambda world: ())


def at(name: str, *arguments: Any, **query: Any) -> str:
    address = reverse(name, args=arguments)
    return f"{address}?{'&'.join(f'{key}={value}' for key, value in query.items())}" if query else address


def plain(name: str) -> Page:
    """Return a page whose address says all."""
    return Page(lambda world: [reverse(name)])


def of_a_proposal(name: str, *arguments: Any) -> Page:
    """Return a page of one proposal: of a published one for everybody, of those at other stages for two people.

    An officer works on them; some are not with the cabinet member yet.
    """
    return Page(
        lambda world: [reverse(name, args=[world.published.pk, *arguments])],
        lambda world: [
            State(who, reverse(name, args=[one.pk, *arguments]))
            for who in ("finance", "cabinet")
            for one in world.proposals.values()
        ],
    )


def list_states(world: World) -> Iterator[State]:
    scrutiny, preparation = world.rounds["scrutiny"].pk, world.rounds["preparation"].pk
    title = world.published.title.split()[0]
    for group in GROUPINGS:
        yield State("clerk", at("proposals:list", round=scrutiny, group=group))
    for who in ("scrutiny", "finance"):
        yield State(who, at("proposals:list", round=scrutiny, text=title, sort="-total"))
        yield State(who, at("proposals:list", round=scrutiny, text="no-such-words-anywhere"))
        yield State(who, at("proposals:list", round=scrutiny, text=world.published.reference))
        yield State(who, at("proposals:list", round=scrutiny, start_year="soon", sort="vibes", other="1"))
        yield State(who, at("proposals:list", round=scrutiny, page=2))
        for group in GROUPINGS:
            yield State(who, at("proposals:list", round=scrutiny, group=group))
    for down, across in (("directorate", "year"), ("risk", "category"), ("ward", "")):
        yield State("scrutiny", at("proposals:list", round=scrutiny, down=down, across=across))
    yield State("finance", at("proposals:list", round=preparation))


def upload_states(name: str) -> Callable[[World], Iterator[State]]:
    def states(world: World) -> Iterator[State]:
        yield State("finance", reverse(name), {})
        wrong = SimpleUploadedFile("notes.zip", b"PK not really")
        yield State("finance", reverse(name), {"document": wrong, "workbook": wrong, "file": wrong})

    return states


def move_states(world: World) -> Iterator[State]:
    proposal = world.proposals["service_review"]
    address = reverse("proposals:move", args=[proposal.pk])
    yield State("budgetholder", address, {"move": "send_back", "version": proposal.version, "reason": ""})
    yield State("finance", address, {"move": "no-such-move"})


def exempt_states(world: World) -> Iterator[State]:
    holding = world.exempt
    for who in ("s151", "finance", "clerk"):
        yield State(who, reverse("proposals:exempt", args=[holding.pk]))
        yield State(who, reverse("proposals:exempt", args=[holding.pk]), {"purpose": ""})
        yield State(who, reverse("proposals:exempt", args=[holding.pk]), {"purpose": "To write the report"})
    yield State("s151", reverse("proposals:exempt-grants", args=[holding.pk]))
    yield State("s151", reverse("proposals:exempt-grants", args=[holding.pk]), {})


def many_moves_states(world: World) -> Iterator[State]:
    keys = [one.pk for one in world.proposals.values()]
    yield State("finance", reverse("proposals:move-many"), {"pk": keys})
    yield State("finance", reverse("proposals:move-many"), {"pk": keys, "do": "sign_off_finance"})
    yield State(
        "finance",
        reverse("proposals:move-many"),
        {"pk": keys, "do": "preview", "code": "sign_off_finance"},
    )


def import_states(world: World) -> Iterator[State]:
    yield from upload_states("proposals:import")(world)
    for content in (
        bytes_of(LIBRARIES, PARKS),
        bytes_of(LIBRARIES.but(savings=("-0.120", "0.000", "0.000", "-9.000"))),
    ):
        document = SimpleUploadedFile("options.txt", content)
        sent = {"document": document, "budget_round": world.rounds["scrutiny"].pk}
        yield State("finance", reverse("proposals:import"), sent)
    # A table without a unit is asked about, and corrected row by row.
    table = SimpleUploadedFile("table.csv", b"Ref,Proposal,2027/28,FTE\nT1,Mowing,40,-1\nT2,Hours,100,0\n")
    sent = {"document": table, "budget_round": world.rounds["scrutiny"].pk}
    yield State("finance", reverse("proposals:import"), sent)


def of_the_case(world: World, name: str, *arguments: Any) -> str:
    """Return an address about the financial case of the demonstration."""
    budget_round = world.rounds["scrutiny"]
    return reverse(name, args=[budget_round.pk, budget_round.council.forecasts.get().pk, *arguments])


def case_states(world: World) -> Iterator[State]:
    address = of_the_case(world, "budget:programme")
    yield State("scrutiny", f"{address}?reading-savings_in_the_council_position=gross")
    yield State("finance", f"{address}?reading-savings_in_the_council_position=vibes")


def case_import_states(world: World) -> Iterator[State]:
    budget_round = world.rounds["scrutiny"]
    content = inputs_workbook(budget_round.council.forecasts.get().inputs, "Inputs")
    sent = {"council": budget_round.council_id, "name": "Second case"}
    for name, file in (("inputs.xlsx", content), ("inputs.json", b"{}")):
        yield State(
            "finance", reverse("programmes:import"), sent | {"document": SimpleUploadedFile(name, file)}
        )


def workbook_states(world: World) -> Iterator[State]:
    yield from upload_states("proposals:workbook-upload")(world)
    round_, officer = world.rounds["preparation"], world.people["finance"]
    content = download(round_, officer)
    first = round_.proposals.first().reference
    for cell in (("Title", "Another title"), ("Start year", "soon")):
        changed = with_cells(content, ("Proposals", first, *cell))
        yield State(
            "finance",
            reverse("proposals:workbook-upload"),
            {"workbook": SimpleUploadedFile("r.xlsx", changed)},
        )


def attachment_states(world: World) -> Iterator[State]:
    public, exempt = world.attachments["public"].pk, world.attachments["exempt"].pk
    draft, item = world.draft.pk, world.scrutiny_items[0]
    yield State("finance", reverse("proposals:attachment-add", args=[draft]))
    yield State("finance", reverse("proposals:attachment-add", args=[draft]), {"sensitivity": "exempt"})
    yield State("finance", reverse("proposals:scrutiny-attachment-add", args=[item.proposal_id, item.pk]))
    yield State("finance", reverse("proposals:detail", args=[world.attachments["public"].proposal_id]))
    for name in ("proposals:attachment-replace", "proposals:attachment-remove"):
        yield State("finance", reverse(name, args=[public]))
        yield State("finance", reverse(name, args=[public]), {})
        yield State("s151", reverse(name, args=[exempt]))
    yield State("s151", reverse("proposals:exempt-attachment", args=[exempt]))
    yield State("s151", reverse("proposals:exempt-attachment", args=[exempt]), {})


def publication_attachment_states(world: World) -> Iterator[State]:
    yield State("clerk", reverse("publications:attachment-add", args=[world.publication.pk]), {})
    for name in ("publications:attachment-replace", "publications:attachment-remove"):
        yield State("clerk", reverse(name, args=[world.publication_attachment.pk]))
        yield State("clerk", reverse(name, args=[world.publication_attachment.pk]), {})


def publication_states(world: World) -> Iterator[State]:
    key = world.publication.pk
    yield State("clerk", reverse("publications:new"), {})
    yield State("clerk", reverse("publications:edit", args=[key]), {"title": ""})
    yield State("clerk", reverse("publications:publish", args=[key]), {})
    for job in world.jobs.values():
        yield State("clerk", reverse("publications:job", args=[key, job.pk]))


def scrutiny_steps(world: World) -> Iterator[State]:
    for item in world.scrutiny_items[:2]:
        for code in STEPS:
            yield State("finance", reverse("proposals:scrutiny-step", args=[item.proposal_id, item.pk, code]))
            yield State(
                "finance", reverse("proposals:scrutiny-step", args=[item.proposal_id, item.pk, code]), {}
            )


def compared(world: World, name: str) -> str:
    one, other = (f"round-{world.rounds[phase].pk}" for phase in ("scrutiny", "preparation"))
    return at(name, before=one, after=other)


def of_the_publication(name: str) -> Page:
    return Page(lambda world: [reverse(name, args=[world.publication.pk])])


def of_the_budget(name: str, *, sent: dict[str, Any] | None = None, who: str = "finance") -> Page:
    """Return a page of the budget of the world's round, and what it answers to a form with gaps."""

    def states(world: World) -> Iterator[State]:
        if sent is not None:
            yield State(who, reverse(name, args=[world.rounds["scrutiny"].pk]), sent)

    return Page(lambda world: [reverse(name, args=[world.rounds["scrutiny"].pk])], states)


def reorganisation_states(world: World) -> Iterator[State]:
    key = world.rounds["scrutiny"].pk
    asked = {"first_year": "2028/29", "name1": "North", "name2": "South", "all_1": "60"}
    for who in ("finance", "scrutiny"):
        yield State(who, at("budget:reorganisation", key, **asked, all_2="40"))
        yield State(who, at("budget:reorganisation", key, **asked, all_2="lots"))
    yield State("finance", at("budget:reorganisation", world.rounds["preparation"].pk, **asked, all_2="40"))


def assumption_in(world: World) -> list[int]:
    """The arguments of a page about the pay award of the round at scrutiny."""
    budget_round = world.rounds["scrutiny"]
    return [budget_round.pk, budget_round.assumptions.get(key="pay_award").pk]


def reserves_states(world: World) -> Iterator[State]:
    yield State("finance", reverse("budget:reserves", args=[world.rounds["preparation"].pk]))
    yield State("finance", at("budget:reserves", world.rounds["scrutiny"].pk, delivery="percentage"))


def reserves_edit_states(world: World) -> Iterator[State]:
    wrong = {
        "reserves-TOTAL_FORMS": "1",
        "reserves-INITIAL_FORMS": "1",
        "reserves-0-id": world.rounds["scrutiny"].reserves.get(takes_the_gap=True).pk,
        "reserves-0-name": "",
        "reserves-0-opening_balance": "lots",
        "reserves-0-2027-other_use": "-5",
    }
    yield State("finance", reverse("budget:reserves-edit", args=[world.rounds["scrutiny"].pk]), wrong)


def assumption_states(world: World) -> Iterator[State]:
    address = reverse("budget:assumption", args=assumption_in(world))
    given = {"area": "Pay", "text": "The national pay award.", "key": "pay_award"}
    yield State("finance", address, {**given, "value": "4"})
    yield State("finance", address, {**given, "value": "much", "year-2028": "900"})


def appendix_states(world: World) -> Iterator[State]:
    round_ = world.rounds["scrutiny"].pk
    yield State("clerk", at("reports:appendix", round=round_, start_year="soon"))
    yield State("clerk", at("reports:page", round=round_, **{"cover-title": "", "cover-date": "soon"}))
    for style in ("option-pages", "committee-summary", "impact-table", "business-cases"):
        cover = {"cover-title": "Savings", "cover-style": style}
        yield State("clerk", at("reports:page", round=round_, text=world.published.reference, **cover))


def browsing_states(world: World) -> Iterator[State]:
    slug = world.edition.council.slug
    title = world.published.title.split()[0]
    for query in (
        {"text": title},
        {"text": "no-such-words-anywhere"},
        {"text": title[:-1] + "x"},
        {"directorate": "Environment and Waste", "sort": "largest"},
        {"impact": "vibes", "other": "1"},
        {"page": "9"},
    ):
        yield State("", at("published:proposals", slug, **query))
    yield State("", at("published:download", slug, "csv", impact="vibes"))


def public_address(world: World, reference: str) -> str:
    """The page of a proposal in the edition of the world."""
    budget_round = world.edition.publication.budget_round
    return at("published:proposal", world.edition.council.slug, budget_round.pk, reference)


def appendix_job_states(world: World) -> Iterator[State]:
    for job in world.appendices.values():
        yield State("clerk", reverse("reports:job-page", args=[job.pk]))


def new_password_states(world: World) -> Iterator[State]:
    person = world.people["scrutiny"]
    token = PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    key = user_pk_to_url_str(person)
    yield State("", at("account_reset_password_from_key", key, token))
    yield State("", at("account_reset_password_from_key", key, "set-password"), {"password1": "short"})
    yield State("", at("account_reset_password_from_key", key, "no-such-key"))


def second_factor_states(world: World) -> Iterator[State]:
    """The pages of somebody without a second factor, and of somebody with each kind."""
    yield State("hr", at("mfa_activate_totp"))
    yield State("hr", at("mfa_activate_totp"), {"code": "000000"})
    yield State("hr", at("mfa_add_webauthn"))
    TOTP.activate(world.people["legal"], "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(world.people["legal"])
    for name in (
        "mfa_index",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_reauthenticate",
    ):
        yield State("legal", at(name))


def of_the_scenario(name: str, *more: Any) -> Page:
    """Return a page of the finance officer's scenario, as its owner and as everybody else."""

    def address(world: World) -> str:
        return reverse(name, args=[world.rounds["scrutiny"].pk, world.scenario.identifier, *more])

    return Page(lambda world: [address(world)], lambda world: [State("finance", address(world), {})])


def of_the_alternative(name: str, *more: Any, who: str = "s151") -> Page:
    """Return a page of the group's submitted budget, as a named officer and as everybody else."""

    def address(world: World) -> str:
        return reverse(name, args=[world.rounds["scrutiny"].pk, world.alternative.scenario.identifier, *more])

    return Page(lambda world: [address(world)], lambda world: [State(who, address(world), {})])


def address_of_item(world: World, name: str) -> str:
    """Return the page of an item of the finance officer's scenario: other amounts of a proposal, or an addition."""
    item = world.scenario.items.get(proposal__isnull=name == "addition")
    key = item.pk if name == "addition" else item.proposal_id
    return reverse(
        f"budget:scenario-{name}", args=[world.rounds["scrutiny"].pk, world.scenario.identifier, key]
    )


def scenario_states(world: World) -> Iterator[State]:
    budget = [world.rounds["scrutiny"].pk, world.alternative.scenario.identifier]
    scenario = [world.rounds["scrutiny"].pk, world.scenario.identifier]
    for who in ("scrutiny", "s151", "monitoring"):
        yield State(who, reverse("budget:scenario", args=budget))
    edit = reverse("budget:scenario-edit", args=scenario)
    yield State("finance", f"{edit}?text=no-such-words")
    yield State("finance", f"{edit}?changed=yes")
    key = world.scenario.items.get(proposal__isnull=False).proposal_id
    row = {f"included-{key}": "on", f"share-{key}": "150", f"delay-{key}": "soon"}
    yield State("finance", f"{edit}?changed=yes", row)
    row |= {f"share-{key}": "50", f"delay-{key}": "1"}
    yield State("finance", f"{edit}?changed=yes", {**row, "preview": "yes"})
    yield State("finance", address_of_item(world, "addition"), {})
    cell = f"one_off_cost-{world.rounds['scrutiny'].first_year.start}"
    yield State("finance", address_of_item(world, "amounts"), {cell: "-5"})
    compare = reverse("budget:scenario-compare", args=[scenario[0]])
    yield State("finance", f"{compare}?scenario={scenario[1]}&scenario={budget[1]}")


def position_states(world: World) -> Iterator[State]:
    key = world.rounds["scrutiny"].pk
    for who in ("finance", "scrutiny"):
        yield State(
            who, at("budget:position", key, stage="published", delivery="risk-adjusted", unit="band_d")
        )
        yield State(who, at("budget:position", key, fund="public_health"))
        yield State(who, at("budget:position", key, delivery="percentage", percent="lots"))
    yield State("finance", at("budget:position", world.rounds["preparation"].pk))
    yield State("finance", at("budget:plan", key))
    yield State("finance", at("budget:plan", key), {"years_beyond": "40"})
    yield State("finance", at("budget:plan-share", key))
    for section in ("base", "uplift", "council_tax", "income", "targets"):
        yield State("finance", at("budget:plan-section", key, section))
    rows = {"line-TOTAL_FORMS": "1", "line-INITIAL_FORMS": "0", "state": ""}
    wrong = {**rows, "line-0-name": "Rents", "line-0-year_2027": "lots"}
    yield State("finance", at("budget:plan-section", key, "income"), wrong)


PAGES: dict[str, Page] = {
    "login": Page(
        lambda world: [reverse("login")],
        lambda world: [State("", reverse("login"), {"login": "clerk", "password": "wrong"})],
    ),
    "account": plain("account"),
    "account_notices": Page(
        lambda world: [reverse("account_notices")],
        lambda world: [State("clerk", reverse("account_notices"), {"published": "hourly"})],
    ),
    "account_change_password": Page(
        lambda world: [reverse("account_change_password")],
        lambda world: [State("clerk", reverse("account_change_password"), {"oldpassword": "wrong"})],
    ),
    "account_reset_password": Page(
        lambda world: [reverse("account_reset_password")],
        lambda world: [State("", reverse("account_reset_password"), {"email": "no address"})],
    ),
    "account_reset_password_done": plain("account_reset_password_done"),
    "account_reset_password_from_key": Page(lambda world: [], new_password_states),
    "account_reset_password_from_key_done": plain("account_reset_password_from_key_done"),
    "account_reauthenticate": Page(
        lambda world: [reverse("account_reauthenticate")],
        lambda world: [State("clerk", reverse("account_reauthenticate"), {"password": "wrong"})],
    ),
    "account_inactive": plain("account_inactive"),
    "usersessions_list": plain("usersessions_list"),
    "mfa_index": plain("mfa_index"),
    "mfa_activate_totp": Page(lambda world: [], second_factor_states),
    "mfa_list_webauthn": plain("mfa_list_webauthn"),
    "socialaccount_login_cancelled": plain("socialaccount_login_cancelled"),
    # It answers 401, so nobody “opens” it.
    "socialaccount_login_error": Page(
        lambda world: [], lambda world: [State("", at("socialaccount_login_error"))]
    ),
    "logout": Page(lambda world: [], lambda world: [State("legal", reverse("logout"), {})]),
    "accessibility": plain("accessibility"),
    "words": plain("words"),
    "cookies": plain("cookies"),
    "my-work": plain("my-work"),
    "first-steps": plain("first-steps"),
    "proposals:list": Page(lambda world: [reverse("proposals:list")], list_states),
    "proposals:detail": of_a_proposal("proposals:detail"),
    "proposals:timeline": Page(
        lambda world: [reverse("proposals:timeline", args=[world.published.pk])],
        lambda world: [State("finance", reverse("proposals:timeline", args=[world.exempt.pk]))],
    ),
    "budget:reserves": Page(
        lambda world: [reverse("budget:reserves", args=[world.rounds["scrutiny"].pk])], reserves_states
    ),
    "budget:reserves-edit": Page(
        lambda world: [reverse("budget:reserves-edit", args=[world.rounds["scrutiny"].pk])],
        reserves_edit_states,
    ),
    "budget:reorganisation": Page(of_the_budget("budget:reorganisation").open_usual, reorganisation_states),
    "budget:section-25": of_the_budget("budget:section-25"),
    "budget:section-25-opinion": of_the_budget("budget:section-25-opinion", sent={}, who="s151"),
    "budget:costs": of_the_budget("budget:costs"),
    "budget:capital-receipts": of_the_budget("budget:capital-receipts"),
    "budget:assumptions": of_the_budget("budget:assumptions"),
    "budget:assumption-add": of_the_budget("budget:assumption-add"),
    "budget:assumption": Page(
        lambda world: [reverse("budget:assumption", args=assumption_in(world))], assumption_states
    ),
    "budget:assumption-remove": Page(
        lambda world: [reverse("budget:assumption-remove", args=assumption_in(world))],
        lambda world: [State("finance", reverse("budget:assumption-remove", args=assumption_in(world)), {})],
    ),
    "proposals:advice": Page(
        lambda world: [reverse("proposals:advice", args=[world.advice.proposal.pk, world.advice.team])],
        lambda world: [
            State("hr", reverse("proposals:advice", args=[world.advice.proposal.pk, world.advice.team]), {})
        ],
    ),
    "proposals:exempt": Page(
        lambda world: [reverse("proposals:exempt", args=[world.published.pk])], exempt_states
    ),
    "proposals:exempt-grants": Page(
        lambda world: [reverse("proposals:exempt-grants", args=[world.exempt.pk])]
    ),
    "proposals:exempt-withdraw": Page(
        lambda world: [reverse("proposals:exempt-withdraw", args=[world.exempt.pk, world.grant.pk])]
    ),
    "proposals:attachment-add": Page(
        lambda world: [reverse("proposals:attachment-add", args=[world.published.pk])], attachment_states
    ),
    "proposals:scrutiny-attachment-add": Page(lambda world: []),
    "proposals:attachment-replace": Page(lambda world: []),
    "proposals:attachment-remove": Page(lambda world: []),
    "proposals:exempt-attachment": Page(
        lambda world: [reverse("proposals:exempt-attachment", args=[world.attachments["exempt"].pk])]
    ),
    "proposals:by-reference": Page(
        lambda world: [address_of(world.published)],
        lambda world: [
            State("scrutiny", at("proposals:by-reference", "northmoor", "no-such-reference")),
            *(
                State(who, address_of(one))
                for who in ("scrutiny", "clerk", "finance")
                for one in world.proposals.values()
            ),
            State("scrutiny", at("proposals:by-reference", "northmoor", world.published.reference[:-1])),
        ],
    ),
    "proposals:delivery": Page(
        lambda world: [],
        lambda world: [
            State("finance", reverse("proposals:delivery", args=[world.published.pk])),
            State(
                "finance",
                reverse("proposals:delivery", args=[world.published.pk]),
                {"delivery_status": "vibes"},
            ),
        ],
    ),
    "home": Page(
        lambda world: [reverse("home")],
        lambda world: [
            State("scrutiny", at("home", since="2020-01-01")),
            State("scrutiny", at("home", since="someday")),
            *(State("finance", at("home", round=one.pk)) for one in world.rounds.values()),
        ],
    ),
    "proposals:overview": Page(
        lambda world: [reverse("proposals:overview")],
        lambda world: [
            *(State("finance", at("proposals:overview", round=one.pk)) for one in world.rounds.values()),
            State("finance", at("proposals:overview", saving_from="plenty")),
            State("scrutiny", at("proposals:overview", risk="H")),
        ],
    ),
    "budget:scenarios": of_the_budget("budget:scenarios"),
    "budget:scenario-new": of_the_budget("budget:scenario-new", sent={"name": "", "delivery": "percentage"}),
    "budget:scenario-compare": of_the_budget("budget:scenario-compare"),
    "budget:scenario": Page(of_the_scenario("budget:scenario").open_usual, scenario_states),
    "budget:scenario-settings": of_the_scenario("budget:scenario-settings"),
    "budget:scenario-edit": of_the_scenario("budget:scenario-edit"),
    "budget:scenario-amounts": Page(lambda world: [address_of_item(world, "amounts")]),
    "budget:scenario-addition-new": of_the_scenario("budget:scenario-addition-new"),
    "budget:scenario-addition": Page(lambda world: [address_of_item(world, "addition")]),
    "budget:alternatives": of_the_budget("budget:alternatives"),
    "budget:protocol": of_the_budget("budget:protocol", sent={}, who="s151"),
    "budget:release": of_the_budget("budget:release", sent={"at": "soon"}, who="s151"),
    "budget:submit": Page(
        lambda world: [
            reverse(
                "budget:submit", args=[world.rounds["scrutiny"].pk, world.draft_budget.scenario.identifier]
            )
        ]
    ),
    "budget:check": of_the_alternative("budget:check", who="finance"),
    "budget:opinion": of_the_alternative("budget:opinion", "section_151_officer"),
    "budget:position": Page(
        lambda world: [reverse("budget:position", args=[world.rounds["scrutiny"].pk])], position_states
    ),
    **dict.fromkeys(("budget:plan", "budget:plan-section", "budget:plan-share"), Page(lambda world: [])),
    "proposals:print": Page(
        lambda world: [reverse("proposals:print")],
        lambda world: [
            State("scrutiny", at("proposals:print", round=world.rounds["scrutiny"].pk, group="risk"))
        ],
    ),
    "proposals:views": plain("proposals:views"),
    "proposals:view-save": Page(
        lambda world: [at("proposals:view-save", round=world.rounds["scrutiny"].pk, sort="-total")],
        lambda world: [
            State("scrutiny", at("proposals:view-save", round=world.rounds["scrutiny"].pk), {"name": ""})
        ],
    ),
    "proposals:view": Page(lambda world: [reverse("proposals:view", args=[world.saved_view.pk])]),
    "proposals:view-change": Page(
        lambda world: [reverse("proposals:view-change", args=[world.saved_view.pk])],
        lambda world: [
            State("scrutiny", reverse("proposals:view-change", args=[world.saved_view.pk]), {"name": ""})
        ],
    ),
    "proposals:scrutiny": Page(
        lambda world: [at("proposals:scrutiny", round=world.rounds["scrutiny"].pk)],
        lambda world: [State("scrutiny", at("proposals:scrutiny", round="none", state="vibes"))],
    ),
    "proposals:scrutiny-add": Page(
        lambda world: [reverse("proposals:scrutiny-add", args=[world.published.pk])],
        lambda world: [State("scrutiny", reverse("proposals:scrutiny-add", args=[world.published.pk]), {})],
    ),
    "proposals:scrutiny-item": Page(
        lambda world: [
            reverse("proposals:scrutiny-item", args=[item.proposal_id, item.pk])
            for item in world.scrutiny_items
        ]
    ),
    "proposals:scrutiny-step": Page(lambda world: [], scrutiny_steps),
    "reports:recommendations": Page(
        lambda world: [at("reports:recommendations", round=world.rounds["scrutiny"].pk)]
    ),
    "reports:recommendations-output": Page(
        lambda world: [],
        lambda world: [State("clerk", at("reports:recommendations-output", "page", title=""))],
    ),
    "proposals:move": Page(lambda world: [], move_states),
    "proposals:move-many": Page(lambda world: [], many_moves_states),
    "proposals:import": Page(lambda world: [reverse("proposals:import")], import_states),
    "proposals:preview": Page(lambda world: []),
    "proposals:imported": Page(
        lambda world: [reverse("proposals:imported", args=[make_import(world.published).pk])]
    ),
    "proposals:workbook-upload": Page(lambda world: [reverse("proposals:workbook-upload")], workbook_states),
    "proposals:workbook-preview": Page(lambda world: []),
    "reports:appendix": Page(
        lambda world: [at("reports:appendix", round=world.rounds["scrutiny"].pk)], appendix_states
    ),
    "reports:page": Page(lambda world: []),
    "reports:job-page": Page(lambda world: [], appendix_job_states),
    "reports:open-data": Page(lambda world: [at("reports:open-data", round=world.rounds["scrutiny"].pk)]),
    "budget:programmes": Page(
        lambda world: [reverse("budget:programmes", args=[one.pk]) for one in world.rounds.values()]
    ),
    "budget:programme-start": Page(
        lambda world: [reverse("budget:programme-start", args=[one.pk]) for one in world.rounds.values()],
        lambda world: [
            State("finance", reverse("budget:programme-start", args=[one.pk]), {"name": ""})
            for one in world.rounds.values()
        ],
    ),
    "budget:programme": Page(lambda world: [of_the_case(world, "budget:programme")], case_states),
    "budget:programme-appendix": Page(
        lambda world: [of_the_case(world, "budget:programme-appendix")],
        lambda world: [
            State(
                "clerk",
                f"{of_the_case(world, 'budget:programme-download', 'html')}?cover-title=",
            )
        ],
    ),
    "budget:work": Page(lambda world: []),
    "programmes:import": Page(
        lambda world: [reverse("programmes:import")], upload_states("programmes:import")
    ),
    "programmes:preview": Page(lambda world: [], case_import_states),
    "publications:list": plain("publications:list"),
    "publications:new": plain("publications:new"),
    "publications:publication": of_the_publication("publications:publication"),
    "publications:edit": of_the_publication("publications:edit"),
    "publications:pick": of_the_publication("publications:pick"),
    "publications:page": of_the_publication("publications:page"),
    "publications:publish": of_the_publication("publications:publish"),
    "publications:delete": of_the_publication("publications:delete"),
    "publications:attachment-add": Page(
        lambda world: [reverse("publications:attachment-add", args=[world.publication.pk])],
        publication_attachment_states,
    ),
    "publications:attachment-replace": Page(lambda world: []),
    "publications:attachment-remove": Page(lambda world: []),
    "publications:job": Page(lambda world: [], publication_states),
    "api": plain("api"),
    "api-tokens": Page(
        lambda world: [reverse("api-tokens")],
        lambda world: [
            State("finance", reverse("api-tokens"), {}),
            State("finance", reverse("api-tokens"), {"name": "The dashboard"}),
        ],
    ),
    "compare:compare": Page(
        lambda world: [reverse("compare:compare"), compared(world, "compare:compare")],
        lambda world: [
            State("finance", at("compare:compare", before="nothing", after="round-0")),
            *(
                State(
                    who, at("compare:compare", before=f"edition-{one}", after=f"edition-{world.edition.pk}")
                )
                for who in ("", "clerk")
                for one in world.edition.council.editions.values_list("pk", flat=True)
            ),
        ],
    ),
    "compare:appendix": Page(lambda world: [compared(world, "compare:appendix")]),
    "compare:page": Page(
        lambda world: [], lambda world: [State("clerk", f"{compared(world, 'compare:page')}&title=Changes")]
    ),
    "verification:verify": Page(
        lambda world: [reverse("verification:verify")],
        lambda world: [
            State("", reverse("verification:verify"), {}),
            State(
                "",
                reverse("verification:verify"),
                {"file": SimpleUploadedFile("x.pdf", b"%PDF-1.7 none of ours")},
            ),
        ],
    ),
    "published:all": plain("published:all"),
    "published:proposals": Page(
        lambda world: [reverse("published:proposals", args=[world.edition.council.slug])], browsing_states
    ),
    "published:proposal": Page(
        lambda world: [public_address(world, world.published.reference)],
        lambda world: [
            State("", public_address(world, world.exempt.reference)),
            State("", public_address(world, "no-such-reference")),
        ],
    ),
    "published:scrutiny": Page(
        lambda world: [reverse("published:scrutiny", args=[world.edition.council.slug])]
    ),
    "published:council": Page(
        lambda world: [reverse("published:council", args=[world.edition.council.slug])]
    ),
    "published:edition": Page(
        lambda world: [reverse("published:edition", args=[world.edition.council.slug, world.edition.pk])]
    ),
}
"""Previews are opened by the uploads that lead to them, the pages of one file with that of a new one."""

NOT_PAGES: dict[str, str] = {
    "budget:reorganisation-json": "a file",
    "budget:begin": "takes a form and leads on to the budget",
    "budget:scenario-figures": "a part of the page of a scenario's proposals",
    "account_login": "the sign-in page by the name that the library knows",
    "account_logout": "signing out by the name that the library knows",
    "account_signup": "there is none: people are invited",
    "account-session-end": "takes a form and leads back to the sessions",
    "account-sign-out-everywhere": "takes a form and shows that one has signed out",
    "mfa_add_webauthn": "opened with the app, by a person without a second factor",
    "mfa_authenticate": "leads on to the sign-in page unless a password was given just before",
    "mfa_deactivate_totp": "opened by a person with a second factor, with the app",
    "mfa_download_recovery_codes": "a file",
    "mfa_edit_webauthn": "needs a passkey, which only a device makes",
    "mfa_generate_recovery_codes": "opened by a person with a second factor, with the app",
    "mfa_login_webauthn": "for the script of passkeys",
    "mfa_reauthenticate": "opened by a person with a second factor, with the app",
    "mfa_reauthenticate_webauthn": "needs a passkey, which only a device makes",
    "mfa_remove_webauthn": "needs a passkey, which only a device makes",
    "mfa_view_recovery_codes": "opened by a person with a second factor, with the app",
    "openid_connect_callback": "leads on to the page asked for",
    "openid_connect_login": "leads to the council's directory service",
    "socialaccount_connections": "there is none: the council's directory decides",
    "socialaccount_signup": "there is none: people are invited",
    "api-1:api-root": "for machines",
    "api-1:position": "for machines",
    "api-1:openapi-json": "for machines",
    "api-1:proposal": "for machines",
    "api-1:proposals": "for machines",
    "api-1:rounds": "for machines",
    "api-1:totals": "for machines",
    "api-beginning": "for machines",
    "api-nothing": "for machines",
    "api-token-withdraw": "takes a form and leads back to the tokens",
    "compare:docx": "a file",
    "compare:pdf": "a file",
    "compare:xlsx": "a file",
    "begin": "leads on to the page a person begins at",
    "icon": "leads on to a picture",
    "look": "a style sheet",
    "logo": "a picture",
    "security-contact": "a text for those who found a weakness",
    "admin-sign-in": "leads on to the sign-in page",
    "budget:capital-receipts-download": "a file",
    "proposals:download": "a file",
    "proposals:attachment": "a file",
    "publications:attachment": "a file",
    "proposals:workbook-download": "a file",
    "proposals:scrutiny-download": "a file",
    "proposals:view-start": "takes a form and leads back to the views",
    "reports:pdf": "leads on to the work that makes the file",
    "reports:docx": "leads on to the work that makes the file",
    "reports:xlsx": "leads on to the work that makes the file",
    "reports:job-progress": "a part of the page of the work",
    "reports:job-cancel": "takes a form and leads back to the work",
    "reports:job-retry": "takes a form and leads back to the work",
    "reports:job-file": "a file",
    "reports:open-data-file": "a file",
    "publications:print": "takes a form and leads on to the work",
    "publications:progress": "a part of the page of the work",
    "publications:cancel": "takes a form and leads back to the work",
    "publications:retry": "takes a form and leads back to the work",
    "publications:draft": "a file",
    "budget:programme-download": "a file, or leads on to the work that makes it",
    "budget:programme-inputs": "a file",
    "budget:position-file": "a file, or leads on to the work that makes it",
    "budget:programme-share": "takes a form and leads back to the case",
    "budget:work-progress": "a part of the page of the work",
    "budget:work-cancel": "takes a form and leads back to the work",
    "budget:work-retry": "takes a form and leads back to the work",
    "budget:work-file": "a file",
    "programmes:template": "a file",
    "cited-proposal": "leads on to the proposal",
    "cited-edition": "leads on to the edition",
    "published:feed": "a feed",
    "published:council-feed": "a feed",
    "published:download": "a file, or a page of what the address cannot say, which is opened with the list",
    "published:file": "a file",
    "published:scrutiny-file": "a file",
}


def names_of_addresses() -> Iterator[str]:
    """Every address of the project by its name, the admin's own apart."""
    yield from _names(get_resolver().url_patterns, "")


def _names(patterns: Iterable[URLPattern | URLResolver], namespace: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                yield from _names(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name}" if pattern.name else f"{namespace}{pattern.pattern}"
