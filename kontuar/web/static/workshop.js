/* The workshop: fixes of one click, the vent pad. Everything listens on the document; works on any composer. */
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const VENT_MINUTES = 10;

  const wake = (within) => all("[data-fix][hidden], [data-word][hidden], [data-vent-open][hidden], [data-calm-close][hidden], [data-copy-ours][hidden]", within).forEach((el) => (el.hidden = "ventOpen" in el.dataset && !one("dialog#vent")));

  /* The server counts code points, the browser halves of some signs */
  const place = (text, points) => [...text].slice(0, points).join("").length;
  const told = (area) => area.dispatchEvent(new Event("input", { bubbles: true }));

  const put = (area, from, to, words) => {
    area.focus();
    area.setSelectionRange(from, to);
    /* kept in the field's own history, so that Ctrl+Z takes it back */
    if (!document.execCommand(words ? "insertText" : "delete", false, words)) area.setRangeText(words, from, to, "end");
    told(area);
  };

  /* Where the words stand now: typing since the check may have moved them */
  const find = (area, button) => {
    const was = button.dataset.was, at = place(area.value, Number(button.dataset.start));
    if (area.value.startsWith(was, at)) return at;
    const first = area.value.indexOf(was);
    return was && first === area.value.lastIndexOf(was) ? first : -1;
  };

  const fix = (button) => {
    const form = button.closest("form"), area = one("textarea[data-text]", form), kind = button.dataset.fix;
    if (kind === "attach") { one("[data-files]", form)?.click(); return; }
    if (kind === "calm" || kind === "cool_down") { one("[data-calm]", form)?.click(); return; }
    const at = find(area, button), was = button.dataset.was;
    if (at < 0) { button.remove(); return; }
    if (kind === "replace") put(area, at, at + was.length, button.dataset.to);
    else if (kind === "remove") put(area, at, at + was.length + (area.value[at + was.length] === " " ? 1 : 0), "");
    else { area.focus(); area.setSelectionRange(at, at + was.length); return; }
    button.disabled = true;
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-fix]");
    if (button) { fix(button); return; }
    if (event.target.closest("[data-vent-open]")) openVent();
    const close = event.target.closest("[data-calm-close]");
    if (close) { const form = close.closest("form"); close.closest(".calm-wording").remove(); one("textarea[data-text]", form).focus(); }
  });

  /* Where a person sends himself: the text goes to the clipboard, the talk opens beside. The buttons do both again */
  const ours = () => all("[data-copy-ours]").map((el) => el.dataset.copyOurs);
  const copy = async (text) => {
    try { await navigator.clipboard.writeText(text); return true; } catch { /* no https, or not allowed */ }
    const area = document.createElement("textarea");
    area.value = text; area.className = "only-read"; document.body.append(area); area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  };
  const copyOurs = async (button) => {
    const done = await copy(one(".text", document.getElementById(button.dataset.copyOurs)).textContent);
    button.classList.toggle("done", done);
    button.setAttribute("aria-pressed", String(done));
  };
  let before = null;
  document.addEventListener("submit", (event) => { before = event.target.matches("[data-by-hand]") ? ours() : null; });
  const handOver = () => {
    const button = before && all("[data-copy-ours]").find((el) => !before.includes(el.dataset.copyOurs));
    if (!button) return;
    before = null;
    copyOurs(button);
    const there = one("[data-there]", button.parentElement);
    if (there) window.open(there.href, "_blank", "noopener,noreferrer");
  };
  document.addEventListener("htmx:afterSettle", handOver);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy-ours]");
    if (button) copyOurs(button);
  });

  /* Sizes of chosen files, so that the check knows of them; the files stay here */
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-chosen] input")) htmx.trigger(one("textarea[data-text]", event.target.form), "recheck");
    if (!event.target.matches("[data-files]")) return;
    const form = event.target.form, sizes = one("[data-sizes]", form), area = one("textarea[data-text]", form);
    if (sizes) sizes.value = [...event.target.files].map((file) => file.size).join(" ");
    if (area?.value) htmx.trigger(area, "recheck");
  });

  /* The vent pad: no name, no form, nothing sent or stored; gone when closed or after ten minutes */
  let gone = 0;
  const openVent = () => {
    const dialog = one("dialog#vent");
    if (!dialog) return;
    one("textarea", dialog).value = "";
    dialog.showModal();
    one("textarea", dialog).focus();
    clearTimeout(gone);
    gone = setTimeout(() => dialog.close(), VENT_MINUTES * 60000);
  };
  document.addEventListener("close", (event) => {
    if (event.target.id === "vent") { one("textarea", event.target).value = ""; clearTimeout(gone); }
  }, true);
  window.addEventListener("pagehide", () => { const area = one("dialog#vent textarea"); if (area) area.value = ""; });

  /* Templates: a window beside the composer; what is chosen goes in at the caret, Ctrl+Z takes it back */
  const boxOf = (form, name) => form && one(`:scope > [data-ready-box="${name}"]`, form.parentElement);
  const areaOf = (box) => one(":scope > form[data-composer] textarea[data-text]", box.parentElement);
  const openReady = (form, name) => {
    const box = boxOf(form, name), field = box && one(".dialog-head input[type=search]", box);
    if (!box || box.open) return Boolean(box);
    const area = areaOf(box);
    if (document.activeElement !== area && !area.selectionStart) area.setSelectionRange(area.value.length, area.value.length);
    if (field) field.value = "";
    box.showModal();
    field?.focus();
    htmx.trigger(field ?? one(".ready-lines", box), "ready");
    return true;
  };
  /* A file of the library: a tick in the form, kept with the draft by the check; unticked it is left out */
  const attach = (form, pk, name) => {
    const place = one("[data-chosen]", form), held = place && one(`input[value="${pk}"]`, place);
    if (!place || held?.checked) return;
    const chip = document.createElement("label"), field = document.createElement("input");
    chip.className = "tag";
    field.type = "checkbox"; field.name = "library"; field.value = pk; field.checked = true;
    chip.append(field, name);
    if (held) held.checked = true; else place.append(chip);
    htmx.trigger(one("textarea[data-text]", form), "recheck");
  };
  const putIn = (area, whole) => {
    const at = area.selectionStart, before = area.value.slice(0, at), after = area.value.slice(area.selectionEnd);
    const greeting = /^[^\n]{2,80},\n\n/.exec(whole)?.[0] ?? "";
    const words = before.trim() || after.includes(greeting.trim()) ? whole.slice(greeting.length) : whole; /* one greeting is enough */
    const head = before && !before.endsWith("\n") && words.includes("\n") ? "\n\n" : "", tail = after && words.includes("\n") ? "\n\n" : "";
    put(area, at, area.selectionEnd, head + words + tail);
    const gap = /\{\{[^{}\n]+\}\}/.exec(area.value);
    if (gap) area.setSelectionRange(gap.index, gap.index + gap[0].length);
  };
  document.addEventListener("click", (event) => {
    const open = event.target.closest("[data-ready]");
    if (open && openReady(open.closest("form"), open.dataset.ready)) { event.preventDefault(); return; }
    const chosen = event.target.closest("[data-ready-box] [data-put], [data-ready-box] [data-library]");
    if (!chosen) return;
    const box = chosen.closest("[data-ready-box]"), area = areaOf(box);
    event.preventDefault();
    box.close();
    if (chosen.dataset.library) { attach(area.form, chosen.dataset.library, chosen.dataset.name); return; }
    putIn(area, chosen.dataset.put);
    if (chosen.form && chosen.type === "submit") { htmx.process(chosen.form); chosen.form.requestSubmit(); } /* a list htmx has not settled yet would leave the page */
  });
  /* Enter means the first of what was typed, not of the list that is still there */
  const putFirst = (box) => {
    const field = one(".dialog-head input", box), list = one("[data-for]", box);
    if (!box.open || list?.dataset.for !== field.value) { box.toggleAttribute("data-wanted", box.open); return; }
    box.removeAttribute("data-wanted");
    one("[data-put]", box)?.click();
  };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const area = event.target.closest?.("textarea[data-text]"), box = event.target.closest?.("[data-ready-box]");
    if (area && event.key === "/") {
      const front = area.value.slice(0, area.selectionStart);
      if ((!front || front.endsWith("\n")) && openReady(area.form, "templates")) event.preventDefault();
    } else if (box && event.key === "/" && event.target.matches(".dialog-head input") && !event.target.value) {
      event.preventDefault();
      box.close();
      const back = areaOf(box);
      put(back, back.selectionStart, back.selectionEnd, "/");
    } else if (box && event.key === "Enter" && event.target.matches(".dialog-head input")) {
      event.preventDefault();
      putFirst(box);
    } else if (box && ["ArrowDown", "ArrowUp"].includes(event.key) && !event.target.matches(".ready-lines input")) {
      const stops = [...all(".dialog-head input", box), ...all("[data-put], [data-library]", box)], here = stops.indexOf(document.activeElement);
      event.preventDefault();
      stops[Math.min(stops.length - 1, Math.max(0, here + (event.key === "ArrowDown" ? 1 : -1)))].focus();
    }
  });
  document.addEventListener("close", (event) => {
    if (event.target.matches?.("[data-ready-box]")) { event.target.removeAttribute("data-wanted"); areaOf(event.target)?.focus(); }
  }, true);

  document.addEventListener("htmx:load", (event) => {
    wake(event.detail.elt);
    const box = event.detail.elt.closest?.("[data-ready-box][data-wanted]");
    if (box) putFirst(box);
  });
  document.addEventListener("DOMContentLoaded", () => wake(document));
  if (document.readyState !== "loading") wake(document);
})();
