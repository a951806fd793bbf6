"""A seller of whom everything is held, and how she leaves."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from onboarding.boards.models import Board
from onboarding.files.documents import read_document
from sellers.actions.documents import Paper, save_document
from sellers.actions.numbers import ask_for_number
from sellers.actions.withdrawal import finish_withdrawal, stop_seller
from sellers.models import (
    Application,
    Assistance,
    Check,
    Finding,
    Helper,
    Member,
    Repeat,
    Seller,
    Unmasking,
)
from sellers.review.evidence import Evidence, seal_evidence
from sellers.roster.secrets import seal_contacts
from tests import factories

NAME, PAN, ADDRESS, NEW_NUMBER, MEMBER = (
    "Kalavati Prajapati",
    "ABCPE1234F",
    "Kumharon ki gali 7",
    "+919812345678",
    "Ramrati",
)
SECRETS = (NAME, PAN, ADDRESS, NEW_NUMBER[3:], MEMBER, "Kalavatis red pot")


def full_seller(board: Board, **fields: Any) -> Seller:
    """A seller with a row of every kind."""
    draft = factories.make_application(name=NAME, pan=PAN, address=ADDRESS, other_craft=f"{NAME} makes pots", **fields)
    seller = draft.seller
    me = factories.actor_of(seller)
    photograph(draft)
    officer = factories.make_officer(board)
    Finding.objects.create(application=draft, code="pan", reason="not_readable", note=f"{NAME} must write again")
    check = Check(seller=seller, code="pan", method=Check.Method.OFFICER, result=Check.Result.MATCH, by="Officer Verma")
    seal_evidence(check, Evidence({"pan": PAN}, {"note": NAME}), seller.data_key)
    check.save()
    member = Member(seller=seller, name=MEMBER)
    seal_contacts(member, seller, phone=NEW_NUMBER, reach="")
    member.save()
    ask_for_number(seller.pk, NEW_NUMBER, by=me)
    Helper.objects.create(seller=seller, user=factories.make_user(), name=f"{NAME} junior", relation="daughter")
    operator = factories.make_user(email=f"op{next(factories.numbers)}@example.org")
    Assistance.objects.create(seller=seller, operator=operator, outcome_note=NAME, confirmed_at=timezone.now())
    Repeat.objects.create(seller=seller, code="phone", reason=NAME)
    Unmasking.objects.create(seller=seller, code="pan", officer_id=int(officer.id), reason="compare")
    factories.give_consent(seller, "marketplace_share", "amazon")
    return seller


def photograph(draft: Application) -> None:
    scan = SimpleUploadedFile("pan.jpg", factories.jpeg(), "image/jpeg")
    paper = Paper("pan_photo", read_document(scan), upload_id=uuid4(), spelled_name=NAME)
    save_document(draft.pk, paper, by=factories.actor_of(draft.seller))


def leave(seller: Seller) -> Seller:
    """She leaves, and nothing of hers is under way."""
    stop_seller(seller.pk, by=factories.actor_of(seller))
    return finish_withdrawal(seller.pk)


def after_days(days: int) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(days=days), tick=False)
