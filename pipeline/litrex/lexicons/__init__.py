"""The vocabulary: terms in both languages as data files, and finding them in a text.

A lexicon is a folder of ``<kind>.tsv`` or ``<kind>.<field>.tsv`` files: UTF-8, tab-separated, the columns ``id``, ``en``,
``zh`` and those of the kind. ``en`` and ``zh`` hold variants separated by ``|``, preferred first; ``zh`` is in simplified
script, since texts are searched in their folded form. ``ontology_id`` is the concept's id in a public ontology
(``MONDO:0007915``), ``id_source`` the release and the package it was read in; both are empty where no term there is the same
concept: an animal model is not the disease, a transplantation not the cell.
"""

from litrex.lexicons.abbreviations import DEFINABLE, define_abbreviations
from litrex.lexicons.lexicon import Lexicon, load
from litrex.lexicons.terms import CLASSES, KINDS, Definition, Term, TermMatch

__all__ = ["CLASSES", "DEFINABLE", "KINDS", "Definition", "Lexicon", "Term", "TermMatch", "define_abbreviations", "load"]
