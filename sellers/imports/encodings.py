"""In which encoding and with which delimiter a CSV file was written, found without holding it in memory."""

import codecs
import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sellers.imports.errors import EmptyTable, HoldsNul, TableTooLarge

MAX_FILE_BYTES = 512 * 1024 * 1024
CHUNK_BYTES = 1024 * 1024
SAMPLE_CHARS = 64 * 1024
SAMPLE_ROWS = 20
DELIMITERS = ",;\t|"

# Longest first: the mark of UTF-32 LE begins with that of UTF-16 LE.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What Excel in India writes when nobody chose UTF-8. The last takes every byte, so it is asked last.
LEGACY = ("cp1252", "iso-8859-1")


@dataclass(frozen=True)
class Dialect:
    """How the file is written. `has_separator_line`: its first line is Excel's own "sep=;" and no row."""

    encoding: str
    delimiter: str
    has_separator_line: bool = False


def dialect_of(path: Path) -> Dialect:
    """Return how the CSV file is written. Raises EmptyTable, TableTooLarge or HoldsNul."""
    encoding = encoding_of(path)
    with path.open(encoding=encoding, newline="") as opened:
        sample = opened.read(SAMPLE_CHARS)
    if not sample.strip("\ufeff \t\r\n,;|"):
        raise EmptyTable
    first_line = sample.split("\n", 1)[0].strip()
    if len(first_line) == 5 and first_line.lower().startswith("sep=") and first_line[4] in DELIMITERS:
        return Dialect(encoding, first_line[4], has_separator_line=True)
    return Dialect(encoding, delimiter_of(sample))


def encoding_of(path: Path) -> str:
    """Return an encoding in which every byte of the file is text: the file's own mark, else the strictest that fits."""
    size = path.stat().st_size
    if size == 0:
        raise EmptyTable
    if size > MAX_FILE_BYTES:
        raise TableTooLarge
    with path.open("rb") as opened:
        start = opened.read(4096)
    for mark, encoding in MARKS:
        if start.startswith(mark):
            return require_readable(path, encoding)
    if b"\0" in start:
        return require_readable(path, unmarked_utf16(start))
    for encoding in ("utf-8", *LEGACY):
        if can_be_read(path, encoding):
            return encoding
    raise HoldsNul


def unmarked_utf16(start: bytes) -> str:
    """Return which UTF-16 this is, by the side on which digits and commas have their NUL. Raises HoldsNul."""
    even, odd = start[::2].count(0), start[1::2].count(0)
    if max(even, odd) * 20 < len(start) // 2:
        raise HoldsNul  # so few are no encoding
    return "utf-16-le" if odd >= even else "utf-16-be"


def require_readable(path: Path, encoding: str) -> str:
    if not can_be_read(path, encoding):
        raise HoldsNul
    return encoding


def can_be_read(path: Path, encoding: str) -> bool:
    """Tell whether all bytes are text in this encoding. Raises HoldsNul for a NUL, which no database takes."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    with path.open("rb") as opened:
        try:
            while chunk := opened.read(CHUNK_BYTES):
                if "\0" in decoder.decode(chunk):
                    raise HoldsNul
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
    return True


def delimiter_of(sample: str) -> str:
    """Return the delimiter that cuts most rows of the sample into most columns, equally many in each."""
    return max(DELIMITERS, key=lambda delimiter: evenness(sample, delimiter))


def evenness(sample: str, delimiter: str) -> int:
    """Return how many cuts the rows of the most common width have together."""
    widths: Counter[int] = Counter()
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if any(row):
                widths[len(row)] += 1
            if widths.total() == SAMPLE_ROWS:
                break
    except csv.Error:
        pass  # a quote that the sample cuts open: what came before says enough
    return max(((width - 1) * count for width, count in widths.items()), default=0)
