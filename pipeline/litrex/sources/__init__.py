"""Open-access articles from services on the network into an inbox; it stands beside the flows, which read the inbox."""

from litrex.sources.clock import Clock
from litrex.sources.europepmc import EuropePMC
from litrex.sources.fetching import Fetched, fetch, would_fetch
from litrex.sources.pubmed import PubMed
from litrex.sources.service import Listed, Service, Wish

__all__ = ["Clock", "EuropePMC", "Fetched", "Listed", "PubMed", "Service", "Wish", "fetch", "would_fetch"]
