"""The rows about a seller in this room, and what keeps a file from being erased."""

from django.utils.translation import gettext_lazy as _

from marketplaces.models import Publication
from marketplaces.states import PublicationStatus
from sellers.models import Seller
from sellers.privacy.held import End, Held
from sellers.privacy.retention import Hold

WORK = "how the work of sending it goes on"

HELD: tuple[Held, ...] = (
    Held(
        Publication,
        "listing__seller",
        _("What was given to marketplaces"),
        shown=("status", "status_since", "sku", "marketplace_id", "desired", "issues", "live_at"),
        read={
            "marketplace": lambda row: row.account.get_marketplace_display(),
            "seller_account": lambda row: row.account.holder_name,
        },
        left_out={
            "account": "shown as marketplace and seller_account",
            "desired_hash": WORK,
            "sent_hash": WORK,
            "confirmed_hash": WORK,
            "run_after": WORK,
            "lease_until": WORK,
            "fence": WORK,
            "attempts": WORK,
            "done_at": WORK,
            "dead_at": WORK,
            "last_error": WORK,
        },
        related=("account",),
        newest="listing",
        end=End.EMPTIED,
        # The marketplace's own numbers stay for what was sold; errors may quote her title.
        emptied={"issues": [], "last_error": ""},
    ),
)


def goods_still_shown(seller: Seller) -> Hold | None:
    """Return the hold of a seller who has something on a marketplace; it is over once all is taken down."""
    standing = Publication.objects.of_seller(seller.pk).exclude(status=PublicationStatus.TAKEN_DOWN)
    return Hold("goods_shown") if standing.exists() else None
