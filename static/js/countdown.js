// Shows how long to wait for another code, and keeps its buttons still until then. Without this script they work,
// and the page says calmly when it is too early.
for (const timer of document.querySelectorAll("[data-countdown]")) {
  const shown = timer.querySelector("b");
  const buttons = document.querySelectorAll("[data-after-countdown]");
  // Seconds from now, not a time of day: many phones' clocks are wrong.
  const end = performance.now() + Number(timer.dataset.countdown) * 1000;

  const tick = () => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    shown.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    timer.hidden = left === 0;
    for (const button of buttons) button.disabled = left > 0;
    if (left > 0) setTimeout(tick, 250);
  };
  tick();
}
