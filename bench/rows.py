"""Every row of bench/results.json."""

from collections.abc import Callable
from typing import Any

from bench import marketplaces, tenancy
from bench.measure import Row


def run_all(superuser_url: str) -> list[dict[str, Any]]:
    """Measure each row, print it, and return all as results.json has them."""
    benches: list[Callable[[], Row]] = [lambda: tenancy.rls_keyset(superuser_url), marketplaces.rate_used]
    results = []
    for bench in benches:
        row = bench()
        results.append(row.result())
        verdict = "held" if row.holds else "MISSED"
        print(f"{row.name:28} {row.value:7.3f} {row.unit:22} must {row.must:g}  goal {row.goal:g}  {verdict}")
    return results
