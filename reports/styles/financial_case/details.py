"""What stands around the figures of a financial case, as blocks of a document."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from proposals.domain.forecast.details import CaseDetails
from proposals.domain.forecast.lines import exact
from proposals.domain.forecast.options import Appraisal, TurningPoint
from proposals.domain.rounding import nearest
from reports.documents.document import Block, BulletList, Column, Heading, Paragraph, Table
from reports.styles.cells import table_of_rows
from services.values.money import MoneyStyle, format_money
from services.values.wording import listed


def detail_parts(details: CaseDetails, style: MoneyStyle) -> Iterator[tuple[str, list[Block]]]:
    """Yield each part that has something in it, with its heading."""
    parts = {
        "Options": list(appraisal_blocks(details.appraisal)) if details.appraisal else [],
        **{each.heading: _table(each.columns, each.rows) for each in details.tables},
        "Potential beyond the case": _potential(details, style),
    }
    yield from ((heading, blocks) for heading, blocks in parts.items() if blocks)


def appraisal_blocks(appraisal: Appraisal) -> Iterator[Block]:
    """Yield the scores of the options, which leads or that several do, and what would change that."""
    yield _scores(appraisal)
    yield from (Paragraph(text) for text in _result(appraisal))
    points = [_turning_words(each, appraisal) for each in appraisal.turning_points()]
    if points:
        yield Paragraph(
            "Another option would lead with one of these weights, the others staying as they are:"
        )
        yield BulletList(tuple(points))
    elif len(appraisal.leading) == 1 and len(appraisal.options) > 1:
        yield Paragraph("No weight of one criterion alone would make another option the first.")
    for option in appraisal.ranked:
        if not (option.description or option.advantages or option.disadvantages):
            continue
        yield Heading(3, option.name)
        if option.description:
            yield Paragraph(option.description)
        for words, items in (("Advantages", option.advantages), ("Disadvantages", option.disadvantages)):
            if items:
                yield Paragraph(f"{words}:")
                yield BulletList(items)


def _scores(appraisal: Appraisal) -> Table:
    columns = (
        Column("Option"),
        *(Column(f"{each.name}, weight {_plain(each.weight)}", "", "number") for each in appraisal.criteria),
        Column("Weighted score", "", "number"),
    )
    rows = (
        (
            option.name,
            *(_plain(option.scores[each.key]) for each in appraisal.criteria),
            _plain(appraisal.points(option)),
        )
        for option in appraisal.ranked
    )
    return table_of_rows("Scores of the options", columns, rows)


def _result(appraisal: Appraisal) -> Iterator[str]:
    leading = appraisal.leading
    points = _plain(appraisal.points(leading[0]))
    if len(leading) > 1:
        yield f"There is a tie: {listed(each.name for each in leading)} have the same score of {points}."
        decided = [
            f"more weight on “{criterion.name}” favours {option.name}"
            for criterion, option in appraisal.decided_by()
        ]
        yield (
            f"The scores do not choose between them; {listed(decided)}."
            if decided
            else ("No criterion tells them apart.")
        )
    else:
        yield f"{leading[0].name} has the highest score, {points}."
    preferred = appraisal.preferred
    if preferred is not None:
        agrees = preferred in leading
        but = "" if agrees else " That is not the option with the highest score."
        yield f"The case prefers {preferred.name}.{but}"


def _turning_words(point: TurningPoint, appraisal: Appraisal) -> str:
    way = "more" if point.is_above else "less"
    return (
        f"“{point.criterion.name}” at {way} than {_plain(point.weight)} in place of "
        f"{_plain(point.criterion.weight)}: {point.option.name} passes {appraisal.leading[0].name}"
    )


def _potential(details: CaseDetails, style: MoneyStyle) -> list[Block]:
    rows = [
        (
            each.name,
            format_money(each.low, style),
            "Not stated" if each.high is None else format_money(each.high, style),
            each.basis,
        )
        for each in details.potential
    ]
    table = _table(("Component", "Low, a year", "High, a year", "Basis"), rows)
    return [Paragraph("None of these amounts is in any total of this case."), *table] if table else []


def _table(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[Block]:
    """Return the rows as a table without the columns that nothing stands in; nothing where there are no rows.

    The heading above it names it.
    """
    kept = [place for place in range(len(headings)) if place == 0 or any(row[place] for row in rows)]
    if not rows:
        return []
    columns = (Column(headings[place]) for place in kept)
    return [table_of_rows("", columns, ([row[place] for place in kept] for row in rows))]


def _plain(value: Fraction) -> str:
    """Return a weight or a score without zeros at its end, with two decimals at most."""
    return exact(Fraction(nearest(value * 100), 100))
