"""Numbers and names as people type them: each module makes one of them canonical, or refuses it in a sentence.

`normalise_x(typed)` returns the canonical text, or raises a DomainError with a code and a field of its own. Spaces,
hyphens, invisible signs, lower case, full-width letters and digits of any script are taken; a letter that only looks
alike is refused, since nobody can tell which one was meant. `fast` gives the same answers without sentences, for
imports. Source of the formats: python-stdnum, and for the rest the bodies that give the numbers out; where no format
is public, none is invented.
"""
