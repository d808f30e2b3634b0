"""The pages of accounts that are ours or differ from the library's."""

from typing import Any

from allauth.account import views as account
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.views.generic import FormView, TemplateView, View

from councilsavings.accounts.forms import NoticesForm
from councilsavings.accounts.known_browsers import make_known
from councilsavings.accounts.middleware import second_factor_is_required
from services.accounts.lifecycle import end_sessions
from services.accounts.security_events import Kind, record_security_event
from services.models.notices import notices_chosen


class SignInPage(account.LoginView):
    """Sign in by name or e-mail address, by a passkey, or where the council's other accounts are."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return which ways in there are."""
        return super().get_context_data(
            local_accounts=settings.LOCAL_ACCOUNTS,
            single_sign_on=settings.SINGLE_SIGN_ON_NAME,
            single_sign_on_id=settings.SINGLE_SIGN_ON_ID,
            next=self.request.POST.get("next") or self.request.GET.get("next", ""),
            **kwargs,
        )


class NewPasswordPage(account.PasswordResetFromKeyView):
    """Set a new password by the link that was sent; the browser is known to the account from then on."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Save the password: who opens the person's mail need not wait for what strangers caused."""
        response: HttpResponse = super().form_valid(form)
        make_known(self.request, response, self.reset_user.pk)
        return response


class AccountPage(LoginRequiredMixin, TemplateView):
    """Show the settings of a person's account."""

    template_name = "account/account.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return whether there is a second factor, and whether one is needed."""
        return super().get_context_data(
            has_second_factor=is_mfa_enabled(self.request.user),
            needs_second_factor=settings.SECOND_FACTOR_REQUIRED
            and second_factor_is_required(self.request.user),
            **kwargs,
        )


class NoticesPage(LoginRequiredMixin, FormView):
    """How often the person gets notices by email."""

    template_name = "account/notices.html"
    form_class = NoticesForm
    success_url = reverse_lazy("account_notices")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Return whose choices they are."""
        return super().get_form_kwargs() | {"person": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        """Return the present choices."""
        return notices_chosen(self.request.user)

    def form_valid(self, form: NoticesForm) -> HttpResponse:
        """Keep the choices."""
        form.save()
        messages.success(self.request, "Your choices have been saved.")
        return super().form_valid(form)

    def form_invalid(self, form: NoticesForm) -> HttpResponse:
        """Show the form again with what is wrong."""
        return self.render_to_response(self.get_context_data(form=form), status=400)


class EndSessionPage(LoginRequiredMixin, View):
    """End one of the person's sessions."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """End it; raises Http404 for a session of somebody else."""
        get_object_or_404(UserSession.objects.filter(user=request.user), pk=pk).end()
        record_security_event(Kind.SESSIONS_ENDED, request, account=request.user, detail="1: by the person")
        messages.success(request, "The session has ended.")
        return redirect("usersessions_list")


class SignOutEverywherePage(LoginRequiredMixin, View):
    """End all of the person's sessions, this one among them."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """End them all."""
        ended = end_sessions(request.user.pk)
        record_security_event(
            Kind.SESSIONS_ENDED, request, account=request.user, detail=f"{ended}: by the person"
        )
        logout(request)
        return render(request, "registration/signed_out.html")


def nothing_here(request: HttpRequest, **_: Any) -> HttpResponse:
    """Raise Http404: the library names the page, and this installation has none."""
    raise Http404


sign_in = SignInPage.as_view()
new_password = NewPasswordPage.as_view()
