"""Demo sellers, brought along their road by the same actions that the pages call."""

from uuid import uuid4

from catalog.actions.drafting import Details, save_details, start_listing, submit_listing
from catalog.actions.review import approve_listing
from insights.demo.papers import card_picture
from insights.demo.people_file import Person
from insights.demo.pictures import photo_of
from insights.demo.plans import BoardPlan, Piece, SellerPlan
from onboarding.accounts.actions import user_of_phone
from onboarding.boards.models import Board, Craft, District, Membership, Programme
from onboarding.boards.policies import Officer, officer_of
from onboarding.tenancy.scope import board_scope
from sellers.actions.answers import begin_application, save_answers
from sellers.actions.applications import Fault, approve_application, send_back_application, submit_application
from sellers.actions.consents import Answer, answer_consent
from sellers.actions.documents import Paper, save_document
from sellers.actions.enrolments import enrol_seller
from sellers.consents.purposes import MARKETPLACE_SHARE
from sellers.consents.reading import unasked_marketplaces
from sellers.models import Application, Seller, SellerKind
from sellers.policies import seller_actor

LANGUAGE = "hi"


def make_sellers(board: Board, plan: BoardPlan) -> list[Person]:
    """Each seller has a file at the board. One who has it already is left as she and the officers made it."""
    email = next(officer.email for officer in plan.officers if officer.role == Membership.Role.STATE_OFFICER)
    membership = Membership.objects.select_related("user").get(board=board, user__email=email)
    for seller in plan.sellers:
        with board_scope(board.pk):
            make_seller(seller, officer_of(membership))
    return [Person(role="seller", board=board.slug, phone=seller.phone) for seller in plan.sellers]


def make_seller(plan: SellerPlan, officer: Officer) -> None:
    user = user_of_phone(plan.phone)
    if Seller.objects.filter(user=user).exists():
        return
    answers = {
        "kind": SellerKind.INDIVIDUAL,
        "name": plan.name,
        "district": District.objects.get(pk=plan.district),
        "craft": Craft.objects.get(pk=plan.craft),
        "address": plan.address,
        "pin": plan.pin,
        "pan": plan.pan,
    }
    begun = begin_application(user, language=LANGUAGE, by=seller_actor(user, None))
    actor = seller_actor(user, begun.seller)
    application = save_answers(begun.pk, answers, by=actor)
    save_document(begun.pk, paper_of("artisan_card_photo", plan.name), by=actor)
    if plan.outcome == "draft":
        return
    submit_application(application.pk, by=seller_actor(user, application.seller))
    if plan.outcome == "needs_changes":
        faults = [Fault(code, reason) for code, reason in plan.to_mend]
        send_back_application(application.pk, officer=officer, faults=faults, reason=plan.reason)
    if plan.outcome == "approved":
        approve(application, plan, officer)


def paper_of(code: str, name: str) -> Paper:
    return Paper(code=code, picture=card_picture(name), upload_id=uuid4(), spelled_name=name)


def approve(application: Application, plan: SellerPlan, officer: Officer) -> None:
    first, *others = (Programme.objects.get(slug=slug) for slug in plan.programmes)
    approve_application(application.pk, officer=officer, programme_id=first.pk)
    for other in others:
        enrol_seller(application.seller, other.pk, district_id=plan.district, by=officer)
    if plan.pieces:
        let_be_sold(application.seller)
    for piece in plan.pieces:
        make_listing(piece, application.seller, officer)


def let_be_sold(seller: Seller) -> None:
    """She says yes to each marketplace on which she has a place."""
    for marketplace in unasked_marketplaces(seller):
        answer = Answer(MARKETPLACE_SHARE.code, True, marketplace, LANGUAGE)
        answer_consent(seller.pk, answer, by=seller_actor(seller.user, seller))


def make_listing(piece: Piece, seller: Seller, officer: Officer) -> None:
    listing = start_listing(photo_of(piece.cloth), seller=seller)
    for language, title in piece.title.items():
        details = Details(
            language=language,
            title=title,
            description=piece.description[language],
            craft=listing.craft,
            price_paise=piece.price_rupees * 100,
            mrp_paise=piece.mrp_rupees * 100,
            quantity=piece.quantity,
            material=piece.material,
            color=piece.color,
            size=piece.size,
        )
        save_details(listing.pk, details, seller=seller)
    submit_listing(listing.pk, seller=seller)
    if piece.is_approved:
        approve_listing(listing.pk, officer=officer)
