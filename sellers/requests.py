"""What the middleware has put on a request by the time a seller's view is called."""

from onboarding.accounts.models import User
from onboarding.audit.actors import Actor
from onboarding.boards.requests import BoardRequest
from sellers.models import Seller


class SellerRequest(BoardRequest):
    """A request under /seller/: by a person who proved her phone; she has no file before her first application."""

    user: User
    seller: Seller | None
    actor: Actor
