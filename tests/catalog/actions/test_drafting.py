"""A listing in the seller's hands."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from catalog.actions.drafting import (
    ListingIncomplete,
    PriceAboveMrp,
    save_details,
    save_photo,
    start_listing,
    submit_listing,
)
from catalog.models import Listing, Photo
from onboarding.errors import IllegalMove, NotAllowed
from onboarding.files.photos import read_photo
from onboarding.tenancy.scope import board_scope
from sellers.models import Seller
from tests import factories
from tests.watching import history, refused


@pytest.fixture
def seller(board: factories.Board) -> Seller:
    return factories.make_seller()


@pytest.fixture
def draft(seller: Seller) -> Listing:
    return factories.make_listing(seller=seller)


def test_a_photo_opens_a_draft_in_the_sellers_district_and_craft(seller: Seller) -> None:
    application = seller.applications.get()

    listing = start_listing(factories.make_photo(), seller=seller)

    assert (listing.status, listing.seller, listing.title, listing.price_paise) == ("draft", seller, {}, None)
    assert (listing.district_id, listing.craft_id) == (application.district_id, application.craft_id)
    assert listing.photos.get().position == 0
    assert history(listing) == [("listing.photo_saved", "seller", "", "draft")]


def test_the_same_photo_sent_twice_opens_one_draft(seller: Seller) -> None:
    encoded = factories.jpeg(colour=(1, 2, 3))
    first, again = (read_photo(SimpleUploadedFile("piece.jpg", encoded, "image/jpeg")) for _sent in range(2))

    opened = [start_listing(photo, seller=seller).pk for photo in (first, again)]

    assert opened[0] == opened[1]
    assert (Listing.objects.count(), Photo.objects.count()) == (1, 1)


def test_the_same_photo_opens_a_second_listing_once_the_first_has_a_price(seller: Seller) -> None:
    encoded = factories.jpeg(colour=(4, 5, 6))
    first, again = (read_photo(SimpleUploadedFile("piece.jpg", encoded, "image/jpeg")) for _sent in range(2))
    listing = start_listing(first, seller=seller)
    save_details(listing.pk, factories.make_details(), seller=seller)

    assert start_listing(again, seller=seller).pk != listing.pk


@pytest.mark.parametrize("status", ["draft", "submitted"])
def test_nobody_lists_before_she_is_approved(board: factories.Board, status: str) -> None:
    seller = factories.make_application(status=status).seller
    photo = factories.make_photo()

    with refused(NotAllowed):
        start_listing(photo, seller=seller)


def test_a_new_photo_takes_the_place_of_the_one_before(draft: Listing) -> None:
    before = draft.photos.get()

    save_photo(draft.pk, factories.make_photo(), seller=draft.seller)

    after = draft.photos.get()
    assert (after.pk, after.position) == (before.pk, 0)
    assert after.file_id != before.file_id


def test_the_photo_of_a_listing_under_review_stays(board: factories.Board) -> None:
    listing = factories.make_listing(status="submitted")
    photo = factories.make_photo()

    with refused(IllegalMove):
        save_photo(listing.pk, photo, seller=listing.seller)


def test_details_are_kept_by_the_ports_names(draft: Listing) -> None:
    saved = save_details(draft.pk, factories.make_details(title="Red saree", size="M"), seller=draft.seller)

    saved.refresh_from_db()
    assert saved.title == {"en": "Red saree"}
    assert saved.attributes == {"material": "Pure silk", "color": "Red", "size": "M"}
    assert (saved.price_paise, saved.mrp_paise, saved.quantity) == (240000, 300000, 3)
    assert history(saved)[-1] == ("listing.saved", "seller", "", "draft")


def test_what_was_written_in_the_other_language_stays_beside_it(draft: Listing) -> None:
    save_details(draft.pk, factories.make_details(title="Red saree", size="M"), seller=draft.seller)

    saved = save_details(draft.pk, factories.make_details(language="hi", title="लाल साड़ी"), seller=draft.seller)

    assert saved.title == {"en": "Red saree", "hi": "लाल साड़ी"}
    assert set(saved.description) == {"en", "hi"}
    assert "size" not in saved.attributes


def test_a_price_equal_to_the_mrp_is_taken(draft: Listing) -> None:
    details = factories.make_details(price_paise=300000, mrp_paise=300000)

    assert save_details(draft.pk, details, seller=draft.seller).price_paise == 300000


def test_a_price_above_the_mrp_is_refused(draft: Listing) -> None:
    details = factories.make_details(price_paise=300001, mrp_paise=300000)

    with refused(PriceAboveMrp):
        save_details(draft.pk, details, seller=draft.seller)


@pytest.mark.parametrize("status", ["submitted", "approved"])
def test_the_details_of_a_listing_that_was_sent_stay(board: factories.Board, status: str) -> None:
    listing = factories.make_listing(status=status)
    details = factories.make_details(title="Another")

    with refused(IllegalMove):
        save_details(listing.pk, details, seller=listing.seller)


def test_a_complete_listing_goes_to_the_board(seller: Seller) -> None:
    listing = factories.make_listing(seller=seller, title="Red saree")

    sent = submit_listing(listing.pk, seller=seller)

    assert sent.status == "submitted"
    assert sent.submitted_at is not None
    assert history(sent)[-1] == ("listing.submitted", "seller", "draft", "submitted")


def test_a_listing_without_details_is_not_sent(draft: Listing) -> None:
    with refused(ListingIncomplete):
        submit_listing(draft.pk, seller=draft.seller)


def test_a_listing_without_a_photo_is_not_sent(seller: Seller) -> None:
    listing = factories.make_listing(seller=seller, title="Red saree")
    listing.photos.all().delete()

    with refused(ListingIncomplete):
        submit_listing(listing.pk, seller=seller)


def test_a_listing_sent_twice_is_refused_the_second_time(board: factories.Board) -> None:
    listing = factories.make_listing(status="submitted")

    with refused(IllegalMove):
        submit_listing(listing.pk, seller=listing.seller)


def test_another_sellers_listing_is_as_absent_as_one_that_never_was(draft: Listing) -> None:
    other = factories.make_seller()
    photo, details = factories.make_photo(), factories.make_details()

    with refused(Listing.DoesNotExist):
        save_photo(draft.pk, photo, seller=other)
    with refused(Listing.DoesNotExist):
        save_details(draft.pk, details, seller=other)
    with refused(Listing.DoesNotExist):
        submit_listing(draft.pk, seller=other)


@pytest.mark.django_db
def test_another_board_finds_no_draft_even_by_its_id() -> None:
    with board_scope(factories.make_board().pk):
        listing = factories.make_listing(title="Red saree")
        seller = listing.seller
    photo, details = factories.make_photo(), factories.make_details()

    with board_scope(factories.make_board().pk):
        with refused(Listing.DoesNotExist):
            save_photo(listing.pk, photo, seller=seller)
        with refused(Listing.DoesNotExist):
            save_details(listing.pk, details, seller=seller)
        with refused(Listing.DoesNotExist):
            submit_listing(listing.pk, seller=seller)
        assert Listing.objects.count() == 0
