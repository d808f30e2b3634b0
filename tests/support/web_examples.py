"""Invented councils, rounds, proposals and documents for the tests of the pages."""

from decimal import Decimal

from django.utils import timezone
from lxml import html

from proposals.domain.references import canonical_reference
from proposals.models import BudgetRound, FTEImpact, ImpactStatement, SavingsProposal, YearProfile
from proposals.models.stored_figures import store_figures_of
from services.models import BaseBudget, Council, Directorate, Service
from services.values.years import FinancialYear, years_from

FIRST = FinancialYear(2027)


def make_round(name="Budget 2027/28 to 2029/30", *, phase="scrutiny", council="Eastvale Council", **printing):
    """A round of three years; further rounds of the same council share it."""
    slug = council.lower().replace(" ", "-")
    holder, _ = Council.objects.get_or_create(slug=slug, defaults={"name": council, **printing})
    return BudgetRound.objects.create(
        council=holder,
        name=name,
        base_year=FIRST + (-1),
        first_year=FIRST,
        number_of_years=3,
        phase=phase,
    )


def make_service(budget_round, name="Street lighting", code="ENV", directorate="Environment"):
    holder, _ = Directorate.objects.get_or_create(
        council=budget_round.council, code=code, defaults={"name": directorate}
    )
    return Service.objects.get_or_create(directorate=holder, name=name)[0]


def make_proposal(budget_round, reference, title="Dim the lights", savings=(1_000, 0, 0), fte=(), **more):
    """A proposal with a recurring saving beginning in each year; a dict gives a year's other amounts."""
    service = more.pop("service", None) or make_service(budget_round)
    statements = more.pop("statements", {})
    more = {**stage_in(budget_round), **more}
    proposal = SavingsProposal.objects.create(
        budget_round=budget_round,
        reference=reference,
        title=title,
        service=service,
        start_year=more.pop("start_year", FIRST),
        position=more.pop("position", budget_round.proposals.count() + 1),
        **more,
    )
    YearProfile.objects.bulk_create(
        YearProfile(
            proposal=proposal,
            year=year,
            **(amounts if isinstance(amounts, dict) else {"recurring_saving": amounts}),
        )
        for year, amounts in zip(years_from(FIRST, 3), savings, strict=False)
    )
    FTEImpact.objects.bulk_create(
        FTEImpact(proposal=proposal, year=year, change=Decimal(change))
        for year, change in zip(years_from(FIRST, 3), fte, strict=False)
    )
    ImpactStatement.objects.bulk_create(
        ImpactStatement(proposal=proposal, kind=kind, text=text) for kind, text in statements.items()
    )
    store_figures_of([proposal.pk])
    proposal.refresh_from_db()
    return proposal


def stage_in(budget_round):
    """A proposal of a round in preparation is a draft, any other is published."""
    if budget_round.phase == "preparation":
        return {"stage": "draft"}
    return {"stage": "published", "published_at": timezone.now()}


def make_many(budget_round, count, saving=1_000):
    """Many proposals that save the same, made at once."""
    service = make_service(budget_round)
    made = SavingsProposal.objects.bulk_create(
        SavingsProposal(
            budget_round=budget_round,
            reference=f"ENV{number:04}",
            canonical_reference=canonical_reference(f"ENV{number:04}"),
            title="Dim the lights",
            service=service,
            position=number,
            **stage_in(budget_round),
        )
        for number in range(1, count + 1)
    )
    YearProfile.objects.bulk_create(
        YearProfile(proposal=proposal, year=FIRST, recurring_saving=saving) for proposal in made
    )
    FTEImpact.objects.bulk_create(
        FTEImpact(proposal=proposal, year=FIRST, change=Decimal("-0.10")) for proposal in made
    )
    store_figures_of([proposal.pk for proposal in made])
    return made


def make_budget(service, gross=4_000_000, income=500_000, note=""):
    return BaseBudget.objects.create(
        service=service, year=FIRST + (-1), gross=gross, income=income, note=note
    )


# Reading pages


def tree(response):
    return html.fromstring(response.content.decode())


def words(element):
    """The text of an element as it is read, in single spaces."""
    return " ".join(element.text_content().split())


def table_rows(response, caption):
    """The texts of each row of the table with this caption, its row of totals among them."""
    path = f"//table[caption[normalize-space()='{caption}']]//tr[parent::tbody or parent::tfoot]"
    return [[words(cell) for cell in row] for row in tree(response).xpath(path)]


def table_of(response, caption):
    """The figures of the rows of the table with this caption, by their labels."""
    return {label: figures for label, *figures in table_rows(response, caption)}


def body_rows(response):
    """The texts of each row of the page's list of proposals."""
    rows = tree(response).xpath("//div[@class='app-proposals']//tbody/tr")
    return [[words(cell) for cell in row] for row in rows]


def references(response):
    return [row[0] for row in body_rows(response)]


def totals_row(response):
    (row,) = tree(response).xpath("//div[@class='app-proposals']//tfoot/tr")
    return [words(cell) for cell in row]


def options_of(response, name):
    """The words of the choices of a filter, without the one that means all and without their counts."""
    return list(counted_options_of(response, name))


def counted_options_of(response, name):
    """How many rows each choice of a filter is said to give, by its words."""
    page = tree(response)
    listed = page.xpath(f"//select[@name='{name}']/option[@value!='']")
    ticked = page.xpath(f"//input[@name='{name}'][@type='checkbox']/following-sibling::label")
    said = [words(element).rpartition(" (") for element in (*listed, *ticked)]
    return {text: int(count.rstrip(")").replace(",", "")) for text, _, count in said}


def post_opened(client, address, sent):
    """Send a form as a browser does that has just opened it: with the state of what it shows."""
    opened = tree(client.get(address)).xpath("string(//input[@name='state']/@value)")
    return client.post(address, {"state": opened, **sent})


def problems(response):
    """The lines of the error summary."""
    return [words(line) for line in tree(response).xpath("//div[contains(@class,'govuk-error-summary')]//li")]


def notes(response):
    return [words(line) for line in tree(response).xpath("//div[@aria-label='About the address']/p")]
