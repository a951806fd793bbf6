"""What Amazon and a partner see, and what the operator checks afterwards."""

from typing import Any

import httpx

from tests.walkthrough.people import expect, wait_for
from tests.walkthrough.world import OTHER_BOARD, World


def amazon_sells_it_once(world: World) -> str:
    def look() -> dict[str, Any] | None:
        found = world.amazon.listing(world.sku)
        return found if found and found["state"] == "live" else None

    found = wait_for(look, f"{world.sku} live in the sandbox", timeout_s=30)
    expect((found["puts"], found["went_live"]) == (1, 1), "put once, live once", found)
    world.asin = found["asin"]
    return f"{world.sku} live as {world.asin}, put {found['puts']} time, went live {found['went_live']} time"


def partner_is_refused_with_a_wrong_secret(world: World) -> str:
    answer = httpx.post(
        world.partner.token_url,
        data={"grant_type": "client_credentials"},
        auth=(world.partner.client_id, "not the secret"),
        trust_env=False,
    )
    expect(answer.status_code == 401, "a refusal", f"{answer.status_code} {answer.text}")
    without = world.partner.get(f"/api/v1/boards/{world.seller.board}/listings/", token="not-a-token")
    expect(without.status_code == 401, "a refusal", f"{without.status_code} {without.text}")
    return f"401 {answer.json()['error']}; without a token {without.status_code} {without.json()['title']}"


def partner_gets_a_token(world: World) -> str:
    answer = world.partner.fetch_token()
    expect(answer.status_code == 200, "a token", f"{answer.status_code} {answer.text}")
    told = answer.json()
    return f"{told['token_type']}, {told['expires_in']} s, {told.get('scope', world.partner.scopes)}"


def partner_reads_it_live(world: World) -> str:
    found = [each for each in world.partner.listings(world.seller.board) if each["id"] == world.listing_id]
    expect(len(found) == 1, "the listing, once", found)
    listing = found[0]
    amazon = [each for each in listing["publications"] if each["marketplace"] == "amazon"]
    expect(amazon == [{"marketplace": "amazon", "status": "live", "marketplace_id": world.asin}], "live", amazon)
    expect("सुनीता" not in str(listing), "nothing about the person", listing)
    return f"{listing['sku']} {listing['price_paise']} paise, {amazon[0]['status']} as {amazon[0]['marketplace_id']}"


def partner_is_refused_at_another_board(world: World) -> str:
    answer = world.partner.get(f"/api/v1/boards/{OTHER_BOARD}/listings/")
    expect(answer.status_code == 404, "404", f"{answer.status_code} {answer.text}")
    return f"404 {answer.json()['title']}"


def anybody_reads_the_description(world: World) -> str:
    described = httpx.get(f"{world.partner.url}/api/v1/openapi.json", trust_env=False).json()
    paths = list(described["paths"])
    expect("/api/v1/boards/{board_slug}/listings/" in paths, "the listings among the paths", paths)
    return f"OpenAPI {described['openapi']}, {len(paths)} paths"


def history_verifies(world: World) -> str:
    said = world.stack.manage("verify_audit").splitlines()  # it raises when a board's history is broken
    found = [line for line in said if not line.startswith("No exported heads")]  # they are exported at night
    expect(all(": intact, " in line for line in found), "every board intact", "\n".join(found))
    mine = next(line for line in found if line.startswith(f"{world.seller.board}: "))
    return f"{len(found)} boards intact, {mine}"


def all_is_ready(world: World) -> str:
    codes = [
        httpx.get(f"{world.seller.url}/{door}", trust_env=False, timeout=10).status_code
        for door in ("healthz", "readyz")
    ]
    expect(codes == [200, 200], "both doors open", codes)
    return f"healthz {codes[0]}, readyz {codes[1]}"
