"""Printing dates and times: one form for pages, files, emails and commands."""

from datetime import date, datetime


def format_day(day: date) -> str:
    """Return a date as 14 September 2027."""
    return f"{day.day} {day:%B} {day.year}"


def format_moment(moment: datetime) -> str:
    """Return a local time as 14 September 2027 at 09:30."""
    return f"{format_day(moment)} at {moment:%H:%M}"
