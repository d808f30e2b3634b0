"""A financial case as a document of blocks, for the page, PDF, HTML and Word."""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from proposals.domain.forecast.case import Case
from proposals.domain.forecast.proof_tables import BRIDGE, CHECK
from proposals.domain.forecast.results import questions_of, results_of
from proposals.domain.forecast.statement import Statement
from reports.documents.cover import Cover
from reports.documents.document import (
    Block,
    BulletList,
    DataFile,
    Document,
    Figure,
    Heading,
    Paragraph,
)
from reports.documents.narrative import narrative_blocks
from reports.styles.financial_case.charts import CaseCharts
from reports.styles.financial_case.details import detail_parts
from reports.styles.financial_case.summary import TITLE, PrintedCase, Summary
from reports.styles.financial_case.tables import StatementTables
from reports.styles.finishing import finished
from services.values.money import MoneyStyle

DATA_NAME = "financial-case.json"


def case_document(printed: PrintedCase, cover: Cover | None = None, *, with_data: bool = True) -> Document:
    """Return the case as a document: the summary, the tables behind it, and what stands around the figures.

    Its figures are kept beside it as a file, unless it is shown on a page.
    """
    cover = cover or Cover(title=TITLE)
    blocks = _Blocks(printed.case, printed.style).all()
    return Document(
        council=printed.council,
        subtitle=printed.name,
        cover=cover,
        blocks=finished(cover, blocks),
        data=(_data_file(printed),) if with_data else (),
    )


def _data_file(printed: PrintedCase) -> DataFile:
    words = "Every figure of the case, in whole pounds"
    return DataFile(DATA_NAME, "application/json", results_file(printed), words)


def results_file(printed: PrintedCase) -> bytes:
    """Return everything that the case comes to as JSON; money in whole pounds."""
    results: dict[str, Any] = {"name": printed.name, "council": printed.council}
    results |= results_of(printed.case)
    return json.dumps(results, ensure_ascii=False, indent=2).encode() + b"\n"


class _Blocks:
    """The blocks of one case, part by part."""

    def __init__(self, case: Case, style: MoneyStyle) -> None:
        self.case = case
        self.summary = Summary(case, style)
        self.charts = CaseCharts(case, style)
        self.shown = StatementTables(case.ledger, case.all_tables, style, case.inputs.extrapolated_years)
        self.style = style

    def all(self) -> Iterator[Block]:
        """Yield every block, each part under its heading."""
        for number, (heading, blocks) in enumerate(self._parts(), start=1):
            yield Heading(2, heading, f"part-{number}", in_contents=True)
            yield from blocks

    def _parts(self) -> Iterator[tuple[str, list[Block]]]:
        yield "Executive summary", [*self.summary.executive(), self.charts.gap()]
        details = self.case.inputs.details
        for section in details.sections:
            yield section.title, list(narrative_blocks(section.text))
        for part, tables in groupby(self.case.all_tables, key=lambda each: each.part):
            yield part, list(self._tables(part, list(tables)))
        yield "Readings", list(self.summary.variants())
        yield "Sensitivity and optimism bias", list(self.summary.sensitivity())
        yield from detail_parts(details, self.style)
        yield "Questions", list(self._questions())

    def _tables(self, part: str, tables: list[Statement]) -> Iterator[Block]:
        yield from self._before(part, tables)
        for each in tables:
            yield self.shown.table(each)

    def _before(self, part: str, tables: list[Statement]) -> Iterator[Block]:
        """Yield what stands before the tables of a part: their chart, or what they prove."""
        if part == "The whole programme":
            yield from (self.charts.benefit_and_cost(), self.charts.cumulative_net())
        elif part == "Reserves":
            chart: Figure | None = self.charts.reserves()
            yield from (chart,) if chart else ()
        elif tables[0].key == BRIDGE:
            yield self.charts.bridge(tables[0])
        elif part == "All bodies together":
            yield Paragraph(self._check_words())

    def _check_words(self) -> str:
        differing = [str(year) for year, value in self.case.ledger.lines[CHECK].values.items() if value]
        if differing:
            return (
                f"The bodies together do not spend what the undivided budget would in {', '.join(differing)}."
            )
        return "Check: in every year the bodies together spend what the undivided budget would, to the pound."

    def _questions(self) -> Iterator[Block]:
        asked = questions_of(self.case)
        yield BulletList(tuple(asked)) if asked else Paragraph("No question is open.")
        without = self.case.programme.without_figures
        if without:
            yield Paragraph("These components have no figures and are listed so that they are not forgotten:")
            yield BulletList(without)
