"""Requests that Hypothesis makes of the forms of every page and of the description of the interface for programs.

Nothing about a page is written down here: its forms are read from the page, with the choices they offer, and the
parameters of the interface from its OpenAPI description. A field is left as it is, chosen anew, emptied, doubled, or
filled with what no browser would send.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urljoin

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from lxml import html

from proposals.api.endpoints import api
from proposals.models import ApiToken
from tests.support.page_walk import PAGES
from tests.support.page_world import World
from tests.support.undone import undone

WHO = ("", "scrutiny", "clerk", "finance", "s151", "admin")

FIGURES = st.one_of(st.integers(-3, 30), st.sampled_from([2**31 - 1, 2**31, 2**63, 10**40, -(2**63)])).map(
    str
)
ODD = (
    "", " ", "\\", "'", '"', "%", "%%s", "{}", "{0}", "NaN", "Infinity", "-0", "1e999", "٣", "½", "0x1F", "1_000",
    "None", "null", "true", "[]", "../../etc/passwd", "<script>alert(1)</script>", "' OR 1=1--", "\u202e", "\ufeff",
    "\U0001f4b7", "2027-02-30", "9999-12-31", "0001-01-01", "31/12/2027", "2027/28", "2027/29", "£1m", "(1,000)", "−5",
    "\r\n", "\x1f", "a" * 5_000, "\0", "é" * 300, "*", "*:*", "NEAR(a b)", '"a', "a AND", "-", "()",
)  # fmt: skip
TEXTS = st.text(max_size=30)
JUNK = st.one_of(st.sampled_from(ODD), FIGURES, TEXTS, st.dates().map(str), st.floats().map(str))
FILES = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"[" * 3_000, b"a,b\n1,2\n"]
    ),
)
OTHER_METHODS = st.sampled_from(("head", "options", "post", "put", "delete", "patch"))


@dataclass(frozen=True)
class Form:
    """A form as a page offers it: where it goes, how, and the choices of each field; files have none."""

    action: str
    method: str
    fields: tuple[tuple[str, tuple[str, ...]], ...]
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """One request."""

    method: str
    address: str
    sent: tuple[tuple[str, Any], ...]

    def by(self, client: Client) -> Any:
        values: dict[str, list[Any]] = {}
        for name, value in self.sent:
            given_file = isinstance(value, bytes)
            values.setdefault(name, []).append(SimpleUploadedFile("f.txt", value) if given_file else value)
        if self.method == "post":
            return client.post(self.address, values)
        return client.generic(self.method, self.address, QUERY_STRING=_query(values))


def _query(values: dict[str, list[Any]]) -> str:
    from urllib.parse import urlencode

    return urlencode(values, doseq=True, errors="surrogatepass")


def forms_of(world: World, who: str, most_pages: int) -> list[Form]:
    """Return every form on the pages that this person opens, each once; of more pages than that, it opens some."""
    found: dict[tuple[str, str, tuple[str, ...]], Form] = {}
    client = signed_in(world, who)
    addresses = world_addresses(world)
    for address in addresses[:: 1 + len(addresses) // most_pages]:
        with undone(client):
            answer = client.get(address, follow=True)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            for form in _forms_in(answer.content.decode(), answer.request["PATH_INFO"]):
                found.setdefault((form.action, form.method, tuple(name for name, _ in form.fields)), form)
    return list(found.values())


def world_addresses(world: World) -> list[str]:
    """Return the addresses that the walk over the pages opens without sending anything; what it makes is undone."""
    with undone():
        pages = [
            address
            for page in PAGES.values()
            for address in (
                *page.open_usual(world),
                *(state.address for state in page.open_states(world) if state.sent is None),
            )
        ]
    return list(dict.fromkeys(pages))


def _forms_in(page: str, address: str) -> Iterator[Form]:
    for form in html.fromstring(page).xpath("//form"):
        fields: dict[str, list[str]] = {}
        files = []
        for element in form.xpath(
            ".//input[@name] | .//select[@name] | .//textarea[@name] | .//button[@name]"
        ):
            name = element.get("name")
            if element.get("type") == "file":
                files.append(name)
            elif name != "csrfmiddlewaretoken":
                options = (
                    element.xpath("./option/@value")
                    if element.tag == "select"
                    else [element.get("value") or ""]
                )
                fields.setdefault(name, []).extend(str(option) for option in options)
        yield Form(
            urljoin(address, form.get("action") or ""),
            (form.get("method") or "get").lower(),
            tuple((name, tuple(dict.fromkeys(choices))) for name, choices in fields.items()),
            tuple(files),
        )


@cache
def _offered(choices: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from(choices or ("",))


@cache
def _as_offered(choices: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(_offered(choices), max_size=1)


@cache
def _odd(choices: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.one_of(JUNK, _offered(choices)), max_size=3)


# Kept strategies are looked through once; making them anew takes half as long as the request.
@cache
def _odd_names(form: Form) -> st.SearchStrategy[set[str]]:
    return st.sets(st.sampled_from([name for name, _ in form.fields]), max_size=4)


ONE_IN_TEN, ONE_IN_TWENTY = st.integers(0, 9), st.integers(0, 19)


@st.composite
def filled(draw: Callable[..., Any], forms: st.SearchStrategy[Form]) -> Asked:
    """A form sent with most fields as the page has them and some as nobody expects."""
    form = draw(forms)
    sent: list[tuple[str, Any]] = []
    odd = draw(_odd_names(form)) if form.fields else set()
    for name, choices in form.fields:
        sent += [(name, value) for value in draw((_odd if name in odd else _as_offered)(choices))]
    sent += [(name, draw(FILES)) for name in form.files if draw(st.booleans())]
    if draw(ONE_IN_TEN) == 0:
        sent.append((draw(TEXTS), draw(JUNK)))
    return Asked(form.method, form.action, tuple(sent))


@dataclass(frozen=True)
class Described:
    """An address of the interface for programs, with the usual values of each parameter in it and after it."""

    path: str
    within: tuple[tuple[str, tuple[str, ...]], ...]
    after: tuple[tuple[str, tuple[str, ...]], ...]


def _described(
    path: str, parameters: list[dict[str, Any]], keys: list[str], references: list[str]
) -> Described:
    within, after = [], []
    for parameter in parameters:
        name, schema = parameter["name"], parameter["schema"]
        if parameter["in"] == "path":
            within.append((name, tuple(keys if "round" in name else references)))
        else:
            usual = schema.get("items", schema).get("enum") or ["1", "library", "total"]
            after.append((name, tuple(usual)))
    return Described(path, tuple(within), tuple(after))


@cache
def _some_of(parameters: tuple[tuple[str, tuple[str, ...]], ...]) -> st.SearchStrategy[Any]:
    return st.lists(st.sampled_from(parameters), max_size=12, unique=True)


@st.composite
def described(draw: Callable[..., Any], addresses: st.SearchStrategy[Described]) -> Asked:
    """A request to the interface for programs, as its description allows it or nearly so."""
    address = draw(addresses)
    path = address.path
    for name, usual in address.within:
        path = path.replace(f"{{{name}}}", draw(_offered(usual) if draw(ONE_IN_TEN) else JUNK))
    chosen = draw(_some_of(address.after)) if address.after else []
    sent = [(name, value) for name, usual in chosen for value in draw(_odd(usual))]
    method = "get" if draw(ONE_IN_TWENTY) else draw(OTHER_METHODS)
    return Asked(method, path, tuple(sent))


def signed_in(world: World, who: str) -> Client:
    client = Client(raise_request_exception=False)
    if who:
        client.force_login(world.people[who])
    return client


def failures(world: World, who: str, number: int) -> list[str]:
    """Send that many requests to forms as this person, each undone afterwards; return those answered with 500."""
    # Opening a page takes as long as sending a form: a few requests are sent to the forms of some pages.
    forms, client = st.sampled_from(forms_of(world, who, max(1, number // 2))), signed_in(world, who)
    return _sent(filled(forms), client, number)


def failures_of_api(world: World, number: int, part: int = 0) -> list[str]:
    """Send that many requests to the interface for programs, others in each part; return those answered with 500."""
    token = ApiToken(person=world.people["finance"], name="Generated", ends_on="2999-12-31")
    key = token.give_key()
    token.save()
    client = Client(raise_request_exception=False, headers={"authorization": f"Bearer {key}"})
    paths = json.loads(json.dumps(api.get_openapi_schema(), default=str))["paths"]
    keys = [str(one.pk) for one in world.rounds.values()]
    references = [one.reference for one in world.proposals.values()]
    addresses = [
        _described(path, operations["get"].get("parameters", []), keys, references)
        for path, operations in sorted(paths.items())
    ]
    return _sent(described(st.sampled_from(addresses)), client, number, part)


def _sent(strategy: Any, client: Client, number: int, part: int = 0) -> list[str]:
    failed: list[str] = []

    @seed(part)
    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def ask(asked: Asked) -> None:
        with undone(client):
            if asked.by(client).status_code >= 500:
                failed.append(repr(asked)[:600])

    ask()
    return failed
