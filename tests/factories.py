"""Plain factories: each makes what it needs by the project's own actions."""

import io
import itertools
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
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
from sellers.actions.answers import begin_application, save_answers
from sellers.actions.applications import approve_application, submit_application
from sellers.actions.consents import Answer, answer_consent
from sellers.models import Application, Consent, Seller
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
    # She was here a moment ago: a visit that noted it would differ from the next one.
    return User.objects.create_user(phone=phone or None, **{"last_seen_at": timezone.now(), **fields})


def make_officer(board: Board, *, role: str = "state_officer", district: District | None = None) -> Officer:
    user = make_user(email=f"officer{next(numbers)}@example.org", name="Officer", password="a long passphrase here")
    return officer_of(Membership.objects.create(board=board, user=user, role=role, district=district))


def make_application(
    *,
    status: str = ApplicationStatus.DRAFT,
    user: User | None = None,
    programme: Programme | None = None,
    **answers: Any,
) -> Application:
    """A file whose owner answered what everybody is asked, and these questions by their codes."""
    user = user or make_user()
    application = begin_application(user, language="hi", by=seller_actor(user, None))
    defaults = {
        "kind": "individual",
        "name": "Sunita Devi",
        "district": make_district(),
        "craft": make_craft(),
        "address": "Madanpura",
        "pin": "221001",
    }
    application = save_answers(application.pk, {**defaults, **answers}, by=actor_of(application.seller))
    if status != ApplicationStatus.DRAFT:
        application = submit_application(application.pk, by=actor_of(application.seller))
    if status == ApplicationStatus.APPROVED:
        officer = make_officer(application.board)
        approve_application(application.pk, officer=officer, programme_id=(programme or make_programme()).pk)
        application.refresh_from_db()
    return application


def make_seller(**fields: Any) -> Seller:
    """A seller whose application is approved, who is enrolled, and who lets all marketplaces see her goods."""
    seller = make_application(status=ApplicationStatus.APPROVED, **fields).seller
    for marketplace in Programme.Marketplace:
        give_consent(seller, "marketplace_share", marketplace)
    return seller


def give_consent(seller: Seller, purpose: str, recipient: str = "", *, is_given: bool = True) -> Consent:
    """She says yes to this question, or no, on her page."""
    return answer_consent(seller.pk, Answer(purpose, is_given, str(recipient)), by=actor_of(seller))


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
        "confirm_file_code": "Your code to confirm your file is {code}.",
        "withdraw_code": "Your code to leave is {code}.",
        "change_number_code": "Your code to change your number is {code}.",
        "member_consent_code": "Your code to join the group is {code}.",
        "copy_file_code": "Your code to copy your file is {code}.",
        "reset_pin_code": "Your code for a new PIN is {code}.",
        "help_code": "Your code to help a seller is {code}.",
        "my_data_code": "Your code to see your data is {code}.",
        "file_begun_for_you": "{operator} fills in a file for you, free of charge. Questions: {phone}",
        "pin_cleared": "Your PIN was removed. Questions: {phone}",
        "person_confirmed": "The office confirmed you. Questions: {phone}",
        "number_change_asked": "A change of your number was asked for. Questions: {phone}",
        "number_changed": "The number of a file was changed. Questions: {phone}",
        "seller_stopping": "You are leaving. Did you not ask for it? Call {phone}.",
        "seller_withdrawn": "You have left. You can come back at any time.",
        "member_listed": "{who} listed you in {group}. Right? http://testserver/m/{token}",
        "member_in_doubt": "Please look at {name} in {group}. Questions: {phone}",
        "mark_expires": "{mark} is valid until {day}.",
        "application_approved": "Application {number} is approved.",
        "application_needs_changes": "Application {number} needs a change.",
        "application_rejected": "Application {number} was not approved.",
        "listing_needs_changes": "Your product needs a change.",
        "listing_live": "Your product is on {marketplace}: {id}.",
        "file_begun_by_board": "The board began a file for you. Questions: {phone}",
    }
    for purpose, text in texts.items():
        SmsTemplate.objects.create(purpose=purpose, language="en", header="HAATST", dlt_template_id="1", text=text)
