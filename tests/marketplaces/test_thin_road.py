"""From an approved listing to live on the marketplace, by relay and pump in this process."""

import time

import pytest

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

    relay_due()
    sandbox.clock(advance_s=0)
    for _attempt in range(40):
        pump.pump_account(board.pk, account.pk)
        with board_scope(board.pk):
            publication = Publication.objects.get(listing=listing)
        if publication.done_at:
            break
        time.sleep(0.25)
    relay_due()

    assert (publication.status, publication.last_error, publication.issues) == ("live", "", [])
    shown = sandbox.state()["listings"][merchant_id][listing.sku]
    assert publication.marketplace_id == shown["asin"]
    assert shown["went_live"] == 1
    with board_scope(board.pk):
        assert OutboxEvent.objects.filter(done_at=None).count() == 0
