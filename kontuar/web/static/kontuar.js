"use strict";
/* Kontuar's small script: keys, dialogs, countdowns, panes. Every page works without it.
   No handler is bound to an element that htmx may replace: everything listens on the document. */
(() => {
  const root = document.documentElement;
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const isWide = () => matchMedia("(min-width: 1100px)").matches;

  const wake = (within) => {
    all("[data-open][hidden], [data-dismiss][hidden], [data-all][hidden], [data-fold][hidden]", within).forEach((el) => (el.hidden = false));
    all("textarea[data-text]", within).forEach((el) => { giveBack(el); grow(el); count(el); });
    all(".page > .tabs > [aria-current]", within).forEach((el) => { el.parentElement.scrollLeft = el.offsetLeft - el.parentElement.offsetLeft - 12; });
    tick();
  };

  /* Who was signed out while writing finds the text again after signing in, in the same tab */
  const keptAs = (area) => `text:${location.pathname}:${area.id}`;
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.getResponseHeader("HX-Refresh") !== "true") return;
    all("textarea[data-text]").forEach((area) => { if (area.value.trim()) sessionStorage.setItem(keptAs(area), area.value); });
  });
  const giveBack = (area) => {
    const kept = sessionStorage.getItem(keptAs(area));
    if (kept === null) return;
    sessionStorage.removeItem(keptAs(area));
    if (kept === area.value) return;
    area.value = kept;
    setTimeout(() => area.dispatchEvent(new Event("input", { bubbles: true })));
  };

  /* Text: grows with its content, tells how much is left */
  const grow = (area) => {
    area.rows = Math.min(14, Math.max(3, area.value.split("\n").reduce((n, line) => n + 1 + Math.floor(line.length / 80), 0)));
  };
  const count = (area) => {
    const left = one("[data-left]", area.form), limit = Number(area.dataset.limit);
    if (!left || !limit) return;
    left.dataset.words ??= left.textContent;
    const rest = limit - [...area.value.trim()].length;
    left.textContent = area.value ? String(rest) : left.dataset.words;
    left.toggleAttribute("data-typed", Boolean(area.value));
    left.classList.toggle("over", rest < 0);
  };
  document.addEventListener("input", (event) => {
    if (event.target.matches("textarea[data-text]")) { grow(event.target); count(event.target); }
    if (event.target.closest("#palette")) fillPalette();
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-files]")) {
      const label = event.target.closest("label");
      const names = [...event.target.files].map((file) => file.name).join(", ");
      let shown = one(".names", label);
      if (!shown) { shown = document.createElement("span"); shown.className = "names"; label.append(shown); }
      shown.textContent = names;
    }
  });

  /* Countdowns: "leaves in 12 s"; a strip whose time is over goes */
  const tick = () => {
    const now = Date.now();
    all("[data-until][data-words]:not([data-until=''])").forEach((el) => {
      const seconds = Math.ceil((Date.parse(el.dataset.until) - now) / 1000);
      const text = el.dataset.words.replace("{n}", String(Math.max(0, seconds)));
      if (el.textContent !== text) el.textContent = text;
    });
    all(".strip.success:not([data-gone-at])").forEach((el) => (el.dataset.goneAt = new Date(now + 10000).toISOString()));
    all("[data-gone-at]").forEach((el) => { if (Date.parse(el.dataset.goneAt) <= now) el.remove(); });
  };
  setInterval(tick, 1000);

  /* Small clicks */
  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-open], [data-close], [data-dismiss], [data-all], [data-fold], [data-to]");
    all("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
    if (!target) return;
    if (target.dataset.open) { event.preventDefault(); openDialog(target.dataset.open); }
    else if ("close" in target.dataset) target.closest("dialog").close();
    else if ("dismiss" in target.dataset) { const box = target.closest(".strip, .banner"); box.id === "failed" ? (box.hidden = true) : box.remove(); }
    else if ("all" in target.dataset) all("input[type=checkbox]", target.form ?? target.closest("form")).forEach((box) => (box.checked = true));
    else if ("fold" in target.dataset) fold(target.closest(".place"));
    else if (target.dataset.to && !event.ctrlKey && !event.metaKey) { if (showPane(target.dataset.to)) event.preventDefault(); }
  });
  document.addEventListener("toggle", (event) => {
    if (!event.target.matches?.("details[open]")) return;
    all("details.menu[open]").forEach((menu) => { if (menu !== event.target && !menu.contains(event.target)) menu.open = false; });
    if (event.target.contains(document.activeElement)) one("textarea, input[type=text]", event.target)?.focus(); /* opened by a person, not drawn open */
  }, true);
  const fold = (place) => { const row = place.closest("[data-row]"); place.replaceChildren(); one("[data-answer]", row)?.focus(); };

  /* Preview of a line under a resting mouse */
  let resting = 0;
  const preview = (line) => {
    const box = one("#preview"), link = one("a[data-case]", line), pattern = line.parentElement.dataset.preview;
    if (!box || !pattern || !link || link.hasAttribute("aria-current") || link.dataset.case === one("#area")?.dataset.case) return;
    htmx.ajax("GET", pattern.replace("/0/", `/${link.dataset.case}/`), { target: "#preview", swap: "innerHTML" }).then(() => {
      box.hidden = !line.matches(":hover");
      box.style.top = `${Math.max(56, Math.min(line.getBoundingClientRect().top, innerHeight - box.offsetHeight - 16))}px`;
    });
  };
  document.addEventListener("mouseover", (event) => {
    const line = event.target.closest?.(".talks > li");
    if (line && line === one(".talks > li.resting")) return;
    clearTimeout(resting);
    all(".talks > li.resting").forEach((el) => el.classList.remove("resting"));
    if (one("#preview")) one("#preview").hidden = true;
    if (!line || !isWide() || !matchMedia("(hover: hover)").matches) return;
    line.classList.add("resting");
    resting = setTimeout(() => preview(line), 450);
  });
  document.addEventListener("click", () => { clearTimeout(resting); if (one("#preview")) one("#preview").hidden = true; }, true);

  /* Panes */
  const showPane = (name) => {
    const panes = one("#panes");
    if (!panes || (name === "list" && !one("#list"))) return false;
    const area = one("#area");
    panes.dataset.pane = name;
    if (area?.dataset.case) area.dataset.pane = name;
    if (name === "list" && !isWide()) (one(".talks [aria-current]") ?? one(".talks a"))?.focus();
    return true;
  };

  /* Dialogs */
  const openDialog = (name) => {
    const dialog = one(`dialog#${name}`);
    if (!dialog || dialog.open) return;
    dialog.showModal();
    if (name === "palette") { one("input", dialog).value = ""; fillPalette(); }
  };
  const fold_letters = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ł", "l");
  const said = (el) => [...el.childNodes].filter((node) => !node.classList?.contains("count") && node.nodeName !== "svg").map((node) => node.textContent).join(" ").trim().replace(/\s+/g, " ");
  const fillPalette = () => {
    const list = one("#palette ul"), wanted = fold_letters(one("#palette input").value.trim());
    const places = all(".nav a, .top .sheet a[href], .tabs a, [data-buyer-link], .talks a.item").map((a) => ({ href: a.href, text: said(one("strong", a) ?? one(".label-text", a) ?? a) }));
    const seen = new Set();
    list.replaceChildren(...places.filter((p) => p.text && fold_letters(p.text).includes(wanted) && !seen.has(p.text) && seen.add(p.text)).slice(0, 9).map((p) => {
      const item = document.createElement("li"), link = document.createElement("a");
      link.href = p.href; link.textContent = p.text; item.append(link); return item;
    }));
  };
  document.addEventListener("submit", (event) => {
    if (!event.target.closest("#palette")) return;
    const first = one("#palette ul a"), words = one("#palette input").value.trim();
    if (first && words && words.length < 30 && fold_letters(first.textContent).startsWith(fold_letters(words))) { event.preventDefault(); location.href = first.href; }
    else if (!words) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (!event.target.closest("#palette") || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    const stops = [one("#palette input"), ...all("#palette ul a")], here = stops.indexOf(document.activeElement);
    event.preventDefault();
    stops[Math.min(stops.length - 1, Math.max(0, here + (event.key === "ArrowDown" ? 1 : -1)))].focus();
  });

  /* Keys: single ones only while no field has the focus; no Alt, no digits; can be switched off */
  const rows = () => all("[data-row]").filter((row) => row.offsetParent);
  const current = () => document.activeElement?.closest?.("[data-row]") ?? one("[data-row].here") ?? one("[data-row]:has([aria-current])");
  let onward = false;
  const step = (by) => {
    const list = rows(), at = list.indexOf(current()), more = by > 0 && at >= 0 && at === list.length - 1 && one(".more a[hx-get]", list[at].parentElement);
    if (more) { onward = true; if (!more.matches(".htmx-request")) more.click(); return; }
    const next = list[at < 0 ? 0 : Math.min(list.length - 1, Math.max(0, at + by))];
    if (!next) return;
    list.forEach((row) => row.classList.toggle("here", row === next));
    const link = one("[data-open-row], a", next);
    link.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };
  const press = (key) => {
    const scope = one("#area") ?? document;
    const el = one(`[data-key="${key}"]`, scope);
    if (!el) return false;
    if (el.matches("summary")) { el.parentElement.open = true; one("button, textarea, a, input:not([type=hidden])", el.nextElementSibling ?? el.parentElement)?.focus(); } else el.click();
    return true;
  };
  const answer = () => {
    const row = current(), start = row && one("[data-answer]", row), area = one("#area textarea[data-text]") ?? (row && one("textarea[data-text]", row));
    if (area) { showPane("thread"); area.focus(); area.setSelectionRange(area.value.length, area.value.length); }
    else if (start) start.click();
    else return false;
    return true;
  };
  let wanted = false;
  const parcel = () => {
    const row = one("#area") ? null : current(), start = row && one("[data-answer]", row), fill = row && one('[data-key="p"]', row);
    if (!row) return press("p");
    if (fill) fill.click();
    else if (start && !one("textarea[data-text]", row)) { wanted = true; start.click(); }
    else return false;
    return true;
  };
  const keys = {
    j: () => (step(1), true), k: () => (step(-1), true), r: answer,
    o: () => { const link = current() && one("[data-open-row], a", current()); link?.click(); return Boolean(link); },
    n: () => press("n"), e: () => press("e"), s: () => press("s"), p: parcel, t: () => press("t"), m: () => press("m"), w: () => press("w"), x: () => press("x"),
    "/": () => { const field = one("#search"); if (field) { showPane("list"); field.focus(); } else openDialog("palette"); return true; },
    "?": () => (openDialog("keys"), true),
  };
  let going = 0;
  document.addEventListener("keydown", (event) => {
    const inField = event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
    const ctrl = event.ctrlKey || event.metaKey;
    if (ctrl && event.key === "Enter" && inField?.form) {
      event.preventDefault();
      const button = one(".primary[name=then], .btn.primary, button:not([type=button])", inField.form);
      button ? inField.form.requestSubmit(button) : inField.form.requestSubmit();
    } else if (ctrl && event.key.toLowerCase() === "k" && !event.altKey && !event.shiftKey) {
      event.preventDefault(); openDialog("palette");
    } else if (event.key === "Escape") {
      const menu = one("details.menu[open]"), place = inField?.closest(".place");
      if (inField?.closest("dialog")) { event.preventDefault(); inField.closest("dialog").close(); }
      else if (menu) { menu.open = false; one("summary", menu).focus(); }
      else if (place) fold(place);
      else inField?.blur();
    } else if (isFree(event, inField)) pressed(event);
  });
  const isFree = (event, inField) => !inField && !event.ctrlKey && !event.metaKey && !event.altKey && root.hasAttribute("data-keys") &&
    !one("dialog[open]") && !event.target.closest?.("details.menu[open] .sheet") && (!event.repeat || "jk".includes(event.key));
  const pressed = (event) => {
    if (going && Date.now() - going < 1500) {
      going = 0;
      const link = one(`[data-go="${CSS.escape(event.key)}"]`);
      if (link) { event.preventDefault(); location.href = link.href; }
    } else if (event.key === "g") going = Date.now();
    else if (Object.hasOwn(keys, event.key) && keys[event.key]()) event.preventDefault();
  };

  /* htmx: quiet polls never disturb someone who writes; failures keep the text */
  document.addEventListener("htmx:beforeRequest", (event) => {
    const el = event.detail.elt;
    if (!el.matches?.("[data-quiet]") || event.detail.requestConfig.triggeringEvent?.type === "click") return;
    const busy = document.hidden || one("textarea[data-text]", el) || one("details.menu[open], details.fold[open] :checked", el) || one("details.menu[open]", event.detail.target) || el.id === "list" && one("#tabs details[open]") || one("[data-later]", el) || el.contains(document.activeElement) && document.activeElement.closest("form");
    if (busy) event.preventDefault();
  });
  /* a list that was followed further stays as long when it refreshes itself */
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt.id === "list") event.detail.parameters.ile = all("[data-row]", event.detail.elt).length;
  });
  let focused = null, unfolded = [];
  document.addEventListener("htmx:beforeSwap", (event) => {
    const target = event.detail.target;
    unfolded = all(".bundle > details[open]", target).map((el) => el.id);
    focused = target.matches?.("[data-quiet]") && target.contains(document.activeElement) ? { id: document.activeElement.closest("[id]")?.id, href: document.activeElement.getAttribute("href") } : null;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const target = event.detail.target, area = one("#area");
    unfolded.forEach((id) => { const el = document.getElementById(id); if (el) el.open = true; });
    unfolded = [];
    if (focused?.href) one(`a[href="${CSS.escape(focused.href)}"]`)?.focus({ preventScroll: true });
    focused = null;
    if (target.id === "area" && event.detail.requestConfig.verb !== "get" && one("#list")) htmx.trigger("#list", "refresh");
    if (target.id === "area" && area?.dataset.case) {
      one("#panes").dataset.pane = area.dataset.pane;
      one(".thread-pane h1", area)?.setAttribute("tabindex", "-1");
    }
    if (area?.dataset.case) all(".talks a.item").forEach((a) => a.dataset.case === area.dataset.case ? a.setAttribute("aria-current", "true") : a.removeAttribute("aria-current"));
    if (target.matches?.(".place")) one("textarea[data-text]", target)?.focus();
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (onward && event.detail.elt.matches?.(".more a")) { onward = false; step(1); }
    if (!wanted || !event.detail.target.matches?.(".place")) return;
    wanted = false;
    one('[data-key="p"]', event.detail.target)?.click();
  });
  document.addEventListener("htmx:load", (event) => wake(event.detail.elt));
  const failed = () => { const box = one("#failed"); if (box) box.hidden = false; };
  document.addEventListener("htmx:sendError", (event) => { if (!event.detail.elt.matches?.("[data-quiet]")) failed(); });
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 403 && event.detail.elt.matches?.("[data-quiet]")) location.reload();
    else if (!event.detail.elt.matches?.("[data-quiet]")) failed();
  });
  document.addEventListener("DOMContentLoaded", () => wake(document));
  if (document.readyState !== "loading") wake(document);
})();
