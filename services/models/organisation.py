"""The organisation that proposals belong to: councils, directorates, services and their base budgets."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from services.audit.history import RecordedModel, RecordedQuerySet
from services.db.constraints import check, known, unique
from services.db.fields import ColourField, FinancialYearField, WebAddressField
from services.values.limits import LARGEST_AMOUNT, LONGEST_CATEGORY
from services.values.money import MoneyStyle
from services.values.years import EARLIEST_START, LATEST_START

NO_NEGATIVES = [MinValueValidator(0), MaxValueValidator(LARGEST_AMOUNT)]


def validate_categories(text: str) -> None:
    """Refuse a category that is longer than a proposal can store."""
    for line in text.splitlines():
        if len(line.strip()) > LONGEST_CATEGORY:
            raise ValidationError(f"“{line[:40].strip()}…” is longer than {LONGEST_CATEGORY} characters.")


class CouncilQuerySet(RecordedQuerySet):
    """Councils."""

    def public(self) -> "CouncilQuerySet":
        """Return the councils of which anybody may read what is published without signing in."""
        return self.filter(public_pages=True)


class Council(RecordedModel):
    """A council: whose budget it is, how it prints money, and how its pages look."""

    class MoneyUnit(models.TextChoices):
        POUNDS = "pounds", "pounds (£906,000)"
        THOUSANDS = "thousands", "thousands of pounds (£906k)"
        MILLIONS = "millions", "millions of pounds (£0.906m)"

    class SavingsSign(models.TextChoices):
        POSITIVE = "positive", "savings as positive figures"
        NEGATIVE = "negative", "savings as negative figures"

    class NegativeStyle(models.TextChoices):
        MINUS = "minus", "minus sign (-0.906)"
        BRACKETS = "brackets", "brackets (0.906)"

    name = models.CharField("name", max_length=200, unique=True, help_text="As printed in appendices.")
    slug = models.SlugField("short name", unique=True, help_text="Used in web addresses and commands.")
    savings_categories = models.TextField(
        "categories of savings",
        blank=True,
        validators=[validate_categories],
        help_text="One on each line. A category is chosen from this list when a proposal is entered.",
    )
    money_unit = models.CharField("money unit", max_length=10, choices=MoneyUnit, default=MoneyUnit.MILLIONS)
    money_decimals = models.PositiveSmallIntegerField(
        "money decimals", default=3, validators=[MaxValueValidator(6)], help_text="Number of decimal places."
    )
    savings_sign = models.CharField(
        "sign of a saving", max_length=10, choices=SavingsSign, default=SavingsSign.NEGATIVE
    )
    negative_style = models.CharField(
        "negative figures", max_length=10, choices=NegativeStyle, default=NegativeStyle.MINUS
    )
    public_pages = models.BooleanField(
        "public pages",
        default=False,
        help_text="If ticked, anybody can view published editions of Part I, and browse and search their proposals, "
        "without signing in.",
    )
    brand_colour = ColourField(
        "colour",
        blank=True,
        help_text="The colour of the bar at the top of each page, for example #1f4e5f. White text must be "
        "readable on it.",
    )
    logo_digest = models.CharField("logo", max_length=64, blank=True, editable=False)
    logo_alternative = models.CharField(
        "text alternative for the logo",
        max_length=200,
        blank=True,
        help_text="Read out by screen readers. Leave blank to use the council’s name.",
    )
    contact_email = models.EmailField(
        "email address for questions",
        blank=True,
        help_text="Printed at the foot of every page and in the accessibility statement.",
    )
    contact_telephone = models.CharField("telephone number for questions", max_length=40, blank=True)
    privacy_notice = WebAddressField(
        "privacy notice",
        blank=True,
        help_text="The web address of the council’s privacy notice, linked at the foot of every page.",
    )

    objects = CouncilQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            check(
                "written_colour",
                "Enter the colour as # and 6 digits or letters, for example #1f4e5f.",
                Q(brand_colour="") | Q(brand_colour__startswith="#"),
            ),
            known("money_unit", "a money unit", ["pounds", "thousands", "millions"]),
            known("savings_sign", "the sign of a saving", ["positive", "negative"]),
            known("negative_style", "how negative figures look", ["minus", "brackets"]),
            check("few_decimals", "Enter at most 6 decimal places.", Q(money_decimals__lte=6)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def money_style(self) -> MoneyStyle:
        """Return how this council prints money and signs."""
        return MoneyStyle(
            unit=self.money_unit,
            decimals=self.money_decimals,
            savings_sign=self.savings_sign,
            negative_style=self.negative_style,
        )

    @property
    def logo_words(self) -> str:
        """Return what is read aloud in place of the logo."""
        return self.logo_alternative or self.name


class Directorate(RecordedModel):
    """A part of the council with its own director; its code is the letters that references begin with."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="directorates")
    code = models.CharField(
        "code",
        max_length=20,
        validators=[
            RegexValidator(r"^[A-Z0-9/&.-]+$", "Enter capital letters and numbers, for example ASC.")
        ],
        help_text="The letters at the start of references, for example ASC.",
    )
    name = models.CharField("name", max_length=200, help_text="As printed in summaries.")

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            unique(
                "unique_code",
                "This council already has a directorate with that code.",
                fields=["council", "code"],
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Portfolio(RecordedModel):
    """The part of the council's business that one cabinet member answers for."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="portfolios")
    name = models.CharField("name", max_length=200)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            unique(
                "unique_name", "This council already has a portfolio of that name.", Lower("name"), "council"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Service(RecordedModel):
    """A thing the council does for somebody, within one directorate."""

    directorate = models.ForeignKey(Directorate, on_delete=models.PROTECT, related_name="services")
    portfolio = models.ForeignKey(
        Portfolio,
        on_delete=models.PROTECT,
        related_name="services",
        null=True,
        blank=True,
        help_text="The portfolio of the cabinet member responsible for the service.",
    )
    name = models.CharField("name", max_length=300)
    what_it_delivers = models.TextField("description", blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            unique(
                "unique_name",
                "This directorate already has a service of that name.",
                Lower("name"),
                "directorate",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a portfolio of another council."""
        if (
            self.portfolio_id
            and self.directorate_id
            and self.portfolio.council_id != self.directorate.council_id
        ):
            raise ValidationError(
                {"portfolio": "The portfolio and the service belong to different councils."}
            )


class _CurrentBudgets(models.Manager.from_queryset(RecordedQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> RecordedQuerySet:
        current: RecordedQuerySet = super().get_queryset().filter(is_superseded=False)
        return current


class BaseBudget(RecordedModel):
    """A service's budget of one year, before any saving: gross, income, and so net."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="base_budgets")
    year = FinancialYearField("base year")
    part = models.CharField(
        "part of the service",
        max_length=100,
        blank=True,
        help_text="Leave blank for the whole service. Otherwise enter the part of the service that these figures "
        "cover.",
    )
    gross = models.BigIntegerField("gross budget", validators=NO_NEGATIVES, help_text="Whole pounds.")
    income = models.BigIntegerField("income budget", validators=NO_NEGATIVES, help_text="Whole pounds.")
    note = models.CharField(
        "note", max_length=500, blank=True, help_text="Printed as a footnote of the net budget."
    )
    is_superseded = models.BooleanField(
        "superseded",
        default=False,
        editable=False,
        help_text="Kept as it was for what was last published of proposals under correction.",
    )

    objects = _CurrentBudgets()

    class Meta:
        ordering = ["service__name", "year", "part", "pk"]
        constraints = [
            unique(
                "unique_year",
                "This service already has a budget for that year.",
                fields=["service", "year", "part"],
                condition=Q(is_superseded=False),
            ),
            check(
                "no_negative_amounts",
                "Enter gross and income budgets as positive amounts below £1,000,000,000,000.",
                Q(gross__range=(0, LARGEST_AMOUNT), income__range=(0, LARGEST_AMOUNT)),
            ),
            check(
                "sensible_year",
                "The base year is out of range.",
                Q(year__range=(EARLIEST_START, LATEST_START)),
            ),
        ]

    def __str__(self) -> str:
        part = f" ({self.part})" if self.part else ""
        return f"{self.service}{part} {self.year}"
