"""Named helpers: an adult whom the seller lets list, price and pack for her."""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from onboarding.accounts.actions import user_of_phone
from onboarding.accounts.phones import normalise_phone
from onboarding.audit.actions import record
from onboarding.audit.actors import Actor
from onboarding.errors import DomainError
from sellers.actions.pins import locked_seller
from sellers.models import Helper, Seller
from sellers.policies import require_herself

MAX_HELPERS = 3


class Relation(models.TextChoices):
    """What the helper is to the seller."""

    FAMILY = "family", _("Family")
    NEIGHBOUR = "neighbour", _("Neighbour or friend")
    GROUP = "group", _("From my group or workshop")
    OTHER = "other", _("Somebody else")


class HelperRefused(DomainError):
    def __init__(self) -> None:
        super().__init__(field="phone")


class OwnPhone(HelperRefused):
    code = "helper.own_phone"
    message = _("This is your own number. A helper has a phone of her own.")


class HelpsAlready(HelperRefused):
    code = "helper.helps_already"
    message = _("This person helps you already.")


class TooManyHelpers(DomainError):
    code = "helper.too_many"
    message = _("You have three helpers. End one of them first.")


@dataclass(frozen=True)
class NewHelper:
    """Whom the seller names. She has said that the person is 18 or older."""

    name: str
    phone: str
    relation: str


def require_may_be_added(seller: Seller, phone: str) -> None:
    """Raise OwnPhone, HelpsAlready or TooManyHelpers; asked before a code is sent, and again when it was right."""
    if normalise_phone(phone) == seller.user.phone:
        raise OwnPhone
    helpers = Helper.objects.filter(seller=seller, ended_at=None)
    if helpers.filter(user__phone=normalise_phone(phone)).exists():
        raise HelpsAlready
    if helpers.count() >= MAX_HELPERS:
        raise TooManyHelpers


@transaction.atomic
def add_helper(seller_id: UUID, new: NewHelper, *, by: Actor) -> Helper:
    """Let this person help from now on; the caller has checked a code that was sent to her phone."""
    seller = locked_seller(seller_id)
    require_herself(by, seller)
    require_may_be_added(seller, new.phone)
    user = user_of_phone(normalise_phone(new.phone))
    try:
        with transaction.atomic():
            helper: Helper = Helper.objects.create(
                seller=seller, user=user, name=new.name, relation=Relation(new.relation)
            )
    except IntegrityError as twice:
        raise HelpsAlready from twice
    record("helper.added", helper, by=by)
    return helper


@transaction.atomic
def end_helper(helper_id: UUID, *, by: Actor) -> Helper:
    """End the help at once: the helper's next page is refused. Harmless when it has ended."""
    helper: Helper = Helper.objects.locked().select_related("seller").get(pk=helper_id)
    require_herself(by, helper.seller)
    if helper.ended_at is None:
        helper.ended_at = timezone.now()
        helper.save(update_fields=["ended_at"])
        record("helper.ended", helper, by=by)
    return helper
