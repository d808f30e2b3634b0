"""E-mail notices: what happened is written down with the change, and mailed by the worker afterwards."""
