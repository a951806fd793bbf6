"""How a word of a name sounds, whichever script it is written in: a small transliteration of our own.

A word becomes a row of sounds. A sound is a set of what it may be, since English letters leave things open: the a of
"Kamal" is short or long, and Devanagari always says which. Some sounds are optional: the short a that Hindi writes and
does not speak (कमला: Kamala, Kamla). Capitals are aspirates and sh; ă and ā are short and long a.
"""
