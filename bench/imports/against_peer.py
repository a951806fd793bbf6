"""The import against django-import-export, which most projects would take for it."""

import csv
import io
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import phonenumbers
import tablib
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from import_export import resources

from bench.imports.people import BAD_EVERY, HEADER, write_list
from bench.measure import Row
from onboarding.accounts.models import User
from onboarding.boards.models import Board, Craft, District
from onboarding.boards.reference.actions import load_reference
from onboarding.errors import DomainError
from onboarding.tenancy.scope import board_scope
from onboarding.vault.actions import new_data_key
from sellers.identifiers.bank_account import normalise_bank_account
from sellers.identifiers.certificate import normalise_certificate_number
from sellers.identifiers.gstin import normalise_gstin
from sellers.identifiers.ifsc import normalise_ifsc
from sellers.identifiers.names import clean_name, name_key
from sellers.identifiers.pan import normalise_pan
from sellers.identifiers.pin import normalise_pin
from sellers.identifiers.udyam import normalise_udyam
from sellers.imports.places import Crafts, Districts
from sellers.imports.rows import NOTHING
from sellers.models import Application, Fact, Seller
from sellers.secrets import index_of, same_in_board, seal

ROWS = 5_000
WARM_UP = 50
ROUNDS = 3  # of ours; the peer's one takes many times as long as all of them
NAME, PHONE, DISTRICT, CRAFT, VILLAGE, ADDRESS = HEADER[:6]
VALIDATORS = dict(
    zip(
        HEADER[6:13],
        (
            ("pin", normalise_pin),
            ("pan", normalise_pan),
            ("gstin", normalise_gstin),
            ("udyam", normalise_udyam),
            ("bank_account", normalise_bank_account),
            ("ifsc", normalise_ifsc),
            ("artisan_card", normalise_certificate_number),
        ),
        strict=True,
    )
)
ONCE = ("pan", "gstin", "bank_account")


class SellerResource(resources.ModelResource):
    """The same rows into the same tables: the libraries' validators, the same sealing, one row after the other."""

    class Meta:
        model = Seller
        fields = ("user", "name", "name_key")
        import_id_fields = ("user", "name_key")
        use_transactions = True

    def __init__(self) -> None:
        super().__init__()
        self.districts = Districts(District.objects.values_list("lgd_code", "name"))
        self.crafts = Crafts(Craft.objects.values_list("code", "name"))

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        try:
            row["facts"] = facts_of(row)
            row["name"] = clean_name(row[NAME])
            row["name_key"] = name_key(row["name"])
            row["district"] = self.districts.find(row[DISTRICT])
            phone = phone_of(row[PHONE])
        except DomainError as refusal:
            raise ValidationError(str(refusal.message)) from refusal
        for code in ONCE:
            text = row["facts"].get(code)
            if text and Fact.objects.filter(code=code, board_index__in=same_in_board(code, text)).exists():
                raise ValidationError(code)
        row["user"] = User.objects.get_or_create(phone=phone)[0].pk

    def before_save_instance(self, instance: Seller, row: Any, **kwargs: Any) -> None:
        instance.language = "hi"
        instance.origin = "import"
        if instance.data_key_id is None:
            instance.data_key = new_data_key()

    def after_save_instance(self, instance: Seller, row: Any, **kwargs: Any) -> None:
        craft = self.crafts.find(row[CRAFT])
        # As ours, so that a second run adds nothing twice.
        Application.objects.get_or_create(
            seller=instance,
            defaults={
                "district_id": row["district"],
                "craft_id": craft,
                "other_craft": "" if craft else row[CRAFT],
            },
        )
        for code, text in row["facts"].items():
            in_board, anywhere = index_of(code, text)
            Fact.objects.update_or_create(
                seller=instance,
                code=code,
                defaults={
                    "sealed_value": seal(instance, code, text),
                    "board_index": in_board,
                    "anywhere_index": anywhere,
                    "origin": "import",
                },
            )


def phone_of(typed: str) -> str:
    number = phonenumbers.parse(typed, "IN")
    if not phonenumbers.is_possible_number(number):
        raise ValidationError(typed)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def facts_of(row: Any) -> dict[str, str]:
    facts = {"address": f"{row[ADDRESS]}, {row[VILLAGE]}"}
    for header, (code, normalise) in VALIDATORS.items():
        text = row[header].strip()
        if text and text.casefold() not in NOTHING:
            facts[code] = normalise(text)
    return facts


def import_vs_import_export(*, rows: int = ROWS) -> Row:
    """Each brings the same list into a board of its own."""
    load_reference()
    ours = Board.objects.create(slug="bench-ours", name={"en": "ours"})
    peer = Board.objects.create(slug="bench-peer", name={"en": "peer"})
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "list.csv"
        # Translations, plans and modules are loaded once in a process, whichever way comes first.
        write_list(file, WARM_UP)
        seconds_of_peer(peer, file, WARM_UP)
        seconds_of_ours(ours, file, WARM_UP)
        # Each brings in people whom nobody knows: a list that came before has less to insert.
        write_list(file, rows, first=5_000_000)
        peer_s = seconds_of_peer(peer, file, rows)
        each = []
        for number in range(ROUNDS):
            write_list(file, rows, first=6_000_000 + number * rows)
            each.append(seconds_of_ours(ours, file, rows))
        ours_s = statistics.median(each)
    print(f"  {rows:,} rows: import {ours_s:.2f} s, django-import-export {peer_s:.2f} s, {peer_s / ours_s:.1f} times")
    return Row(
        name="sellers.import_vs_import_export",
        value=peer_s / ours_s,
        unit="times faster",
        against=f"django-import-export with the libraries' validators and the same sealing, {rows:,} people",
        must=30.0,
        goal=60.0,
        lower_is_better=False,
        cause="most of the time is PostgreSQL's own, for rows and indexes that both ways write",
    )


def seconds_of_peer(board: Board, file: Path, rows: int) -> float:
    before = sellers_of(board)
    started = time.perf_counter()
    with board_scope(board.pk):
        with file.open(encoding="utf-8", newline="") as opened:
            lines = list(csv.reader(opened))
        # The columns by which it knows a row again must stand in the file; `before_import_row` fills them.
        found = [[*line, "", ""] for line in lines[2:]]
        dataset = tablib.Dataset(*found, headers=[*lines[1], *SellerResource.Meta.import_id_fields])
        result = SellerResource().import_data(dataset, dry_run=False)
    elapsed = time.perf_counter() - started
    expect(board, before, rows, result)
    return elapsed


def seconds_of_ours(board: Board, file: Path, rows: int) -> float:
    before = sellers_of(board)
    started = time.perf_counter()
    try:
        call_command("import_sellers", board.slug, str(file), stdout=io.StringIO())
    except CommandError as some_refused:
        if f"{rows // BAD_EVERY:,} refused" not in str(some_refused):
            raise
    elapsed = time.perf_counter() - started
    expect(board, before, rows, None)
    return elapsed


def sellers_of(board: Board) -> int:
    with board_scope(board.pk):
        return Seller.objects.count()


def expect(board: Board, before: int, rows: int, result: Any) -> None:
    came = sellers_of(board) - before
    if came != rows - rows // BAD_EVERY:
        refused = [str(row.error) for row in result.invalid_rows] if result else []
        failed = [str(row.errors[0].error) for row in result.error_rows] if result else []
        raise RuntimeError(f"{came} of {rows} came in: {refused[:5]} {failed[:5]}")
