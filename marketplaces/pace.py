"""One shared bucket per application, account and operation, so that all workers together keep a marketplace's limit.

A generic cell rate in Lua on Redis's own clock. A missing key starts empty, a slot missed by much is dropped: after a
flush or a pause the limit is under-used for one interval, never exceeded.
"""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache

from django.conf import settings
from redis import Redis
from redis.commands.core import Script
from redis.exceptions import RedisError

from marketplaces.adapters.port import Call, Rate
from marketplaces.models import Account

BROKER_DOWN_S = 2.0
KEEP_MS = 3_600_000

# Returns 0 when the slot is taken, else the microseconds until the next one.
TAKE = """
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local rate = tonumber(redis.call('GET', KEYS[2]) or ARGV[1])
local interval = 1000000 / rate
local slot = tonumber(redis.call('GET', KEYS[1]))
if not slot then
  redis.call('SET', KEYS[1], string.format('%.0f', now + interval), 'PX', ARGV[2])
  return math.ceil(interval)
end
if slot > now then return math.ceil(slot - now) end
redis.call('SET', KEYS[1], string.format('%.0f', math.max(slot, now - interval) + interval), 'PX', ARGV[2])
return 0
"""

# Moves the next slot away, never nearer.
BACK_OFF = """
local t = redis.call('TIME')
local later = t[1] * 1000000 + t[2] + ARGV[1] * 1000000
if later > tonumber(redis.call('GET', KEYS[1]) or 0) then
  redis.call('SET', KEYS[1], string.format('%.0f', later), 'PX', ARGV[2])
end
return 0
"""


class Pace:
    """When the next call of each operation of one account may go out."""

    def __init__(self, account: Account, rates: Mapping[str, Rate]) -> None:
        self._prefix = f"pace:{account.marketplace}:{settings.AMAZON_CLIENT_ID}:{account.merchant_id}"
        self._rates = rates

    def wait_for_slot(self, operation: str, *, patience_s: float) -> float:
        """Take a slot and return 0.0, sleeping for one that is near, or return the seconds until one is free."""
        while True:
            delay_s = self._take(operation)
            if delay_s == 0 or delay_s > patience_s:
                return delay_s
            time.sleep(delay_s)

    def learn(self, call: Call) -> None:
        """Use the limit that the marketplace said it applied."""
        if call.per_second and call.operation in self._rates:
            quietly(lambda: broker().set(self._rate_key(call.operation), call.per_second or 0, px=KEEP_MS))

    def back_off(self, operation: str, delay_s: float) -> None:
        """Let no call of this operation out for `delay_s` seconds."""
        quietly(lambda: scripts()[BACK_OFF](keys=[self._slot_key(operation)], args=[delay_s, KEEP_MS]))

    def _take(self, operation: str) -> float:
        keys = [self._slot_key(operation), self._rate_key(operation)]
        try:
            microseconds = scripts()[TAKE](keys=keys, args=[self._rates[operation].per_second, KEEP_MS])
        except RedisError:
            return BROKER_DOWN_S
        return int(microseconds) / 1_000_000

    def _slot_key(self, operation: str) -> str:
        return f"{self._prefix}:{operation}:slot"

    def _rate_key(self, operation: str) -> str:
        return f"{self._prefix}:{operation}:rate"


def quietly(change: Callable[[], object]) -> None:
    """Let a change of pace be lost with the broker: the next answer brings it again."""
    with suppress(RedisError):
        change()


@cache
def broker() -> Redis:
    return Redis.from_url(settings.REDIS_URL, socket_timeout=1.0, socket_connect_timeout=0.5)


@cache
def scripts() -> dict[str, Script]:
    return {text: broker().register_script(text) for text in (TAKE, BACK_OFF)}
