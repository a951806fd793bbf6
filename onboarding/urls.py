"""Every web path, grouped by reader. The first part of a path says who reads it; the middleware acts on that."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from catalog.views import officer as listing_officer
from catalog.views import public as listing_public
from catalog.views import seller as listing_seller
from insights.road import views as road_views
from insights.stuck import views as stuck_views
from insights.today import views as today_views
from marketplaces.views import officer as publication_officer
from onboarding import health
from onboarding.accounts import views as accounts
from onboarding.boards import views as boards
from partners.views.base import Absent
from partners.views.description import Description
from partners.views.listings import ListingList
from partners.views.token import ClientToken
from sellers.views import officer as application_officer
from sellers.views import seller as application_seller

Routes = list[URLPattern | URLResolver]

public: Routes = [
    path("", boards.home, name="home"),
    path("language/", set_language, name="set_language"),
    path("sign-out/", accounts.sign_out, name="sign_out"),
    path("after-sign-in/", boards.after_sign_in, name="after_sign_in"),
    path("account/", include("onboarding.accounts.urls")),
    path("photo/<str:token>", listing_public.signed_photo, name="signed_photo"),
    path("join/<slug:board_slug>/", accounts.join, name="join"),
    path("join/<slug:board_slug>/code/", accounts.join_code, name="join_code"),
    path("join/<slug:board_slug>/code/again/", accounts.join_again, name="join_again"),
]

sellers: Routes = [
    path("", road_views.road, name="road"),
    path("application/", application_seller.application, name="application"),
    path("application/check/", application_seller.application_check, name="application_check"),
    path("application/sent/", application_seller.application_sent, name="application_sent"),
    path("listings/new/", listing_seller.listing_new, name="listing_new"),
    path("listings/<uuid:listing_id>/", listing_seller.listing, name="listing"),
    path("listings/<uuid:listing_id>/photo/", listing_seller.listing_photo, name="listing_photo"),
    path("listings/<uuid:listing_id>/details/", listing_seller.listing_details, name="listing_details"),
    path("listings/<uuid:listing_id>/check/", listing_seller.listing_check, name="listing_check"),
    path("photos/<uuid:file_id>/<str:size>/", listing_seller.seller_photo, name="seller_photo"),
]

officers: Routes = [
    path("", today_views.today, name="today"),
    path("applications/", application_officer.applications, name="officer_applications"),
    path("applications/<uuid:application_id>/", application_officer.application, name="officer_application"),
    path("listings/", listing_officer.listings, name="officer_listings"),
    path("listings/<uuid:listing_id>/", listing_officer.listing, name="officer_listing"),
    path("photos/<uuid:file_id>/<str:size>/", listing_officer.officer_photo, name="officer_photo"),
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
]

urlpatterns: Routes = [
    *public,
    path("seller/<slug:board_slug>/", include(sellers)),
    path("board/<slug:board_slug>/", include(officers)),
    path("api/v1/", include(api)),
    *machines,
]
