"""Of whom each question is asked. The defaults stand here; a board's own rows go before them."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Q

from sellers.models import Requirement, SellerKind
from sellers.questions.catalogue import STEPS, Step

REQUIRED, OPTIONAL, NOT_ASKED = Requirement.Ask.REQUIRED, Requirement.Ask.OPTIONAL, Requirement.Ask.NOT_ASKED

EVERYBODY = {
    "kind": REQUIRED,
    "name": REQUIRED,
    "district": REQUIRED,
    "address": REQUIRED,
    "pin": REQUIRED,
    "craft": REQUIRED,
    "other_craft": OPTIONAL,
    "cluster": OPTIONAL,
    "pan": OPTIONAL,
    "gstin": OPTIONAL,
    "enrolment_id": OPTIONAL,
    "bank_account": OPTIONAL,
    "ifsc": OPTIONAL,
    "bank_photo": OPTIONAL,
    "udyam": OPTIONAL,
    "handloom_mark": OPTIONAL,
    "silk_mark": OPTIONAL,
    "gi_user": OPTIONAL,
    "brand_name": OPTIONAL,
}
BY_KIND: Mapping[str, Mapping[str, str]] = {
    SellerKind.INDIVIDUAL: {
        "artisan_card": OPTIONAL,
        "artisan_card_photo": OPTIONAL,
        "work_photo": OPTIONAL,
        "pan_photo": OPTIONAL,
    },
    SellerKind.GROUP: {"contact_name": REQUIRED, "resolution_photo": OPTIONAL, "registration_photo": OPTIONAL},
    SellerKind.COOPERATIVE: {
        "contact_name": REQUIRED,
        "registration_photo": REQUIRED,
        "resolution_photo": REQUIRED,
        "pan_photo": OPTIONAL,
        "gst_photo": OPTIONAL,
    },
    SellerKind.KHADI: {
        "contact_name": REQUIRED,
        "khadi_certificate": REQUIRED,
        "khadi_photo": REQUIRED,
        "registration_photo": OPTIONAL,
        "resolution_photo": OPTIONAL,
        "gst_photo": OPTIONAL,
    },
    SellerKind.FIRM: {
        "contact_name": REQUIRED,
        "udyam_photo": OPTIONAL,
        "registration_photo": OPTIONAL,
        "pan_photo": OPTIONAL,
        "gst_photo": OPTIONAL,
    },
}


def requirements_of(kind: str, programme_id: UUID | None = None) -> dict[str, str]:
    """Return what this board asks of this kind of seller, code by code; what is not asked is left out.

    The board's rows go before the defaults, and a programme's rows before the board's.
    """
    asked: dict[str, str] = {**EVERYBODY, **BY_KIND[kind]}
    rows = Requirement.objects.filter(Q(programme=None) | Q(programme_id=programme_id), kind=kind)
    for row in sorted(rows, key=lambda row: row.programme_id is not None):
        asked[row.code] = row.ask
    return {code: ask for code, ask in asked.items() if ask != NOT_ASKED}


def steps_asking(asked: Mapping[str, str]) -> list[Step]:
    """Return the steps that ask any of these, each with only the questions that are asked."""
    cut = (Step(step.code, step.title, tuple(code for code in step.questions if code in asked)) for step in STEPS)
    return [step for step in cut if step.questions]
