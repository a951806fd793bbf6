"""Names found by the beginnings of their words, typed in either script."""

from sellers.identifiers.names.words import words_of
from sellers.identifiers.sounds.words import search_key


def search_words(name: str) -> set[str]:
    """Return what a row of this name is found by: for each word its key by sound, the same in every script.

    Store them; a name answers a query when each of `search_prefixes(query)` begins one of them. The keys are coarse,
    so that no spelling is missed: "Ramesh" also finds "Rameez".
    """
    return {search_key(word) for word in (*words_of(name), *words_of(name, spelled_out=False))}


def search_prefixes(query: str) -> set[str]:
    """Return the beginnings that must all be found; a word may be typed half, in either script."""
    return {search_key(word) for word in words_of(query)}
