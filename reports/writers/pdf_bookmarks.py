"""The bookmarks of a printed PDF, put into groups where WeasyPrint makes one long list of them.

A group is set in italics: readers tell it from the headings by that, and so do our checks. Works on
pydyf's objects, as `pdf_tags` does.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import pydyf

from reports.documents.bookmarks import MOST_ENTRIES, Bookmark, in_groups
from reports.documents.document import Contents, Document, Heading
from reports.writers.pdf_joins import object_of

ITALIC = 1
"""The flag of an entry that is a group and no heading."""


def group_bookmarks(pdf: pydyf.PDF, document: Document) -> None:
    """Put the entries of long lists into groups, and fold all below the title where there are many."""
    root = object_of(pdf, pdf.catalog["Outlines"])
    entries = list(_entries(pdf, root))
    if len(entries) <= MOST_ENTRIES:
        return
    named = zip(entries, _names(document), strict=True)
    bookmarks = {
        entry.number: Bookmark.of_heading(number, *names) for number, (entry, names) in enumerate(named)
    }
    (title,) = in_groups(_tree(pdf, root, bookmarks))
    _link(pdf, root, [title], entries)
    root["Count"] = 1 + len(title.children)
    object_of(pdf, root["First"])["Count"] = len(title.children)


def _below(pdf: pydyf.PDF, above: pydyf.Dictionary) -> Iterator[pydyf.Dictionary]:
    reference = above.get("First")
    while reference is not None:
        entry = object_of(pdf, reference)
        yield entry
        reference = entry.get("Next")


def _entries(pdf: pydyf.PDF, above: pydyf.Dictionary) -> Iterator[pydyf.Dictionary]:
    """Return all entries in reading order."""
    for entry in _below(pdf, above):
        yield entry
        yield from _entries(pdf, entry)


def _names(document: Document) -> Iterator[tuple[str, str, str]]:
    """Return what each heading says, what it is called in short, and its group, in reading order."""
    yield document.title, "", ""
    for block in document.blocks:
        if isinstance(block, Contents):
            yield block.title, "", ""
        elif isinstance(block, Heading):
            yield block.text, block.short, block.group


def _tree(pdf: pydyf.PDF, above: pydyf.Dictionary, bookmarks: Mapping[int, Bookmark]) -> tuple[Bookmark, ...]:
    return tuple(
        replace(bookmarks[entry.number], children=_tree(pdf, entry, bookmarks))
        for entry in _below(pdf, above)
    )


def _link(
    pdf: pydyf.PDF,
    above: pydyf.Dictionary,
    bookmarks: Sequence[Bookmark],
    entries: Sequence[pydyf.Dictionary],
) -> None:
    """Link the bookmarks below `above`, folded; `entries` are those of the headings, by their numbers."""
    linked = [_entry(pdf, bookmark, entries) for bookmark in bookmarks]
    for before, after in pairwise(linked):
        before["Next"], after["Prev"] = after.reference, before.reference
    for entry, bookmark in zip(linked, bookmarks, strict=True):
        entry["Parent"] = above.reference
        _link(pdf, entry, bookmark.children, entries)
    if linked:
        above["First"], above["Last"] = linked[0].reference, linked[-1].reference
        above["Count"] = -len(linked)  # negative: so many come to sight when it is unfolded


def _entry(pdf: pydyf.PDF, bookmark: Bookmark, entries: Sequence[pydyf.Dictionary]) -> pydyf.Dictionary:
    """Return the heading's entry, linked to nothing, or a new one for a group."""
    heading = entries[bookmark.heading]
    if not bookmark.is_group:
        for link in ("First", "Last", "Next", "Prev", "Count"):
            heading.pop(link, None)
        return heading
    title = pydyf.String(bookmark.label)
    group = pydyf.Dictionary({"Title": title, "Dest": heading["Dest"], "F": ITALIC})
    pdf.add_object(group)
    return group
