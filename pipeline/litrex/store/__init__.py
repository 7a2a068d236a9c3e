"""The database: documents, runs, every extraction as it was, tidy tables for other tools, corrections, and the merged view."""
