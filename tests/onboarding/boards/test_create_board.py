"""A board made by the command is ready: people can ask for a code, and its administrator can find her way in."""

from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from onboarding.accounts.models import PhoneChallenge, Purpose, User
from onboarding.audit.models import AuditEntry
from onboarding.boards.models import Board, Membership
from onboarding.messages.actions import contents_of, send_sms
from onboarding.messages.defaults import TEXTS, register_default_texts
from onboarding.messages.handlers import send_code
from onboarding.messages.models import Message, SmsTemplate
from onboarding.outbox.actions import Event
from onboarding.tenancy.scope import board_scope

pytestmark = pytest.mark.django_db

# What the callers of send_sms hand over: onboarding.messages.handlers, sellers.handlers, marketplaces.handlers.
VARIABLES: dict[str, dict[str, str]] = {
    "listing_needs_changes": {},
    **{f"{purpose}_code": {"code": "123456"} for purpose in Purpose.values},
    "application_approved": {"number": "7"},
    "application_needs_changes": {"number": "7"},
    "application_rejected": {"number": "7"},
    "listing_live": {"marketplace": "Amazon", "id": "B0DEMO"},
    "file_begun_for_you": {"operator": "Ravi", "phone": "+911800000000"},
    "file_begun_by_board": {"phone": "+911800000000"},
    "pin_cleared": {"phone": "+911800000000"},
    "person_confirmed": {"phone": "+911800000000"},
    "number_change_asked": {"phone": "+911800000000"},
    "number_changed": {"phone": "+911800000000"},
    "seller_stopping": {"phone": "+911800000000"},
    "seller_withdrawn": {},
    "member_listed": {"who": "Meena Devi", "group": "Ganga Mahila Samuh", "token": "x" * 30},
    "member_in_doubt": {"name": "Asha Devi", "group": "Ganga Mahila Samuh", "phone": "+911800000000"},
    "mark_expires": {"mark": "Handloom Mark", "day": "21 November 2026"},
}


def create(slug: str = "mp-odop", *options: str) -> str:
    said = StringIO()
    call_command("create_board", slug, "--name-en", "ODOP, MP", "--name-hi", "ओडीओपी, म.प्र.", *options, stdout=said)
    return said.getvalue()


def test_a_person_can_ask_for_a_code_in_her_language_at_once() -> None:
    create()
    board = Board.objects.get(slug="mp-odop")

    answer = Client(headers={"accept-language": "hi"}).post("/join/mp-odop/", {"phone": "90000 00001"})

    assert answer.status_code == 302
    with board_scope(board.pk):
        challenge = PhoneChallenge.objects.get(phone="+919000000001")
    send_code(Event(1, board.pk, "code.requested", str(challenge.pk), {}))
    with board_scope(board.pk):
        _to, body = contents_of(Message.objects.get(purpose="sign_in_code"))
    assert "आपका हाट सेतु कोड है" in body


@pytest.mark.parametrize("language", ["hi", "en"])
def test_each_purpose_has_a_text_that_takes_exactly_what_its_caller_hands_over(language: str) -> None:
    create()

    with board_scope(Board.objects.get(slug="mp-odop").pk):
        for purpose, variables in VARIABLES.items():
            message = send_sms("+919000000001", purpose, language, variables)
            _to, body = contents_of(message)
            assert body == TEXTS[purpose][language].format(**variables)
            assert message.template["header"] == "HAATST"

    assert set(TEXTS) == set(VARIABLES)
    assert all(set(texts) == {"hi", "en"} for texts in TEXTS.values())


def test_texts_that_a_board_registered_itself_are_left_alone() -> None:
    create()

    with board_scope(Board.objects.get(slug="mp-odop").pk):
        SmsTemplate.objects.filter(purpose="sign_in_code", language="en").update(text="Our own {code}", header="MPODOP")
        SmsTemplate.objects.filter(purpose="listing_live").delete()
        registered = register_default_texts()
        own = SmsTemplate.objects.get(purpose="sign_in_code", language="en")

    assert registered == 2
    assert (own.text, own.header) == ("Our own {code}", "MPODOP")


def test_an_update_gives_every_board_the_texts_that_it_lacks_and_changes_none_of_its_own() -> None:
    create("mp-odop")
    create("br-odop")
    with board_scope(Board.objects.get(slug="mp-odop").pk):
        SmsTemplate.objects.filter(purpose="withdraw_code").delete()
        SmsTemplate.objects.filter(purpose="sign_in_code", language="en").update(text="Our own {code}")

    said = [StringIO(), StringIO()]
    for each in said:
        call_command("register_sms_texts", stdout=each)

    assert [each.getvalue() for each in said] == [
        "mp-odop: 2 SMS texts added with placeholder DLT ids, register them.\n",
        "",
    ]
    with board_scope(Board.objects.get(slug="mp-odop").pk):
        assert SmsTemplate.objects.count() == 2 * len(TEXTS)
        assert SmsTemplate.objects.get(purpose="sign_in_code", language="en").text == "Our own {code}"


def test_it_says_what_is_left_to_do_and_the_making_stands_in_the_history() -> None:
    said = create("mp-odop", "--admin-email", "First.Admin@mp.example")

    board = Board.objects.get(slug="mp-odop")
    assert (board.name, board.is_open) == ({"en": "ODOP, MP", "hi": "ओडीओपी, म.प्र."}, True)
    assert "Made the board mp-odop: http://127.0.0.1:8000/join/mp-odop/" in said
    assert f"{2 * len(TEXTS)} SMS texts stand with placeholder DLT ids" in said
    assert "first.admin@mp.example" in said.lower()
    with board_scope(board.pk):
        actions = list(AuditEntry.objects.order_by("pk").values_list("actor_kind", "actor_id", "action"))
    assert actions == [("system", "create_board", "board.created"), ("system", "create_board", "officer.invited")]


def test_the_first_administrator_has_her_role_and_no_password_until_she_sets_one() -> None:
    create("mp-odop", "--admin-email", "First.Admin@mp.example")

    user = User.objects.get(email="first.admin@mp.example")
    membership = Membership.objects.get(user=user)
    assert (membership.board.slug, membership.role) == ("mp-odop", Membership.Role.ADMINISTRATOR)
    assert not user.has_usable_password()
    address = user.emailaddress_set.get()
    assert (address.email, address.verified, address.primary) == ("first.admin@mp.example", True, True)

    answer = Client().post("/account/password/reset/", {"email": "first.admin@mp.example"})

    assert answer.status_code == 302
    (sent,) = mail.outbox
    assert sent.to == ["first.admin@mp.example"]
    assert "/account/password/reset/key/" in sent.body


@pytest.mark.parametrize(
    ("slug", "options", "reason"),
    [
        ("up-odop", (), "already exists"),
        ("platform", (), "already exists"),
        ("not a slug", (), "slug"),
        ("mp-odop", ("--admin-email", "nobody"), "email"),
    ],
)
def test_a_board_that_cannot_be_is_refused_and_nothing_is_written(
    slug: str, options: tuple[str, ...], reason: str
) -> None:
    create("up-odop")
    boards, people = Board.objects.count(), User.objects.count()

    with pytest.raises(CommandError, match=rf"(?is)^The board was not made\. .*{reason}"):
        create(slug, *options)

    assert (Board.objects.count(), User.objects.count()) == (boards, people)


def test_a_board_without_a_name_in_both_languages_is_refused() -> None:
    with pytest.raises(CommandError, match="a name in English and in Hindi"):
        call_command("create_board", "mp-odop", "--name-en", "ODOP", "--name-hi", " ")
    assert not Board.objects.filter(slug="mp-odop").exists()


def test_texts_of_one_board_are_not_seen_by_another() -> None:
    create("mp-odop")
    create("br-odop")

    with board_scope(Board.objects.get(slug="br-odop").pk):
        assert SmsTemplate.objects.count() == 2 * len(TEXTS)
