"""Every row of bench/results.json."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import marketplaces, phone, tenancy
from bench.imports.against_copy import import_vs_copy
from bench.imports.against_peer import import_vs_import_export
from bench.imports.memory import import_memory
from bench.measure import Row


def run_all(superuser_url: str, folder: Path) -> list[dict[str, Any]]:
    """Measure each row, print it, and return all as results.json has them. What a bench writes lies in `folder`."""
    benches: list[Callable[[], Row]] = [
        lambda: tenancy.rls_keyset(superuser_url),
        marketplaces.rate_used,
        lambda: phone.first_step(folder),
        import_vs_import_export,
        import_memory,
        lambda: import_vs_copy(superuser_url),  # the last: it empties the tables of people
    ]
    results = []
    for bench in benches:
        row = bench()
        results.append(row.result())
        verdict = "held" if row.holds else "MISSED"
        print(f"{row.name:28} {row.value:7.3f} {row.unit:22} must {row.must:g}  goal {row.goal:g}  {verdict}")
    return results
