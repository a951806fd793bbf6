"""The whole road in Chromium: a phone of 360 px in Hindi, with and without JavaScript; the officer by keyboard."""

from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page

from onboarding.supervisor.stack import Stack
from tests.browser.chromium import sticks_out
from tests.browser.people import Screen, screen
from tests.walkthrough.people import Officer, Phone, wait_for
from tests.walkthrough.pictures import card, sari
from tests.walkthrough.world import BOARD

MOST_TABS = 200


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "sari.jpg"
    file.write_bytes(sari())
    return file


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    file = tmp_path / "card.jpg"
    file.write_bytes(card("Sunita", blurred=False))
    return file


@pytest.mark.parametrize(
    ("with_scripts", "phone"), [(True, "+919839000001"), (False, "+919839000002")], ids=["scripts", "no scripts"]
)
def test_an_artisan_walks_the_whole_road_on_her_phone(
    stack: Stack, browser: Browser, officer: Officer, photo: Path, paper: Path, with_scripts: bool, phone: str
) -> None:
    name = f"सुनीता {'देवी' if with_scripts else 'रानी'}"
    seller = screen(browser, stack, language="hi", java_script_enabled=with_scripts)
    desk = screen(browser, stack, language="en", width=1280, person=officer)

    sign_up(seller, stack, phone)
    begin(seller, name)
    seller.context.close()
    seller = screen(browser, stack, language="hi", java_script_enabled=with_scripts)
    sign_up(seller, stack, phone)
    finish_and_send(seller, paper)
    send_back(desk, name)
    mend(seller, paper)
    decide_by_keyboard(desk, "applications/", name, choose="ODOP with Amazon Kala Haat")
    list_product(seller, photo, title=f"साड़ी {phone[-1]}")
    decide_by_keyboard(desk, "listings/", f"साड़ी {phone[-1]}")
    asin = live_on_her_road(seller, with_scripts)

    assert asin in on_sale(stack)
    leave(seller, stack, phone)
    wait_for(lambda: asin not in on_sale(stack), "her product taken down", timeout_s=40)
    seller.context.close()
    desk.context.close()


def on_sale(stack: Stack) -> set[str]:
    """Return Amazon's numbers of all that stands there."""
    sold = httpx.get(f"{stack.urls['control']}/state", trust_env=False).json()["listings"]
    return {each["asin"] for skus in sold.values() for each in skus.values() if each["state"] == "live"}


def sign_up(seller: Screen, stack: Stack, phone: str) -> None:
    already = len(Phone(phone, stack.urls["sms"]).messages())
    seller.open("/")
    assert seller.page.locator("html").get_attribute("lang") == "hi"
    seller.page.locator(f'a[href="/join/{BOARD}/"]').tap()
    seller.page.get_by_label("आपका मोबाइल नंबर").fill(phone.removeprefix("+91"))
    tap(seller, "मुझे कोड भेजें")
    seller.expect_path(f"/join/{BOARD}/code/")
    seller.page.get_by_label("एसएमएस में आए 6 अंक").fill(Phone(phone, stack.urls["sms"]).wait_for_code(already))
    tap(seller, "आगे बढ़ें")
    seller.expect_path(f"/seller/{BOARD}/")


def tap(seller: Screen, button: str) -> None:
    """Tap the page's one button at the thumb, having looked that nothing sticks out of the page."""
    assert sticks_out(seller.page) == [], seller.path
    with seller.page.expect_navigation():
        seller.page.get_by_role("button", name=button, exact=True).tap()


def begin(seller: Screen, name: str) -> None:
    """Answer the first two steps, as far as she comes before the child wakes up."""
    seller.page.locator(".next").get_by_role("link", name="शुरू करें").tap()
    seller.expect_path(f"/seller/{BOARD}/application/")
    seller.page.locator(".actions").get_by_role("link", name="शुरू करें").tap()
    seller.page.get_by_label("आपका नाम").fill(name)
    tap(seller, "सहेजकर आगे बढ़ें")
    seller.expect_path(f"/seller/{BOARD}/application/place/")
    seller.page.get_by_label("आपका ज़िला").select_option(label="वाराणसी")
    seller.page.get_by_label("गाँव या मोहल्ला, और गली").fill("मदनपुरा, गली 4")
    seller.page.get_by_label("पिन कोड").fill("221001")
    tap(seller, "सहेजकर आगे बढ़ें")
    seller.expect_path(f"/seller/{BOARD}/application/craft/")


def finish_and_send(seller: Screen, paper: Path) -> None:
    """Go on where she left, from her road."""
    seller.page.locator(".next").get_by_role("link", name="आगे बढ़ें").tap()
    seller.expect_path(f"/seller/{BOARD}/application/")
    assert seller.page.locator(".task.done").count() == 2
    seller.page.locator(".actions").get_by_role("link", name="आगे बढ़ें").tap()
    seller.expect_path(f"/seller/{BOARD}/application/craft/")
    seller.page.get_by_label("आप क्या बनाते हैं?").select_option("banarasi-silk-saree")
    tap(seller, "सहेजकर आगे बढ़ें")
    photograph_card(seller, paper)
    say_yes(seller)
    tap(seller, "मेरी अर्ज़ी भेजें")
    seller.expect_path(f"/seller/{BOARD}/application/sent/")


def photograph_card(seller: Screen, paper: Path) -> None:
    """Send the picture of her card. With scripts it goes up by itself in the background, without it as a form."""
    camera = f"/seller/{BOARD}/application/pictures/card-photo/"
    seller.open(camera)
    assert sticks_out(seller.page) == [], camera
    seller.page.locator("input[type=file]").set_input_files(paper)
    seller.page.get_by_role("button", name="भेजकर आगे बढ़ें", exact=True).tap()
    seller.page.wait_for_url(lambda url: camera not in url)


def say_yes(seller: Screen) -> None:
    """Answer what she is asked before she may send."""
    seller.open(f"/seller/{BOARD}/application/check/")
    while "/consents/" in seller.path:
        tap(seller, "हाँ")
        seller.open(f"/seller/{BOARD}/application/check/")


def send_back(desk: Screen, name: str) -> None:
    """Mark the picture of her card as blurred, and send the file back."""
    page = desk.page
    desk.open(f"/board/{BOARD}/applications/")
    with page.expect_navigation():
        page.locator("tr", has_text=name).locator("a").click()
    marks = page.locator("#row-artisan_card_photo")
    marks.get_by_text("Not right").click()
    marks.get_by_label("The photo is blurred").check()
    page.locator("summary", has_text="Send back to mend").click()
    page.get_by_role("button", name="Send back what is marked").click()
    page.wait_for_load_state()


def mend(seller: Screen, paper: Path) -> None:
    """She sees the one picture to mend, takes it anew, and sends again."""
    seller.open(f"/seller/{BOARD}/application/")
    assert seller.page.locator(".task.mend").count() == 1
    assert seller.page.locator(".task-wish").inner_text().startswith("फ़ोटो धुँधली है।")
    photograph_card(seller, paper)
    seller.open(f"/seller/{BOARD}/application/check/")
    tap(seller, "मेरी अर्ज़ी भेजें")
    seller.expect_path(f"/seller/{BOARD}/application/sent/")


def leave(seller: Screen, stack: Stack, phone: str) -> None:
    """Read what stops, and confirm by a code."""
    already = len(Phone(phone, stack.urls["sms"]).messages())
    seller.open(f"/seller/{BOARD}/leave/")
    assert "Amazon" in seller.page.locator("#stops").inner_text()
    tap(seller, "छोड़ना है: मुझे कोड भेजें")
    seller.page.locator("input[name=code]").fill(Phone(phone, stack.urls["sms"]).wait_for_code(already))
    seller.page.locator("main form button[type=submit]").first.tap()
    seller.page.wait_for_url(lambda url: "code" not in url)


def list_product(seller: Screen, photo: Path, *, title: str) -> None:
    seller.open(f"/seller/{BOARD}/")
    seller.page.locator(".next").get_by_role("link", name="फ़ोटो खींचें").tap()
    seller.page.locator("input[type=file]").set_input_files(photo)
    tap(seller, "यही फ़ोटो लें")
    seller.page.get_by_label("इसका नाम क्या है?").fill(title)
    seller.page.get_by_label("ख़रीदार को इसके बारे में बताएँ").fill("शुद्ध रेशम, हाथ से बुनी गई।")
    seller.page.get_by_label("यह किससे बना है?").fill("शुद्ध रेशम")
    seller.page.get_by_label("रंग").fill("लाल")
    seller.page.get_by_label("एक पीस का आपका दाम").fill("7,200")
    seller.page.get_by_label("एमआरपी").fill("9,000")
    tap(seller, "सहेजें और जाँचें")
    tap(seller, "हाँ")
    tap(seller, "अधिकारी को भेजें")
    assert seller.page.locator("h1").inner_text() == title


def live_on_her_road(seller: Screen, with_scripts: bool) -> str:
    """Return the marketplace's number. With scripts the page learns of it by itself, without it she opens it again."""
    seller.open(f"/seller/{BOARD}/")
    number = seller.page.locator(".market code")
    if with_scripts:
        number.wait_for(timeout=30_000)
    else:
        wait_for(lambda: reopened(seller) and number.count(), "the product live on her road", timeout_s=30)
    assert seller.page.locator(".stone.done").count() == 5
    return number.inner_text()


def reopened(seller: Screen) -> bool:
    seller.open(f"/seller/{BOARD}/")
    return True


def decide_by_keyboard(desk: Screen, queue: str, title: str, *, choose: str = "") -> None:
    """Approve what stands in the queue under this title, with no other key than Tab, Enter and letters."""
    page = desk.page
    desk.open(f"/board/{BOARD}/")
    press_on(page, page.locator(f'nav a[href="/board/{BOARD}/{queue}"]'))
    press_on(page, page.locator("tr", has_text=title).locator("a"))
    assert page.locator("h1").inner_text() == title
    if choose:
        tab_to(page, page.get_by_label("Programme"))
        page.keyboard.type(choose)
    press_on(page, page.get_by_role("button", name="Approve"))
    desk.expect_path(f"/board/{BOARD}/{queue}")
    assert page.locator("tr", has_text=title).count() == 0


def press_on(page: Page, target: Locator) -> None:
    tab_to(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus, and see that it shows it."""
    for _tab in range(MOST_TABS):
        if target.evaluate("each => each === document.activeElement"):
            break
        page.keyboard.press("Tab")
    else:
        pytest.fail(f"{MOST_TABS} times Tab did not lead to {target}")
    shown = target.evaluate("each => getComputedStyle(each).outlineWidth + getComputedStyle(each).outlineStyle")
    assert shown == "3pxsolid"
