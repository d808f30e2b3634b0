"""Single sign-on by OpenID Connect: the groups of the council's directory decide roles and what these cover."""

from collections.abc import Iterable
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.exceptions import MultipleObjectsReturned, ObjectDoesNotExist
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.module_loading import import_string

from services.accounts.people import person_named
from services.accounts.security_events import Kind, logger, record_security_event
from services.audit.actors import acting
from services.models import Assignment, Council, Directorate, Portfolio, Service

WHOM_TO_ASK = "your system administrator"


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Lets in who is in a group that has a role here; who left all of them is switched off."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Allow a first sign-in: whether the person may is decided by their groups before."""
        return True

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Give the person the roles of their groups; refuses people without any, and switches their account off."""
        claims = _claims(sociallogin)
        given = _given_to(claims.get("groups", []))
        existing = sociallogin.user if sociallogin.is_existing else None
        if not given:
            self._refuse_leaver(request, existing, claims)
        try:
            things_covered(given)
        except (ObjectDoesNotExist, MultipleObjectsReturned, KeyError):
            # A role that covers nothing covers everything: nobody comes in by a setting that cannot be read.
            logger.exception("Single sign-on: what the groups of a person cover is not here.")
            self._refuse(request, existing, "the access of your groups has not been set up")
        if existing is None:
            self._refuse_name_in_use(request, claims)
        elif not existing.is_active:
            self._refuse(request, existing, "your account is switched off")
        else:
            give_roles(existing, given)

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """Save a person who signs in for the first time, with the roles of their groups."""
        person: User = super().save_user(request, sociallogin, form)
        give_roles(person, _given_to(_claims(sociallogin).get("groups", [])))
        return person

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        """Record that the provider's answer was refused."""
        why = type(exception).__name__ if exception else str(error)
        record_security_event(Kind.SINGLE_SIGN_ON_REFUSED, request, detail=f"answer refused: {why}")

    def _refuse_leaver(self, request: HttpRequest, person: User | None, claims: dict[str, Any]) -> None:
        if "groups" in claims.get("_claim_names", {}):
            # Entra ID names no groups to who has more than 200: let it send only those assigned to the application.
            logger.error("Single sign-on: the provider sent no groups because a person has too many.")
            self._refuse(request, person, "the groups were not sent")
        if person is not None and person.is_active:
            with acting(name="single sign-on", reason="In no group with a role in this service."):
                person.is_active = False
                person.save(update_fields=["is_active"])
        self._refuse(request, person, "in no group with a role in this service")

    def _refuse_name_in_use(self, request: HttpRequest, claims: dict[str, Any]) -> None:
        if any(person_named(str(claims.get(name) or "")) for name in ("email", "preferred_username")):
            self._refuse(request, None, "an account with that name or email address already exists")

    def _refuse(self, request: HttpRequest, person: User | None, why: str) -> None:
        record_security_event(Kind.SINGLE_SIGN_ON_REFUSED, request, account=person, detail=why)
        context = {"exception": f"You cannot sign in here: {why}.", "whom_to_ask": WHOM_TO_ASK}
        raise ImmediateHttpResponse(render(request, "403.html", context, status=403))


def _claims(sociallogin: SocialLogin) -> dict[str, Any]:
    claims: dict[str, Any] = sociallogin.account.get_provider_account().get_user_data() or {}
    return claims


def _given_to(groups: Iterable[str]) -> list[dict[str, list[str]]]:
    return [
        settings.SINGLE_SIGN_ON_GROUPS[group] for group in groups if group in settings.SINGLE_SIGN_ON_GROUPS
    ]


@transaction.atomic
def give_roles(person: User, given: Iterable[dict[str, list[str]]]) -> None:
    """Give the person these roles and what they cover, and take away all others."""
    given = list(given)
    roles = {role for one in given for role in one["roles"]}
    covered = things_covered(given)
    with acting(name="single sign-on"):
        wanted = set(Group.objects.filter(name__in=roles))
        if wanted != set(person.groups.all()):
            person.groups.set(wanted)
        _cover(person, covered)
        import_string(settings.AFTER_ROLES_CHANGED)(person)


def things_covered(given: Iterable[dict[str, list[str]]]) -> list[Any]:
    """Return what the roles cover; raises DoesNotExist or KeyError for what is not here."""
    return [_covered(text) for text in sorted({text for one in given for text in one["covers"]})]


def _cover(person: User, covered: list[Any]) -> None:
    existing = {assignment.covers: assignment for assignment in person.assignments.all()}
    for thing, assignment in existing.items():
        if thing not in covered:
            assignment.delete()
    for thing in covered:
        if thing not in existing:
            Assignment.objects.create(user=person, **{thing._meta.model_name: thing})


def _covered(text: str) -> Any:
    """Return what “council:northmoor” or “service:northmoor/Parks” names; raises DoesNotExist for what is not there."""
    kind, _, name = text.partition(":")
    council, _, rest = name.partition("/")
    if kind == "council":
        return Council.objects.get(slug=council)
    if kind == "service":
        return Service.objects.get(directorate__council__slug=council, name=rest)
    return {"directorate": Directorate, "portfolio": Portfolio}[kind].objects.get(
        council__slug=council, name=rest
    )
