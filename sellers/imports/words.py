"""Words as people compare them: a name typed with or without a nukta, a joiner, a capital or a stop is the same."""

import re
import unicodedata

# A nukta comes and goes (ज़िला, जिला), joiners are invisible, and a candrabindu is often typed as an anusvara.
UNHEARD = str.maketrans({"\u093c": "", "\u200c": "", "\u200d": "", "\ufeff": "", "\u00ad": "", "\u0901": "\u0902"})
# A nasal before a consonant of its own row is written either way: सम्भल, संभल.
NASALS = re.compile("[ङञणनम]\u094d(?=[क-म])")
APART = re.compile(r"[^\w\u0900-\u0963\u0966-\u097f]+|_")


def compared(text: str) -> str:
    """Return the words of the text, one space between them, as they are compared."""
    plain = unicodedata.normalize("NFKD", text).translate(UNHEARD).casefold()
    return " ".join(APART.sub(" ", NASALS.sub("\u0902", plain)).split())


def closed_up(text: str) -> str:
    """Return the words of the text without a space: Kushi Nagar and Kushinagar are one place."""
    return compared(text).replace(" ", "")
