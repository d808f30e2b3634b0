"""The judge of buttons and dates, which looks at every page of the walk, finds what it is there to find."""

import pytest
from lxml import html

from tests.support.dates_on_pages import date_problems
from tests.support.form_filling import presses, typed


def test_a_button_that_is_refused_is_found_out():
    page = html.fromstring(
        "<form method='post' action='/no-such-page/'><input name='meeting'><input type='date' name='day'>"
        "<select name='kind'><option value=''></option><option value='x'></option></select>"
        "<button>Send</button><button formaction='/other/' name='do' value='1'>Other</button></form>"
    )
    first, second = presses(page, "/here/?round=1")
    assert (first.method, first.action, first.button) == ("post", "/no-such-page/", "Send")
    assert first.sent == {"meeting": "Words", "day": typed("date"), "kind": "x"}
    assert (second.action, second.sent["do"]) == ("/other/", "1")


class TestDates:
    def problems(self, body):
        return list(date_problems(html.fromstring(f"<html><body>{body}</body></html>")))

    @pytest.mark.parametrize(
        "body",
        [
            "<input type='text' class='vDateField' name='date'>",
            "<input type='text' name='due_day'>",
            "<select name='due_month'></select>",
            "<input type='datetime-local' name='at'>",
            "<input type='month' name='month'>",
            "<label for='a'>Date of the meeting</label><input type='text' name='date' id='a'>",
            "<p>Changed 14/09/2027</p>",
            "<p>Changed 2027-09-14</p>",
            "<p>Changed 14 Sep 2027</p>",
            "<p>Changed Sept. 14, 2027</p>",
            "<p>Changed 09 September 2027</p>",
            "<p>At 2:30 p.m.</p>",
        ],
    )
    def test_entered_or_printed_otherwise_are_found(self, body):
        assert len(self.problems(body)) == 1

    @pytest.mark.parametrize(
        "body",
        [
            "<label for='a'>Date of the meeting</label><input type='date' name='date' id='a'>",
            "<label for='a'>Dates of the public consultation</label><input type='text' name='dates' id='a'>",
            "<p>Changed 14 September 2027 at 14:30</p>",
            "<p>Enter a date, for example 24/09/2027.</p>",
            "<code>2027-09-14</code>",
            "<p>12 May 2027</p>",
        ],
    )
    def test_of_the_one_kind_are_not(self, body):
        assert self.problems(body) == []
