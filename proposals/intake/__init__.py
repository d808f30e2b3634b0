"""Reading documents: file → lines → layout → plan with findings → one transaction."""
