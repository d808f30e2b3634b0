"""Running the import command in a test: the file it reads, its exit code, and what it left in the database."""

import io
import json
from dataclasses import dataclass

from django.core.management import CommandError, call_command

from proposals.models import (
    BudgetRound,
    DocumentImport,
    FTEImpact,
    ImpactStatement,
    ProposalFinding,
    SavingsProposal,
    YearProfile,
)
from services.models import BaseBudget, ChangeRecord, Council, Directorate, Service

ROUND = "Budget 2027/28"
EVERY_MODEL = (
    Council,
    Directorate,
    Service,
    BaseBudget,
    BudgetRound,
    SavingsProposal,
    YearProfile,
    FTEImpact,
    ImpactStatement,
    ProposalFinding,
    DocumentImport,
    ChangeRecord,
)


@dataclass(frozen=True)
class Run:
    """What one call of the command came to."""

    code: int
    out: str
    error: str

    @property
    def json(self):
        """What it printed, as JSON."""
        values = json.loads(self.out)
        return values.get("import", values)


def importer(directory):
    """Return a function that writes a file to the directory and imports it for the council “fenwick”."""

    def run(content, *options, name="options.txt"):
        path = directory / name
        if content is not None:
            path.write_bytes(content)
        out = io.StringIO()
        arguments = [
            "option-pages",
            str(path),
            "--council",
            "fenwick",
            "--round",
            ROUND,
            "--phase",
            "scrutiny",
        ]
        arguments += ["--council-name", "Fenwick", *options]
        try:
            call_command("import_document", *arguments, stdout=out)
        except CommandError as error:
            return Run(error.returncode, out.getvalue(), str(error))
        return Run(0, out.getvalue(), "")

    return run


def counts():
    """Return how many rows of every kind the database holds."""
    return [model.objects.count() for model in EVERY_MODEL]
