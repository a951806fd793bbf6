// Reads a question aloud: the board's recorded clip, or the phone's own voice. Without either no button shows.
if (!window.listens) { // a page may include this once for each question
  window.listens = true;
  const speech = window.speechSynthesis;
  const language = document.documentElement.lang === "hi" ? "hi-IN" : "en-IN";
  const clip = new Audio();
  let playing;

  // Another country's voice is better than none, another language's is not. Some phones write hi_IN.
  const voice = () => {
    const fitting = (speech?.getVoices() ?? []).filter((each) => each.lang.startsWith(language.slice(0, 2)));
    return fitting.find((each) => each.lang.replace("_", "-") === language) ?? fitting[0];
  };
  const show = () => {
    for (const button of document.querySelectorAll("[data-listen]")) button.hidden = !button.dataset.clip && !voice();
  };
  const mark = (button) => {
    playing?.setAttribute("aria-pressed", "false");
    playing = button;
    playing?.setAttribute("aria-pressed", "true");
  };
  const hush = () => {
    mark();
    clip.pause();
    speech?.cancel();
  };
  const say = (button) => {
    const texts = button.dataset.listen.split(" ").map((id) => document.getElementById(id)?.innerText ?? "");
    const spoken = new SpeechSynthesisUtterance(texts.join("\n"));
    spoken.voice = voice();
    spoken.lang = language;
    spoken.onend = spoken.onerror = () => playing === button && mark();
    speech.speak(spoken);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-listen]");
    if (!button) return;
    const again = playing === button;
    hush();
    if (again) return;
    mark(button);
    if (!button.dataset.clip) return say(button);
    clip.src = button.dataset.clip;
    clip.onended = hush;
    // A clip that does not come over the network is read by the phone, if it can.
    clip.play().catch(() => playing === button && (voice() ? say(button) : mark()));
  });
  addEventListener("pagehide", hush);
  speech?.addEventListener?.("voiceschanged", show); // voices arrive late
  show();
}
