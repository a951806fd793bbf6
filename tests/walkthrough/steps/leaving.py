"""She leaves: what stops is said first, a code confirms it, and her products come down."""

from tests.walkthrough.people import expect, wait_for
from tests.walkthrough.world import World


def reads_what_stops(world: World) -> str:
    seller = world.seller
    page = seller.open(seller.at("leave/"))
    stops = page.root.find(id="stops")
    expect(stops and "Amazon" in stops.text, "her product on Amazon by name", page.main_text)
    expect(
        seller.open(seller.at()) and seller.stones_done() == 5, "nothing has changed by reading", seller.page.main_text
    )
    return stops.text if stops else ""


def leaves_by_code(world: World) -> str:
    seller = world.seller
    seller.open(seller.at("leave/"))
    already = len(seller.phone.messages())
    seller.send(seller.page.form())
    seller.expect_page(seller.at("leave/code/"))
    wrong = seller.send(seller.page.form(), code="000000")
    expect(seller.answer.status_code == 422, "a wrong code refused", wrong.main_text)
    seller.send(seller.page.form(), code=seller.phone.wait_for_code(already))
    seller.open(seller.at("leave/"))
    expect(seller.page.root.find(id="stops") is None, "leaving, and not asked again", seller.page.main_text)
    return f"“{seller.page.heading}”"


def is_gone_from_amazon(world: World) -> str:
    def look() -> bool:
        found = world.amazon.listing(world.sku)
        return found is None or found["state"] == "deleted"

    wait_for(look, f"{world.sku} taken down", timeout_s=40)
    return f"{world.sku} stands there no more"


def is_told_that_she_left(world: World) -> str:
    text = world.seller.phone.wait_for_text("हाट सेतु छोड़")
    world.seller.open(world.seller.at("listings/new/"))
    expect(world.seller.path != world.seller.at("listings/new/"), "no new product", world.seller.page.main_text)
    return f"SMS “{text}”"
