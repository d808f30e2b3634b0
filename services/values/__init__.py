"""Plain values: money, financial years, wording, limits and colours."""
