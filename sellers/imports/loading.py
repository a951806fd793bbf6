"""Good rows into the tables, a batch in one transaction: looked up once, sealed, copied, inserted."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from onboarding.accounts.models import User
from onboarding.vault.batch import NewKey, new_keys
from onboarding.vault.models import DataKey
from sellers.identifiers.refusals import worded
from sellers.imports.copying import NULL, copied, copied_bytes, random_ids
from sellers.imports.problems import IN_BOARD, IN_FILE, Problem
from sellers.imports.rows import Person
from sellers.imports.sealing import FactSealer
from sellers.imports.statements import insert_select
from sellers.models import Application, Fact, Origin, Seller

# Of these no two sellers of a board have the same one. Shared phones are common, and the name tells them apart. A
# family or a group may share a bank account: an officer is asked about it when the file is sent in.
ONCE_IN_BOARD = ("pan", "gstin")

TEMPORARY = """
CREATE TEMPORARY TABLE IF NOT EXISTS importing_person (
    seller uuid, phone text, name text, name_key text, kind text, language text,
    data_key uuid, wrapped bytea, wrapped_with text, district integer, craft text, other_craft text
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS importing_fact (
    id uuid, seller uuid, code text, sealed bytea, board_index bytea, anywhere_index bytea
) ON COMMIT DELETE ROWS;
TRUNCATE importing_person, importing_fact"""  # several batches may share one transaction

DROP_THE_KNOWN = """
DELETE FROM importing_fact f WHERE NOT EXISTS (SELECT FROM sellers_seller s WHERE s.id = f.seller);
DELETE FROM importing_person p WHERE NOT EXISTS (SELECT FROM sellers_seller s WHERE s.id = p.seller)"""

KNOWN_SELLERS = """
SELECT u.phone, s.name_key FROM accounts_user u JOIN sellers_seller s ON s.user_id = u.id
WHERE u.phone = ANY(%s)"""

KNOWN_FACTS = "SELECT code, board_index FROM sellers_fact WHERE board_index = ANY(%s)"


class Statements:
    """What one import inserts, from the temporary tables into those of the open board."""

    def __init__(self, import_id: UUID, board_id: int) -> None:
        board = f"{board_id:d}"
        origin = f"'{Origin.IMPORT.value}'"
        # Phones in order, so that two boards that import the same people at once do not wait for each other in a
        # circle. A password that begins with "!" is one that nothing matches.
        self.users = insert_select(
            User,
            "(SELECT DISTINCT phone FROM importing_person ORDER BY phone) AS phones",
            {"phone": "phone", "password": "'!' || replace(gen_random_uuid()::text, '-', '')"},
            on_conflict="ON CONFLICT (phone) DO NOTHING",
        )
        self.sellers = insert_select(
            Seller,
            "importing_person p JOIN accounts_user u ON u.phone = p.phone",
            {
                "id": "p.seller",
                "board_id": board,
                "user_id": "u.id",
                "data_key_id": "p.data_key",
                "name": "p.name",
                "name_key": "p.name_key",
                "kind": "p.kind",
                "language": "p.language",
                "origin": origin,
                "imported_by_id": f"'{import_id}'::uuid",
            },
            on_conflict="ON CONFLICT DO NOTHING",
        )
        self.keys = insert_select(
            DataKey,
            "importing_person",
            {"id": "data_key", "board_id": board, "wrapped": "wrapped", "wrapped_with": "wrapped_with"},
        )
        self.applications = insert_select(
            Application,
            "importing_person",
            {
                "id": "gen_random_uuid()",
                "board_id": board,
                "seller_id": "seller",
                "district_id": "district",
                "craft_id": "craft",
                "other_craft": "other_craft",
            },
        )
        self.facts = insert_select(
            Fact,
            "importing_fact",
            {
                "id": "id",
                "board_id": board,
                "seller_id": "seller",
                "code": "code",
                "sealed_value": "sealed",
                "board_index": "board_index",
                "anywhere_index": "anywhere_index",
                "origin": origin,
            },
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person of a good row, sealed and ready to be copied.

    `indexes` has, by code, every index under which the same value may lie in the board.
    """

    person: Person
    indexes: list[tuple[str, list[bytes]]]
    person_line: str = field(repr=False)
    fact_lines: str = field(repr=False)


@dataclass
class Outcome:
    """What became of a batch. `refused` has the problems by row."""

    added: int = 0
    known: int = 0
    refused: dict[int, list[Problem]] = field(default_factory=dict)


class Loader:
    """Brings people into one board for one import; made while the board's scope is open."""

    def __init__(self, import_id: UUID, board_id: int) -> None:
        self.board_id = board_id
        self.sealer = FactSealer(board_id)
        self.statements = Statements(import_id, board_id)

    def prepare(self, people: Sequence[Person]) -> list[Candidate]:
        """Return the people sealed, indexed and written as COPY reads them. Asks no table, so another thread may."""
        keys = new_keys(len(people), board_id=self.board_id)
        ids = random_ids(sum(len(person.facts) for person in people))
        return [
            Candidate(person, self.indexes_of(person), *self.lines_of(person, key, ids))
            for person, key in zip(people, keys, strict=True)
        ]

    def indexes_of(self, person: Person) -> list[tuple[str, list[bytes]]]:
        facts = person.facts
        return [(code, self.sealer.indexes_in_board(code, facts[code])) for code in ONCE_IN_BOARD if code in facts]

    def lines_of(self, person: Person, key: NewKey, ids: Iterator[str]) -> tuple[str, str]:
        seller = str(uuid4())
        own = (
            f"{seller}\t{person.phone}\t{copied(person.name)}\t{copied(person.name_key)}\t{person.kind}\t"
            f"{person.language}\t{key.id}\t{copied_bytes(key.wrapped)}\t{key.wrapped_with}\t{person.district_id}\t"
            f"{person.craft_code or NULL}\t{copied(person.other_craft)}\n"
        )
        facts = []
        for code, text in person.facts.items():
            sealed, in_board, anywhere = self.sealer.seal(key.sealer, code, text)
            facts.append(
                f"{next(ids)}\t{seller}\t{code}\t{copied_bytes(sealed)}\t{copied_bytes(in_board)}\t"
                f"{copied_bytes(anywhere)}\n"
            )
        return own, "".join(facts)

    def load(self, candidates: Sequence[Candidate]) -> Outcome:
        """Add those that the board does not know. Runs in the caller's transaction and takes the board's turn in it."""
        outcome = Outcome()
        if not candidates:
            return outcome
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('sellers.import', %s))", [self.board_id])
            fresh = without_doubles(cursor, without_known(cursor, candidates, outcome), outcome)
            outcome.added = self.insert(cursor, fresh) if fresh else 0
            outcome.known += len(fresh) - outcome.added
        return outcome

    def insert(self, cursor: Any, fresh: Sequence[Candidate]) -> int:
        """Return how many came into the tables."""
        cursor.execute(TEMPORARY)
        persons = "".join([candidate.person_line for candidate in fresh])
        facts = "".join([candidate.fact_lines for candidate in fresh])
        cursor.copy_expert("COPY importing_person FROM STDIN", io.BytesIO(persons.encode()))
        cursor.copy_expert("COPY importing_fact FROM STDIN", io.BytesIO(facts.encode()))
        cursor.execute(*self.statements.users)
        cursor.execute(*self.statements.sellers)
        added: int = cursor.rowcount
        if added < len(fresh):
            # Somebody signed up by herself in this very moment: hers stands, and what was sealed for ours goes.
            cursor.execute(DROP_THE_KNOWN)
        cursor.execute(*self.statements.keys)
        cursor.execute(*self.statements.applications)
        cursor.execute(*self.statements.facts)
        return added


def without_known(cursor: Any, candidates: Sequence[Candidate], outcome: Outcome) -> list[Candidate]:
    """Return those whose phone and name the board has not; the others, and repetitions in the batch, are counted."""
    cursor.execute(KNOWN_SELLERS, [[candidate.person.phone for candidate in candidates]])
    known: set[tuple[str, str]] = set(cursor.fetchall())
    new = []
    for candidate in candidates:
        key = (candidate.person.phone, candidate.person.name_key)
        if key in known:
            outcome.known += 1
        else:
            known.add(key)
            new.append(candidate)
    return new


def without_doubles(cursor: Any, candidates: Sequence[Candidate], outcome: Outcome) -> list[Candidate]:
    """Return those whose PAN and GSTIN nobody else has; the others are refused."""
    asked = [index for candidate in candidates for _code, every in candidate.indexes for index in every]
    cursor.execute(KNOWN_FACTS, [asked])
    taken: dict[tuple[str, bytes], int] = {(code, bytes(index)): 0 for code, index in cursor.fetchall()}
    fresh = []
    for candidate in candidates:
        problems = []
        for code, every in candidate.indexes:
            row = next((taken[code, index] for index in every if (code, index) in taken), None)
            if row is not None:
                problems.append(Problem(code, worded(IN_FILE, row=row) if row else IN_BOARD))
        if problems:
            outcome.refused[candidate.person.row] = problems
            continue
        for code, every in candidate.indexes:
            for index in every:
                taken[code, index] = candidate.person.row
        fresh.append(candidate)
    return fresh
