"""What the artisan does on her phone, in Hindi."""

import re

import httpx

from tests.walkthrough.people import expect, wait_for
from tests.walkthrough.pictures import sari
from tests.walkthrough.world import PHONE, World

PIECE = {
    "title": "लाल बनारसी साड़ी, ज़री का बॉर्डर",
    "description": "शुद्ध रेशम, बारह दिन में हाथ से बुनी गई।",
    "material": "शुद्ध रेशम",
    "color": "लाल",
    "mrp_paise": "9,000",
    "quantity": "2",
}


def opens_front_page(world: World) -> str:
    page = world.seller.open("/?from=neighbour")
    expect((page.language, page.direction) == ("hi", "ltr"), "a page in Hindi", (page.language, page.direction))
    boards = len(page.root.find_all("li", class_="board"))
    expect(boards == 4, "four boards", page.main_text)
    return f"“{page.heading}”, {boards} boards"


def switches_language(world: World) -> str:
    english = world.seller.switch_language("en")
    seen = f"{world.seller.path}, “{english.heading}”"
    expect(english.language == "en", "the page in English", seen)
    world.seller.expect_page("/?from=neighbour")
    world.seller.switch_language("hi")
    world.seller.expect_page("/?from=neighbour")
    return seen


def types_a_bad_number(world: World) -> str:
    world.seller.open(f"/join/{world.seller.board}/")
    page = world.seller.send(world.seller.page.form(), phone="12345")
    expect(world.seller.answer.status_code == 400, "a refusal", world.seller.answer.status_code)
    expect(page.form().values["phone"] == "12345", "what she typed, still there", page.main_text)
    expect(not world.seller.phone.messages(), "no SMS", world.seller.phone.messages())
    return f"400, “{page.error_of('phone')}”"


def asks_for_a_code(world: World) -> str:
    world.seller.send(world.seller.page.form(), phone=PHONE)
    world.seller.expect_page(f"/join/{world.seller.board}/code/")
    text = world.seller.phone.wait_for_message(already=0)
    return f"{world.seller.first_status}, SMS received “{text}”"


def code_of(world: World) -> str:
    found = re.search(r"\b\d{6}\b", world.seller.phone.messages()[0])
    expect(found, "six digits in the SMS", world.seller.phone.messages())
    return found.group() if found else ""


def types_a_wrong_code(world: World) -> str:
    wrong = f"{(int(code_of(world)) + 1) % 1_000_000:06d}"
    page = world.seller.send(world.seller.page.form(), code=wrong)
    expect(world.seller.answer.status_code == 422, "a refusal", world.seller.answer.status_code)
    peek = httpx.get(f"{world.seller.url}{world.seller.at()}", cookies=world.seller.http.cookies, trust_env=False)
    expect(peek.status_code == 302, "the road closed to her", peek.status_code)
    return f"422, “{page.error_of('code')}”"


def signs_in(world: World) -> str:
    page = world.seller.send(world.seller.page.form(), code=code_of(world))
    world.seller.expect_page(world.seller.at())
    return f"her road, next step “{next_step(world)}”, {page.language}"


def next_step(world: World) -> str:
    title = world.seller.page.root.find(id="next-title")
    return title.text if title else ""


def waits(world: World) -> str:
    world.seller.open(world.seller.at())
    stones = world.seller.stones()
    expect(list(stones.values())[:2] == ["done", "waiting"], "sent, and waiting for approval", stones)
    waiting = world.seller.page.root.find(class_="plain-list")
    expect(waiting, "what others do for her", world.seller.page.main_text)
    return waiting.text if waiting else ""


def is_told_of_approval(world: World) -> str:
    text = world.seller.phone.wait_for_text("मंज़ूर")
    expect(world.number in text, f"an SMS about application {world.number}", text)
    return f"SMS “{text}”"


def sees_her_approval(world: World) -> str:
    world.seller.open(world.seller.at())
    stones = world.seller.stones()
    expect(
        list(stones.values())[:5] == ["done", "done", "todo", "done", "current"], "approved, with an account", stones
    )
    return f"next step “{next_step(world)}”"


def sends_a_price_list_as_photo(world: World) -> str:
    world.seller.open(world.seller.page.link("listings/new/"))
    page = world.seller.send(
        world.seller.page.form(), files={"photo": ("daam.pdf", b"%PDF-1.7 daam", "application/pdf")}
    )
    expect(world.seller.answer.status_code == 400, "a refusal", world.seller.answer.status_code)
    return f"400, “{page.error_of('photo')}”"


def sends_a_photo_of_40_mb(world: World) -> str:
    content = sari() + bytes(40 * 1024 * 1024)
    page = world.seller.send(world.seller.page.form(), files={"photo": ("sari.jpg", content, "image/jpeg")})
    world.seller.expect_page(world.seller.at("listings/new/"), status=413)
    return f"413, “{page.error_of('photo')}”"


def takes_a_photo(world: World) -> str:
    content = sari()
    page = world.seller.send(world.seller.page.form(), files={"photo": ("sari.jpg", content, "image/jpeg")})
    world.listing_path = world.seller.path.removesuffix("details/")
    expect(world.seller.path.endswith("/details/"), "the page for the details", page.main_text)
    return f"{len(content) // 1024} KB taken, “{page.heading}”"


def types_a_price_in_words(world: World) -> str:
    page = world.seller.send(world.seller.page.form(), price_paise="7.2k", **PIECE)
    expect(world.seller.answer.status_code == 422, "a refusal", world.seller.answer.status_code)
    kept = page.form().values
    expect(kept["title"] == PIECE["title"], "what she typed, still there", kept)
    return f"422, “{page.error_of('price_paise')}”"


def mends_the_price(world: World) -> str:
    page = world.seller.send(world.seller.page.form(), price_paise="७,२००")
    expect("consents/marketplace_share/amazon" in world.seller.path, "asked before Amazon is told", page.main_text)
    question = page.root.find(id="question")
    return f"asked first: “{question.text if question else ''}”"


def allows_amazon(world: World) -> str:
    form = next(form for form in world.seller.page.forms() if ("answer", "yes") in form.buttons)
    page = world.seller.send(form, button=("answer", "yes"))
    world.seller.expect_page(f"{world.listing_path}check/")
    expect("₹7,200" in page.main_text, "the price", page.main_text)
    return f"“{page.heading}”, ₹7,200"


def sends_the_listing(world: World) -> str:
    page = world.seller.send(world.seller.page.form())
    world.seller.expect_page(world.listing_path)
    status = page.root.find(class_="chip")
    return f"“{status.text if status else ''}”"


def sees_it_live(world: World) -> str:
    def look() -> str:
        world.seller.open(world.seller.at())
        shown = world.seller.page.root.find("code")
        return shown.text if shown and world.seller.stones_done() == 5 else ""

    shown = wait_for(look, "the product live on her road")
    expect(shown == world.asin, f"Amazon's own number {world.asin}", shown)
    return f"live on Amazon as {shown}, {world.seller.stones_done()} of 7 stones done"


def is_told_that_it_is_live(world: World) -> str:
    text = world.seller.phone.wait_for_text(world.asin)
    told = [each for each in world.seller.phone.messages() if world.asin in each]
    expect(len(told) == 1, "one SMS about it", world.seller.phone.messages())
    return f"SMS “{text}”"


def signs_out(world: World) -> str:
    world.seller.open(world.seller.at())
    forms = [form for form in world.seller.page.forms() if form.action == "/sign-out/"]
    world.seller.send(forms[0])
    world.seller.open(world.listing_path)
    world.seller.expect_page(f"/join/{world.seller.board}/")
    return "her listing asks for the phone again"
