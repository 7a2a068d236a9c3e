"""Bytes to `Document`: decoding, sniffing, and one reader a format, every character pointing at the raw text."""

from litrex.documents.coverage import coverage
from litrex.documents.discover import SUFFIXES, discover
from litrex.documents.reading import read, read_bytes

__all__ = ["SUFFIXES", "coverage", "discover", "read", "read_bytes"]
