"""Accounts: sign-in delays, the record of what concerns security, password rules, invitations."""
