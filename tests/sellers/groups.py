"""Groups for tests: a file of a self-help group, with the list of its members."""

from typing import Any

from onboarding.boards.models import Programme
from onboarding.event_routes import ROUTES
from onboarding.messages.actions import contents_of
from onboarding.messages.models import Message
from onboarding.outbox.actions import Event
from onboarding.outbox.models import OutboxEvent
from sellers.actions.applications import approve_application, submit_application
from sellers.actions.members import NewMember, add_member, end_membership
from sellers.models import Application, Member, Seller
from sellers.states import ApplicationStatus
from tests import factories

SIGNATORY = NewMember("Meena Devi", phone="+919812300001", is_signatory=True)
ASHA = NewMember("Asha Devi", phone="+919812300002")


def make_group(
    *,
    status: str = ApplicationStatus.DRAFT,
    name: str = "Ganga Samuh",
    programme: Programme | None = None,
    **fields: Any,
) -> Seller:
    """A group whose list has one member, who may sign."""
    fields = {"kind": "shg", "contact_name": "Meena Devi", "name": name, **fields}
    application = factories.make_application(**fields)
    group = application.seller
    add(group, SIGNATORY)
    if status != ApplicationStatus.DRAFT:
        submit_application(application.pk, by=factories.actor_of(group))
    if status == ApplicationStatus.APPROVED:
        officer = factories.make_officer(application.board)
        programme = programme or factories.make_programme()
        approve_application(application.pk, officer=officer, programme_id=programme.pk)
    return group


def add(group: Seller, new: NewMember = ASHA) -> Member:
    return add_member(group.pk, new, by=factories.actor_of(group))


def leave(member: Member) -> Member:
    return end_membership(member.pk, by=factories.actor_of(member.seller))


def fresh(member: Member) -> Member:
    return Member.objects.select_related("seller__data_key", "seller__user").get(pk=member.pk)


def file_of(group: Seller) -> Application:
    return Application.objects.get(seller=group)


def tell(name: str = "member.listed") -> list[tuple[str, str]]:
    """Let the waiting events of that name be heard; return each SMS there is: to whom, and what it says."""
    for event in OutboxEvent.objects.filter(name=name).order_by("pk"):
        for handler in ROUTES[event.name]:
            handler(Event(event.pk, event.board_id, event.name, event.object_id, event.payload))
    return texts()


def texts() -> list[tuple[str, str]]:
    return [contents_of(message) for message in Message.objects.order_by("created_at", "pk")]
