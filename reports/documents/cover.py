"""The cover of a document: title, meeting, part and published edition. Pure values."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import shorten
from typing import Any, Literal

from proposals.domain.attachments import AttachmentRecord
from proposals.domain.exemption import EXEMPT_PARAGRAPHS, paragraph_in_words
from services.values.dates import format_day

Part = Literal["I", "II"]

LONGEST_RUNNING_REASON, LONGEST_IN_LARGE_PRINT = 140, 60
"""The most letters that fit above each page; the cover gives the whole reason."""


EXEMPTION_WORDS = (
    (
        "Choose the paragraph of Schedule 12A.",
        "Part I is public. Choose no paragraph, or choose Part II.",
    ),
    (
        "Enter the public interest reason for the exemption.",
        "Part I is public. Leave this blank, or choose Part II.",
    ),
)
"""What is said of the paragraph and of the reason where they are missing, and where they are not wanted."""


def exemption_errors(values: Mapping[str, Any], names: tuple[str, str], *, exempt: bool) -> dict[str, str]:
    """Return what is wrong with the paragraph and the reason in a form, by their names: an exempt document has both."""
    wrong = (
        (name, words[0 if exempt else 1])
        for name, words in zip(names, EXEMPTION_WORDS, strict=True)
        if name in values and bool(values[name]) is not exempt
    )
    return dict(wrong)


class UnstatedExemption(ValueError):
    """A cover says that a document is exempt and not under which paragraph or why; the message says which."""


@dataclass(frozen=True)
class Cover:
    """The cover's details as a person entered them; `appendix` is its letter or number.

    Part I is open to the public; part II is exempt, and its cover says under which paragraph of Part 1 of
    Schedule 12A and the public interest reason. Large print is 18 points and more. Without a page of its own the
    cover is the title block of the first page.
    """

    title: str = "Savings proposals"
    meeting: str = ""
    date: datetime.date | None = None
    appendix: str = ""
    draft: bool = False
    introduction: str = ""
    """The introduction as it was typed: paragraphs and lists."""
    part: Part = "I"
    exempt_paragraph: int | None = None
    exempt_reason: str = ""
    large_print: bool = False
    attachments: tuple[AttachmentRecord, ...] = ()
    """The public files that go out with the document, beside those of its proposals."""
    on_own_page: bool = False
    editions_at: str = ""
    """The address of editions on the public site, to which an edition’s short identifier is added."""

    def __post_init__(self) -> None:
        if self.part == "II" and self.exempt_paragraph not in EXEMPT_PARAGRAPHS:
            raise UnstatedExemption(
                "Choose the paragraph of Schedule 12A under which this Part II document is exempt."
            )
        if self.part == "II" and not self.exempt_reason.strip():
            raise UnstatedExemption(
                "Enter the public interest reason for the exemption of this Part II document."
            )

    @property
    def is_exempt(self) -> bool:
        """Return whether the document is not for publication."""
        return self.part == "II"

    @property
    def part_in_words(self) -> str:
        """Return which part of the agenda the document belongs to."""
        return "Part II – exempt, not for publication" if self.is_exempt else "Part I – public"

    @property
    def running_warning(self) -> str:
        """Return the head of every page of an exempt document, before the reason; empty for a public one."""
        if not self.is_exempt:
            return ""
        return (
            f"Exempt – not for publication: paragraph {self.exempt_paragraph} of Part 1 of Schedule 12A to the "
            "Local Government Act 1972."
        )

    @property
    def running_reason(self) -> str:
        """The reason for withholding the document, cut to fit above a page; empty for a public one."""
        most = LONGEST_IN_LARGE_PRINT if self.large_print else LONGEST_RUNNING_REASON
        return shorten(self.exempt_reason, most, placeholder=" …") if self.is_exempt else ""

    @property
    def exemption_in_words(self) -> str:
        """The reason for the exemption, as a sentence for the cover; empty for a public document."""
        if not self.is_exempt or self.exempt_paragraph is None:
            return ""
        return (
            f"Exempt from publication under {paragraph_in_words(self.exempt_paragraph)}. "
            f"Public interest reason: {self.exempt_reason.strip()}"
        )


@dataclass(frozen=True)
class EditionMark:
    """The published edition of a document, which distinguishes its files from all others.

    `identifier` is random and unique; `corrects` is the number of the edition that this one replaces, and
    `correction` says what it corrects: who holds the paper has nothing else to know it by.
    """

    identifier: str
    number: int
    published_at: datetime.datetime
    corrects: int | None = None
    correction: str = ""

    @property
    def short_identifier(self) -> str:
        """The beginning of the identifier, which stands on every page."""
        return self.identifier[:8]

    @property
    def in_words(self) -> tuple[str, ...]:
        """Return what the cover says of the edition, line by line."""
        corrects = f", correcting edition {self.corrects}" if self.corrects else ""
        published = f"Edition {self.number}, published {format_day(self.published_at.date())}{corrects}"
        corrected = (f"Correction: {self.correction}",) if self.correction else ()
        return published, *corrected, f"Identifier {self.identifier}"
