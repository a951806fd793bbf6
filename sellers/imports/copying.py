"""Values as COPY reads them in its text form."""

import os
from collections.abc import Iterator

NULL = "\\N"
# The sixteenth digit of a random UUID tells its variant.
VARIANT = {digit: "89ab"[int(digit, 16) % 4] for digit in "0123456789abcdef"}


def copied(text: str) -> str:
    """Return a text that has no tabs and line breaks as COPY takes it; a backslash alone still means something."""
    return text.replace("\\", "\\\\") if "\\" in text else text


def copied_bytes(value: bytes | None) -> str:
    return NULL if value is None else f"\\\\x{value.hex()}"


def random_ids(count: int) -> Iterator[str]:
    """Yield random UUIDs; PostgreSQL's own function takes ten times as long."""
    digits = os.urandom(16 * count).hex()
    for start in range(0, 32 * count, 32):
        own = digits[start : start + 32]
        yield f"{own[:12]}4{own[13:16]}{VARIANT[own[16]]}{own[17:]}"
