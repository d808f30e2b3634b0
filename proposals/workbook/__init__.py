"""The round trip through a spreadsheet: a workbook made for editing, read again, previewed, applied."""
