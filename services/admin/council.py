"""A council in the admin: how it prints money, and how its pages look."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from services.admin.scope import ScopedAdmin, changed_by
from services.models import Council
from services.models.council_logos import set_logo
from services.values.logos import LARGEST_BYTES, LogoFile, UnusableLogo, read_logo


class CouncilForm(forms.ModelForm):
    """A council with the file of its logo."""

    logo_file = forms.FileField(
        label="New logo",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".png,.svg,image/png,image/svg+xml"}),
        help_text=f"A PNG or SVG file of at most {LARGEST_BYTES // 1024} KB. It is shown on a white background.",
    )
    remove_logo = forms.BooleanField(label="Remove the logo", required=False)

    class Meta:
        model = Council
        exclude = ()  # noqa: DJ006 (the admin page below names the fields)

    def clean_logo_file(self) -> LogoFile | None:
        """Return the logo in the file; raises ValidationError saying why it cannot be one."""
        uploaded: UploadedFile | None = self.cleaned_data["logo_file"]
        if not uploaded:
            return None
        try:
            # One byte too many is enough to know that the file is too large.
            return read_logo(uploaded.read(LARGEST_BYTES + 1))
        except UnusableLogo as error:
            raise forms.ValidationError(str(error)) from error


@admin.register(Council)
class CouncilAdmin(ScopedAdmin):
    """Councils: how they print money, and how their pages look."""

    form = CouncilForm
    list_display = ["name", "slug", "money_unit", "money_decimals", "savings_sign"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    readonly_fields = ["logo"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "savings_categories"]}),
        (
            "Format of money",
            {"fields": ["money_unit", "money_decimals", "savings_sign", "negative_style"]},
        ),
        (
            "Appearance of pages",
            {"fields": ["brand_colour", "logo", "logo_file", "remove_logo", "logo_alternative"]},
        ),
        (
            "Information for the public",
            {"fields": ["public_pages", "contact_email", "contact_telephone", "privacy_notice"]},
        ),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Council | None = None) -> Any:
        """Leave the file of a logo out for those who only read."""
        if self.has_change_permission(request, obj) or (obj is None and self.has_add_permission(request)):
            return super().get_fieldsets(request, obj)
        return [
            (
                heading,
                {"fields": [name for name in options["fields"] if name not in {"logo_file", "remove_logo"}]},
            )
            for heading, options in self.fieldsets
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return whether the person may add a council: nobody who is kept to some of them."""
        # Q() means all of them; what a person is kept to is a condition.
        return super().has_add_permission(request) and not changed_by(request.user, Council)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Council | None = None) -> dict[str, Any]:
        """Fill the short name in for a new council only: addresses must not change with the name."""
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def save_model(self, request: HttpRequest, obj: Council, form: CouncilForm, change: bool) -> None:
        """Save the council, and the logo that came with it."""
        super().save_model(request, obj, form, change)
        if logo := form.cleaned_data.get("logo_file"):
            set_logo(obj, logo)
        elif form.cleaned_data.get("remove_logo"):
            set_logo(obj, None)

    @admin.display(description="logo")
    def logo(self, council: Council) -> str:
        """Return the logo as it stands on the pages."""
        if not council.logo_digest:
            return "None"
        address = reverse("logo", args=[council.slug, council.logo_digest])
        return format_html('<img src="{}" alt="{}" height="48">', address, council.logo_words)
