// Typing is use of the session, and nobody is signed out without a word. Without it the form that is
// sent too late is kept, and given back after signing in.

const ASK_AT_MOST_EVERY = 5 * 60_000;
const WARN_BEFORE = 5 * 60_000;
const LOOK_EVERY = 15_000;
const KEY = "samsyn-session";

const place = document.querySelector("[data-session]");
const box = document.querySelector("[data-session-end]");
if (place && box) watch();

function watch() {
  const idle = Number(place.dataset.idle) * 1000;
  const askEvery = Math.min(ASK_AT_MOST_EVERY, idle / 3);
  const warnBefore = Math.min(WARN_BEFORE, idle / 3);
  const heading = box.querySelector("h2");
  const text = box.querySelector("p");
  const goOn = box.querySelector("[data-go-on]");
  let typed = false;
  let closed = "";
  let before = null;
  let asked = Date.now();
  let times = { idle: asked + idle - 60_000, ends: asked + Number(place.dataset.ends) * 1000 };
  tell();

  // the windows of one browser share a session: what one knows, all know
  function tell() {
    try {
      localStorage.setItem(KEY, JSON.stringify(times));
    } catch {
      // no storage: each window for itself
    }
  }

  function listen() {
    try {
      const other = JSON.parse(localStorage.getItem(KEY));
      if (other && other.idle > times.idle) times = other;
    } catch {
      // as above
    }
  }

  async function ask() {
    asked = Date.now();
    typed = false;
    try {
      const response = await fetch(place.dataset.session, { headers: { Accept: "application/json" } });
      if (!(response.headers.get("Content-Type") || "").startsWith("application/json")) {
        if (response.ok) times = { idle: 0, ends: 0 };
        return;
      }
      times = { idle: asked + idle - 60_000, ends: times.ends };
      tell();
    } catch {
      // the net is away: the times stand as they were
    }
  }

  function show(state, minutes) {
    if (closed === state) return;
    heading.textContent = state === "over" ? heading.dataset.over : heading.dataset.soon;
    text.textContent = text.dataset[state].replace("{minutes}", String(minutes));
    goOn.hidden = state !== "soon";
    if (!box.hidden && box.dataset.state === state) return;
    before = document.activeElement;
    box.dataset.state = state;
    box.hidden = false;
    box.focus();
  }

  function hide() {
    if (box.hidden) return;
    const within = box.contains(document.activeElement);
    box.hidden = true;
    if (within && before) before.focus();
  }

  function look() {
    listen();
    const now = Date.now();
    if (typed && now - asked > askEvery && now < times.idle) ask().then(look);
    const left = Math.min(times.idle, times.ends) - now;
    const minutes = Math.max(1, Math.round(left / 60_000));
    if (left <= 0) show("over", 0);
    else if (left > warnBefore) {
      closed = "";
      hide();
    } else show(times.ends <= times.idle ? "latest" : "soon", minutes);
  }

  document.addEventListener("input", () => { typed = true; });
  goOn.addEventListener("click", () => ask().then(look));
  box.querySelector("[data-close]").addEventListener("click", () => {
    closed = box.dataset.state;
    hide();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") box.querySelector("[data-close]").click();
  });
  document.addEventListener("visibilitychange", look);
  setInterval(look, LOOK_EVERY);
  look();
}
