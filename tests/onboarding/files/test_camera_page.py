"""The camera page in a real browser: with JavaScript, without it, and over a line that breaks."""

import re
import threading
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings

from tests.browser.chromium import PHONE, chromium, sticks_out
from tests.onboarding.files import corpus, pdfs
from tests.onboarding.files.pictures import encoded, noise, picture, seen_at
from tests.onboarding.files.workshop import STATIC, Workshop

WAITING = "No network. We try again by ourselves, stay on this page."


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def workshop(settings: Settings) -> Iterator[Workshop]:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # this server knows no hashed names
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    server = Workshop()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, locale="en-IN")
    opened = context.new_page()
    opened.set_default_timeout(15_000)
    opened.said = []  # type: ignore[attr-defined]
    opened.on("console", lambda line: opened.said.append(line.text))  # type: ignore[attr-defined]
    opened.on("pageerror", lambda error: opened.said.append(str(error)))  # type: ignore[attr-defined]
    yield opened
    context.close()


def choose(page: Page, content: bytes, name: str = "card.jpg", kind: str = "image/jpeg") -> None:
    page.set_input_files("[type=file]", {"name": name, "mimeType": kind, "buffer": content})


def refused_by_policy(page: Page) -> list[str]:
    return [line for line in page.said if "Content Security Policy" in line]  # type: ignore[attr-defined]


def sent_file(workshop: Workshop) -> tuple[str, str, bytes]:
    file: tuple[str, str, bytes] = workshop.received[-1]["file"]
    return file


def sideways_photo() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    grain = Image.open(BytesIO(noise(500, 375))).resize((3200, 2400))
    return encoded(Image.blend(picture(3200, 2400), grain, 0.2), exif=exif, quality=92)


def test_the_script_is_small_and_leaves_nothing_to_inline() -> None:
    assert (STATIC / "js" / "upload.js").stat().st_size < 5 * 1024


@pytest.mark.parametrize("kind", ["card", "book", "page", "photo"])
def test_the_page_offers_gallery_and_camera_and_fits_a_small_phone(workshop: Workshop, page: Page, kind: str) -> None:
    page.goto(f"{workshop.address}/{kind}/")

    box = page.locator("[type=file]")
    assert box.get_attribute("capture") is None
    assert box.get_attribute("accept") == ("image/*" if kind == "photo" else "image/*,application/pdf")
    expect(page.get_by_role("button", name="Open the camera")).to_be_visible()
    assert sticks_out(page) == []


def test_the_camera_button_asks_for_the_camera_and_the_box_for_anything(workshop: Workshop, page: Page) -> None:
    page.goto(f"{workshop.address}/card/")
    page.evaluate("""() => {
        window.asked = [];
        document.querySelector("[type=file]").addEventListener("click", (event) => {
            window.asked.push(event.target.getAttribute("capture"));
            event.preventDefault();
        });
    }""")

    page.get_by_role("button", name="Open the camera").click()
    page.locator("[type=file]").click()

    assert page.evaluate("window.asked") == ["environment", None]


def test_a_photo_is_shown_made_smaller_upright_and_sent_with_every_field(workshop: Workshop, page: Page) -> None:
    content = sideways_photo()
    page.goto(f"{workshop.address}/card/")

    choose(page, content, "IMG_1.JPEG")
    expect(page.locator("canvas")).to_be_visible()
    page.get_by_role("button", name="Send").click()
    page.wait_for_selector("#done")

    name, kind, received = sent_file(workshop)
    image = Image.open(BytesIO(received))
    assert (name, kind, image.size) == ("IMG_1.jpg", "image/jpeg", (1200, 1600))
    assert seen_at(image) == ["blue", "red", "white", "green"]
    assert len(received) < len(content) / 2
    others = {name: value for name, value in workshop.received[0].items() if name != "file"}
    assert others == {"upload_id": "the-token", "number": "ABCPE1234F", "step": "save"}
    assert refused_by_policy(page) == []


def test_the_answer_is_fetched_once_and_stands_under_its_own_address(workshop: Workshop, page: Page) -> None:
    page.goto(f"{workshop.address}/card/")

    choose(page, encoded(picture()))
    page.get_by_role("button", name="Send").click()
    page.wait_for_selector("#done")

    assert (page.url, page.title()) == (f"{workshop.address}/done/", "It has arrived")
    assert workshop.fetched.count("/done/") == 1
    page.reload()
    page.wait_for_selector("#done")
    assert len(workshop.received) == 1


def test_a_small_photo_a_pdf_and_what_the_browser_cannot_draw_are_sent_as_they_are(
    workshop: Workshop, page: Page
) -> None:
    heic = corpus.heic(3000, 2000)
    files = {
        ("a.jpg", "image/jpeg"): encoded(picture()),
        ("a.pdf", "application/pdf"): pdfs.pdf() + bytes(400_000),
        ("a.heic", "image/heic"): heic + bytes(400_000),
        ("broken.jpg", "image/jpeg"): noise(1600, 1200)[:400_000],
    }
    for (name, kind), content in files.items():
        page.goto(f"{workshop.address}/card/")
        choose(page, content, name, kind)
        page.get_by_role("button", name="Send").click()
        page.wait_for_selector("#done")

        assert sent_file(workshop) == (name, kind, content)


def test_a_lost_line_is_tried_again_with_the_same_token_until_it_holds(workshop: Workshop, page: Page) -> None:
    workshop.drops, workshop.gateways = 2, 1
    page.goto(f"{workshop.address}/card/")

    choose(page, encoded(picture()))
    page.get_by_role("button", name="Send").click()
    expect(page.locator("[data-way] p")).to_have_text(WAITING)
    assert page.url == f"{workshop.address}/card/"
    page.wait_for_selector("#done")

    assert [each["upload_id"] for each in workshop.received] == ["the-token"]
    assert (workshop.drops, workshop.gateways) == (0, 0)


def test_where_many_photos_arrive_it_says_so_and_is_sent_again_by_itself(workshop: Workshop, page: Page) -> None:
    workshop.crowds = 1
    page.goto(f"{workshop.address}/card/")

    choose(page, encoded(picture()))
    page.get_by_role("button", name="Send").click()
    expect(page.locator("[data-way] p")).to_have_text(re.compile("Many photos are arriving just now"))
    page.wait_for_selector("#done")

    assert [(each["upload_id"], each["number"]) for each in workshop.received] == [("the-token", "ABCPE1234F")]


def test_it_is_sent_at_once_when_the_network_returns(workshop: Workshop, page: Page) -> None:
    page.clock.install()
    page.goto(f"{workshop.address}/card/")
    choose(page, encoded(picture()))

    page.context.set_offline(True)
    page.get_by_role("button", name="Send").click()
    expect(page.locator("[data-way] p")).to_have_text(WAITING)
    assert workshop.received == []
    page.context.set_offline(False)  # no timer has run: the clock stands
    page.wait_for_selector("#done")

    assert len(workshop.received) == 1


def test_a_second_tap_sends_nothing_twice(workshop: Workshop, page: Page) -> None:
    workshop.drops = 1
    page.goto(f"{workshop.address}/card/")
    choose(page, encoded(picture()))

    page.get_by_role("button", name="Send").click()
    page.get_by_role("button", name="Send").click()
    page.wait_for_selector("#done")

    assert len(workshop.received) == 1


def test_another_photo_takes_the_place_of_the_one_on_its_way(workshop: Workshop, page: Page) -> None:
    workshop.drops = 1000
    page.goto(f"{workshop.address}/card/")
    choose(page, encoded(picture()), "first.jpg")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("[data-way] p")).to_have_text(WAITING)

    choose(page, encoded(picture()), "second.jpg")
    expect(page.locator("[data-way]")).to_be_hidden()
    workshop.drops = 0
    page.get_by_role("button", name="Send").click()
    page.wait_for_selector("#done")

    assert [each["file"][0] for each in workshop.received] == ["second.jpg"]


def test_a_refusal_is_shown_as_the_server_wrote_it_and_can_be_mended_there(workshop: Workshop, page: Page) -> None:
    workshop.refuses = True
    page.goto(f"{workshop.address}/card/")
    choose(page, encoded(picture()))
    page.get_by_role("button", name="Send").click()
    page.wait_for_selector("#refused")
    assert page.url == f"{workshop.address}/card/"

    workshop.refuses = False
    choose(page, encoded(picture()), "better.jpg")
    expect(page.locator("canvas")).to_be_visible()  # the script is at work in the new page too
    page.get_by_role("button", name="Send").click()
    page.wait_for_selector("#done")

    assert [each["file"][0] for each in workshop.received] == ["card.jpg", "better.jpg"]
    assert refused_by_policy(page) == []


def test_the_policy_of_these_pages_would_refuse_an_inline_script(workshop: Workshop, page: Page) -> None:
    page.goto(f"{workshop.address}/card/")

    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))")

    assert page.evaluate("window.ran") is None
    assert len(refused_by_policy(page)) == 1


def test_without_javascript_the_form_posts_by_itself(workshop: Workshop, browser: Browser) -> None:
    content: Any = sideways_photo()
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{workshop.address}/card/")
    assert not page.get_by_role("button", name="Open the camera").is_visible()

    choose(page, content)
    page.get_by_role("button", name="Send").click()
    page.wait_for_selector("#done")

    assert sent_file(workshop) == ("card.jpg", "image/jpeg", content)
    assert workshop.received[0]["upload_id"] == "the-token"
    context.close()
