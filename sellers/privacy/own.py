"""The rows about a seller in this room."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from onboarding.pages.templatetags.pages import localtext
from sellers.actions.numbers import new_phone_of
from sellers.consents.purposes import PURPOSES
from sellers.consents.reading import name_of
from sellers.elsewhere import board_names, verified_elsewhere
from sellers.models import (
    Application,
    Assistance,
    Check,
    Consent,
    Document,
    Enrolment,
    Erasure,
    Fact,
    Finding,
    Helper,
    Member,
    NumberChange,
    Repeat,
    Seller,
    Unmasking,
)
from sellers.privacy.held import End, Held
from sellers.questions.reasons import reason_text
from sellers.review.evidence import evidence_of
from sellers.roster.secrets import phone_of, reach_of
from sellers.secrets import name_on, value_of

OFFICER = "an officer's name: she is told the role"
FINGERPRINT = "a keyed fingerprint of a value that is shown; only equal ones can be found by it"
WAY = "a key to another row"


def named(row: Any) -> str:
    """Return the name of a district, cluster, craft or programme in the reader's language."""
    return localtext(row.name) if row else ""


def name_boards(rows: Sequence[Any]) -> None:
    """Put the names of the boards at which these were verified beside each row."""
    names = board_names(rows)
    for row in rows:
        row.board_names = names


def where_verified(row: Any) -> str:
    verified = verified_elsewhere(row)
    return verified.sentence(row.board_names) if verified else ""


def evidence_in_clear(check: Check) -> dict[str, Any]:
    evidence = evidence_of(check, check.seller.data_key)
    return {"of": dict(evidence.of), "said": dict(evidence.said)}


def asked_for(consent: Consent) -> str:
    """Return what she was asked, in the words of today; the version tells which words she read."""
    purpose = PURPOSES.get(consent.purpose)
    if purpose is None:
        return str(consent.purpose)
    return str(purpose.title) % {"recipient": name_of(purpose, consent.recipient)}


HELD: tuple[Held, ...] = (
    Held(
        Seller,
        "pk",
        _("You"),
        shown=(
            "name",
            "kind",
            "language",
            "status",
            "status_since",
            "origin",
            "created_at",
            "proved_at",
            "bank_locked_until",
        ),
        read={
            "phone": lambda seller: seller.user.phone or "",
            "known_since": lambda seller: seller.user.joined_at,
            "last_seen_at": lambda seller: seller.user.last_seen_at,
            "back_after_silence_at": lambda seller: seller.user.back_after_silence_at,
            "has_pin": lambda seller: bool(seller.pin_hash),
            "imported_from": lambda seller: seller.imported_by.file_name if seller.imported_by else "",
        },
        left_out={
            "user": WAY,
            "data_key": WAY,
            "imported_by": WAY,
            "name_key": "the name once more, as it is compared",
            "pin_hash": "what a PIN is tried against; written down it would help to guess it",
            "pin_tries": "what guards the PIN",
            "pin_locked_until": "what guards the PIN",
            "pin_misses": "what guards the PIN",
            "pin_in_person": "what guards the PIN",
        },
        related=("user", "imported_by"),
        end=End.EMPTIED,
        emptied={
            "name": "",
            "name_key": "",
            "pin_hash": "",
            "pin_tries": 0,
            "pin_locked_until": None,
            "pin_misses": 0,
            "pin_in_person": False,
            "proved_at": None,
            "bank_locked_until": None,
            "imported_by": None,
        },
    ),
    Held(
        Application,
        "seller",
        _("Your application"),
        shown=("number", "status", "status_since", "other_craft", "officer_note", "created_at", "submitted_at"),
        read={
            "district": lambda row: named(row.district),
            "cluster": lambda row: named(row.cluster),
            "craft": lambda row: named(row.craft),
            "rejected_for": lambda row: str(reason_text(row.rejected_for)),
        },
        related=("district", "cluster", "craft"),
        end=End.EMPTIED,
        # District and craft stay, so that the board still counts whom it reached; a cluster may be five houses.
        emptied={"other_craft": "", "officer_note": "", "cluster": None},
    ),
    Held(
        Fact,
        "seller",
        _("Your answers"),
        shown=("code", "expires_on", "origin", "saved_at"),
        read={"value": value_of, "verified_elsewhere": where_verified},
        left_out={
            "sealed_value": "shown in clear as value",
            "board_index": FINGERPRINT,
            "anywhere_index": FINGERPRINT,
        },
        related=("seller__data_key",),
        beforehand=name_boards,
        newest="saved_at",
    ),
    Held(
        Document,
        "seller",
        _("Pictures of your papers"),
        shown=("code", "expires_on", "origin", "created_at", "replaced_at"),
        read={"name_on_paper": name_on, "pages": lambda row: row.file.pages, "verified_elsewhere": where_verified},
        left_out={
            "sealed_name": "shown in clear as name_on_paper",
            "file": "shown as a picture",
            "upload_id": "a form's own number",
        },
        picture=lambda row: ("seller_document", [row.pk]),
        related=("seller__data_key", "file"),
        beforehand=name_boards,
        newest="created_at",
    ),
    Held(
        Check,
        "seller",
        _("How your answers were checked"),
        shown=("code", "method", "result", "reason", "asked_at", "answered_at", "expires_on", "stale_at"),
        read={"evidence": evidence_in_clear},
        left_out={"sealed_evidence": "shown in clear as evidence", "by": OFFICER},
        related=("seller__data_key",),
        newest="asked_at",
    ),
    Held(
        Finding,
        "application__seller",
        _("What you were asked to mend"),
        shown=("code", "note", "made_at", "mended_at"),
        read={"reason": lambda row: str(reason_text(row.reason))},
        newest="made_at",
    ),
    Held(
        Member,
        "seller",
        _("Members of your group"),
        shown=(
            "name",
            "share_percent",
            "piece_wage_paise",
            "is_signatory",
            "status",
            "status_since",
            "told_at",
            "created_at",
        ),
        read={"craft": lambda row: named(row.craft), "phone": phone_of, "reach": reach_of},
        left_out={
            "sealed_phone": "shown in clear as phone",
            "sealed_reach": "shown in clear as reach",
            "phone_index": FINGERPRINT,
        },
        related=("seller__data_key", "craft"),
        newest="created_at",
    ),
    Held(
        Consent,
        "seller",
        _("What you allowed"),
        shown=("recipient", "is_given", "wording", "language", "means", "answered_at", "withdrawn_at"),
        read={"purpose": asked_for, "member": lambda row: row.member.name if row.member else ""},
        related=("member",),
        newest="answered_at",
        end=End.KEPT,  # the proof that what was done was allowed; it names nobody once her file is emptied
    ),
    Held(
        Enrolment,
        "seller",
        _("Your places in programmes"),
        shown=("status", "status_since", "created_at"),
        read={"programme": lambda row: named(row.programme)},
        related=("programme",),
        newest="created_at",
        end=End.KEPT,  # the count of a programme's places stays true
    ),
    Held(
        NumberChange,
        "seller",
        _("Changes of your number"),
        shown=("status", "status_since", "is_old_lost", "reason", "asked_at", "done_at"),
        read={"phone": new_phone_of},
        left_out={"sealed_phone": "shown in clear as phone", "first_officer": OFFICER, "second_officer": OFFICER},
        related=("seller__data_key",),
        newest="asked_at",
    ),
    Held(
        Helper,
        "seller",
        _("Your helpers"),
        shown=("name", "relation", "added_at", "ended_at"),
        left_out={"user": "another person's account"},
        newest="added_at",
    ),
    Held(
        Assistance,
        "seller",
        _("Who filled in for you"),
        shown=("began_at", "confirmed_at", "is_drawn", "outcome", "outcome_note", "outcome_at"),
        left_out={"operator": OFFICER, "outcome_by": OFFICER},
        newest="began_at",
    ),
    Held(
        Repeat,
        "seller",
        _("The same number or account in two files"),
        shown=("code", "relation", "decision", "decided_at", "found_at"),
        left_out={
            "other": "another person's file",
            "reason": "it may name the other person",
            "decided_by": OFFICER,
        },
        newest="found_at",
    ),
    Held(
        Unmasking,
        "seller",
        _("When an officer looked at a hidden number"),
        shown=("code", "reason", "at"),
        left_out={"officer": OFFICER},
        newest="at",
    ),
    Held(
        Erasure,
        "seller",
        _("Your wish to be forgotten"),
        shown=("asked_at", "due_on", "held_for", "done_at", "cancelled_at"),
        newest="asked_at",
        end=End.KEPT,  # the proof that the wish was carried out
    ),
)
