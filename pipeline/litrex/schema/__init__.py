"""The nouns that flow through litrex: documents, segments, mentions, records."""
