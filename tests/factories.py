"""Plain factories: each makes what it needs by the project's own actions."""

import io
import itertools
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from catalog.actions.drafting import Details, save_details, start_listing, submit_listing
from catalog.actions.review import approve_listing
from catalog.models import Listing
from catalog.states import ListingStatus
from marketplaces.connections import place_of_token
from marketplaces.models import Account
from onboarding.accounts.models import User
from onboarding.audit.actors import Actor
from onboarding.boards.models import Board, Craft, District, Membership, Programme, ProgrammeDistrict
from onboarding.boards.policies import Officer, officer_of
from onboarding.files.photos import Photo, read_photo
from onboarding.messages.models import SmsTemplate
from onboarding.moves import move
from onboarding.vault.crypto import encrypt_env
from sellers.actions.applications import Facts, approve_application, save_application, submit_application
from sellers.models import Application, Seller
from sellers.policies import seller_actor
from sellers.states import ApplicationStatus

numbers = itertools.count(1)


def make_board(slug: str = "", **fields: Any) -> Board:
    slug = slug or f"board-{next(numbers)}"
    name = {"en": f"Board {slug}", "hi": f"बोर्ड {slug}"}
    defaults = {"name": name, "help_phone": "+911800000000", "sms_entity_id": "1101000000000000001"}
    return Board.objects.create(slug=slug, **{**defaults, **fields})


def make_district(lgd_code: int = 187, **fields: Any) -> District:
    names = {"name": {"en": f"District {lgd_code}", "hi": f"ज़िला {lgd_code}"}, "state_lgd_code": 9}
    return District.objects.get_or_create(lgd_code=lgd_code, defaults={**names, **fields})[0]


def make_craft(code: str = "banarasi-silk-saree", **fields: Any) -> Craft:
    facts = {"name": {"en": "Silk saree", "hi": "रेशमी साड़ी"}, "hsn": "5007", "amazon_product_type": "SAREE"}
    return Craft.objects.get_or_create(code=code, defaults={**facts, **fields})[0]


def make_programme(*, seller_cap: int | None = 300, districts: tuple[District, ...] = (), **fields: Any) -> Programme:
    number = next(numbers)
    defaults = {"slug": f"programme-{number}", "name": {"en": f"Programme {number}"}, "marketplace": "amazon"}
    programme = Programme.objects.create(seller_cap=seller_cap, **{**defaults, **fields})
    for district in districts:
        ProgrammeDistrict.objects.create(programme=programme, district=district)
    move(programme, "activate")
    return programme


def make_user(phone: str = "", **fields: Any) -> User:
    if not phone and not fields.get("email"):
        phone = f"+91{9000000000 + next(numbers)}"
    return User.objects.create_user(phone=phone or None, **fields)


def make_officer(board: Board, *, role: str = "state_officer", district: District | None = None) -> Officer:
    user = make_user(email=f"officer{next(numbers)}@example.org", name="Officer", password="a long passphrase here")
    return officer_of(Membership.objects.create(board=board, user=user, role=role, district=district))


def make_application(
    *,
    status: str = ApplicationStatus.DRAFT,
    user: User | None = None,
    programme: Programme | None = None,
    **facts: Any,
) -> Application:
    defaults = {
        "name": "Sunita Devi",
        "district": make_district(),
        "craft": make_craft(),
        "address": "Madanpura",
        "pin": "221001",
    }
    application = save_application(user or make_user(), Facts(**{**defaults, **facts}), language="hi")
    if status != ApplicationStatus.DRAFT:
        application = submit_application(application.pk, by=actor_of(application.seller))
    if status == ApplicationStatus.APPROVED:
        officer = make_officer(application.board)
        approve_application(application.pk, officer=officer, programme_id=(programme or make_programme()).pk)
        application.refresh_from_db()
    return application


def make_seller(**fields: Any) -> Seller:
    """A seller whose application is approved and who is enrolled."""
    return make_application(status=ApplicationStatus.APPROVED, **fields).seller


def actor_of(seller: Seller) -> Actor:
    return seller_actor(seller.user, seller)


def jpeg(width: int = 900, height: int = 700, colour: Any = None) -> bytes:
    """A JPEG whose bytes differ from call to call unless a colour is given."""
    number = next(numbers)
    colour = colour or (number % 256, number // 256 % 256, 90)
    encoded = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(encoded, "JPEG")
    return encoded.getvalue()


def make_photo() -> Photo:
    return read_photo(SimpleUploadedFile("piece.jpg", jpeg(), "image/jpeg"))


def make_details(**fields: Any) -> Details:
    defaults = {
        "language": "en",
        "title": "Red silk saree",
        "description": "Woven by hand in twelve days.",
        "craft": make_craft(),
        "price_paise": 240000,
        "mrp_paise": 300000,
        "quantity": 3,
        "material": "Pure silk",
        "color": "Red",
    }
    return Details(**{**defaults, **fields})


def make_listing(*, status: str = ListingStatus.DRAFT, seller: Seller | None = None, **details: Any) -> Listing:
    seller = seller or make_seller()
    listing = start_listing(make_photo(), seller=seller)
    if status == ListingStatus.DRAFT and not details:
        return listing
    listing = save_details(listing.pk, make_details(**details), seller=seller)
    if status in (ListingStatus.SUBMITTED, ListingStatus.APPROVED):
        listing = submit_listing(listing.pk, seller=seller)
    if status == ListingStatus.APPROVED:
        listing = approve_listing(listing.pk, officer=make_officer(listing.board))
    return listing


def make_account(*, merchant_id: str = "", marketplace: str = "amazon") -> Account:
    merchant_id = merchant_id or f"A{next(numbers):013d}"
    account = Account(marketplace=marketplace, holder_name="Emporium", merchant_id=merchant_id)
    account.sealed_refresh_token = encrypt_env(f"Atzr|sandbox-{merchant_id}", place_of_token(account))
    account.save()
    return account


def make_sms_texts() -> None:
    """The texts that every board registers, in one language each."""
    texts = {
        "sign_in_code": "Your code is {code}.",
        "application_approved": "Application {number} is approved.",
        "application_needs_changes": "Application {number} needs a change.",
        "application_rejected": "Application {number} was not approved.",
        "listing_needs_changes": "Your product needs a change.",
        "listing_live": "Your product is on {marketplace}: {id}.",
    }
    for purpose, text in texts.items():
        SmsTemplate.objects.create(purpose=purpose, language="en", header="HAATST", dlt_template_id="1", text=text)
