"""The ground floor: the organisation, the calendar, money and years."""
