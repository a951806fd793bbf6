"""From an approved listing to live on the marketplace, by relay and pump in this process."""

import time

import pytest

from catalog.actions.drafting import save_details, submit_listing
from catalog.actions.review import approve_listing
from catalog.states import ListingStatus
from marketplaces import pump
from marketplaces.models import Publication
from onboarding.outbox.models import OutboxEvent
from onboarding.outbox.relay import relay_due
from onboarding.tenancy.scope import board_scope
from tests import factories


@pytest.mark.django_db(transaction=True)
def test_an_approved_listing_goes_live_with_the_marketplaces_own_id(sandbox, settings):
    settings.AMAZON_SPAPI_URL = settings.AMAZON_LWA_URL = sandbox.amazon_url
    settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_TOKEN = sandbox.sms_url, sandbox.sms_token
    merchant_id = sandbox.new_seller()
    board = factories.make_board()
    with board_scope(board.pk):
        factories.make_sms_texts()
        account = factories.make_account(merchant_id=merchant_id)
        listing = factories.make_listing(status=ListingStatus.APPROVED)

    publication = push_until_settled(board, account, listing)
    relay_due()

    assert (publication.status, publication.last_error, publication.issues) == ("live", "", [])
    shown = sandbox.state()["listings"][merchant_id][listing.sku]
    assert publication.marketplace_id == shown["asin"]
    assert shown["went_live"] == 1
    with board_scope(board.pk):
        assert OutboxEvent.objects.filter(done_at=None).count() == 0


@pytest.mark.django_db(transaction=True)
def test_what_the_marketplace_refused_comes_back_to_the_seller_is_mended_and_goes_live(sandbox, settings):
    settings.AMAZON_SPAPI_URL = settings.AMAZON_LWA_URL = sandbox.amazon_url
    settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_TOKEN = sandbox.sms_url, sandbox.sms_token
    board = factories.make_board()
    with board_scope(board.pk):
        factories.make_sms_texts()
        account = factories.make_account(merchant_id=sandbox.new_seller())
        kurta = factories.make_craft("kurta", amazon_product_type="KURTA", hsn="6204")
        listing = factories.make_listing(status=ListingStatus.APPROVED, craft=kurta)
        seller = listing.seller
    push_until_settled(board, account, listing)

    relay_due()
    with board_scope(board.pk):
        listing.refresh_from_db()
        refused = Publication.objects.get(listing=listing).status
        returned = (listing.status, listing.officer_note)
        save_details(listing.pk, factories.make_details(craft=kurta, size="M"), seller=seller)
        submit_listing(listing.pk, seller=seller)
        approve_listing(listing.pk, officer=factories.make_officer(board))
    relay_due()
    mended = push_until_settled(board, account, listing)

    assert refused == "refused"
    assert returned[0] == ListingStatus.NEEDS_CHANGES
    assert returned[1].startswith("Amazon: ") and "size" in returned[1]
    assert mended.status == "live"


def push_until_settled(board, account, listing):
    relay_due()
    for _attempt in range(40):
        pump.pump_account(board.pk, account.pk)
        with board_scope(board.pk):
            publication = Publication.objects.get(listing=listing)
        if publication.done_at:
            break
        time.sleep(0.25)
    return publication
