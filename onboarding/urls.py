"""Every web path, grouped by reader. The first part of a path says who reads it; the middleware acts on that."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from catalog.views import officer as listing_officer
from catalog.views import public as listing_public
from catalog.views import seller as listing_seller
from insights.road import leaving as leaving_views
from insights.road import views as road_views
from insights.stuck import views as stuck_views
from insights.today import views as today_views
from marketplaces.views import officer as publication_officer
from onboarding import health
from onboarding.accounts import views as accounts
from onboarding.boards import views as boards
from onboarding.messages import views as message_reports
from partners.views.base import Absent
from partners.views.description import Description
from partners.views.listings import ListingList
from partners.views.token import ClientToken
from sellers.eligibility import views as eligibility
from sellers.views import assist, helpers, identity, numbers, pins, privacy, whose
from sellers.views import consents as consent_pages
from sellers.views import copying as copy_pages
from sellers.views import imports as seller_imports
from sellers.views import members as group_members
from sellers.views import pictures as application_pictures
from sellers.views import seller as application_seller
from sellers.views import wallet as wallets
from sellers.views.review import file as application_file
from sellers.views.review import pictures as paper_pictures
from sellers.views.review import questions as application_questions
from sellers.views.review import queue as application_queue

Routes = list[URLPattern | URLResolver]

public: Routes = [
    path("", boards.home, name="home"),
    path("language/", set_language, name="set_language"),
    path("sign-out/", accounts.sign_out, name="sign_out"),
    path("after-sign-in/", boards.after_sign_in, name="after_sign_in"),
    path("account/", include("onboarding.accounts.urls")),
    path("photo/<str:token>", listing_public.signed_photo, name="signed_photo"),
    path("m/<str:token>", group_members.member_answer, name="member_answer"),
    path("m/<str:token>/no", group_members.member_not_me, name="member_not_me"),
    path("join/<slug:board_slug>/", accounts.join, name="join"),
    path("join/<slug:board_slug>/code/", accounts.join_code, name="join_code"),
    path("join/<slug:board_slug>/code/again/", accounts.join_again, name="join_again"),
    path("join/<slug:board_slug>/can-i-sell/", eligibility.can_i_sell, name="can_i_sell"),
]

sellers: Routes = [
    path("", road_views.road, name="road"),
    path("application/", application_seller.application, name="application"),
    path("application/check/", application_seller.application_check, name="application_check"),
    path("application/sent/", application_seller.application_sent, name="application_sent"),
    path("application/pictures/<slug:step>/", application_pictures.application_picture, name="application_picture"),
    path("documents/<uuid:document_id>/", application_pictures.seller_document, name="seller_document"),
    path("application/identity/", identity.application_identity, name="application_identity"),
    path("application/<slug:step>/", application_seller.application_step, name="application_step"),
    path("consents/", consent_pages.consents, name="consents"),
    path("consents/<slug:code>/", consent_pages.consent, name="consent"),
    path("consents/<slug:code>/<slug:recipient>/", consent_pages.consent, name="consent"),
    path("copy/<slug:to>/", copy_pages.copy_file, name="copy_file"),
    path("copy/<slug:to>/code/", copy_pages.copy_code, name="copy_code"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("privacy/code/", privacy.privacy_code, name="privacy_code"),
    path("privacy/file/", privacy.privacy_file, name="privacy_file"),
    path("privacy/erase/", privacy.privacy_erase, name="privacy_erase"),
    path("privacy/keep/", privacy.privacy_keep, name="privacy_keep"),
    path("leave/", leaving_views.leave, name="leave"),
    path("leave/code/", leaving_views.leave_code, name="leave_code"),
    path("come-back/", leaving_views.come_back, name="come_back"),
    path("listings/new/", listing_seller.listing_new, name="listing_new"),
    path("listings/<uuid:listing_id>/", listing_seller.listing, name="listing"),
    path("listings/<uuid:listing_id>/photo/", listing_seller.listing_photo, name="listing_photo"),
    path("listings/<uuid:listing_id>/details/", listing_seller.listing_details, name="listing_details"),
    path("listings/<uuid:listing_id>/check/", listing_seller.listing_check, name="listing_check"),
    path("photos/<uuid:file_id>/<str:size>/", listing_seller.seller_photo, name="seller_photo"),
    path("members/", group_members.members, name="members"),
    path("members/list/", group_members.members_list, name="members_list"),
    path("members/<uuid:member_id>/", group_members.member, name="member"),
    path("members/<uuid:member_id>/left/", group_members.member_left, name="member_left"),
    path("wallet/", wallets.wallet, name="wallet"),
    path("wallet/<slug:code>/", wallets.wallet_mark, name="wallet_mark"),
    path("whose/", whose.whose, name="whose"),
    path("pin/", pins.pin, name="pin"),
    path("pin/new/", pins.pin_new, name="pin_new"),
    path("pin/code/", pins.pin_code, name="pin_code"),
    path("pin/forgot/", pins.pin_forgot, name="pin_forgot"),
    path("number/", numbers.number, name="number"),
    path("number/<uuid:change_id>/new/", numbers.number_new, name="number_new"),
    path("number/<uuid:change_id>/old/", numbers.number_old, name="number_old"),
    path("number/<uuid:change_id>/stop/", numbers.number_stop, name="number_stop"),
    path("helpers/", helpers.helpers, name="helpers"),
    path("helpers/code/", helpers.helper_code, name="helper_code"),
    path("helpers/<uuid:helper_id>/end/", helpers.helper_end, name="helper_end"),
    path("confirm/", assist.file_confirm, name="file_confirm"),
]

officers: Routes = [
    path("", today_views.today, name="today"),
    path("applications/", application_queue.applications, name="officer_applications"),
    path("applications/<uuid:application_id>/", application_file.application, name="officer_application"),
    path("applications/<uuid:application_id>/names/", application_questions.names, name="officer_names"),
    path("applications/<uuid:application_id>/show/", application_questions.show, name="officer_show"),
    path("applications/<uuid:application_id>/look/", application_questions.look, name="officer_look"),
    path("applications/<uuid:application_id>/identity/", identity.identity_seen, name="officer_identity"),
    path(
        "applications/<uuid:application_id>/repeats/<uuid:repeat_id>/",
        application_questions.repeat,
        name="officer_repeat",
    ),
    path("documents/<uuid:document_id>/<int:page>/", paper_pictures.officer_document, name="officer_document"),
    path(
        "documents/<uuid:document_id>/<int:page>/small/",
        paper_pictures.officer_document_small,
        name="officer_document_small",
    ),
    path("members/<uuid:member_id>/", group_members.officer_member, name="officer_member"),
    path("import/", seller_imports.imports, name="imports"),
    path("import/<uuid:import_id>/", seller_imports.import_, name="import"),
    path("import/<uuid:import_id>/errors/", seller_imports.import_errors, name="import_errors"),
    path("listings/", listing_officer.listings, name="officer_listings"),
    path("listings/<uuid:listing_id>/", listing_officer.listing, name="officer_listing"),
    path("photos/<uuid:file_id>/<str:size>/", listing_officer.officer_photo, name="officer_photo"),
    path("assist/", assist.assist, name="assist"),
    path("assist/stop/", assist.assist_stop, name="assist_stop"),
    path("assist/open/<uuid:seller_id>/", assist.assist_open, name="assist_open"),
    path("assist/<uuid:assistance_id>/", assist.assist_go_on, name="assist_go_on"),
    path("assist/drawn/", assist.drawn, name="assist_drawn"),
    path("assist/drawn/<uuid:assistance_id>/", assist.drawn_outcome, name="assist_drawn_outcome"),
    path("sellers/<uuid:seller_id>/person/", numbers.person, name="officer_person"),
    path("sellers/<uuid:seller_id>/number/", numbers.lost_number, name="officer_lost_number"),
    path("numbers/", numbers.lost_numbers, name="officer_numbers"),
    path("numbers/<uuid:change_id>/", numbers.lost_number_change, name="officer_number"),
    path("stuck/", stuck_views.stuck, name="stuck"),
    path("stuck/<int:event_id>/revive/", stuck_views.event_revive, name="event_revive"),
    path("marketplaces/", publication_officer.publications, name="officer_publications"),
    path(
        "marketplaces/<uuid:publication_id>/retry/",
        publication_officer.publication_retry,
        name="officer_publication_retry",
    ),
]

api: Routes = [
    path("openapi.json", Description.as_view(), name="api_description"),
    path("oauth/token", ClientToken.as_view(), name="api_token"),
    path("boards/<slug:board_slug>/listings/", ListingList.as_view(), name="api_listings"),
    path("", Absent.as_view()),
    path("<path:absent>", Absent.as_view()),
]

machines: Routes = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("hooks/messages/<str:token>/", message_reports.message_report, name="message_report"),
]

urlpatterns: Routes = [
    *public,
    path("seller/<slug:board_slug>/", include(sellers)),
    path("board/<slug:board_slug>/", include(officers)),
    path("api/v1/", include(api)),
    *machines,
]
