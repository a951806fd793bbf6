// A few small courtesies; every form works without them.

// A phone on a weak network makes people tap twice: the second tap of the same form goes nowhere.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
});

// The browser's back button revives the page as it was left: let its forms be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  }
});

// After a refused form, a keyboard or screen reader starts at what needs mending.
document.querySelector("[data-focus]")?.focus();

// Another language loads the page anew: what was typed so far waits in this tab, once, and never a secret or a file,
// nor twelve digits, which may be somebody's Aadhaar number.
{
  const isLong = (text) => /\p{Nd}(?:[^\p{Nd}\p{L}]{0,3}\p{Nd}){11}/u.test(text);
  const kept = `typed:${location.pathname}`;
  const fields = [...document.querySelectorAll("main form :is(input, select, textarea)[name]")].filter(
    (field) =>
      !["hidden", "file", "password", "submit", "button"].includes(field.type) &&
      !["off", "one-time-code"].includes(field.autocomplete) &&
      field.form.autocomplete !== "off",
  );
  const isTicked = (field) => ["checkbox", "radio"].includes(field.type);

  document.querySelector("form.language")?.addEventListener("submit", () => {
    const typed = fields.map((field) =>
      isTicked(field) ? [field.name, field.value, field.checked] : [field.name, "", isLong(field.value) ? null : field.value],
    );
    try {
      sessionStorage.setItem(kept, JSON.stringify(typed));
    } catch {
      // No storage here: the language still changes.
    }
  });

  try {
    const typed = JSON.parse(sessionStorage.getItem(kept) ?? "[]");
    sessionStorage.removeItem(kept);
    fields.forEach((field, place) => {
      const [name, choice, value] = typed[place] ?? [];
      if (name !== field.name || (value ?? null) === null || (isTicked(field) && choice !== field.value)) return;
      field[isTicked(field) ? "checked" : "value"] = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  } catch {
    // No storage, or not ours.
  }
}
