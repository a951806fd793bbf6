"""Making a board, its programmes and its officers."""

from collections.abc import Iterable, Mapping
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from onboarding.accounts.models import User
from onboarding.audit.actions import record
from onboarding.audit.actors import Actor
from onboarding.boards.models import Benefit, Board, District, Membership, Programme, ProgrammeDistrict
from onboarding.moves import move
from onboarding.tenancy.scope import board_scope

Text = Mapping[str, str]


@transaction.atomic
def create_board(slug: str, *, name: Text, by: Actor, **fields: Any) -> Board:
    """Make a board that is open. Its SMS texts are registered by messages.

    Raises ValidationError for a slug that is taken or malformed.
    """
    board = Board(slug=slug, name=dict(name), **fields)
    board.full_clean()
    board.save()
    with board_scope(board.pk):
        record("board.created", board, by=by)
    return board


@transaction.atomic
def invite_officer(
    board: Board, email: str, *, role: Membership.Role, by: Actor, district: District | None = None, name: str = ""
) -> Membership:
    """Give the person a role at the board. A new person has no password yet: she sets one by "password forgotten".

    The address counts as verified, since the board vouches for it. Raises ValidationError for an address that is
    none, for somebody who has a role here already, and for a district that does not go with the role.
    """
    email = email.strip().lower()
    validate_email(email)
    user = officer_with_address(email) or User.objects.create_user(email=email, name=name)
    EmailAddress.objects.get_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    membership = Membership(board=board, user=user, role=role, district=district)
    membership.full_clean()
    membership.save()
    with board_scope(board.pk):
        record("officer.invited", membership, by=by, fields=("role", "district"))
    return membership


def officer_with_address(email: str) -> User | None:
    """Return the officer who has this address already.

    Raises ValidationError where someone holds it without having proved it: a role must not go to her.
    """
    user = User.objects.filter(email=email).first()
    if user and not EmailAddress.objects.filter(user=user, email=email, verified=True).exists():
        raise ValidationError(_("This address belongs to somebody who has not proved it."), code="email.unproved")
    return user


@transaction.atomic
def open_programme(
    slug: str, *, benefits: Mapping[str, Text], districts: Iterable[District] = (), by: Actor, **fields: Any
) -> Programme:
    """Make a programme of the open board with what it promises, for these districts or for all, and activate it."""
    programme = Programme.objects.create(slug=slug, **fields)
    for district in districts:
        ProgrammeDistrict.objects.create(programme=programme, district=district)
    for code, text in benefits.items():
        Benefit.objects.create(programme=programme, code=code, name=dict(text))
    before = move(programme, "activate")
    record("programme.opened", programme, by=by, before=before)
    return programme
