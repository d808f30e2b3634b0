"""The forms of dates and numbers, in place of those of Django, by language."""
