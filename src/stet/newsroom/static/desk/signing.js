"use strict";
// Passkeys: which of allauth's forms a page has is said by data-passkey. Where the browser has no passkeys, a form that
// is there for them alone stays hidden.
addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-passkey]");
  if (!form || !window.PublicKeyCredential) return;
  const button = document.getElementById("use-passkey");
  const trouble = form.querySelector("[data-passkey-trouble]");
  const ids = { credential: "credential", add: button.id, login: button.id, authenticate: button.id, data: "passkey-data" };
  if (document.getElementById("passwordless")) ids.passwordless = "passwordless";
  allauth.webauthn.forms[form.dataset.passkey]({ ids });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    trouble.hidden = false;
  });
  button.addEventListener("click", () => { trouble.hidden = true; });
  form.hidden = false;
  button.disabled = false;
});
