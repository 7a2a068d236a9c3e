"""What lies in an inbox: articles in folders, archives and manifests, each content once, and what is refused with its reason.

It stands below the readers' users and above `documents`: a run and a nightly ingest search the same way.
"""

from litrex.inbox.item import Details, Found, Item, Refused, Twin
from litrex.inbox.manifest import COLUMNS
from litrex.inbox.search import search, searched
from litrex.inbox.walk import check, discover, nothing, walk

__all__ = ["COLUMNS", "Details", "Found", "Item", "Refused", "Twin", "check", "discover", "nothing", "search", "searched", "walk"]
