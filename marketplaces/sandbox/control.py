"""The mount `/_control`: what happened here, and what shall go wrong. For tests and demonstrations only."""

import math
from collections.abc import Callable
from typing import Any

from marketplaces.sandbox.clock import iso
from marketplaces.sandbox.faults import BadFault, Fault, read_fault
from marketplaces.sandbox.registries import RESULTS, order_result
from marketplaces.sandbox.wire import BadJson, Reply, Request, json_reply
from marketplaces.sandbox.world import World

PAGE = 10_000
SUBMISSIONS = (
    "SELECT seq, submission_id, seller_id, sku, operation, body_sha256, outcome, at FROM submission"
    " WHERE seq > ? AND ? IN ('', seller_id) AND ? IN ('', sku) ORDER BY seq LIMIT ?"
)
LIVE_EVENTS = (
    "SELECT seq, seller_id, sku, submission_id, event, at FROM live_event"
    " WHERE seq > ? AND ? IN ('', seller_id) AND ? IN ('', sku) ORDER BY seq LIMIT ?"
)


class BadOrder(Exception):
    """The order to the sandbox makes no sense; the message says why."""


class Control:
    """Answers state and logs, takes orders for faults, clock and rates."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._routes: dict[tuple[str, str], Callable[[Request], object]] = {
            ("GET", "state"): self._state,
            ("GET", "submissions"): self._submissions,
            ("GET", "live"): self._live,
            ("POST", "faults"): self._order_faults,
            ("DELETE", "faults"): self._clear_faults,
            ("POST", "clock"): self._set_clock,
            ("POST", "rates"): self._set_rates,
            ("POST", "registries"): self._order_result,
        }

    def answer(self, request: Request) -> Reply:
        """Answer one order or question."""
        route = self._routes.get((request.method, "/".join(request.segments)))
        if route is None:
            return json_reply(404, {"error": "There is no such door."})
        try:
            return json_reply(200, route(request))
        except (BadOrder, BadFault, BadJson) as error:
            return json_reply(400, {"error": str(error)})

    def _state(self, request: Request) -> dict[str, Any]:
        """Sum up; `?seller=` narrows the listings, which stand by seller and SKU."""
        world = self._world
        world.shelf.settle()
        answers = world.counts.by_operation()
        listings = self._listings(request.first("seller"))
        return {
            "clock": {
                "now": iso(world.clock.now()),
                "speed": world.clock.speed,
                "delay_s": world.clock.delay_s,
            },
            "seed": world.faults.seed,
            "faults": world.faults.described(),
            "rates": {"scale": world.rates.scale},
            "requests": answers,
            "throttled": sum(outcomes.get("429", 0) for outcomes in answers.values()),
            "max_concurrent_per_sku": world.counts.max_in_flight_per_sku,
            "live": sum(row["state"] == "live" for skus in listings.values() for row in skus.values()),
            "listings": listings,
            "sms": self._number("SELECT count(*) FROM sms"),
            "voice": self._number("SELECT count(*) FROM voice_call"),
            "mail": self._number("SELECT count(*) FROM mail"),
        }

    def _listings(self, seller_id: str) -> dict[str, dict[str, dict[str, Any]]]:
        found: dict[str, dict[str, dict[str, Any]]] = {}
        rows = self._world.store.rows(
            "SELECT seller_id, sku, asin, state, product_type,"
            " (SELECT count(*) FROM submission s WHERE (s.seller_id, s.sku) = (l.seller_id, l.sku)"
            "  AND operation = 'putListingsItem') AS puts,"
            " (SELECT count(*) FROM live_event e WHERE (e.seller_id, e.sku) = (l.seller_id, l.sku)"
            "  AND event = 'live') AS went_live"
            " FROM listing l WHERE ? IN ('', seller_id) ORDER BY seller_id, sku",
            (seller_id,),
        )
        for row in rows:
            names = ("asin", "state", "product_type", "puts", "went_live")
            found.setdefault(row["seller_id"], {})[row["sku"]] = {name: row[name] for name in names}
        return found

    def _number(self, query: str) -> int:
        (row,) = self._world.store.rows(query)
        return int(row[0])

    def _submissions(self, request: Request) -> dict[str, Any]:
        """List what was handed in, oldest first, after `?after=` (a `seq`), up to a page."""
        return self._log(SUBMISSIONS, request)

    def _live(self, request: Request) -> dict[str, Any]:
        """List what buyers saw change (live, changed, refused, down), oldest first, like `submissions`."""
        self._world.shelf.settle()
        return self._log(LIVE_EVENTS, request)

    def _log(self, query: str, request: Request) -> dict[str, Any]:
        after = request.first("after") or "0"
        if not after.isdecimal() or len(after) > 18:
            raise BadOrder("after is a seq.")
        rows = self._world.store.rows(query, (int(after), request.first("seller"), request.first("sku"), PAGE))
        return {"rows": [dict(row) for row in rows]}

    def _order_faults(self, request: Request) -> dict[str, Any]:
        """Take one fault (added), or a list, or `{"seed": 7, "faults": [...]}` (in place of all others)."""
        order = request.json_value()
        faults = self._world.faults
        if isinstance(order, dict) and not order.keys() & {"seed", "faults"}:
            faults.add(read_fault(order))
        else:
            whole = {"faults": order} if isinstance(order, list) else order
            seed, orders = _whole_order(whole, faults.seed)
            faults.seed = seed
            faults.replace_all(orders)
        return {"faults": faults.described()}

    def _clear_faults(self, request: Request) -> dict[str, Any]:
        self._world.faults.replace_all([])
        return {"faults": []}

    def _set_clock(self, request: Request) -> dict[str, Any]:
        order = request.json_object()
        _only(order, {"speed", "advance_s", "delay_s"})
        numbers = {name: _number(name, value) for name, value in order.items()}
        self._world.clock.change(
            speed=numbers.get("speed"),
            advance_s=numbers.get("advance_s", 0.0),
            delay_s=numbers.get("delay_s"),
        )
        return {"now": iso(self._world.clock.now()), "speed": self._world.clock.speed}

    def _set_rates(self, request: Request) -> dict[str, Any]:
        order = request.json_object()
        _only(order, {"scale"})
        scale = _number("scale", order.get("scale"))
        if scale == 0:
            raise BadOrder("scale is above 0.")
        self._world.rates.rescale(scale)
        return {"scale": scale}

    def _order_result(self, request: Request) -> dict[str, Any]:
        """Let one number of a register be answered so from now on; a result of null undoes it."""
        order = request.json_object()
        _only(order, {"number", "result"})
        number, result = order.get("number"), order.get("result")
        if not isinstance(number, str) or not (result is None or (isinstance(result, str) and result in RESULTS)):
            raise BadOrder(f"A number, and a result of: {', '.join(sorted(RESULTS))}.")
        order_result(self._world, number, result)
        return {"result": result}


def _whole_order(order: object, seed_before: int) -> tuple[int, list[Fault]]:
    if not isinstance(order, dict):
        raise BadOrder("Order one fault, a list of them, or a seed with a list.")
    _only(order, {"seed", "faults"})
    seed, faults = order.get("seed", seed_before), order.get("faults", [])
    if not isinstance(faults, list) or type(seed) is not int:
        raise BadOrder("seed is a whole number, faults is a list.")
    return seed, [read_fault(each) for each in faults]


def _only(order: dict[str, Any], allowed: set[str]) -> None:
    unknown = set(order) - allowed
    if unknown:
        raise BadOrder(f"Unknown keys: {', '.join(sorted(unknown))}.")


def _number(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadOrder(f"{name} is a number.")
    if not math.isfinite(value) or not 0 <= value <= 1e9:
        raise BadOrder(f"{name} is a number from 0 to 1e9.")
    return float(value)
