"""A tap that trembles: each form of the road sent twice does what it does once."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from catalog.states import ListingStatus
from onboarding.accounts.actions import take_code_for_sending
from onboarding.accounts.models import PhoneChallenge
from onboarding.outbox.models import OutboxEvent
from sellers.states import ApplicationStatus
from tests import factories
from tests.onboarding.files import pictures
from tests.pages.conftest import Place, Visitor
from tests.pages.test_bad_input import STEPS, details, step_path
from tests.walkthrough.pages import Page

ALREADY_DECIDED = {
    "en": "Someone has already decided this. Look at the newest state and try again.",
    "hi": "इस पर कोई पहले ही फ़ैसला कर चुका है। नई हालत देखकर फिर से कोशिश करें।",
}


def twice(visitor: Visitor, path: str, make_data: Any) -> tuple[list[tuple[int, str]], Page]:
    """Send the same form twice; return where each answer led, and the second page."""
    answers = []
    for _time in range(2):
        page = visitor.post(path, make_data())
        answers.append((visitor.status, visitor.location))
    return answers, page


def test_a_number_sent_twice_gets_one_code(place: Place) -> None:
    visitor = place.anyone("hi")

    answers, _page = twice(visitor, visitor.join(), lambda: {"phone": "98765 43210"})

    assert answers == [(302, visitor.join("code/"))] * 2
    assert place.counts("accounts.PhoneChallenge", "outbox.OutboxEvent") == [1, 1]


@pytest.mark.parametrize(
    "change",
    [{"created_at": timezone.now() - timedelta(seconds=61)}, {"tries": 5}, {"used_at": timezone.now()}],
    ids=["a minute later", "worn out", "used"],
)
def test_another_code_is_sent_once_the_first_is_late_or_of_no_use(place: Place, change: dict[str, Any]) -> None:
    visitor = place.anyone("hi")
    visitor.post(visitor.join(), {"phone": "98765 43210"})
    with place.scope():
        PhoneChallenge.objects.update(**change)

    visitor.post(visitor.join(), {"phone": "98765 43210"})

    assert place.counts("accounts.PhoneChallenge") == [2]


def test_another_number_gets_a_code_at_once(place: Place) -> None:
    visitor = place.anyone("hi")

    visitor.post(visitor.join(), {"phone": "98765 43210"})
    visitor.post(visitor.join(), {"phone": "98765 43211"})

    assert place.counts("accounts.PhoneChallenge") == [2]


def test_a_code_sent_twice_signs_in_once_and_leads_to_the_road(place: Place) -> None:
    visitor = place.anyone("hi")
    visitor.post(visitor.join(), {"phone": "98765 43210"})
    code = code_in_the_sms(place)

    answers, _page = twice(visitor, visitor.join("code/"), lambda: {"code": code})

    assert answers == [(302, visitor.seller())] * 2
    assert place.counts("accounts.User") == [1]


def code_in_the_sms(place: Place) -> str:
    with place.scope():
        code = take_code_for_sending(PhoneChallenge.objects.get().pk)[1]
    assert code is not None
    return code


def test_a_file_begun_twice_is_one(place: Place) -> None:
    visitor = place.newcomer("hi")

    answers, _page = twice(visitor, step_path(visitor, "who"), lambda: STEPS["who"])

    assert answers[0] == (302, step_path(visitor, "place"))
    assert place.counts("sellers.Seller", "sellers.Application", "vault.DataKey") == [1, 1, 1]


def test_an_application_sent_twice_is_sent_once(place: Place) -> None:
    visitor = place.newcomer("hi")
    for step, given in STEPS.items():
        visitor.post(step_path(visitor, step), given)

    answers, _page = twice(visitor, visitor.seller("application/check/"), dict)

    assert answers == [(302, visitor.seller("application/sent/"))] * 2
    assert done(place, "application.submitted") == 1


def done(place: Place, action: str) -> int:
    """How often the history says that this was done."""
    return sum(action in row for row in place.rows()["audit.AuditEntry"])


def test_a_photo_sent_twice_begins_one_listing(place: Place) -> None:
    visitor, content = place.seller("hi"), factories.jpeg()

    answers, _page = twice(visitor, visitor.seller("listings/new/"), lambda: {"photo": pictures.sent(content)})

    assert answers[0] == answers[1]
    assert answers[0][0] == 302
    assert place.counts("catalog.Listing", "catalog.Photo") == [1, 1]


def test_details_saved_twice_are_the_same_listing(place: Place) -> None:
    visitor = place.owner("hi", factories.make_listing)
    path = visitor.seller(f"listings/{visitor.made.pk}/")  # type: ignore[attr-defined]

    answers, _page = twice(visitor, f"{path}details/", details)

    assert answers == [(302, f"{path}check/")] * 2
    assert place.counts("catalog.Listing") == [1]


def test_a_listing_sent_twice_is_sent_once(place: Place) -> None:
    visitor = place.owner("hi", factories.make_listing, title="Saree")
    path = visitor.seller(f"listings/{visitor.made.pk}/")  # type: ignore[attr-defined]

    answers, _page = twice(visitor, f"{path}check/", dict)

    assert answers == [(302, path)] * 2
    assert done(place, "listing.submitted") == 1


@pytest.mark.parametrize("language", ["hi", "en"])
def test_a_seller_approved_twice_is_told_of_and_enrolled_once(place: Place, language: str) -> None:
    with place.scope():
        file = factories.make_application(status=ApplicationStatus.SUBMITTED)
    officer = place.officer(language)
    decision = {"move": "approve", "reason": "", "programme": str(place.programme.pk)}

    answers, page = twice(officer, officer.officer(f"applications/{file.pk}/"), lambda: decision)

    assert [status for status, _location in answers] == [302, 409]
    assert page.summary == [ALREADY_DECIDED[language]]
    assert place.counts("sellers.Enrolment") == [1]
    assert events(place, "application.decided") == 1


@pytest.mark.parametrize("language", ["hi", "en"])
def test_a_listing_approved_twice_is_announced_once(place: Place, language: str) -> None:
    with place.scope():
        listing = factories.make_listing(status=ListingStatus.SUBMITTED, title="Saree")
    officer = place.officer(language)

    answers, page = twice(officer, officer.officer(f"listings/{listing.pk}/"), lambda: {"move": "approve"})

    assert [status for status, _location in answers] == [302, 409]
    assert page.summary == [ALREADY_DECIDED[language]]
    assert events(place, "listing.approved") == 1


def events(place: Place, name: str) -> int:
    with place.scope():
        return OutboxEvent.objects.filter(name=name).count()
