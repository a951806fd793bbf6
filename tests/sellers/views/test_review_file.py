"""One file as an officer's page: evidence beside answers, marks, names, repeats, hidden numbers."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onboarding.audit.models import AuditEntry
from onboarding.moves import mark_of
from onboarding.tenancy.scope import board_scope
from sellers.actions.applications import Fault, reject_application, send_back_application, take_application
from sellers.actions.marks import Mark, mark_answers
from sellers.actions.unmasking import A_DAY
from sellers.models import Application, Check, Document, Fact, Finding, Repeat, Unmasking
from sellers.questions.catalogue import QUESTIONS, STEPS, Kept
from sellers.views.review.rows import PAPERS_BESIDE
from tests import factories
from tests.queries import queries_of
from tests.sellers.files import make_file, make_paper
from tests.sellers.people import his_own_work
from tests.sessions import browser_of, browser_of_officer

ACCOUNT, GSTIN = "123456781234", "09ABCPE1234F1Z4"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def officer(board: Any) -> Any:
    return factories.make_officer(board)


@pytest.fixture
def browser(officer: Any) -> Client:
    return browser_in_english(officer)


def browser_in_english(officer: Any) -> Client:
    browser = browser_of_officer(officer)
    browser.cookies["django_language"] = "en"
    return browser


def url(application: Application, name: str = "officer_application", *more: Any) -> str:
    return reverse(name, args=[application.board.slug, application.pk, *more])


def text(answer: Any) -> str:
    return str(answer.content.decode())


def rows(answer: Any) -> dict[str, Any]:
    return {row.code: row for group in answer.context["groups"] for row in (*group.rows, *group.papers)}


# Reading


def test_the_page_shows_answers_checks_and_papers_side_by_side(browser: Client, board: Any, officer: Any) -> None:
    application = make_file(gstin=GSTIN, bank_account=ACCOUNT, papers={"bank_photo": "Sunita Devi"})
    mark_answers(application.pk, [Mark("gstin", "not_known")], officer=officer)
    paper = Document.objects.get()

    answer = browser.get(url(application))

    shown = rows(answer)
    assert (shown["name"].value, shown["district"].value, shown["kind"].value) == (
        "Sunita Devi",
        "District 187",
        "One artisan or weaver",
    )
    (bank,) = [group for group in answer.context["groups"] if group.code == "bank"]
    assert [row.code for row in bank.rows] == ["bank_account"]
    assert bank.papers[0].pages == [f"/board/{board.slug}/documents/{paper.pk}/1/"]
    (line,) = shown["gstin"].checks
    assert (line.status, line.text, line.source, line.by) == (
        "invalid",
        "Does not agree",
        "Seen by an officer",
        "Officer",
    )


def test_every_paper_has_its_place_beside_an_answer() -> None:
    placed = [code for codes in PAPERS_BESIDE.values() for code in codes]
    assert sorted(placed) == sorted(code for code, each in QUESTIONS.items() if each.kept is Kept.DOCUMENT)
    assert set(PAPERS_BESIDE) <= {step.code for step in STEPS if not step.picture}


def test_secrets_are_masked(browser: Client, board: Any) -> None:
    application = make_file(bank_account=ACCOUNT, pan="ABCPE1234F")

    page = text(browser.get(url(application)))

    assert "●●●●●●●●1234" in page
    assert ACCOUNT not in page
    assert "ABCPE1234F" not in page


def test_another_officer_sees_who_reads_the_file(browser: Client, board: Any) -> None:
    application = make_file()
    colleague = factories.make_officer(board)
    take_application(application.pk, officer=colleague)

    answer = browser.get(url(application))
    queue = browser.get(reverse("officer_applications", args=[board.slug]) + "?status=in_review")

    assert answer.context["reader"] == "Officer"
    assert [line.reader for line in queue.context["lines"]] == ["Officer"]


def test_a_file_with_everything_costs_no_more_queries_than_one_with_little(browser: Client, board: Any) -> None:
    little = make_file(gstin=GSTIN, papers={"pan_photo": "Kamla Prajapati"})
    mark_answers(little.pk, [Mark("pin")], officer=factories.make_officer(board))
    counted = queries_of(browser, url(little))

    codes = ["bank_photo", "artisan_card_photo", "work_photo", "pan_photo"]
    much = make_file(
        udyam="UDYAM-UP-75-0001234",
        bank_account=ACCOUNT,
        ifsc="SBIN0001234",
        pan="ABCPE9234F",
        artisan_card="AB12",
        papers=dict.fromkeys(codes, "Kamla Prajapati"),
    )
    mark_answers(much.pk, [Mark("pin"), Mark("udyam"), Mark("name")], officer=factories.make_officer(board))

    assert queries_of(browser, url(much)) == counted


def test_repeats_cost_the_page_no_more_queries_either(browser: Client, board: Any) -> None:
    make_file(name="Asha Gupta", bank_account=ACCOUNT)
    one = make_file(name="Sunita Devi", bank_account=ACCOUNT)
    counted = queries_of(browser, url(one))
    for name in ("Geeta Sharma", "Kamla Prajapati", "Rekha Yadav"):
        last = make_file(name=name, bank_account=ACCOUNT)

    assert Repeat.objects.filter(seller=last.seller).count() == 4
    assert queries_of(browser, url(last)) == counted


def test_open_questions_show_in_the_queue_at_no_cost_a_row(browser: Client, board: Any) -> None:
    queue = reverse("officer_applications", args=[board.slug])
    for name in ("Asha Gupta", "Sunita Devi"):
        make_file(name=name, bank_account=ACCOUNT)
    counted = queries_of(browser, queue)
    for name in ("Geeta Sharma", "Kamla Prajapati", "Rekha Yadav"):
        make_file(name=name, bank_account=ACCOUNT)
    make_file(name="Nobody Else")

    assert queries_of(browser, queue) == counted
    lines = browser.get(queue).context["lines"]
    assert [line.has_open_question for line in lines] == [True, True, True, True, True, False]


def test_who_lost_her_phone_or_pin_is_one_step_from_her_file(browser: Client, board: Any) -> None:
    application = make_file()

    page = text(browser.get(url(application)))

    person = reverse("officer_person", args=[board.slug, application.seller_id])
    assert re.search(rf'href="{person}">Lost phone or PIN<', page)
    assert browser.get(person).status_code == 200


def test_an_officer_is_told_kindly_that_a_colleague_decides_on_his_own_work(
    browser: Client, board: Any, officer: Any
) -> None:
    application = make_file(papers={"pan_photo": "Kamla Prajapati"})
    his_own_work("filled in", application.seller, officer)

    sent = {"seen": mark_of(application), "name": "Kamla Prajapati", "reason": "Her maiden name."}
    answer = browser.post(url(application, "officer_names"), sent)

    assert answer.status_code == 403
    assert "This file is your own, or you filled it in. Please let another officer decide." in text(answer)


# Pictures


def test_an_officer_sees_a_paper_and_that_she_did_is_written_down_once_a_day(
    browser: Client, board: Any, officer: Any
) -> None:
    make_file(papers={"pan_photo": ""})
    paper = Document.objects.get()
    address = reverse("officer_document", args=[board.slug, paper.pk, 1])

    answers = [browser.get(address) for _each in range(3)]

    assert [(answer.status_code, answer["Content-Type"]) for answer in answers] == [(200, "image/webp")] * 3
    assert answers[0]["Cache-Control"] == "private, no-store"
    seen = AuditEntry.objects.filter(action="document.seen").values_list("object_id", "actor_id", "fields")
    assert list(seen) == [(str(paper.pk), officer.id, ["pan_photo"])]


def test_a_small_picture_is_not_written_down(browser: Client, board: Any) -> None:
    make_file(papers={"pan_photo": ""})

    answer = browser.get(reverse("officer_document_small", args=[board.slug, Document.objects.get().pk, 1]))

    assert answer.status_code == 200
    assert not AuditEntry.objects.filter(action="document.seen").exists()


def test_a_page_that_the_paper_lacks_is_absent(browser: Client, board: Any) -> None:
    make_file(papers={"pan_photo": ""})

    answer = browser.get(reverse("officer_document", args=[board.slug, Document.objects.get().pk, 2]))

    assert answer.status_code == 404
    assert not AuditEntry.objects.filter(action="document.seen").exists()


@pytest.mark.parametrize("page", ["officer_document", "officer_document_small"])
def test_nobody_else_sees_a_paper(board: Any, page: str) -> None:
    application = make_file(papers={"pan_photo": ""})
    address = reverse(page, args=[board.slug, Document.objects.get().pk, 1])
    far = factories.make_officer(board, role="district_officer", district=factories.make_district(154))
    operator = factories.make_officer(board, role="operator")

    statuses = [browser_of_officer(each).get(address).status_code for each in (far, operator)]

    assert statuses == [404, 403]
    assert browser_of(application.seller.user).get(address).status_code == 404
    assert not AuditEntry.objects.filter(action="document.seen").exists()


def test_a_paper_of_a_draft_is_absent(browser: Client, board: Any) -> None:
    paper = make_paper(factories.make_application(), "pan_photo")

    answer = browser.get(reverse("officer_document", args=[board.slug, paper.pk, 1]))

    assert answer.status_code == 404


# Marks and decisions


def test_several_things_are_marked_and_the_file_goes_back_once(browser: Client, board: Any) -> None:
    application = make_file(gstin=GSTIN, papers={"pan_photo": ""})
    marks = {"mark-pan_photo": "blurred", "note-pan_photo": "The number.", "mark-gstin": "not_known"}
    right = {"mark-pin": "right", "mark-address": "right"}

    answer = browser.post(url(application), {"move": "send_back", "seen": mark_of(application), **marks, **right})

    assert (answer.status_code, answer.url) == (302, f"/board/{board.slug}/applications/")
    assert set(Finding.objects.values_list("code", "reason", "note")) == {
        ("pan_photo", "blurred", "The number."),
        ("gstin", "not_known", ""),
    }
    assert dict(Check.objects.values_list("code", "result")) == {
        "pan_photo": "mismatch",
        "gstin": "mismatch",
        "pin": "match",
        "address": "match",
    }


def test_marks_are_kept_and_shown_again(browser: Client, board: Any) -> None:
    application = make_file(gstin=GSTIN)
    marks = {"mark-pin": "right", "mark-gstin": "cancelled", "note-gstin": "Since May."}

    kept = browser.post(url(application), {"move": "send_back", "keep": "1", **marks})
    shown = rows(browser.get(url(application)))

    assert kept.status_code == 302
    assert shown["pin"].is_right
    assert [option.value for option in shown["gstin"].reasons if option.is_chosen] == ["cancelled"]
    assert shown["gstin"].note == "Since May."
    assert Application.objects.get(pk=application.pk).status == "submitted"


def test_what_is_missing_can_be_asked_for(browser: Client, board: Any) -> None:
    application = make_file()

    browser.post(url(application), {"move": "send_back", "mark-bank_photo": "missing_photo", "mark-pan": "missing"})

    assert set(Finding.objects.values_list("code", "reason")) == {("bank_photo", "missing_photo"), ("pan", "missing")}


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"mark-pin": "blurred"}, 400),
        ({"mark-pin": "not_readable", "note-pin": "x" * 501}, 422),
        ({"mark-pin": "not_readable", "note-pin": "bell\x07"}, 422),
        ({"mark-pin": "x" * 41}, 422),
    ],
    ids=["no such reason", "too long", "unreadable", "no reason at all"],
)
def test_bad_marks_are_refused_and_nothing_typed_is_lost(
    browser: Client, board: Any, sent: dict[str, str], status: int
) -> None:
    application = make_file(gstin=GSTIN)
    sent = {"move": "send_back", "mark-gstin": "cancelled", "note-gstin": "Since May.", **sent}

    answer = browser.post(url(application), sent)

    assert answer.status_code == status
    assert rows(answer)["gstin"].note == "Since May."
    assert [option.value for option in rows(answer)["gstin"].reasons if option.is_chosen] == ["cancelled"]
    assert not Finding.objects.exists()
    assert not Check.objects.exists()


def test_a_file_is_turned_down_for_a_reason_of_the_list(browser: Client, board: Any) -> None:
    application = make_file()

    browser.post(url(application), {"move": "reject", "why": "not_maker", "reason": ""})

    assert Application.objects.values_list("status", "rejected_for").get(pk=application.pk) == ("rejected", "not_maker")


def test_an_officer_takes_a_file_and_stays_on_it(browser: Client, board: Any) -> None:
    application = make_file()

    answer = browser.post(url(application), {"move": "take", "seen": mark_of(application)})

    assert (answer.status_code, answer.url) == (302, url(application))
    assert Application.objects.get(pk=application.pk).status == "in_review"


def test_a_file_that_was_turned_down_is_read_once_more(browser: Client, board: Any, officer: Any) -> None:
    application = make_file()
    reject_application(application.pk, officer=officer, why="no_answer", reason="")

    answer = browser.post(url(application), {"move": "reconsider", "reason": "She called."})

    assert answer.status_code == 302
    assert Application.objects.get(pk=application.pk).status == "in_review"


def test_the_harmless_button_is_the_one_that_enter_presses(browser: Client, board: Any) -> None:
    page = text(browser.get(url(make_file())))
    form = page[page.index('<form id="review"') :]

    assert re.search(r"<button[^>]*>", form)[0].count('name="keep"') == 1


# Names and repeats


def test_names_are_settled_on_the_page(browser: Client, board: Any) -> None:
    application = make_file(papers={"pan_photo": "Kamla Prajapati"})
    programme = factories.make_programme()
    refused = browser.post(url(application), {"move": "approve", "programme": programme.pk})

    settled = browser.post(
        url(application, "officer_names"), {"name": ["Kamla Prajapati"], "reason": "Before the wedding."}
    )
    approved = browser.post(url(application), {"move": "approve", "programme": programme.pk})

    assert (refused.status_code, settled.status_code, approved.status_code) == (400, 302, 302)
    assert "spells the name in another way" in text(refused)


def test_names_are_not_settled_without_a_reason(browser: Client, board: Any) -> None:
    application = make_file(papers={"pan_photo": "Kamla Prajapati"})

    answer = browser.post(url(application, "officer_names"), {"name": ["Kamla Prajapati"], "reason": ""})

    assert answer.status_code == 422
    assert not Check.objects.exists()


def test_a_repeat_is_decided_on_the_page(browser: Client, board: Any) -> None:
    make_file(name="Asha Gupta", bank_account=ACCOUNT)
    application = make_file(name="Sunita Devi", bank_account=ACCOUNT)
    address = url(application, "officer_repeat", Repeat.objects.get().pk)
    words = {"relation": "family", "reason": "Mother and daughter.", "decision": "allowed"}

    page = text(browser.get(url(application)))
    refused = browser.post(address, {**words, "relation": ""})
    decided = browser.post(address, words)

    assert "Asha Gupta" in page
    assert refused.status_code == 422
    assert "Mother and daughter." in text(refused)
    assert (decided.status_code, Repeat.objects.get().decision) == (302, "allowed")


def test_another_districts_file_is_named_but_not_opened(board: Any) -> None:
    far = make_file(name="Asha Gupta", bank_account=ACCOUNT, district=factories.make_district(154))
    application = make_file(name="Sunita Devi", bank_account=ACCOUNT)
    hers = factories.make_officer(board, role="district_officer", district=factories.make_district(187))

    page = text(browser_in_english(hers).get(url(application)))

    assert "Asha Gupta" in page
    assert str(far.pk) not in page


@pytest.mark.django_db
def test_what_another_board_knows_is_told_as_one_sentence() -> None:
    with board_scope(factories.make_board("elsewhere").pk):
        theirs = make_file(name="Kamla Prajapati", pan="ABCPE1234F")
    board = factories.make_board()
    with board_scope(board.pk):
        application, alone = make_file(pan="ABCPE1234F"), make_file(name="Asha Gupta", pan="ABCPE9234F")
        browser = browser_in_english(factories.make_officer(board))

    page, other = text(browser.get(url(application))), text(browser.get(url(alone)))

    assert "Registered at another board too." in page
    assert "Registered at another board too." not in other
    for leak in ("Kamla", "elsewhere", str(theirs.pk), str(theirs.number), str(theirs.seller_id)):
        assert leak not in page


@pytest.mark.django_db
def test_a_copied_number_is_not_told_as_known_elsewhere() -> None:
    numbers = {"pan": "ABCPE1234F", "bank_account": ACCOUNT}
    with board_scope(factories.make_board().pk):
        make_file(**numbers)
    board = factories.make_board()
    with board_scope(board.pk):
        application = make_file(**numbers)
        browser = browser_in_english(factories.make_officer(board))
        sentence, said = "Registered at another board too.", []
        for copied in ((), ("pan",), ("pan", "bank_account")):
            Fact.objects.filter(code__in=copied).update(origin="copy")
            said.append(sentence in text(browser.get(url(application))))

    assert said == [True, True, False]


# Hidden numbers


def test_a_hidden_number_is_shown_on_one_page_only(browser: Client, board: Any) -> None:
    application = make_file(bank_account=ACCOUNT, pan="ABCPE1234F")

    shown = browser.post(url(application, "officer_show"), {"code": "bank_account", "why": "compare"})
    after = browser.get(url(application))

    assert shown.status_code == 200
    assert shown["Cache-Control"] == "private, no-store"
    assert ACCOUNT in text(shown)
    assert "ABCPE1234F" not in text(shown)
    assert ACCOUNT not in text(after)
    assert ACCOUNT not in str(dict(browser.session))
    assert Unmasking.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"code": "bank_account", "why": ""}, 422),
        ({"code": "bank_account", "why": "other"}, 400),
        ({"code": "bank_account", "why": "curious"}, 422),
        ({"code": "pan", "why": "compare"}, 404),
        ({"code": "shoe\x00", "why": "compare"}, 422),
        ({}, 422),
    ],
)
def test_a_hidden_number_stays_hidden_otherwise(browser: Client, board: Any, sent: dict[str, str], status: int) -> None:
    application = make_file(bank_account=ACCOUNT)

    answer = browser.post(url(application, "officer_show"), sent)

    assert answer.status_code == status
    assert ACCOUNT not in text(answer)
    assert not Unmasking.objects.exists()


def test_beyond_the_allowance_a_sentence_says_so(browser: Client, board: Any, officer: Any) -> None:
    application = make_file(bank_account=ACCOUNT)
    row = {"seller": application.seller, "code": "pan", "officer_id": int(officer.id), "reason": "compare"}
    Unmasking.objects.bulk_create(Unmasking(**row) for _each in range(A_DAY))

    answer = browser.post(url(application, "officer_show"), {"code": "bank_account", "why": "compare"})

    assert answer.status_code == 429
    assert "It goes on tomorrow." in text(answer)
    assert ACCOUNT not in text(answer)


@pytest.mark.parametrize("page", ["officer_names", "officer_show", "officer_look", "officer_application"])
def test_another_district_and_operators_reach_nothing(board: Any, page: str) -> None:
    application = make_file(bank_account=ACCOUNT, papers={"pan_photo": "Kamla Prajapati"})
    sent = {"code": "bank_account", "why": "compare", "name": "Kamla Prajapati", "reason": "So.", "move": "take"}
    far = factories.make_officer(board, role="district_officer", district=factories.make_district(154))
    operator = factories.make_officer(board, role="operator")

    statuses = [browser_of_officer(each).post(url(application, page), sent).status_code for each in (far, operator)]

    assert statuses == [404, 403]
    assert not Check.objects.exists()
    assert not Unmasking.objects.exists()
    assert Application.objects.get(pk=application.pk).status == "submitted"


def test_a_file_that_came_back_says_what_was_mended_since(browser: Client, board: Any, officer: Any) -> None:
    application = make_file(pan="ABCPE1234F", gstin=GSTIN)
    faults = [Fault("pan", "not_as_on_paper", "Look at the card"), Fault("gstin", "not_known")]
    long_ago = timezone.now() - timedelta(days=3)
    Finding.objects.create(application=application, code="pin", reason="incomplete", mended_at=long_ago)
    none = browser.get(url(application)).context["mended"]
    send_back_application(application.pk, officer=officer, faults=faults)
    Finding.objects.filter(application=application, code="pan").update(mended_at=timezone.now())

    answer = browser.get(url(application))

    (mended,) = answer.context["mended"]
    assert none == []
    assert (mended.code, mended.was) == ("pan", "This is not what the paper shows. Please compare them.")
    shown = " ".join(text(answer).split())
    assert "Mended since you sent it back:" in shown
    assert "(was: This is not what the paper shows. Please compare them. “Look at the card”)" in shown
