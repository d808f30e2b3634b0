"""Tables of savings, read into parsed proposals."""
