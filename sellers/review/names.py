"""The name as each paper and register spells it, beside the name that the seller gave."""

from collections.abc import Iterator
from dataclasses import dataclass

from sellers.identifiers.names import NameVerdict, compare_names
from sellers.identifiers.names.comparison import REASONS
from sellers.models import Check
from sellers.questions.catalogue import QUESTIONS, Text
from sellers.review.reading import FileReading
from sellers.review.standing import Standing, standings_of


@dataclass(frozen=True)
class Spelling:
    """A name with where it stands. `is_open`: it differs, and no officer has said yet that it is the same person."""

    source: Text
    name: str
    verdict: NameVerdict
    is_settled: bool

    @property
    def is_open(self) -> bool:
        return self.verdict.result != "same" and not self.is_settled

    @property
    def reasons(self) -> list[Text]:
        return [REASONS[reason] for reason in self.verdict.reasons]


def spellings_of(reading: FileReading, standings: dict[str, list[Standing]] | None = None) -> list[Spelling]:
    """Return every spelling of the name in papers and registers, each compared with the seller's own."""
    standings = standings_of(reading) if standings is None else standings
    settled = settled_names(reading)
    return [
        Spelling(source, name, compare_names(reading.name, name), name in settled)
        for source, name in names_found(reading, standings)
    ]


def names_found(reading: FileReading, standings: dict[str, list[Standing]]) -> Iterator[tuple[Text, str]]:
    for code, paper in reading.documents.items():
        name = reading.name_on(paper)
        if name:
            yield QUESTIONS[code].label, name
    for each in (standing for found in standings.values() for standing in found):
        name = str(each.evidence.said.get("legal_name", ""))
        if name:
            yield Check.Method(each.check.method).label, name


def settled_names(reading: FileReading) -> set[str]:
    """Return the spellings of which an officer said that they are this person's, while her name is what it was."""
    return {
        name
        for check in reading.checks
        if check.code == "name" and check.result == Check.Result.MATCH
        if reading.evidence[check.pk].of.get("name") == reading.name
        for name in reading.evidence[check.pk].of.get("spellings", [])
    }
