"""A seller leaves the board, and may come back.

She is *stopping* at once: nothing new begins for her. She is *withdrawn* when nothing of hers is under way any more,
which rooms above say, for they know what is. Her file stays until the law lets it go.
"""

from uuid import UUID

from django.db import transaction

from onboarding.audit.actions import record
from onboarding.audit.actors import Actor
from onboarding.moves import move
from onboarding.outbox.actions import publish
from sellers.actions.consents import end_consents
from sellers.actions.enrolments import end_enrolments, enrol_again
from sellers.models import Seller
from sellers.policies import require_herself
from sellers.states import SellerStatus

LAST_CALL = Actor.system("withdrawal")


@transaction.atomic
def stop_seller(seller_id: UUID, *, by: Actor) -> Seller:
    """Let nothing new begin for her: her consents end, her places are free for others, and the rooms above hear of it.

    The caller has checked a code that was sent to her phone. Raises IllegalMove when she is leaving already.
    """
    seller = locked_seller(seller_id)
    require_herself(by, seller)
    before = move(seller, "stop")
    end_consents(seller)
    end_enrolments(seller, by=by)
    record("seller.stopping", seller, by=by, before=before)
    publish("seller.stopping", seller)
    return seller


@transaction.atomic
def finish_withdrawal(seller_id: UUID, *, by: Actor = LAST_CALL) -> Seller:
    """Say that nothing of hers is under way any more. Nothing happens unless she is stopping, as when it is said twice.

    The caller knows that no call of hers is in flight, and holds whatever keeps it so.
    """
    seller = locked_seller(seller_id)
    if seller.status != SellerStatus.STOPPING:
        return seller
    before = move(seller, "withdraw")
    record("seller.withdrawn", seller, by=by, before=before)
    publish("seller.withdrawn", seller)
    return seller


@transaction.atomic
def come_back(seller_id: UUID, *, by: Actor) -> Seller:
    """Let her go on with the file that she left; each consent is asked anew, and her places as if she were new.

    Raises IllegalMove unless she is withdrawn.
    """
    seller = locked_seller(seller_id)
    require_herself(by, seller)
    before = move(seller, "come_back")
    enrol_again(seller, by=by)
    record("seller.came_back", seller, by=by, before=before)
    publish("seller.active_again", seller)
    return seller


def locked_seller(seller_id: UUID) -> Seller:
    seller: Seller = Seller.objects.locked().get(pk=seller_id)
    return seller
