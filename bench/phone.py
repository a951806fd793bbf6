"""What an artisan waits for on a cheap phone and a weak network, in Chromium slowed down to that."""

import shutil
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench.measure import Row
from onboarding.embedded import THROWAWAY
from onboarding.supervisor.ports import free_ports
from onboarding.supervisor.stack import run_stack

BOARD = "up-odop"
PHONE = {"width": 360, "height": 740}
NETWORK = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}  # 400 kbit/s
SLOWER = 4  # times slower a processor than this machine's
ROUNDS = 5
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def first_step(local: Path) -> Row:
    """Seconds until a first visitor can type her number: page, style and scripts loaded anew in each round."""
    folder = Path(tempfile.mkdtemp(dir=local))
    folder.chmod(0o755)
    try:
        with run_stack(folder, free_ports(), postgres_settings=THROWAWAY) as stack, sync_playwright() as playwright:
            found = next(filter(None, map(shutil.which, CHROMIUM)), None)
            browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
            value = statistics.median(visit(browser, f"{stack.urls['web']}/join/{BOARD}/") for _round in range(ROUNDS))
            browser.close()
    finally:
        shutil.rmtree(folder)
    return Row(
        name="sellers.first_step",
        value=value,
        unit="s until usable",
        against="400 kbit/s, 400 ms, 4x slower processor",
        must=5.0,
        goal=5.0,
    )


def visit(browser: Browser, address: str) -> float:
    """Return the seconds from the tap on the link until a digit that is typed stands in the box."""
    context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True)  # type: ignore[arg-type]
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    started = time.perf_counter()
    page.goto(address, wait_until="load")
    page.locator("#id_phone").press_sequentially("9")
    took = time.perf_counter() - started
    context.close()
    return took
