"""What the board's officer does at a desk, in English."""

from io import BytesIO

from PIL import Image

from tests.walkthrough.people import expect, wait_for
from tests.walkthrough.world import PROGRAMME, World


def gives_the_password_alone(world: World) -> str:
    officer = world.officer
    officer.open(officer.at())
    officer.give_password()
    for path in (officer.at(), officer.at("applications/")):
        officer.open(path)
        expect("/2fa/authenticate/" in officer.path, "the console still closed", officer.page.main_text)
    return f"“{officer.page.heading}”, the console stays closed"


def signs_in(world: World) -> str:
    officer = world.officer
    officer.give_code()
    officer.expect_page(officer.at())
    officer.switch_language("en")
    officer.expect_page(officer.at())
    world.waiting = officer.number(officer.at("applications/"))
    return f"“{officer.page.heading}”, {world.waiting} applications to read"


def sees_one_more(world: World) -> str:
    officer = world.officer
    officer.open(officer.at())
    now = officer.number(officer.at("applications/"))
    expect(now == world.waiting + 1, f"{world.waiting + 1} applications", now)
    return f"{now} applications to read"


def opens_the_file(world: World) -> str:
    officer = world.officer
    page = officer.open(officer.at("applications/"))
    rows = [row for row in page.root.find_all("tr") if row.text.startswith(f"{world.number} ")]
    link = rows[-1].find("a") if rows else None
    expect(link, f"application {world.number} in the queue", page.main_text)
    page = officer.open(link.attrs["href"] if link else "")
    expect("सुनीता देवी" in page.heading, "her file", page.main_text)
    moves = [form.values["move"] for form in page.forms() if "move" in form.values]
    return f"“{page.heading}”, she may {', '.join(moves)}"


def sends_back_the_blurred_card(world: World) -> str:
    officer = world.officer
    shown = officer.page.root.find("img", class_="paper-page")
    expect(shown, "the picture of her card, large", officer.page.main_text)
    answer = officer.http.get(shown.attrs["src"] if shown else "")
    image = Image.open(BytesIO(answer.content))
    expect(not image.getexif(), "no EXIF", dict(image.getexif()))
    form = next(form for form in officer.page.forms() if form.values.get("move") == "send_back")
    officer.send(form, **{"mark-artisan_card_photo": "blurred"})
    expect(officer.first_status == 302, "sent back", officer.page.main_text)
    return f"{officer.first_status}, {image.format} {image.width}x{image.height} was blurred"


def is_refused_at_another_board(world: World) -> str:
    stranger = world.stranger
    stranger.open(stranger.at())
    stranger.give_password()
    stranger.give_code()
    stranger.expect_page(stranger.at())
    codes = []
    for path in (world.officer.path, world.officer.path.replace(world.officer.board, stranger.board)):
        stranger.open(path)
        codes.append(stranger.answer.status_code)
        expect("सुनीता" not in stranger.page.root.text, "nothing of her file", stranger.page.main_text)
    expect(codes == [404, 404], "404 for the file, by either board's path", codes)
    return f"{codes[0]} at {world.officer.board}, {codes[1]} at {stranger.board}"


def approves_and_enrols(world: World) -> str:
    officer = world.officer
    officer.send(officer.page.form(move="approve"), programme=PROGRAMME)
    officer.expect_page(officer.at("applications/"))
    status = officer.first_status
    officer.open(officer.at())
    left = officer.number(officer.at("applications/"))
    expect(left == world.waiting, f"{world.waiting} left", left)
    programme = next(entry for entry in officer.page.root.find_all(class_="fill") if PROGRAMME in entry.text)
    return f"{status}, {left} left, {programme.text}"


def looks_at_the_photo(world: World) -> str:
    officer = world.officer
    page = officer.open(officer.at("listings/"))
    page = officer.open(page.link(world.listing_id))
    shown = page.root.find("img", class_="photo-large")
    expect(shown, "the photo, large", page.main_text)
    answer = officer.http.get(shown.attrs["src"] if shown else "")
    image = Image.open(BytesIO(answer.content))
    expect(image.size == (1600, 1200), "1600 by 1200 pixels", image.size)
    expect(not image.getexif(), "no EXIF", dict(image.getexif()))
    return f"“{page.heading}”, {image.format} {image.width}x{image.height}, {len(answer.content) // 1024} KB"


def approves_the_listing(world: World) -> str:
    officer = world.officer
    officer.send(officer.page.form(move="approve"))
    officer.expect_page(officer.at("listings/"))
    return f"{officer.first_status}, back in the queue"


def sees_it_among_the_live_ones(world: World) -> str:
    officer = world.officer

    def look() -> str:
        page = officer.open(officer.at("marketplaces/?status=live"))
        return next((row.text for row in page.root.find_all("tr") if world.sku in row.text), "")

    row = wait_for(look, f"{world.sku} live on the officer's page")
    expect(world.asin in row, f"Amazon's number {world.asin}", row)
    return row
