"""The SMS that tell a person what others did with her file. Handlers of events, as in handlers.py."""

from onboarding.accounts.models import User
from onboarding.boards.models import Board
from onboarding.messages.actions import send_sms
from onboarding.outbox.actions import Event
from onboarding.tenancy.scope import board_scope
from sellers.actions.numbers import new_phone_of
from sellers.models import Assistance, NumberChange, Seller


def tell_seller_who_fills_in(event: Event) -> None:
    """Queue the first SMS of an assisted file: who fills it in, that it is free, and whom to call."""
    with board_scope(event.board_id):
        assistance = Assistance.objects.select_related("seller__user", "operator").get(pk=event.object_id)
        said = {"operator": assistance.operator.name, "phone": help_phone(event)}
        tell(event, assistance.seller, "file_begun_for_you", said)


def tell_seller_pin_is_gone(event: Event) -> None:
    with board_scope(event.board_id):
        tell(event, seller_of(event), "pin_cleared", {"phone": help_phone(event)})


def tell_seller_she_is_confirmed(event: Event) -> None:
    with board_scope(event.board_id):
        tell(event, seller_of(event), "person_confirmed", {"phone": help_phone(event)})


def tell_seller_she_is_leaving(event: Event) -> None:
    """Queue the SMS that she is leaving; whoever did not ask for that learns whom to call."""
    with board_scope(event.board_id):
        tell(event, seller_of(event), "seller_stopping", {"phone": help_phone(event)})


def tell_seller_she_has_left(event: Event) -> None:
    with board_scope(event.board_id):
        tell(event, seller_of(event), "seller_withdrawn", {})


def tell_old_and_new_number_of_wish(event: Event) -> None:
    """Queue the SMS to both numbers while two officers have still to confirm and the old number can stop it."""
    with board_scope(event.board_id):
        change = change_of(event)
        tell_both(event, change, "number_change_asked", change.seller.user.phone or "")


def tell_old_and_new_number_of_change(event: Event) -> None:
    with board_scope(event.board_id):
        old = User.objects.filter(pk=event.payload["old_user"]).first()  # gone when it had no other file
        tell_both(event, change_of(event), "number_changed", (old.phone if old else "") or "")


def tell_both(event: Event, change: NumberChange, purpose: str, old_phone: str) -> None:
    said = {"phone": help_phone(event)}
    for place, phone in (("old", old_phone), ("new", new_phone_of(change))):
        if phone:
            send_sms(phone, purpose, change.seller.language, said, source=f"{event.source}:{place}")


def tell(event: Event, seller: Seller, purpose: str, variables: dict[str, str]) -> None:
    send_sms(seller.user.phone or "", purpose, seller.language, variables, source=event.source)


def seller_of(event: Event) -> Seller:
    seller: Seller = Seller.objects.select_related("user").get(pk=event.object_id)
    return seller


def change_of(event: Event) -> NumberChange:
    change: NumberChange = NumberChange.objects.select_related("seller__user", "seller__data_key").get(
        pk=event.object_id
    )
    return change


def help_phone(event: Event) -> str:
    return Board.objects.get(pk=event.board_id).help_phone
