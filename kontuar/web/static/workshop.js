/* The workshop: fixes of one click, the vent pad. Everything listens on the document; works on any composer. */
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const VENT_MINUTES = 10;

  const wake = (within) => all("[data-fix][hidden], [data-vent-open][hidden], [data-calm-close][hidden]", within).forEach((el) => (el.hidden = "ventOpen" in el.dataset && !one("dialog#vent")));

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

  /* Sizes of chosen files, so that the check knows of them; the files stay here */
  document.addEventListener("change", (event) => {
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

  document.addEventListener("htmx:load", (event) => wake(event.detail.elt));
  document.addEventListener("DOMContentLoaded", () => wake(document));
  if (document.readyState !== "loading") wake(document);
})();
