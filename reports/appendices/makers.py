"""The people who make appendices."""

from proposals.permissions.views import ActingPage


class AppendixMakersOnly(ActingPage):
    """Appendices are for clerks and finance officers."""

    permission = "proposals.make_appendices"
    refusal = "Only committee clerks and finance officers can make appendices."
