"""Benchmarks that print one table; `make bench` runs them on a throwaway database."""
