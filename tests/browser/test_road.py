"""The whole road in Chromium: a phone of 360 px in Hindi, with and without JavaScript; the officer by keyboard."""

from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page

from onboarding.supervisor.stack import Stack
from tests.browser.chromium import sticks_out
from tests.browser.people import Screen, screen
from tests.walkthrough.people import Officer, Phone, wait_for
from tests.walkthrough.pictures import sari
from tests.walkthrough.world import BOARD

MOST_TABS = 60


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "sari.jpg"
    file.write_bytes(sari())
    return file


@pytest.mark.parametrize(
    ("with_scripts", "phone"), [(True, "+919839000001"), (False, "+919839000002")], ids=["scripts", "no scripts"]
)
def test_an_artisan_walks_the_whole_road_on_her_phone(
    stack: Stack, browser: Browser, officer: Officer, photo: Path, with_scripts: bool, phone: str
) -> None:
    seller = screen(browser, stack, language="hi", java_script_enabled=with_scripts)
    desk = screen(browser, stack, language="en", width=1280, person=officer)

    sign_up(seller, stack, phone)
    apply(seller, name=f"सुनीता {phone[-1]}")
    decide_by_keyboard(desk, "applications/", f"सुनीता {phone[-1]}", choose="ODOP with Amazon Kala Haat")
    list_product(seller, photo, title=f"साड़ी {phone[-1]}")
    decide_by_keyboard(desk, "listings/", f"साड़ी {phone[-1]}")
    asin = live_on_her_road(seller, with_scripts)

    sold = httpx.get(f"{stack.urls['control']}/state", trust_env=False).json()["listings"]
    assert [skus for skus in sold.values() if asin in [each["asin"] for each in skus.values()]]
    seller.context.close()
    desk.context.close()


def sign_up(seller: Screen, stack: Stack, phone: str) -> None:
    seller.open("/")
    assert seller.page.locator("html").get_attribute("lang") == "hi"
    seller.page.locator(f'a[href="/join/{BOARD}/"]').tap()
    seller.page.get_by_label("आपका मोबाइल नंबर").fill(phone.removeprefix("+91"))
    tap(seller, "मुझे कोड भेजें")
    seller.expect_path(f"/join/{BOARD}/code/")
    seller.page.get_by_label("एसएमएस में आए 6 अंक").fill(Phone(phone, stack.urls["sms"]).wait_for_code(already=0))
    tap(seller, "आगे बढ़ें")
    seller.expect_path(f"/seller/{BOARD}/")


def tap(seller: Screen, button: str) -> None:
    """Tap the page's one button at the thumb, having looked that nothing sticks out of the page."""
    assert sticks_out(seller.page) == [], seller.path
    with seller.page.expect_navigation():
        seller.page.get_by_role("button", name=button, exact=True).tap()


def apply(seller: Screen, *, name: str) -> None:
    seller.page.get_by_role("link", name="शुरू करें").tap()
    seller.page.get_by_label("आपका नाम").fill(name)
    seller.page.get_by_label("आपका ज़िला").select_option(label="वाराणसी")
    seller.page.get_by_label("गाँव या मोहल्ला, और गली").fill("मदनपुरा, गली 4")
    seller.page.get_by_label("पिन कोड").fill("221001")
    seller.page.get_by_label("आप क्या बनाते हैं?").select_option("banarasi-silk-saree")
    tap(seller, "सहेजें और जाँचें")
    seller.expect_path(f"/seller/{BOARD}/application/check/")
    tap(seller, "मेरी अर्ज़ी भेजें")
    seller.expect_path(f"/seller/{BOARD}/application/sent/")


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
    tap(seller, "अफ़सर को भेजें")
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
