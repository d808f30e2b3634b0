"""Whether what was understood of a document is right, asked, or silently wrong."""

from tests.proposals.importing.understanding.corpus.rendering import Layout


def figures_of(understanding):
    """Return the amounts of every proposal by its title."""
    return {
        (proposal.title.removesuffix(" (WITHDRAWN)")): {
            year: pounds for year, pounds in proposal.savings.items() if pounds
        }
        for proposal in understanding.proposals
    }


def wrong_figures(understanding, layout: Layout, made):
    """Return the titles whose figures are not as they should be."""
    found = figures_of(understanding)
    expected = {t.title: {year: pounds for year, pounds in t.amounts.items() if pounds} for t in made}
    if "description" in layout.columns and "title" not in layout.columns:
        expected = {
            f"The council will carry out: {t.title.lower()}, from the start of the year.": v
            for t, v in zip(made, expected.values(), strict=True)
        }
    if "sign" in layout.drops:
        found = {
            title: {year: abs(pounds) for year, pounds in amounts.items()} for title, amounts in found.items()
        }
    wrong = [title for title, amounts in expected.items() if found.get(title) != amounts]
    wrong += [title for title in found if title not in expected]
    if "first" in layout.drops:
        wrong = [title for title in wrong if title != made[0].title]
    return wrong


def asked(understanding):
    """Return what is asked, by the first word of its id; a difference of figures is asked before the import is made."""
    ids = {question.id.partition(":")[0] for question in understanding.questions}
    ids |= {"totals"} if not all(proof.holds for proof in understanding.proofs) else set()
    return ids | ({"refused"} if understanding.status == "refused" else set())
