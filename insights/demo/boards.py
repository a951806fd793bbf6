"""Demo boards with their programmes, workshops, accounts and SMS texts. What stands already is left as it is."""

from datetime import date, timedelta

from django.utils import timezone

from insights.demo.plans import SEEDER, BoardPlan, ClusterPlan, ProgrammePlan, WorkshopPlan
from marketplaces.connections import place_of_token
from marketplaces.models import Account
from onboarding.audit.actions import record
from onboarding.boards.actions import create_board, open_programme
from onboarding.boards.models import Board, Cluster, District, Programme
from onboarding.messages.defaults import register_default_texts
from onboarding.tenancy.scope import board_scope
from onboarding.vault.crypto import encrypt_env
from sellers.models import Requirement, SellerKind
from training.models import Workshop


def make_board(plan: BoardPlan) -> Board:
    """The board stands with all that it begins with but its people."""
    board = Board.objects.filter(slug=plan.slug).first() or create_board(
        plan.slug,
        name=plan.name,
        by=SEEDER,
        colour=plan.colour,
        help_phone=plan.help_phone,
        sms_entity_id=plan.sms_entity_id,
        appeal_contact=dict(plan.appeal_contact),
    )
    with board_scope(board.pk):
        register_default_texts()
        for programme in plan.programmes:
            make_programme(programme)
        for cluster in plan.clusters:
            make_cluster(cluster)
        for code in plan.required:
            Requirement.objects.get_or_create(
                programme=None, kind=SellerKind.INDIVIDUAL, code=code, defaults={"ask": Requirement.Ask.REQUIRED}
            )
        if plan.merchant_id:
            make_emporium_account(plan)
    return board


def make_programme(plan: ProgrammePlan) -> None:
    if Programme.objects.filter(slug=plan.slug).exists():
        return
    programme = open_programme(
        plan.slug,
        benefits=plan.benefits,
        districts=District.objects.filter(pk__in=plan.districts),
        by=SEEDER,
        name=dict(plan.name),
        marketplace=plan.marketplace,
        seller_cap=plan.seller_cap,
        sells=plan.sells,
        trainee_target=plan.trainee_target,
        # The report says "by December": of the year in which the demo was first seeded.
        trainee_target_on=date(timezone.localdate().year, 12, 31) if plan.trainee_target else None,
    )
    if plan.workshops:
        make_workshops(programme, plan.workshops)


def make_cluster(plan: ClusterPlan) -> None:
    place = {"district_id": plan.district, "craft_id": plan.craft}
    Cluster.objects.get_or_create(name=dict(plan.name), defaults=place)


def make_workshops(programme: Programme, plan: WorkshopPlan) -> None:
    """The report says "last October": a workshop a week, in the newest October that is over."""
    today = timezone.localdate()
    first = date(today.year if today.month > 10 else today.year - 1, 10, 5)
    for week, district_id in enumerate(plan.districts):
        held_on = first + timedelta(weeks=week)
        Workshop.objects.create(programme=programme, district_id=district_id, topic=dict(plan.topic), held_on=held_on)


def make_emporium_account(plan: BoardPlan) -> None:
    """The board's emporium has an account on Amazon, with a refresh token that only the sandbox takes."""
    if Account.objects.filter(merchant_id=plan.merchant_id).exists():
        return
    account = Account(
        marketplace=Programme.Marketplace.AMAZON, holder_name=plan.holder_name, merchant_id=plan.merchant_id
    )
    account.sealed_refresh_token = encrypt_env(f"Atzr|sandbox-{plan.merchant_id}", place_of_token(account))
    account.save()
    record("account.connected", account, by=SEEDER)
