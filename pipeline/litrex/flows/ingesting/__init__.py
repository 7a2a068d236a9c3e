"""Ingests: what is new in an inbox goes into the database, each document once a version."""
