"""Loads a sample: the data files of one anniversary, as `manage.py demo` and tests use them."""
