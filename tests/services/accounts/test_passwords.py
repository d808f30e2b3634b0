"""Passwords that anybody would guess are refused, and passwords that nobody would are taken."""

import secrets
import string

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tests.support.web_examples import make_round, make_service

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def council():
    make_service(make_round(council="Northmoor Council"), directorate="Adult social care")


@pytest.mark.parametrize(
    "password",
    [
        "Liverpool2024!",
        "liverp00l1987",
        "L1v3rp00l!!!!",
        "sunshine123456",
        "!!!Password!!!",
        "P4$$w0rd-2027",
        "123Manchester123",
        "dragonmonkey12",
        "Dragon-Monkey-99",
        "F00tball_Master",
        "motherfucker",
        "m0therfucker",
        "q1w2e3r4t5y6",
    ],
)
def test_variations_of_common_passwords_are_refused(password):
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert "password_too_common" in {error.code for error in refused.value.error_list}


@pytest.mark.parametrize(
    "password",
    [
        "Northmoor2027!",
        "N0rthm00r-c0uncil",
        "savings2027budget",
        "Adult5ocialCare!",
        "section151officer",
        "qwertyuiop[]1234",
        "abcdefghijkl",
        "aaaaaaaaaaaaaaaa",
        "123456789012",
        "Autumn2027Winter",
    ],
)
def test_words_of_the_council_its_subject_and_the_keyboard_are_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    "password", ["violet tractor lemonade", "seven quiet lanterns", "Ärger-mit-Möwen-4", "пять тихих фонарей"]
)
def test_three_unrelated_words_are_taken(password):
    validate_password(password)


def test_what_a_password_manager_makes_is_taken():
    letters = string.ascii_letters + string.digits + "-_!$"
    for _ in range(300):
        validate_password("".join(secrets.choice(letters) for _ in range(20)))
