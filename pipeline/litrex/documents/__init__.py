"""Bytes to `Document`: decoding, sniffing, and one reader a format, every character pointing at the raw text."""

from litrex.documents.coverage import coverage
from litrex.documents.discover import NOT_READ_YET, SUFFIXES
from litrex.documents.reading import blocks_of, read, read_bytes

__all__ = ["NOT_READ_YET", "SUFFIXES", "blocks_of", "coverage", "read", "read_bytes"]
