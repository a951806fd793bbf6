"""What people type, send and tap by mistake: a clear sentence beside the field, nothing written, nothing lost."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from onboarding.accounts.actions import CODE_LIFETIME
from onboarding.accounts.models import PhoneChallenge
from sellers.models import Application, Fact, Seller
from sellers.secrets import value_of
from sellers.states import ApplicationStatus
from tests import factories
from tests.onboarding.files import pictures
from tests.pages.conftest import Place, Visitor
from tests.pages.sentences import SENTENCES
from tests.walkthrough.pages import Page

# Half of a character, as three bytes of UTF-8 that no valid text holds.
LONE_SURROGATE = b"%ED%A0%80"

pytestmark = pytest.mark.parametrize("language", ["hi", "en"])


def assert_refused(place: Place, visitor: Visitor, page: Page, before: Any, *, field: str, sentence: str) -> None:
    """The sentence stands beside the field and in the summary, the field says so to screen readers, nothing is new."""
    box = page.root.find(id=f"id_{field}")
    assert 400 <= visitor.status < 500
    assert (page.error_of(field), page.summary) == (sentence, [sentence])
    assert box is not None
    assert box.attrs["aria-invalid"] == "true"
    assert f"id_{field}_error" in box.attrs["aria-describedby"].split()
    assert place.rows() == before


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("12345", "phone"),
        ("98765 4321", "phone"),
        ("12345 67890", "phone"),
        ("+1 555 123 4567", "phone"),
        ("my number", "phone"),
        ("०९८७६५", "phone"),
        ("", "empty"),
        ("98765\x0043210", "unreadable"),
        ("98765\ufffd43210", "unreadable"),
    ],
)
def test_a_bad_phone_gets_no_code(place: Place, language: str, typed: str, problem: str) -> None:
    visitor, before = place.anyone(language), place.rows()

    page = visitor.post(visitor.join(), {"phone": typed})

    assert_refused(place, visitor, page, before, field="phone", sentence=SENTENCES[problem][language])
    assert page.form().values["phone"] == typed


def ask_for_code(visitor: Visitor) -> None:
    visitor.post(visitor.join(), {"phone": "98765 43210"})
    assert visitor.status == 302


@pytest.mark.parametrize(
    ("typed", "problem"),
    [("000000x", "wrong code"), ("12345", "wrong code"), ("", "empty"), ("12\x003456", "unreadable")],
)
def test_a_wrong_code_lets_nobody_in(place: Place, language: str, typed: str, problem: str) -> None:
    visitor = place.anyone(language)
    ask_for_code(visitor)
    before = place.rows()
    tries = before.pop("accounts.PhoneChallenge")
    before.pop("accounts.Allowance")

    page = visitor.post(visitor.join("code/"), {"code": typed})
    after = place.rows()

    assert page.error_of("code") == SENTENCES[problem][language]
    assert page.form().values["code"] == typed
    assert visitor.status == 422
    # The try itself is counted, or codes could be guessed.
    after.pop("accounts.Allowance")
    assert (after.pop("accounts.PhoneChallenge") == tries) is (problem != "wrong code")
    assert after == before


@pytest.mark.parametrize(
    ("change", "problem"),
    [({"expires_at": timezone.now() - CODE_LIFETIME}, "old code"), ({"tries": 5}, "worn code")],
)
def test_a_code_that_ran_out_lets_nobody_in(place: Place, language: str, change: Any, problem: str) -> None:
    visitor = place.anyone(language)
    ask_for_code(visitor)
    with place.scope():
        PhoneChallenge.objects.update(**change)
    before = place.rows()

    page = visitor.post(visitor.join("code/"), {"code": "123456"})

    assert_refused(place, visitor, page, before, field="code", sentence=SENTENCES[problem][language])


# Every form of the first steps, filled in as it is accepted.
STEPS = {
    "who": {"kind": "individual", "name": "सुनीता देवी"},
    "place": {"district": "187", "address": "मदनपुरा, गली 4", "pin": "221 001"},
    "craft": {"craft": "banarasi-silk-saree", "other_craft": ""},
    "pan": {"pan": "abcpe1234f"},
}


def step_path(visitor: Visitor, step: str) -> str:
    return visitor.seller(f"application/{step}/")


def beginner(place: Place, language: str) -> Visitor:
    """Somebody who has said her name, and nothing else."""
    visitor = place.newcomer(language)
    visitor.post(step_path(visitor, "who"), STEPS["who"])
    return visitor


@pytest.mark.parametrize(
    ("step", "field", "typed", "problem"),
    [
        ("who", "name", "", "empty"),
        ("who", "name", "Suni\x00ta", "unreadable"),
        ("who", "name", "Suni\u202eta", "unreadable"),
        ("place", "address", "Gali\x074", "unreadable"),
        ("place", "district", "99999", "choice"),
        ("craft", "craft", "no\x00craft", "choice"),
        ("pan", "pan", "ABCPE\x001234F", "unreadable"),
    ],
)
def test_a_step_with_a_mistake_keeps_what_was_typed(
    place: Place, language: str, step: str, field: str, typed: str, problem: str
) -> None:
    visitor = beginner(place, language)
    sent = STEPS[step] | {field: typed}

    page = visitor.post(step_path(visitor, step), sent)

    assert visitor.status == 422
    assert page.error_of(field) == SENTENCES[problem][language]
    # A choice that is in no list cannot be shown again.
    kept = sent | ({field: ""} if problem == "choice" else {})
    assert {name: page.form().values[name] for name in sent} == kept


@pytest.mark.parametrize(
    ("step", "field", "typed"),
    [
        ("who", "name", "स" * 241),
        ("place", "pin", "22100"),
        ("place", "pin", "021001"),
        ("pan", "pan", "ABCDE12345"),
    ],
)
def test_an_answer_of_a_wrong_form_is_not_kept(place: Place, language: str, step: str, field: str, typed: str) -> None:
    visitor = beginner(place, language)

    page = visitor.post(step_path(visitor, step), STEPS[step] | {field: typed})

    assert visitor.status == 422
    assert page.error_of(field)
    assert page.form().values[field] == typed
    with place.scope():
        assert not Fact.objects.filter(code=field).exists()
        assert Seller.objects.get().name == STEPS["who"]["name"]


def test_one_bad_answer_does_not_cost_the_others_of_its_step(place: Place, language: str) -> None:
    visitor = beginner(place, language)

    visitor.post(step_path(visitor, "place"), STEPS["place"] | {"pin": "12"})

    with place.scope():
        assert set(Fact.objects.values_list("code", flat=True)) == {"address"}
        assert Application.objects.get().district_id == 187


def test_a_secret_never_comes_back_into_its_form_and_an_empty_box_keeps_it(place: Place, language: str) -> None:
    visitor = beginner(place, language)
    visitor.post(step_path(visitor, "pan"), STEPS["pan"])

    page = visitor.get(step_path(visitor, "pan"))
    visitor.post(step_path(visitor, "pan"), {"pan": ""})

    assert page.form().values["pan"] == ""
    assert "ABCPE1234F" not in page.root.text
    assert "●●●●●●234F" in page.root.text
    with place.scope():
        fact = Fact.objects.select_related("seller__data_key").get(code="pan")
        assert value_of(fact) == "ABCPE1234F"


def test_a_first_step_with_a_mistake_opens_no_file(place: Place, language: str) -> None:
    visitor, before = place.newcomer(language), place.rows()

    page = visitor.post(step_path(visitor, "who"), STEPS["who"] | {"name": "Suni\x00ta"})

    assert_refused(place, visitor, page, before, field="name", sentence=SENTENCES["unreadable"][language])


def test_half_a_character_is_refused_and_the_rest_of_the_step_kept(place: Place, language: str) -> None:
    visitor = beginner(place, language)
    body = urlencode(STEPS["place"] | {"address": "Gali@4"}).encode().replace(b"%40", LONE_SURROGATE)

    page = visitor.post_raw(step_path(visitor, "place"), body)

    assert page.error_of("address") == SENTENCES["unreadable"][language]
    assert page.form().values["address"] == "Gali\ufffd\ufffd\ufffd4"
    assert page.form().values["pin"] == "221 001"


def test_the_same_steps_without_a_mistake_are_saved(place: Place, language: str) -> None:
    visitor = place.newcomer(language)

    for step, answers in STEPS.items():
        visitor.post(step_path(visitor, step), answers)
        assert visitor.status == 302, step

    with place.scope():
        assert set(Fact.objects.values_list("code", flat=True)) == {"address", "pin", "pan"}
    assert place.counts("sellers.Application", "sellers.Seller") == [1, 1]


def photos() -> dict[str, bytes]:
    """What people send in place of a photo, by what is wrong with it."""
    whole = pictures.encoded(pictures.picture())
    return {
        "empty photo": b"",
        "no image": b"%PDF-1.7 a price list",
        "damaged photo": whole[: len(whole) // 2],
        "many pixels": pictures.png_header(50_000, 50_000),
    }


@pytest.mark.parametrize("problem", photos())
@pytest.mark.parametrize("door", ["listings/new/", "listings/{}/photo/"])
def test_a_bad_photo_is_refused(place: Place, language: str, door: str, problem: str) -> None:
    visitor = place.owner(language, factories.make_listing)
    before = place.rows()

    page = visitor.post(
        visitor.seller(door.format(visitor.made.pk)),  # type: ignore[attr-defined]
        {"photo": pictures.sent(photos()[problem])},
    )

    assert_refused(place, visitor, page, before, field="photo", sentence=SENTENCES[problem][language])


def test_a_photo_form_without_a_photo_is_refused(place: Place, language: str) -> None:
    visitor = place.seller(language)
    before = place.rows()

    page = visitor.post(visitor.seller("listings/new/"), {})

    assert_refused(place, visitor, page, before, field="photo", sentence=SENTENCES["no photo"][language])


def test_a_photo_of_50000_by_50000_pixels_in_a_jpeg_is_refused_too(place: Place, language: str) -> None:
    visitor = place.seller(language)
    before = place.rows()

    page = visitor.post(visitor.seller("listings/new/"), {"photo": pictures.sent(pictures.jpeg_header(50_000, 50_000))})

    assert_refused(place, visitor, page, before, field="photo", sentence=SENTENCES["many pixels"][language])


def details(**changes: str) -> dict[str, str]:
    """Filled-in details that are accepted as they stand."""
    words = {"title": "लाल साड़ी", "description": "बारह दिन में\nबुनी।", "craft": "banarasi-silk-saree", "size": ""}
    figures = {"price_paise": "₹2,400.50", "mrp_paise": "३०००", "quantity": "3"}
    return words | {"material": "रेशम", "color": "लाल"} | figures | changes


@pytest.mark.parametrize(
    ("field", "typed", "problem"),
    [
        ("price_paise", "-1", "price out of range"),
        ("price_paise", "0", "price out of range"),
        ("price_paise", "99999999999999999999", "price out of range"),
        ("price_paise", "1e99", "no price"),
        ("price_paise", "1.5k", "no price"),
        ("price_paise", "NaN", "no price"),
        ("price_paise", "Infinity", "no price"),
        ("price_paise", "1_000", "no price"),
        ("price_paise", "2400.505", "no price"),
        ("price_paise", "", "empty"),
        ("price_paise", "24\x0000", "unreadable"),
        ("price_paise", "3000.50", "price above MRP"),
        ("quantity", "1e99", "no whole number"),
        ("quantity", "NaN", "no whole number"),
        ("title", "Red\x00saree", "unreadable"),
        ("description", "Red\ufffdsaree", "unreadable"),
        ("craft", "", "choice"),
    ],
)
def test_details_with_a_mistake_keep_what_was_typed(
    place: Place, language: str, field: str, typed: str, problem: str
) -> None:
    visitor = place.owner(language, factories.make_listing)
    sent, before = details(**{field: typed}), place.rows()

    page = visitor.post(visitor.seller(f"listings/{visitor.made.pk}/details/"), sent)  # type: ignore[attr-defined]

    assert_refused(place, visitor, page, before, field=field, sentence=SENTENCES[problem][language])
    assert {name: page.form().values[name] for name in sent} == sent


@pytest.mark.parametrize("reason", ["", "  ", "No\x00"])
def test_an_officer_who_gives_no_readable_reason_decides_nothing(place: Place, language: str, reason: str) -> None:
    with place.scope():
        file = factories.make_application(status=ApplicationStatus.SUBMITTED)
    visitor = place.officer(language)
    before = place.rows()

    page = visitor.post(visitor.officer(f"applications/{file.pk}/"), {"move": "send_back", "reason": reason})

    sentence = SENTENCES["reason" if not reason.strip() else "unreadable"][language]
    assert 400 <= visitor.status < 500
    assert (page.error_of("reason-send_back"), page.summary) == (sentence, [sentence])
    assert page.form(move="send_back").values["reason"] == reason
    assert place.rows() == before
