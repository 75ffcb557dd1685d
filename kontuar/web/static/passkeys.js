"use strict";
/* Joins a form with data-passkey to allauth's script of that name. Where the browser has no passkeys
   (no script, no TLS, an old one), the form stays hidden and a password or a code does the work. */
(() => {
  const form = document.querySelector("form[data-passkey]");
  if (!form || !window.PublicKeyCredential || !window.isSecureContext) return;
  form.hidden = false;
  document.querySelectorAll("[data-without-passkeys]").forEach((el) => (el.hidden = true));
  const start = window.allauth.webauthn.forms[form.dataset.passkey];
  const button = "passkey-button";
  start({ ids: {
    add: button, login: button, authenticate: button,
    passwordless: "id_passwordless", credential: "passkey-credential", data: "passkey-data",
  } });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const words = form.querySelector("[data-passkey-error]");
    if (words) words.hidden = false;
  });
})();
