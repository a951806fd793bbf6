"""urls.py for events: which handlers hear of what. Each gets its own outbox row, and is retried on its own."""

import catalog.handlers
import marketplaces.handlers
import onboarding.messages.handlers
import sellers.handlers

ROUTES = {
    "code.requested": [onboarding.messages.handlers.send_code],
    "message.queued": [onboarding.messages.handlers.hand_over],
    "application.decided": [sellers.handlers.tell_seller_of_decision],
    "seller.enrolled": [marketplaces.handlers.publish_listings_of_seller],
    "listing.approved": [marketplaces.handlers.publish_listing],
    "listing.sent_back": [catalog.handlers.tell_seller_to_mend],
    "publication.refused": [marketplaces.handlers.return_refused_listing],
    "publication.live": [marketplaces.handlers.tell_seller_it_is_live],
}
