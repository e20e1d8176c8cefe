// On every page: focus what must be read first, and guard forms. Without it everything still works.

const urgent = document.querySelector("[data-focus]");
if (urgent) urgent.focus();

// A form is sent once: the second press of an impatient finger does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || "resend" in form.dataset) return;
  if (form.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    return;
  }
  form.setAttribute("aria-busy", "true");
});

// Back in the browser brings the page back as it was left: free its forms again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[aria-busy]")) form.removeAttribute("aria-busy");
});

// Long texts: warn before a page with unsaved changes is left.
for (const form of document.querySelectorAll("form[data-guard]")) {
  const unsaved = ".ds-error-summary, .conflict, .flash-messages .notice-warning, [data-unsaved]";
  let changed = Boolean(document.querySelector(unsaved));
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", (event) => { if (!event.defaultPrevented) changed = false; });
  form.addEventListener("autosaved", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}

// Who would see what is written: of the lines for each category, that of the one that is chosen.
for (const form of document.querySelectorAll("form")) {
  const lines = form.querySelectorAll("[data-sees-category]");
  const category = form.elements.namedItem("category") || form.elements.namedItem("about");
  if (!lines.length || !category) continue;
  const show = () => {
    for (const line of lines) {
      line.hidden = category.value !== "" && line.dataset.seesCategory !== category.value;
    }
  };
  category.addEventListener("change", show);
  show();
}

// The picture on a letter leads here with its code behind the #, which no server is ever sent.
const code = document.querySelector("[data-code]");
if (code && /^#[A-Z0-9-]{8,40}$/.test(location.hash)) {
  code.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
}

// Printing is the browser's own; without this the button would do nothing, so it is hidden.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
