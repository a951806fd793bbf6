// Photos over a weak network: shown, made smaller, sent with a bar, sent again when the line breaks.
// Forms work without this. A page may load it twice, hence the block.
{
  const LONG_SIDE = 1600;
  const SMALL_BYTES = 300_000;
  const LONGEST_WAIT_MS = 30_000;
  const STALLED_MS = 60_000;

  // Draw the photo upright; fails for what the browser cannot draw (HEIC on most phones).
  const draw = async (file, canvas) => {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONG_SIDE / Math.max(picture.width, picture.height));
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const pen = canvas.getContext("2d", { alpha: false });
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
  };

  // Resolve with a smaller copy, or with the file itself: a photo is never lost to a courtesy.
  const shrink = async (file, canvas) => {
    canvas.hidden = true;
    if (!file?.type.startsWith("image/")) return file;
    try {
      await draw(file, canvas);
      canvas.hidden = false;
      if (file.size <= SMALL_BYTES) return file;
      const copy = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.8));
      if (copy?.type !== "image/jpeg" || copy.size >= file.size) return file;
      return new File([copy], `${file.name.replace(/\.\w+$/, "")}.jpg`, { type: copy.type });
    } catch {
      return file;
    }
  };

  // Show the answer under its own address, without fetching it twice.
  const show = (html, url) => {
    history.replaceState(null, "", url);
    document.open();
    document.write(html);
    document.close();
  };

  // Send until an answer comes; returns what stops it.
  const send = (form, body, way) => {
    const words = way.querySelector("[role]");
    const bar = way.querySelector("progress");
    let wait = 1000;
    let timer;
    let request;
    let waiting;

    const say = (key) => {
      if (words.textContent !== way.dataset[key]) words.textContent = way.dataset[key];
    };
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => request.abort(), STALLED_MS);
    };
    const again = (why) => {
      clearTimeout(timer);
      waiting = true;
      say(why);
      timer = setTimeout(go, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    };
    const go = () => {
      waiting = false;
      bar.value = 0;
      request = new XMLHttpRequest();
      request.open("POST", form.getAttribute("action") || location.href);
      request.upload.onprogress = (step) => {
        alive();
        say("sending");
        bar.value = (step.loaded / step.total) * 100;
      };
      request.upload.onload = () => say("sent");
      request.onprogress = alive;
      request.onerror = request.onabort = () => again("waiting");
      request.onload = () => {
        // A gateway with nobody behind it just now is the network too.
        if ([502, 504].includes(request.status)) return again("waiting");
        if (request.status === 503) return again("busy");
        const { responseText, responseURL } = request; // stopping empties them
        stop();
        show(responseText, responseURL);
      };
      alive();
      request.send(body);
    };
    const online = () => waiting && (clearTimeout(timer), go());
    const stop = () => {
      clearTimeout(timer);
      removeEventListener("online", online);
      request.onabort = null;
      request.abort();
    };

    addEventListener("online", online);
    way.hidden = false;
    say("sending");
    go();
    return stop;
  };

  for (const box of document.querySelectorAll("[data-photo]:not(.lively)")) {
    const form = box.closest("form");
    const input = box.querySelector("[type=file]");
    const camera = box.querySelector("[data-camera]");
    const way = box.querySelector("[data-way]");
    let ready;
    let stop;

    const chosen = () => {
      stop?.();
      stop = null;
      way.hidden = true;
      delete form.dataset.sent;
      box.classList.toggle("chosen", input.files.length > 0);
      ready = shrink(input.files[0], box.querySelector("canvas"));
    };
    box.classList.add("lively");
    camera.hidden = false;
    camera.addEventListener("click", () => {
      input.setAttribute("capture", "environment");
      input.click();
      input.removeAttribute("capture");
    });
    input.addEventListener("change", chosen);
    chosen();

    form.addEventListener("submit", async (event) => {
      if (!form.matches("[data-upload]") || event.defaultPrevented || !input.files[0]) return;
      event.preventDefault();
      if (stop) return;
      const photo = ready;
      const body = new FormData(form);
      if (event.submitter?.name) body.append(event.submitter.name, event.submitter.value);
      stop = () => {};
      body.set(input.name, await photo);
      if (photo === ready) stop = send(form, body, way);
    });
  }
}
