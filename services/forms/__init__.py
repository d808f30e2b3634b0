"""What forms share: fields and error messages."""
