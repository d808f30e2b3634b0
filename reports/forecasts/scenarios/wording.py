"""The check that what people write about a scenario, which others will read, repeats no exempt wording."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm

from councilsavings.forms import add_errors
from proposals.exempt.wording import refuse_repeated_of_round
from proposals.models import BudgetRound


def is_valid_for_others(form: BaseForm, user: Any, budget_round: BudgetRound, *fields: str) -> bool:
    """Return whether the form is valid and these fields repeat no exempt wording; what is wrong is put at its field."""
    if not form.is_valid():
        return False
    try:
        refuse_repeated_of_round(user, budget_round, {name: form.cleaned_data[name] for name in fields})
    except ValidationError as error:
        add_errors(form, error)
    return form.is_valid()
