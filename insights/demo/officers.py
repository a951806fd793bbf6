"""Demo officers who can sign in at once."""

import secrets

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import decrypt

from insights.demo.people_file import PeopleFile, Person
from insights.demo.plans import SEEDER, OfficerPlan
from onboarding.accounts.models import User
from onboarding.boards.actions import invite_officer
from onboarding.boards.models import Board, District, Membership

EASY_TO_READ = "abcdefghjkmnpqrstuvwxyz23456789"


def make_officer(board: Board, plan: OfficerPlan, kept: PeopleFile, password: str = "") -> Person:
    """The officer signs in with the given password, else with the kept one, else with a new one; return how."""
    before = kept.officer(plan.email)
    password = password or (before.password if before else "") or new_password()
    user = member(board, plan).user
    if not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    secret = second_factor(user, before.totp_secret if before else "")
    return Person(role=plan.role, board=board.slug, email=plan.email, password=password, totp_secret=secret)


def member(board: Board, plan: OfficerPlan) -> Membership:
    memberships = Membership.objects.select_related("user")
    found = memberships.filter(board=board, user__email=plan.email).first()
    district = District.objects.get(pk=plan.district) if plan.district else None
    role = Membership.Role(plan.role)
    return found or invite_officer(board, plan.email, role=role, by=SEEDER, district=district, name=plan.name)


def second_factor(user: User, kept_secret: str) -> str:
    """The person has a second factor; return its secret. One that is active stays."""
    active = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if active:
        return str(decrypt(active.data["secret"]))
    secret = kept_secret or generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def new_password() -> str:
    """Return 16 random letters and digits in groups of four, to be typed from a screen."""
    return "-".join("".join(secrets.choice(EASY_TO_READ) for _ in range(4)) for _ in range(4))
