"""The pages of accounts: signing in, second factors, sessions and single sign-on, by django-allauth."""
