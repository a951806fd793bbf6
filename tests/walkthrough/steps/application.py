"""The artisan's application: begun, left half-way, taken up on another phone, sent, mended."""

import re

from tests.walkthrough.people import Seller, expect
from tests.walkthrough.pictures import card
from tests.walkthrough.world import World

NAME = "सुनीता देवी"
FIRST_ANSWERS = {
    "who": {"kind": "individual", "name": NAME},
    "place": {"district": "वाराणसी", "address": "मदनपुरा, गली नंबर 4", "pin": "२२१ ००१"},
}
LATER_ANSWERS = {
    "craft": {"craft": "banarasi-silk-saree", "cluster": "मदनपुरा के बुनकर"},
    "card": {"artisan_card": "UP/VNS/00412"},
    "pan": {"pan": "zzzpz 9999z"},
    "bank": {"bank_account": "00112233445566", "ifsc": "sbin0001234"},
}


def answer(seller: Seller, step: str, answers: dict[str, str]) -> None:
    seller.open(seller.at(f"application/{step}/"))
    page = seller.send(seller.page.form(), **answers)
    expect(seller.first_status == 302, f"the answers of {step} taken", page.main_text)


def steps_done(seller: Seller) -> int:
    """Return how many steps her list calls done."""
    page = seller.open(seller.at("application/"))
    return len(page.root.find_all("li", class_="done"))


def begins_and_leaves(world: World) -> str:
    for step, answers in FIRST_ANSWERS.items():
        answer(world.seller, step, answers)
    done = steps_done(world.seller)
    expect(done == len(FIRST_ANSWERS), "two steps done", world.seller.page.main_text)
    return f"{done} steps done, then she puts the phone away"


def goes_on_with_another_phone(world: World) -> str:
    """Her number in a neighbour's phone: no cookie of hers is there, and what she answered is."""
    seller = Seller(world.seller.url, phone=world.seller.phone, board=world.seller.board)
    already = len(seller.phone.messages())
    seller.open(f"/join/{seller.board}/")
    seller.send(seller.page.form(), phone=seller.phone.number)
    seller.send(seller.page.form(), code=seller.phone.wait_for_code(already))
    seller.expect_page(seller.at())
    done = steps_done(seller)
    expect(done == len(FIRST_ANSWERS), "what she answered on her own phone", seller.page.main_text)
    world.seller = seller
    return f"signed in with a new code, {done} steps still done"


def types_a_wrong_pin_code(world: World) -> str:
    seller = world.seller
    seller.open(seller.at("application/place/"))
    page = seller.send(seller.page.form(), pin="2210")
    expect(seller.answer.status_code == 422, "a refusal", seller.answer.status_code)
    expect(page.form().values["pin"] == "2210", "what she typed, still there", page.main_text)
    return f"422, “{page.error_of('pin')}”"


def answers_the_rest(world: World) -> str:
    for step, answers in LATER_ANSWERS.items():
        answer(world.seller, step, answers)
    return f"{steps_done(world.seller)} steps done"


def sends_a_note_in_place_of_her_card(world: World) -> str:
    seller = world.seller
    seller.open(seller.at("application/pictures/card-photo/"))
    page = seller.send(seller.page.form(), files={"picture": ("card.pdf", b"%PDF-1.7 no card", "application/pdf")})
    expect(400 <= seller.answer.status_code < 500, "a refusal", seller.answer.status_code)
    return f"{seller.answer.status_code}, “{page.error_of('picture')}”"


def photographs_her_card(world: World) -> str:
    return sends_card(world, blurred=True)


def sends_card(world: World, *, blurred: bool) -> str:
    seller, content = world.seller, card(NAME, blurred=blurred)
    seller.open(seller.at("application/pictures/card-photo/"))
    page = seller.send(seller.page.form(), files={"picture": ("card.jpg", content, "image/jpeg")})
    expect(seller.first_status == 302, "the picture taken", page.main_text)
    return f"{len(content) // 1024} KB taken"


def reads_her_answers_and_sends(world: World) -> str:
    seller = world.seller
    seller.open(seller.at("application/"))
    says_yes_when_asked(world)
    page = seller.open(seller.at("application/check/"))
    for shown in (NAME, "मदनपुरा, गली नंबर 4", "221001", "●●●●●●999Z", "SBIN0001234"):
        expect(shown in page.main_text, f"the answer {shown}", page.main_text)
    expect("00112233445566" not in page.main_text, "the bank account masked", page.main_text)
    page = seller.send(seller.page.form())
    seller.expect_page(seller.at("application/sent/"))
    number = re.search(r"\b1\d{5}\b", page.main_text)
    expect(number, "the number of the application", page.main_text)
    world.number = number.group() if number else ""
    return f"“{page.heading}”, number {world.number}"


def says_yes_when_asked(world: World) -> None:
    """Answer each consent that is asked before sending; a no would let her go on as well."""
    seller = world.seller
    seller.open(seller.at("application/check/"))
    while "/consents/" in seller.path:
        form = next(form for form in seller.page.forms() if ("answer", "yes") in form.buttons)
        seller.send(form, button=("answer", "yes"))
        seller.open(seller.at("application/check/"))


def is_told_what_to_mend(world: World) -> str:
    text = world.seller.phone.wait_for_text(world.number)
    page = world.seller.open(world.seller.at("application/"))
    wishes = [node.text for node in page.root.find_all(class_="task-wish")]
    expect(len(wishes) == 1, "one thing to mend", page.main_text)
    fixed = len(page.root.find_all("li", class_="fixed"))
    expect(fixed >= len(FIRST_ANSWERS), "what was right stays right", page.main_text)
    return f"SMS “{text}”; “{wishes[0]}”, {fixed} steps stay as they are"


def mends_the_picture_and_sends_again(world: World) -> str:
    sends_card(world, blurred=False)
    seller = world.seller
    seller.open(seller.at("application/check/"))
    page = seller.send(seller.page.form())
    seller.expect_page(seller.at("application/sent/"))
    return f"“{page.heading}”"
