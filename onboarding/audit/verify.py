"""Recompute a board's history and name what is broken. Memory stays flat however long the history is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.db.models import Count, Exists, Min, OuterRef
from django.utils import timezone

from onboarding.audit.chain import BEFORE_THE_FIRST, seal_hash
from onboarding.audit.models import AuditEntry, AuditSeal, UnsealedEntry
from onboarding.tenancy.scope import current_board_id

PAGE = 1000
SEALED_WITHIN = timedelta(minutes=5)

Link = tuple[AuditSeal, AuditEntry | None]


class Broken(StrEnum):
    ALTERED_ENTRY = "the entry was altered"
    MISSING_ENTRY = "the entry is missing"
    ALTERED_SEAL = "the seal was altered"
    GAP = "seals are missing"
    NO_SEAL = "the entry has lost its seal"
    OTHER_HEAD = "the chain is not the one whose head was exported"
    CUT_TAIL = "the end was cut off"
    LATE = "entries have waited for a seal for more than 5 minutes"


@dataclass(frozen=True)
class Finding:
    """One broken place. `seq` is its place in the chain, if it has one; a gap begins at `seq`."""

    board_id: int
    what: Broken
    seq: int | None = None
    entry_id: int | None = None
    note: str = ""

    @property
    def is_warning(self) -> bool:
        return self.what is Broken.LATE


def verify_board(exported: Mapping[int, str]) -> Iterator[Finding]:
    """Yield what is broken in the open board's history; `exported` holds its exported heads, hex by seq."""
    yield from _verify_chain(exported)
    yield from _verify_outside_chain()


def _verify_chain(exported: Mapping[int, str]) -> Iterator[Finding]:
    board_id, seq, trusted = current_board_id(), 0, BEFORE_THE_FIRST
    for (seal, entry), following in _followed(_links()):
        if seal.seq != seq + 1:
            yield Finding(board_id, Broken.GAP, seq + 1, note=f"up to {seal.seq - 1}")
            trusted = bytes(seal.previous)
        seq = seal.seq
        witness = bytes(following[0].previous) if following else bytes.fromhex(exported.get(seq, ""))
        what, trusted = _judge(seal, entry, trusted, witness)
        if what:
            yield Finding(board_id, what, seq, seal.entry_id)
        if exported.get(seq, trusted.hex()) != trusted.hex():
            yield Finding(board_id, Broken.OTHER_HEAD, seq, seal.entry_id)
    newest_exported = max(exported, default=0)
    if newest_exported > seq:
        yield Finding(board_id, Broken.CUT_TAIL, seq + 1, note=f"a head was exported at {newest_exported}")


def _judge(seal: AuditSeal, entry: AuditEntry | None, trusted: bytes, witness: bytes) -> tuple[Broken | None, bytes]:
    """Return what is broken at this link, if anything, and the hash on which the next one has to build.

    `witness` is what another row or file says this seal's hash was: it tells an altered seal from an entry.
    """
    previous, sealed = bytes(seal.previous), bytes(seal.hash)
    if entry is None:
        return Broken.MISSING_ENTRY, sealed
    computed = seal_hash(trusted, seal.seq, entry)
    if sealed == computed:
        return (None if previous == trusted else Broken.ALTERED_SEAL), sealed
    if witness == computed:
        return Broken.ALTERED_SEAL, computed
    if previous == trusted:
        return Broken.ALTERED_ENTRY, sealed
    return Broken.ALTERED_SEAL, witness or sealed


def _verify_outside_chain() -> Iterator[Finding]:
    board_id = current_board_id()
    seals = AuditSeal.objects.filter(entry_id=OuterRef("pk"))
    queue = UnsealedEntry.objects.filter(pk=OuterRef("pk"))
    lost = AuditEntry.objects.filter(~Exists(seals), ~Exists(queue)).order_by("pk").values_list("pk", flat=True)
    for entry_id in lost.iterator(PAGE):
        yield Finding(board_id, Broken.NO_SEAL, entry_id=entry_id)
    entries = AuditEntry.objects.filter(pk=OuterRef("pk"))
    vanished = UnsealedEntry.objects.filter(~Exists(entries)).order_by("pk").values_list("pk", flat=True)
    for entry_id in vanished.iterator(PAGE):
        yield Finding(board_id, Broken.MISSING_ENTRY, entry_id=entry_id)
    late = AuditEntry.objects.filter(Exists(queue), at__lt=timezone.now() - SEALED_WITHIN)
    waiting = late.aggregate(oldest=Min("pk"), number=Count("pk"))
    if waiting["number"]:
        yield Finding(board_id, Broken.LATE, entry_id=waiting["oldest"], note=f"{waiting['number']} from here on")


def _links() -> Iterator[Link]:
    """Yield each seal in order with its entry, in pages by seq."""
    seq = 0
    while page := list(AuditSeal.objects.filter(seq__gt=seq).order_by("seq")[:PAGE]):
        entries = AuditEntry.objects.in_bulk([seal.entry_id for seal in page])
        for seal in page:
            yield seal, entries.get(seal.entry_id)
        seq = page[-1].seq


def _followed(links: Iterator[Link]) -> Iterator[tuple[Link, Link | None]]:
    """Yield each link together with the one after it, None after the last."""
    link = next(links, None)
    while link is not None:
        following = next(links, None)
        yield link, following
        link = following
