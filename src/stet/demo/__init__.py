"""A made-up wire, for a first look and for tests."""
