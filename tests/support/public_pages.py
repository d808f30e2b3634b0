"""What anybody meets on the pages for residents: their addresses, and all the text of them and their files."""

import io

import openpyxl
from django.test import Client

from tests.support.web_examples import tree, words

LIST = "/published/eastvale-council/proposals/"


def open_pages(council):
    council.public_pages = True
    council.save()


def listed(**query):
    """The references on the list, and the page in words."""
    page = Client().get(LIST, query)
    assert page.status_code == 200
    owners = tree(page).xpath(
        "//p[@class='app-public__owner' and ancestor::section[@aria-labelledby='proposals']]"
    )
    return [words(owner).split(" · ")[0] for owner in owners]


def page_of(budget_round, reference):
    return Client().get(f"{LIST}{budget_round.pk}/{reference}/")


def workbook_text(content):
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    cells = (cell for sheet in workbook.worksheets for row in sheet.iter_rows() for cell in row)
    return " ".join(str(cell.value) for cell in cells if cell.value is not None)


def everything(budget_round, references, **query):
    """All that a stranger is given: the front page, the list, the pages of these proposals, and the files."""
    client, query = Client(), {"round": budget_round.pk, **query}
    answers = [client.get("/"), client.get(LIST, query), *(page_of(budget_round, one) for one in references)]
    csv = client.get(f"{LIST}download/csv/", query)
    xlsx = client.get(f"{LIST}download/xlsx/", query)
    texts = [answer.content.decode() for answer in (*answers, csv)]
    return "\n".join([*texts, workbook_text(xlsx.content)])
