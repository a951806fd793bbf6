"""What the middleware has put on a request by the time a seller's view is called."""

from onboarding.accounts.models import User
from onboarding.audit.actors import Actor
from onboarding.boards.requests import BoardRequest
from sellers.models import Assistance, Seller


class SellerRequest(BoardRequest):
    """A request under /seller/: by a person who proved her phone, or by somebody who acts for a seller.

    `seller` is whose file this is, or None before a person's first application. `actor` is who acts; `on_behalf_of` is
    the seller when that is an operator or a named helper, else None. `assistance` is the operator's.
    """

    user: User
    seller: Seller | None
    actor: Actor
    on_behalf_of: Actor | None
    assistance: Assistance | None
