"""What sellers does when something happened."""

from onboarding.messages.actions import send_sms
from onboarding.outbox.actions import Event
from onboarding.tenancy.scope import board_scope
from sellers.models import Application
from sellers.states import ApplicationStatus

PURPOSES = {
    ApplicationStatus.APPROVED: "application_approved",
    ApplicationStatus.NEEDS_CHANGES: "application_needs_changes",
    ApplicationStatus.REJECTED: "application_rejected",
}


def tell_seller_of_decision(event: Event) -> None:
    """Queue the SMS that tells the seller what was decided."""
    with board_scope(event.board_id):
        application = Application.objects.select_related("seller__user").get(pk=event.object_id)
        purpose = PURPOSES[ApplicationStatus(event.payload["status"])]
        seller = application.seller
        send_sms(
            seller.user.phone or "",
            purpose,
            seller.language,
            {"number": str(application.number)},
            source=event.source,
        )
