"""Two rounds or editions side by side, for everybody who may read both; an appendix of it for clerks."""

from dataclasses import replace
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.generic import View

from proposals.changes import Changes
from proposals.exports.audit import ExportRecord
from proposals.history.reasons import with_reasons
from proposals.listing.selection import PAGE
from reports.appendices.outputs import AppendixMakersOnly, page_or_file
from reports.comparing.forms import AFTER, BEFORE, DIRECTORATE, KIND, ChangesAppendixForm, CompareForm
from reports.comparing.shown import Wanted, comparison, reasons_between, said_of_sides
from reports.comparing.sides import Side, record_readings, suggestions_for
from reports.styles.changes import Compared, build

_KNOWN = {BEFORE, AFTER, KIND, DIRECTORATE, PAGE}


class CompareView(View):
    """The page: which two, and what changed between them. Nobody has to sign in for what the public may read."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form, and the comparison once both are chosen."""
        form = _form(request)
        if not request.user.is_authenticated and not form.can_compare:
            return redirect_to_login(request.get_full_path())
        context: dict[str, Any] = {"form": form, "notes": _unknown(request.GET)}
        if not form.is_bound:
            context["suggestions"] = list(suggestions_for(request.user))
            return render(request, "reports/compare.html", context)
        if not form.is_valid() or form.sides is None or form.changes is None:
            return render(request, "reports/compare.html", context, status=400)
        record_readings(*form.sides)
        context |= _compared(request, form, form.sides, form.changes)
        return render(request, "reports/compare.html", context)


def _form(request: HttpRequest) -> CompareForm:
    """Return the form, bound once the address names both; one of them alone is chosen already."""
    asked = request.GET
    if BEFORE in asked and AFTER in asked:
        return CompareForm(asked, user=request.user)
    return CompareForm(initial={name: asked.get(name, "") for name in (BEFORE, AFTER)}, user=request.user)


def _compared(
    request: HttpRequest, form: CompareForm, sides: tuple[Side, Side], changes: Changes
) -> dict[str, Any]:
    directorates = [(item.code, item.name) for item in changes.directorates]
    directorate = request.GET.get(DIRECTORATE, "")
    kind = form.cleaned_data[KIND]
    notes = _unknown(request.GET)
    if directorate and directorate not in dict(directorates):
        notes.append(
            f"The address names the directorate “{directorate[:50]}”, which is not in either. All "
            f"directorates are shown."
        )
        directorate = ""
    return {
        "notes": notes,
        "before": sides[0],
        "after": sides[1],
        "budget_round": sides[1].budget_round,
        "changes": changes,
        "comparison": comparison(
            request.user, sides, changes, Wanted(kind, directorate, request.GET.get(PAGE, "1"))
        ),
        "kind": kind,
        "directorate": directorate,
        "directorates": directorates,
        "narrowed": bool(kind or directorate),
        "pair": _pair(sides[0].key, sides[1].key),
        "swapped": "" if "now" in (sides[0].key, sides[1].key) else _pair(sides[1].key, sides[0].key),
        "may_make_appendix": request.user.has_perm(AppendixMakersOnly.permission),
    }


def _pair(before: str, after: str) -> str:
    query = QueryDict(mutable=True)
    query.update({BEFORE: before, AFTER: after})
    return query.urlencode()


def _unknown(query: QueryDict) -> list[str]:
    return [
        f"The address says “{name[:50]}”, which is not valid and has been ignored."
        for name in query
        if name not in _KNOWN
    ]


# The appendix


class ChangesAppendixView(AppendixMakersOnly, View):
    """Ask for the cover's words; the address already says which two are compared."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form."""
        compare = _form(request)
        is_valid = compare.is_bound and compare.is_valid()
        since = compare.sides[0].label if is_valid and compare.sides else "the last edition"
        form = ChangesAppendixForm(initial={"title": f"Changes since {since}"[:200]})
        return _ask(request, compare, form)


class ChangesOutputView(AppendixMakersOnly, View):
    """The appendix of what the address compares as a page or a file, with the cover in the address."""

    def get(self, request: HttpRequest, output: str) -> HttpResponse:
        """Return the appendix, or the form again when something cannot be used."""
        compare, form = _form(request), ChangesAppendixForm(request.GET)
        if _problems(compare) or not form.is_valid():
            return _ask(request, compare, form, status=400)
        sides, changes = compare.sides, compare.changes
        assert sides is not None
        assert changes is not None
        if any(side.is_exempt for side in sides) and form.cleaned_data.get("part") != "II":
            form.add_error("part", "You are comparing an exempt edition. Choose Part II.")
            return _ask(request, compare, form, status=400)
        record_readings(*sides)
        cover = form.cover()
        if not all(side.is_published for side in sides):
            # Nothing that was not signed off may pass for a published appendix.
            cover = replace(cover, draft=True)
        earlier, later = sides
        name = f"{later.budget_round.file_stem}-changes-{earlier.key}-to-{later.key}"
        in_words = f"changes from {earlier.label} to {later.label}"
        return page_or_file(
            request,
            output,
            build(_compared_for_print(request, sides, changes), cover),
            later.budget_round,
            ExportRecord("appendix", name, len(later.record.proposals), b"", in_words),
            "reports/changes_page.html",
            pair=_pair(earlier.key, later.key),
        )


def _compared_for_print(request: HttpRequest, sides: tuple[Side, Side], changes: Changes) -> Compared:
    """Return the comparison with the reasons that everybody may read: an appendix goes out."""
    earlier, later = sides
    proposals = with_reasons(request.user, {*earlier.keys.values(), *later.keys.values()})
    by_key = reasons_between(request.user, sides, proposals, for_everybody=True)
    reasons = {
        reference: tuple(reason.text for reason in by_key[key])
        for side in sides
        for reference, key in side.keys.items()
        if key in by_key
    }
    return Compared(changes, earlier.label, later.label, reasons, said_of_sides(sides))


def _problems(compare: CompareForm) -> list[str]:
    """Return the reasons for not making an appendix of the two that the address compares."""
    if not compare.is_bound:
        return ["The address does not include two rounds or editions to compare."]
    return [str(error) for errors in compare.errors.values() for error in errors]


def _ask(
    request: HttpRequest, compare: CompareForm, form: ChangesAppendixForm, status: int = 200
) -> HttpResponse:
    problems = _problems(compare)
    sides = None if problems else compare.sides
    context = {
        "form": form,
        "problems": problems,
        "sides": sides,
        "changes": compare.changes,
        "pair": _pair(sides[0].key, sides[1].key) if sides else "",
        "is_draft": sides is not None and not all(side.is_published for side in sides),
        "budget_round": sides[1].budget_round if sides else None,
    }
    return render(request, "reports/changes_form.html", context, status=400 if problems else status)
