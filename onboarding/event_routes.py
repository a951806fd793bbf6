"""urls.py for events: which handlers hear of what. Each gets its own outbox row, and is retried on its own."""

import catalog.forgetting
import catalog.handlers
import marketplaces.forgetting
import marketplaces.handlers
import onboarding.messages.handlers
import sellers.handlers
import sellers.imports.handlers
import sellers.imports.inviting
import sellers.notices
import sellers.privacy.handlers
import sellers.roster.handlers

ROUTES = {
    "code.requested": [onboarding.messages.handlers.send_code],
    "message.queued": [onboarding.messages.handlers.hand_over],
    "application.submitted": [sellers.handlers.ask_registries_about_file],
    "check.asked": [sellers.handlers.ask_registry],
    "identity.asked": [sellers.handlers.ask_digilocker],
    "import.due": [sellers.imports.handlers.go_on_with_import],
    "import.finished": [sellers.imports.inviting.invite_people],
    "application.decided": [sellers.handlers.tell_seller_of_decision],
    "seller.stopping": [marketplaces.handlers.stop_publishing, sellers.notices.tell_seller_she_is_leaving],
    "seller.withdrawn": [sellers.notices.tell_seller_she_has_left],
    "consent.changed": [marketplaces.handlers.follow_consent],
    "file.copy_agreed": [sellers.handlers.copy_agreed_file],
    "seller.active_again": [
        marketplaces.handlers.publish_listings_again,
        sellers.privacy.handlers.keep_whoever_came_back,
    ],
    "seller.erased": [catalog.forgetting.forget_products, marketplaces.forgetting.forget_publications],
    "member.listed": [sellers.roster.handlers.tell_members_they_are_listed],
    "member.disputed": [sellers.roster.handlers.tell_group_of_doubt],
    "assistance.begun": [sellers.notices.tell_seller_who_fills_in],
    "pin.cleared": [sellers.notices.tell_seller_pin_is_gone],
    "seller.confirmed_in_person": [sellers.notices.tell_seller_she_is_confirmed],
    "number.proved": [sellers.notices.tell_old_and_new_number_of_wish],
    "number.changed": [sellers.notices.tell_old_and_new_number_of_change],
    "seller.enrolled": [marketplaces.handlers.publish_listings_of_seller],
    "listing.approved": [marketplaces.handlers.publish_listing],
    "listing.sent_back": [catalog.handlers.tell_seller_to_mend],
    "publication.refused": [marketplaces.handlers.return_refused_listing],
    "publication.live": [marketplaces.handlers.tell_seller_it_is_live],
}
