"""What tests about people share: files on one phone, codes as a phone shows them, and what was told by SMS."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from onboarding.accounts.actions import take_code_for_sending
from onboarding.accounts.models import PhoneChallenge, User
from onboarding.boards.policies import Officer
from onboarding.event_routes import ROUTES
from onboarding.messages.actions import contents_of
from onboarding.messages.models import Message
from onboarding.outbox.actions import Event
from onboarding.outbox.models import OutboxEvent
from sellers.actions.pins import set_pin
from sellers.models import Application, Assistance, Seller
from tests import factories

PIN, OTHER_PIN = "7294", "583917"


def file_of(user: User, name: str, **answers: Any) -> Seller:
    """A draft on this phone in this name."""
    return factories.make_application(user=user, name=name, **answers).seller


def two_on_one_phone() -> tuple[Seller, Seller]:
    user = factories.make_user()
    return file_of(user, "Sunita Devi"), file_of(user, "Asha Devi", pin="221002")


def with_pin(seller: Seller, pin: str = PIN) -> Seller:
    return set_pin(seller.pk, pin, by=factories.actor_of(seller))


def make_silent(user: User) -> None:
    """The number is heard of again after 90 days; it may have a new owner."""
    User.objects.filter(pk=user.pk).update(back_after_silence_at=timezone.now(), last_seen_at=timezone.now())
    user.refresh_from_db()


def fresh(seller: Seller) -> Seller:
    return Seller.objects.select_related("user", "data_key").get(pk=seller.pk)


def application_of(seller: Seller) -> Application:
    return Application.objects.get(seller=seller)


def his_own_work(way: str, seller: Seller, officer: Officer) -> None:
    """Let this file be the officer's own work: filled in by him, or a file on his own phone."""
    if way == "filled in":
        Assistance.objects.create(seller=seller, operator_id=int(officer.id), confirmed_at=timezone.now())
    else:
        Seller.objects.filter(pk=seller.pk).update(user_id=int(officer.id))


def officers(board: Any, number: int = 2) -> list[Officer]:
    return [factories.make_officer(board) for _each in range(number)]


def officer_of_district(board: Any, lgd_code: int) -> Officer:
    return factories.make_officer(board, role="district_officer", district=factories.make_district(lgd_code))


def newest_code(phone: str) -> str:
    challenge = PhoneChallenge.objects.filter(phone=phone).latest("created_at")
    return str(take_code_for_sending(challenge.pk)[1])


def told() -> list[tuple[str, str]]:
    """Let the waiting events of people be heard, and return each SMS that follows: to whom, and what it says."""
    for event in OutboxEvent.objects.exclude(name__in=("message.queued", "code.requested")).order_by("pk"):
        for handler in ROUTES[event.name]:
            handler(Event(event.pk, event.board_id, event.name, event.object_id, event.payload))
    return [contents_of(message) for message in Message.objects.order_by("created_at")]


def in_english(browser: Client) -> Client:
    browser.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return browser


def days_ago(days: int) -> Any:
    return timezone.now() - timedelta(days=days)
