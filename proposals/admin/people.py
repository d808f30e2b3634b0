"""Accounts in the admin: what each person's roles are and what they cover. Administrators alone change them."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.forms import BaseInlineFormSet, EmailField, ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from councilsavings.accounts.invitations import send_invitation
from councilsavings.accounts.reauthentication import password_asked_again
from proposals.domain.roles import Role
from proposals.permissions.admin_access import open_admin_by_role
from proposals.permissions.proposals import scope_of
from services.accounts.lifecycle import end_sessions
from services.accounts.security_events import Kind, record_security_event
from services.admin.forms import RowForm, RowFormSet
from services.admin.scope import ReadOnly, ScopedAdmin
from services.models import Assignment, CommitteeMember

WHAT_ROLES_DO: dict[Role, str] = {
    Role.AUTHOR: "can enter proposals for the services assigned to them.",
    Role.BUDGET_HOLDER: "can enter, check and sign off proposals for the directorates assigned to them.",
    Role.FINANCE_OFFICER: "can check and correct figures in the directorates or councils assigned to them, or in "
    "all of them if none is assigned.",
    Role.SECTION_151_OFFICER: "is responsible for the council’s finances and can view everything in the councils "
    "assigned to them, or in all of them if none is assigned.",
    Role.HR_ADVISER: "can view and answer questions to HR.",
    Role.LEGAL_ADVISER: "can view and answer questions to legal.",
    Role.EQUALITIES_ADVISER: "can view and answer questions to equalities.",
    Role.CABINET_MEMBER: "can view and sign off proposals in the portfolios assigned to them.",
    Role.SCRUTINY_MEMBER: "can view published proposals.",
    Role.COMMITTEE_CLERK: "can publish proposals and make appendices, but cannot change figures.",
    Role.AUDITOR: "can view everything with its history, but cannot change anything.",
}


class ForAdministrators:
    """Pages and rows for administrators of the installation only, whatever permissions others were given."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Return whether the person is an administrator."""
        return is_administrator(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the person is an administrator."""
        return is_administrator(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the person is an administrator."""
        return is_administrator(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the person is an administrator."""
        return is_administrator(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the person is an administrator."""
        return is_administrator(request)


def is_administrator(request: HttpRequest) -> bool:
    """Return whether the person administers the installation."""
    return bool(request.user.is_active and request.user.is_superuser)


class InlineForAdministrators(ForAdministrators, admin.TabularInline):
    """Rows of a person that administrators of the installation change."""

    fk_name = "user"
    form = RowForm
    formset = RowFormSet
    template = "admin/services/scrolling_rows.html"
    extra = 1


class AssignmentInline(InlineForAdministrators):
    """The assignments of one person: the services, directorates or councils their roles cover."""

    model = Assignment
    verbose_name_plural = "coverage of the roles (one per row)"


class CommitteeInline(InlineForAdministrators):
    """The committees that the person sits on."""

    model = CommitteeMember
    verbose_name_plural = "committees (shown first on the start page; they do not give any access)"


class InvitationForm(ModelForm):
    """A new person: they set their password themselves, by the link that is sent to their address."""

    email = EmailField(
        label="email address", help_text="A link to set a password will be sent to this address."
    )

    class Meta:
        model = User
        fields = ("username", "email", "first_name", "last_name")

    def save(self, commit: bool = True) -> User:
        """Return the new person, without a password."""
        self.instance.set_unusable_password()
        person: User = super().save(commit)
        return person


# The library's records of accounts are shown on the person's own pages; secrets are nobody else's.
for _model in (User, Group, EmailAddress, Authenticator, UserSession, SocialAccount, SocialApp, SocialToken):
    if admin.site.is_registered(_model):
        admin.site.unregister(_model)


ASKED_AGAIN = [
    method_decorator(password_asked_again, name=name)
    for name in ("add_view", "change_view", "delete_view", "changelist_view")
]


def asks_again(pages: type[admin.ModelAdmin]) -> type[admin.ModelAdmin]:
    """Ask for the administrator's password before the pages of accounts and roles."""
    for decorate in ASKED_AGAIN:
        pages = decorate(pages)
    return pages


@admin.register(User)
@asks_again
class PersonAdmin(ForAdministrators, UserAdmin):
    """People with an account: their roles, and what these cover. Roles open the admin, nothing else does."""

    list_display = ["username", "first_name", "last_name", "roles", "is_active", "is_superuser"]
    list_filter = ["is_active", "is_superuser", "groups"]
    inlines = [AssignmentInline, CommitteeInline]
    readonly_fields = ["is_staff", "roles_explained", "last_login", "date_joined"]
    filter_horizontal = []
    add_form = InvitationForm
    add_fieldsets = [(None, {"fields": ["username", "email", "first_name", "last_name"]})]
    actions = ["send_links", "remove_second_factors", "end_all_sessions"]
    fieldsets = [
        (None, {"fields": ["username"]}),
        ("The person", {"fields": ["first_name", "last_name", "email"]}),
        ("Roles", {"fields": ["groups", "roles_explained", "is_active", "is_superuser", "is_staff"]}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        """Save the person, and invite who is new."""
        super().save_model(request, obj, form, change)
        if not change and settings.LOCAL_ACCOUNTS:
            send_invitation(obj)
            self.message_user(request, f"A link to set a password has been sent to {obj.email}.")

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Raise Http404: nobody sets a password for somebody else."""
        raise Http404

    @admin.action(description="Send a link to set a password")
    def send_links(self, request: HttpRequest, people: Any) -> None:
        """Send each person with an address a link that works once."""
        reached = [person for person in people if person.email and person.is_active]
        for person in reached:
            send_invitation(person)
        self.message_user(request, f"Links sent: {len(reached)} of {len(people)}.")

    @admin.action(description="Remove second factors (if lost, so that the person can set up new ones)")
    def remove_second_factors(self, request: HttpRequest, people: Any) -> None:
        """Remove the apps, passkeys and recovery codes of the people, and end their sessions."""
        for person in people:
            Authenticator.objects.filter(user=person).delete()
            end_sessions(person.pk)
            record_security_event(
                Kind.ACCOUNT_CHANGED,
                request,
                account=person,
                detail=f"second factors removed by {request.user.get_username()}",
            )
        self.message_user(request, f"Second factors removed: {len(people)}.")

    @admin.action(description="End all sessions")
    def end_all_sessions(self, request: HttpRequest, people: Any) -> None:
        """End the sessions of the people."""
        ended = sum(end_sessions(person.pk) for person in people)
        self.message_user(request, f"Sessions ended: {ended}.")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return all people with their groups."""
        return super().get_queryset(request).prefetch_related("groups")

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Offer assignments once the account is there: the first page asks for name and password only."""
        return super().get_inlines(request, obj) if obj else []

    @admin.display(description="roles")
    def roles(self, person: User) -> str:
        """Return the names of the person's groups."""
        return ", ".join(sorted(group.name for group in person.groups.all())) or "–"

    @admin.display(description="responsibilities of each role")
    def roles_explained(self, person: User) -> SafeString:
        """Return a sentence about each role."""
        rows = format_html_join(
            "",
            "<li><strong>{}</strong> {}</li>",
            ((role.value, words) for role, words in WHAT_ROLES_DO.items()),
        )
        return format_html(
            "<ul>{}</ul><p>People with a role that enters or audits proposals can use the admin.</p>",
            rows,
        )

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: list[BaseInlineFormSet], change: bool
    ) -> None:
        """Save roles and assignments, then open the admin to those whose roles work there, and to nobody else."""
        super().save_related(request, form, formsets, change)
        open_admin_by_role(form.instance)


@admin.register(Group)
@asks_again
class RoleAdmin(ForAdministrators, GroupAdmin):
    """The roles with their permissions, in a plain list: Django's box of two lists has parts without a name."""

    filter_horizontal = []


@admin.register(Assignment)
class AssignmentAdmin(ReadOnly, ScopedAdmin):
    """All assignments, read only: administrators change them on the person's page."""

    list_display = ["user", "covers"]
    list_select_related = ["user", "council", "directorate", "portfolio", "service"]
    search_fields = ["user__username", "user__first_name", "user__last_name"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return everything to administrators and auditors; to others nothing."""
        rows = admin.ModelAdmin.get_queryset(self, request)
        reads_all = scope_of(request.user).roles & {Role.ADMINISTRATOR, Role.AUDITOR}
        return rows if reads_all else rows.none()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the person is an administrator: an account goes together with its assignments."""
        return is_administrator(request)
