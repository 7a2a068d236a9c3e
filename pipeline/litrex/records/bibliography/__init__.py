"""The reference list: its entries taken apart, and joined to the records that cite them."""

from litrex.records.bibliography.resolving import resolve

__all__ = ["resolve"]
