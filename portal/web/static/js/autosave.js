// Keeps what is being written in a form as its writer's own draft: the form's own address and fields, and
// draft=save, answered in JSON. Without it a button does the same.

const PAUSE = 1500;
// the most that a browser sends for a page that is going away
const MOST_ON_LEAVING = 60_000;

function read(form) {
  const written = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  const body = new URLSearchParams(written);
  body.set("draft", "save");
  return body;
}

// Nothing is parsed but our own JSON; whatever else came instead of it is told as what it means.
async function outcome(response, words) {
  if (response.type === "opaqueredirect" || response.status === 401) return { message: words.signedOut };
  const isOurs = (response.headers.get("Content-Type") || "").startsWith("application/json");
  if (isOurs) return response.json();
  return { message: response.status === 403 || response.status === 404 ? words.ended : words.failed };
}

function watch(state) {
  const form = state.closest("form");
  const words = state.dataset;
  let timer = 0;
  let changed = false;
  let sent = false;
  let saving = null;

  async function save(isLeaving = false) {
    changed = false;
    const body = read(form);
    if (!isLeaving) state.textContent = words.saving;
    try {
      const response = await fetch(form.getAttribute("action") || window.location.href, {
        method: "POST",
        headers: { Accept: "application/json" },
        body,
        credentials: "same-origin",
        redirect: "manual",
        keepalive: isLeaving && body.toString().length < MOST_ON_LEAVING,
      });
      const answer = await outcome(response, words);
      state.textContent = answer.message;
      if (answer.state === "kept") {
        if (!changed) form.dispatchEvent(new CustomEvent("autosaved"));
      } else {
        changed = true;
      }
    } catch {
      changed = true;
      state.textContent = words.failed;
    }
  }

  // one at a time: what is written meanwhile is saved after it
  async function saveNow(isLeaving = false) {
    clearTimeout(timer);
    if (!changed || sent) return;
    if (saving && !isLeaving) {
      await saving;
      if (!changed || sent) return;
    }
    saving = save(isLeaving);
    await saving;
    saving = null;
  }

  function note() {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(saveNow, PAUSE);
  }

  form.addEventListener("input", note);
  // shown again with what the server has put in, or to be looked at before it is sent
  if ("unsaved" in form.dataset) note();

  // the draft that is on its way must not arrive after the form itself, which ends it
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (event.defaultPrevented) return;
    sent = true;
    if (!saving) return;
    event.preventDefault();
    const button = event.submitter;
    saving.finally(() => form.requestSubmit(button));
  });

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") saveNow(true);
  });
  window.addEventListener("pagehide", () => saveNow(true));
  window.addEventListener("pageshow", () => { sent = false; });

  // what the button does happens by itself here
  for (const button of form.querySelectorAll("[data-draft-button]")) button.hidden = true;
}

for (const state of document.querySelectorAll("[data-draft-state]")) watch(state);
