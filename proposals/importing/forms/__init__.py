"""Forms and business cases, read into parsed proposals."""
