// Saves a form as one writes: the same address and fields as its button, answered in JSON.
// Without it the button does everything.

const PAUSE = 1200;

function read(form) {
  return new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
}

// Both sides of what two people wrote at once, beside the form. Text only: nothing is parsed.
function showConflict(place, words, answer) {
  const box = document.createElement("div");
  box.className = "conflict";
  const heading = document.createElement("h2");
  heading.textContent = answer.message;
  box.append(heading, ...answer.differences.flatMap((one) => [pair(words, one)]));
  place.replaceChildren(box);
}

function pair(words, one) {
  const both = document.createElement("div");
  both.className = "conflict-pair";
  const theirs = one.by ? `${words.theirs} (${one.by})` : words.theirs;
  for (const [label, text] of [[words.yours, one.yours], [theirs, one.theirs]]) {
    const side = document.createElement("div");
    const head = document.createElement("b");
    head.textContent = label;
    const body = document.createElement("div");
    body.className = "conflict-text";
    body.textContent = text || "–";
    side.append(head, body);
    both.append(side);
  }
  return both;
}

function takeOver(form, base) {
  for (const [name, value] of Object.entries(base)) {
    let field = form.elements.namedItem(name);
    if (!field) {
      field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      form.append(field);
    }
    field.value = value;
  }
}

function watch(form) {
  const state = form.querySelector("[data-autosave-state]");
  const conflict = form.querySelector("[data-autosave-conflict]");
  const words = state.dataset;
  let timer = 0;
  let busy = false;
  let again = false;
  let stopped = false;

  async function save() {
    if (stopped) return;
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    state.textContent = words.saving;
    try {
      const response = await fetch(form.action || window.location.href, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: read(form),
        credentials: "same-origin",
      });
      if (!(response.headers.get("Content-Type") || "").startsWith("application/json")) throw new Error("no answer");
      const answer = await response.json();
      state.textContent = answer.message;
      if (answer.state === "saved") {
        takeOver(form, answer.base);
        conflict.replaceChildren();
        form.dispatchEvent(new CustomEvent("autosaved"));
      } else if (answer.state === "conflict") {
        // from here on the button decides: nothing is written over unseen
        stopped = true;
        showConflict(conflict, words, answer);
      }
    } catch {
      state.textContent = words.failed;
    } finally {
      busy = false;
      if (again) {
        again = false;
        save();
      }
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    stopped = true;
  });
}

for (const form of document.querySelectorAll("form[data-autosave]")) watch(form);
