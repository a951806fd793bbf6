"""Names of people and groups: taken in, compared across spellings and scripts, and found by their beginnings."""

from sellers.identifiers.names.cleaning import BadName, clean_name
from sellers.identifiers.names.comparison import REASONS, NameVerdict, Reason, compare_names
from sellers.identifiers.names.searching import search_prefixes, search_words
from sellers.identifiers.names.words import name_key

__all__ = [
    "REASONS",
    "BadName",
    "NameVerdict",
    "Reason",
    "clean_name",
    "compare_names",
    "name_key",
    "search_prefixes",
    "search_words",
]
