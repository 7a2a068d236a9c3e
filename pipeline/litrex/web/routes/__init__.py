"""The calls of the page, by noun."""
