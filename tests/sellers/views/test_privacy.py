"""All that is held about her is shown to her alone, behind a fresh code; and being forgotten begins with leaving."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from onboarding.audit.actions import record
from onboarding.audit.models import AuditEntry
from onboarding.boards.models import Board
from sellers.models import Erasure, Fact, Member, Seller
from sellers.privacy.actions import ask_erasure, erase_if_due
from sellers.roster.secrets import seal_contacts
from tests import factories
from tests.queries import queries_of
from tests.sellers.people import PIN, in_english, newest_code, with_pin
from tests.sellers.privacy.people import ADDRESS, MEMBER, NAME, NEW_NUMBER, PAN, after_days, full_seller, leave
from tests.sessions import browser_of, browser_of_officer


def page(board: Board, name: str) -> str:
    return reverse(name, args=[board.slug])


def browser(seller: Seller) -> Client:
    return in_english(browser_of(seller.user))


def proved(board: Board, seller: Seller) -> Client:
    """A browser in which she wrote the code that was sent for this."""
    opened, code_page = browser(seller), page(board, "privacy_code")
    opened.post(code_page, {"again": "sms"})
    answer = opened.post(f"{code_page}?for=privacy_file", {"code": newest_code(seller.user.phone or "")})
    assert answer["Location"] == page(board, "privacy_file")
    return opened


def test_the_page_says_what_is_held_why_and_who_looked_without_a_name_or_a_secret(board: Board) -> None:
    seller = full_seller(board)

    answer = browser(seller).get(page(board, "privacy"))
    text = answer.content.decode()

    assert answer.status_code == 200
    assert dict(answer.context["kinds"])["Your answers"] == 3
    assert "Because you asked for it" in text
    assert "an officer of the board" in text
    assert [look.what for look in answer.context["looks"]] == ["PAN number"]
    assert PAN not in text and "Officer Verma" not in text
    assert not AuditEntry.objects.filter(action="my_data.read").exists()


@pytest.mark.parametrize("name", ["privacy_file", "privacy_erase"])
def test_a_fresh_code_is_always_asked_for(board: Board, name: str) -> None:
    seller = full_seller(board)

    answer = browser(seller).get(page(board, name))

    assert (answer.status_code, answer["Location"]) == (302, f"{page(board, 'privacy_code')}?for={name}")


def test_the_code_opens_it_for_a_quarter_of_an_hour(board: Board) -> None:
    seller = full_seller(board)
    opened = proved(board, seller)

    with after_days(1):
        later = opened.get(page(board, "privacy_file"))

    assert opened.get(page(board, "privacy_file")).status_code == 200
    assert later.status_code == 302


def test_the_mark_of_one_person_opens_nothing_of_another_on_her_phone(board: Board) -> None:
    user = factories.make_user()
    mine, hers = full_seller(board, user=user), factories.make_application(user=user, name="Asha Devi").seller
    opened = browser(mine)
    session = opened.session
    session[f"whose:{board.pk}"] = str(hers.pk)
    session[f"my_data:{mine.pk}"] = "2999-01-01T00:00:00+00:00"
    session.save()

    answer = opened.get(page(board, "privacy_file"))

    assert answer.status_code == 302


def test_a_pin_is_asked_first_where_she_has_one(board: Board) -> None:
    seller = with_pin(full_seller(board))
    opened = browser(seller)

    before = opened.get(page(board, "privacy_code"))
    opened.post(page(board, "pin"), {"pin": PIN})

    assert before["Location"].startswith(page(board, "pin"))
    assert opened.get(page(board, "privacy_code")).status_code == 200


def test_her_file_shows_every_secret_in_clear_and_is_counted(board: Board) -> None:
    seller = full_seller(board)

    answer = proved(board, seller).get(page(board, "privacy_file"))
    text = answer.content.decode()

    assert answer["Cache-Control"].startswith("max-age=0")
    assert all(secret in text for secret in (NAME, PAN, ADDRESS, NEW_NUMBER, MEMBER))
    assert "Officer Verma" not in text
    entry = AuditEntry.objects.get(action="my_data.read")
    assert (entry.object_id, entry.actor_kind, entry.fields) == (str(seller.pk), "seller", ["page"])
    assert browser(seller).get(page(board, "privacy")).context["times_read"] == 1


def test_the_data_file_holds_each_row_with_its_values_and_pictures(board: Board) -> None:
    seller = full_seller(board)
    opened = proved(board, seller)

    answer = opened.get(page(board, "privacy_file"), {"as": "json"})
    told = json.loads(answer.content)

    assert answer["Content-Disposition"] == 'attachment; filename="haat-setu.json"'
    assert {row["code"]: row["value"] for row in told["sellers.fact"]}["pan"] == PAN
    (paper,) = told["sellers.document"]
    assert paper["name_on_paper"] == NAME
    assert opened.get(paper["picture"])["Content-Type"] == "image/webp"
    assert told["sellers.member"][0]["phone"] == NEW_NUMBER
    assert told["sellers.check"][0]["evidence"] == {"of": {"pan": PAN}, "said": {"note": NAME}}
    assert "officer" not in told["sellers.unmasking"][0]
    assert {"application.begun", "number.asked"} <= {row["action"] for row in told["history"]}


def test_the_page_says_in_words_what_the_data_keeps_as_codes(board: Board) -> None:
    seller = full_seller(board)
    opened = proved(board, seller)
    seller.helpers.update(relation="family")
    seller.repeats.update(relation="family", decision="allowed")

    sections = {section.code: section for section in opened.get(page(board, "privacy_file")).context["sections"]}
    told = json.loads(opened.get(page(board, "privacy_file"), {"as": "json"}).content)

    def texts(kind: str, name: str) -> set[str]:
        return {entry.text for row in sections[kind].rows for entry in row.entries if entry.name == name}

    assert (texts("sellers.seller", "language"), told["sellers.seller"][0]["language"]) == ({"Hindi"}, "hi")
    assert texts("sellers.consent", "means") == {"On the page"}
    assert texts("sellers.consent", "recipient") == {"Amazon"}
    assert texts("sellers.helper", "relation") == {"Family"}
    assert texts("sellers.repeat", "relation") == {"Same family"}
    assert texts("sellers.repeat", "code") == {"Phone"}
    assert texts("sellers.unmasking", "reason") == {"To compare it with the paper"}
    assert texts("sellers.check", "evidence") == {
        f"What was looked at: PAN number: {PAN}; What came back: Note: {NAME}"
    }
    assert {"The application was begun", "You opened your whole file"} <= texts("history", "action")
    assert {"Draft", "Active"} & texts("history", "to")
    assert not any("." in text or "_" in text for text in texts("history", "action") | texts("history", "to"))


def test_the_history_is_folded_and_shows_the_newest_two_hundred_first(board: Board) -> None:
    seller = full_seller(board)
    opened = proved(board, seller)
    for number in range(201):
        record("pin.set", seller, by=factories.actor_of(seller), reason=f"entry {number}")

    answer = opened.get(page(board, "privacy_file"))
    history = next(section for section in answer.context["sections"] if section.is_history)
    text = answer.content.decode()

    first = {entry.name: entry.value for entry in history.on_page[0].entries}
    assert (len(history.on_page), first["action"]) == (200, "my_data.read")
    assert text.index("entry 200") < text.index("entry 199")
    assert "entry 2<" in text and "entry 1<" not in text
    assert f"The newest 200 of {len(history.rows)}" in text
    assert "<summary>What was done, and by whom</summary>" in text


def test_what_an_officer_wrote_about_two_files_stands_in_no_line_of_the_history(board: Board) -> None:
    seller = full_seller(board)
    opened = proved(board, seller)
    officer = factories.make_officer(board)
    record("repeat.allowed", seller.repeats.get(), by=officer, fields=("phone",), reason="Asha Devi is her sister")

    for form in ({}, {"as": "json"}):
        text = opened.get(page(board, "privacy_file"), form).content.decode()
        assert "Asha Devi" not in text
        assert ("repeat.allowed" if form else "in two files was allowed") in text


def test_nothing_of_another_seller_stands_in_her_file(board: Board) -> None:
    other = factories.make_application(name="Asha Devi", pan="ABCPE9999F").seller
    seller = full_seller(board)

    text = proved(board, seller).get(page(board, "privacy_file")).content.decode()

    assert "Asha Devi" not in text and "ABCPE9999F" not in text and str(other.pk) not in text


def test_twenty_readings_a_day_are_enough(board: Board) -> None:
    opened = proved(board, full_seller(board))
    for _number in range(20):
        assert opened.get(page(board, "privacy_file"), {"as": "json"}).status_code == 200

    assert opened.get(page(board, "privacy_file")).status_code == 429
    assert AuditEntry.objects.filter(action="my_data.read").count() == 20


@pytest.mark.parametrize("name", ["privacy", "privacy_code", "privacy_file", "privacy_erase"])
def test_neither_a_helper_nor_an_operator_nor_an_officer_opens_it(board: Board, name: str) -> None:
    seller = full_seller(board)
    helper = seller.helpers.get()
    operator = factories.make_officer(board, role="operator")
    assistance = seller.assistances.model.objects.create(seller=seller, operator_id=operator.id)
    helping, assisting = browser_of(helper.user), browser_of_officer(operator)
    session = helping.session
    session[f"whose:{board.pk}"] = str(seller.pk)
    session.save()
    session = assisting.session
    session[f"assisting:{board.pk}"] = {"id": str(assistance.pk), "at": assistance.began_at.isoformat()}
    session.save()

    assert helping.get(page(board, name)).status_code == 403
    assert assisting.get(page(board, name)).status_code == 403
    assert browser_of_officer(factories.make_officer(board)).get(page(board, name)).status_code == 302
    assert not AuditEntry.objects.filter(action="my_data.read").exists()


def test_who_has_not_left_is_shown_the_way_there_and_nothing_is_written(board: Board) -> None:
    seller = factories.make_seller()
    opened = proved(board, seller)

    answer = opened.post(page(board, "privacy_erase"))

    assert answer.status_code == 409
    assert page(board, "leave") in answer.content.decode()
    assert Erasure.objects.count() == 0


def test_she_asks_sees_the_day_and_takes_it_back(board: Board) -> None:
    seller = leave(factories.make_seller())
    opened = proved(board, seller)

    question = opened.get(page(board, "privacy_erase"))
    opened.post(page(board, "privacy_erase"))
    erasure = Erasure.objects.get()
    shown = opened.get(page(board, "privacy")).content.decode()
    opened.post(page(board, "privacy_keep"))

    assert question.context["day"] == erasure.due_on
    assert "The law asks us to keep it for a year after it was last used." in shown
    assert Erasure.objects.get().cancelled_at is not None


def test_an_erased_file_is_no_choice_for_anybody_on_that_phone(board: Board) -> None:
    user = factories.make_user()
    other = factories.make_application(user=user, name="Asha Devi").seller
    seller = leave(full_seller(board, user=user))
    erasure = ask_erasure(seller.pk, by=factories.actor_of(seller))

    with after_days(366):
        erase_if_due(erasure.pk)
        opened = browser(other)
        session = opened.session
        session[f"whose:{board.pk}"] = str(seller.pk)
        session.save()
        answer = opened.get(page(board, "road"))

    assert answer.wsgi_request.seller == other  # type: ignore[attr-defined]


def test_a_large_group_is_read_with_as_many_queries_as_a_small_one(
    board: Board, django_assert_max_num_queries: Any
) -> None:
    seller = full_seller(board)
    opened = proved(board, seller)
    members = [Member(seller=seller, name=f"Member {number}") for number in range(200)]
    for member in members:
        seal_contacts(member, seller, phone=NEW_NUMBER, reach="")
    Member.objects.bulk_create(members)

    with django_assert_max_num_queries(60):
        answer = opened.get(page(board, "privacy_file"), {"as": "json"})

    assert len(json.loads(answer.content)["sellers.member"]) == 201


def test_where_copied_answers_were_verified_is_named_and_the_boards_are_read_once(board: Board) -> None:
    seller = full_seller(board)
    opened = proved(board, seller)
    verified = {"board": board.slug, "method": "approval", "by": "officer", "at": "2026-05-01T10:00:00+05:30"}
    counted = []
    for codes in (["pan"], ["pan", "address", "pin"]):
        Fact.objects.filter(seller=seller, code__in=codes).update(verified_elsewhere=verified)
        counted.append(queries_of(opened, f"{page(board, 'privacy_file')}?as=json"))

    facts = json.loads(opened.get(page(board, "privacy_file"), {"as": "json"}).content)["sellers.fact"]
    said = f"Verified at Board {board.slug} on 1 May 2026: read and approved by an officer"
    assert [fact["verified_elsewhere"] for fact in facts if fact["code"] in codes] == [said] * 3
    assert counted[0] == counted[1]
