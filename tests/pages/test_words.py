"""Check every string that people read: no phrase of a kind that no council officer writes, and British spelling."""

import re
from pathlib import Path

import pytest

from tests.support.paths import DATA
from tests.support.wording import (
    Wording,
    declared_wordings,
    python_wordings,
    script_wordings,
    template_wordings,
    wordings,
    words_of,
)

DICTIONARY = Path("/usr/share/dict/british-english-large")
ALLOWED = DATA / "allowed_words.txt"

CAN = r"(?:you|they|he|she|who|nobody|everybody|somebody|it) may(?: not)? (?:see|read|change|edit|enter|use)"
BANNED = {
    "zero": r"(?i)\bnoughts?\b",
    "stored, current or contains": r"\b(?:is|are|was|were|what|as) held\b|\bheld (?:just|now|already|by|back)\b",
    "ready, or what prevents it": r"\bholds? (?:it |\w+ )?up\b",
    "a whole sentence": r"^(?:Whether|Whoever|Whatever|Whichever)\b|\b(?:whatever|whoever) (?:is|it|can|was)\b",
    "a noun as a heading": r"^(?:What|How(?! to)|Which|Who|Where|Why) (?!.*\?)\w+ ",
    "for example": r"^Such as\b",
    "enter or choose": r"^(?:Give|Say|Write|Fill) (?:it|in|this|at|why|what|who|how|under|a date|the [dra])\b",
    "can, or have permission to": rf"(?i)\b{CAN}\b|\bmay (?:see|read)\b",
    "permission": r"\bleave to (?:read|view)\b|\b[Gg]ives? leave\b|\bno leave\b|\bby (?:your )?leave\b",
    "recorded": r"\b(?:goe?s?|is|stays?|put|puts|are)(?: it)? on (?:the|its) record\b",
    "save or saved": r"^Keep (?:what|mine|it|your|the (?:answer|response|outcome|wording|owner|advice|delivery))\b",
    "saved": r"\b(?:is|are) kept$",
    "download": r"\b(?:take|takes|took|taken) (?:\w+ ){0,3}away\b",
    "imported or discarded": r"\btaken in\b|\bthrown away\b",
    "unchanged or current": r"\bas before\b|\bjust so\b|\bas (?:it|they) stands?\b|\bstays? as (?:it is|they are)\b",
    "complete": r"\bare there\b|\bwhat is there\b|\bbe it\b",
    "to action": r"\bwaits? for you\b|\bmatters? waits?\b",
    "recently": r"\blately\b",
    "API": r"\b(?:by|for|to) machines?\b",
    "on behalf of, or responsible for": r"\b[Ii]n whose name\b|\bsees? to (?:it|the)\b",
    "waived, or explain": r"\bgo(?:ing|ne|es)? on without\b|\bin spite of\b|\beverything unusual\b|\bwhat is unusual\b",
    "cancel, or not published": r"^(?:Not yet|Keep it)\.?$",
    "refresh, or show changes": r"\b[Ll]ook (?:again|back)\b",
    "overwrite": r"\bmine on top\b",
    "outcome": r"\bbecame of\b",
    "again": r"\banew\b",
    "a plain statement": r"\byour shoulder\b|\bthese bytes\b|\bpoint at a person\b|\bat a glance\b|\bcame back\b",
    "shown": r"\bstands? (?:above|below|on (?:this|the) page)\b",
    "your system administrator": r"\blooks after (?:accounts|this service)\b",
    "email": r"\b(?:a|the|this|no|each) mails?\b",
    "-ise": r"\b(?!(?:re|over)?siz|priz|seiz|capsiz)[a-z]{3,}iz(?:e|ed|es|ing|ation)\b",
}
"""Patterns of what nobody says, by what to say in its place."""

PRESCRIBED = {
    "How accessible the pages are": "the model of an accessibility statement",
    "What happens next": "the style of GOV.UK",
    "How it will be achieved": "the template of impact statements",
    "How Cabinet responded": "the heading of printed recommendations",
    "autocapitalize": "an attribute of HTML",
}
PROGRAMMING = re.compile(
    r"\b(?:SELECT|INSERT|CREATE|DELETE FROM|DROP|JOIN|UPDATE|PRAGMA|BEGIN)\b"
    r"|xmlns|\\|default-src|\$\{|^[^ ]*[._/]\w[^ ]*$|\(\?[:!=<]|\[[a-z]{2,}\]|^\w+ \| None$|^govuk-\w"
)


@pytest.fixture(scope="module")
def read_by_people() -> list[Wording]:
    """Collect the strings, without those of programs."""
    return [wording for wording in wordings() if not PROGRAMMING.search(wording.text)]


def listed(found: list[str]) -> str:
    return "\n".join(["", *found])


def test_no_phrase_is_of_a_kind_that_no_council_officer_writes(read_by_people):
    found = [
        f"{wording}  →  {instead}"
        for wording in read_by_people
        if wording.text not in PRESCRIBED
        for instead, pattern in BANNED.items()
        if re.search(pattern, wording.text)
    ]
    assert not found, listed(found)


def test_the_spelling_is_british(read_by_people):
    if not DICTIONARY.exists():
        pytest.skip("the word list of the Debian package wbritish-large is not installed")
    lines = [line for file in (DICTIONARY, ALLOWED) for line in file.read_text(encoding="utf-8").splitlines()]
    known = {line.casefold() for line in lines if not line.startswith("#")}
    found = [
        f"{wording}  →  {word}"
        for wording in read_by_people
        for word in words_of(wording)
        if word.casefold() not in known
    ]
    assert not found, listed(found)


class TestTheCheckItself:
    """Guards against a check that finds nothing because it reads nothing."""

    def test_reads_what_stands_in_templates_attributes_and_branches(self, tmp_path):
        template = tmp_path / "page.html"
        template.write_text(
            "{% comment %}not read{% endcomment %}\n<h1>{% if a %}First{% else %}Second{% endif %}</h1>\n"
            '<p title="Shown">Read <a href="/x">the link</a>, {{ value|default:"or this" }}.</p>\n'
            '{% include "x.html" with label="Given" %}<script>let code</script>'
        )
        texts = [(wording.line, wording.text) for wording in template_wordings(template)]
        assert sorted(texts) == [
            (2, "First"),
            (2, "Second"),
            (3, "Read the link, …."),
            (3, "Shown"),
            (3, "or this"),
            (4, "Given"),
        ]

    def test_reads_strings_of_python_but_no_docstrings(self, tmp_path):
        module = tmp_path / "module.py"
        module.write_text(
            '"""Doc."""\n\nA = "One " "two"\n"""Doc of A."""\n\n\n'
            'def b(c):\n    """Doc."""\n    return f"{c:>3} proposals"\n'
        )
        assert [(wording.line, wording.text) for wording in python_wordings(module)] == [
            (3, "One two"),
            (9, "… proposals"),
        ]

    def test_reads_strings_of_scripts_but_no_comments(self, tmp_path):
        script = tmp_path / "script.js"
        script.write_text(
            '// "Not" read\n/* nor "this" */\nconst a = "One two";\nconst q = /["]/;\n'
            "say(`${count === 1 ? `one` : many} cells did not fit`);\n"
        )
        assert (3, "One two") in [(wording.line, wording.text) for wording in script_wordings(script)]
        assert any("cells did not fit" in wording.text for wording in script_wordings(script))

    def test_reads_every_text_of_declarations_at_its_line(self, tmp_path):
        declared = tmp_path / "terms.toml"
        declared.write_text('# Not read\n[FTE]\ndefinition = "Full-time."\ncolumns = [["Name", "a.b"]]\n')
        texts = [(wording.line, wording.text) for wording in declared_wordings(declared)]
        assert texts == [(3, "Full-time."), (4, "Name"), (4, "a.b")]

    def test_knows_the_words_that_it_checks(self):
        prose = Wording(
            Path("x.py"), 1, "Write to finance_team@example.com, <b>the colour</b> of %(value)s, 2nd."
        )
        assert words_of(prose) == ["Write", "to", "the", "colour", "of"]

    @pytest.mark.parametrize(
        "text",
        [
            "blank is not nought",
            "What it depends on, and what depends on it",
            "Whatever cannot be answered is answered with an error in words",
            "held just so already",
            "In whose name",
            "Not yet",
            "Nothing holds up its publication",
            "Look again how far it is",
            "Such as A",
        ],
    )
    def test_knows_the_phrases(self, text):
        assert any(re.search(pattern, text) for pattern in BANNED.values()), text
