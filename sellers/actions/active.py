"""Nothing changes in the file of a seller who is leaving or has left, whoever asks for it."""

from django.utils.translation import gettext_lazy as _

from onboarding.errors import DomainError
from sellers.models import Seller
from sellers.states import SellerStatus


class FileAtRest(DomainError):
    code = "seller.not_active"
    message = _("This file is at rest, because the seller has left. Nothing changes in it until she comes back.")
    http_status = 409


def require_active(seller: Seller) -> None:
    """Raise FileAtRest unless the seller is active; she stays so until the caller's transaction ends."""
    if not is_active(seller):
        raise FileAtRest


def is_active(seller: Seller) -> bool:
    """Tell whether the seller is active; her row is locked, so that a withdrawal comes before, or after the commit.

    Ask it after locking what you change: the withdrawal itself locks nothing but her row and her places.
    """
    rows = Seller.objects.select_for_update(no_key=True).filter(pk=seller.pk)
    return bool(rows.values_list("status", flat=True).get() == SellerStatus.ACTIVE)
