"""Clean text cut up: sections with their roles, sentences, clauses, words, and tables as grids."""

from litrex.segments.languages import language
from litrex.segments.sentences import Clause, Span, clauses, sentences
from litrex.segments.splitting import split
from litrex.segments.tokens import Token, tokens

__all__ = ["Clause", "Span", "Token", "clauses", "language", "sentences", "split", "tokens"]
