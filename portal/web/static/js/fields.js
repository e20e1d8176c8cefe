// A wrong field is named when it is left, with the server's own words in the place of the server's own error,
// and the error goes as soon as the field is right. Bounds and words come with each field (portal/web/fields/).
// Without it the same is told when the form is sent; what is sent is checked there in any case.

const FIELD = "[data-required], [data-most], [data-check]";
// what the server takes out before it looks
const UNSEEN = /(?![\n\t])\p{Cc}|[\p{Cf}\ufe00-\ufe0f]/gu;
const NEAR = 500;
const PAUSE = 1000;

const numbers = new Intl.NumberFormat(document.documentElement.lang);
const named = new WeakSet();

function whole(pattern, text) {
  return new RegExp(`^(?:${pattern})$`).exec(text);
}

function isDay(year, month, day) {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const last = new Date(0);
  last.setUTCFullYear(year, month, 0);
  return day <= last.getUTCDate();
}

function checksOut(ten) {
  const sum = [...ten].reduce((total, digit, at) => {
    const counted = Number(digit) * (2 - (at % 2));
    return total + Math.floor(counted / 10) + (counted % 10);
  }, 0);
  return sum % 10 === 0;
}

function century(yearOfTwo, sign, today) {
  const now = Number(today.slice(0, 4));
  const age = (now - Number(yearOfTwo)) % 100;
  return String(now - age - (sign === "+" ? 100 : 0)).padStart(4, "0").slice(0, 2);
}

// Each says what is wrong with a text, in the field's words, or nothing.
const CHECKS = {
  date(text, words) {
    const parts = whole(words.pattern, text);
    if (!parts) return words.wrongForm;
    const [year, month, day] = parts.slice(1).map(Number);
    if (!isDay(year, month, day)) return words.wrongDate;
    return year < Number(words.from) || year > Number(words.to) ? words.wrongYear : "";
  },

  time(text, words) {
    const parts = whole(words.pattern, text);
    return parts && Number(parts[1]) < 24 && Number(parts[2] || 0) < 60 ? "" : words.wrongForm;
  },

  number(text, words) {
    const digits = text.replace(/[ \u00a0]/g, "");
    const isNumber = /^-?\p{Nd}+$/u.test(digits) && digits.length <= words.to.length;
    const isOutside = Number(digits) < Number(words.from) || Number(digits) > Number(words.to);
    return !isNumber || isOutside ? words.wrongForm : "";
  },

  personnummer(text, words) {
    const parts = whole(words.pattern, text.replace(/\s/g, "").replace(/[‐‑–−]/g, "-"));
    if (!parts) return words.wrongForm;
    const { day: six, sign, end } = parts.groups;
    const digits = (parts.groups.century || century(six.slice(0, 2), sign, words.today)) + six + end;
    const [year, month, written] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)].map(Number);
    // the day of a coordination number has 60 added to it; its month or day is 0 when nobody knows it
    const day = written % 60;
    const [first, last] = written < 60 ? [month, month] : [month || 1, month || 12];
    const earliest = written < 60 ? day : day || 1;
    if (!isDay(year, first, earliest) || !isDay(year, last, earliest)) return words.wrongDate;
    if (!checksOut(digits.slice(2))) return words.wrongCheckDigit;
    const born = [digits.slice(0, 4), first, earliest].map((part) => String(part).padStart(2, "0")).join("-");
    return born > words.today ? words.wrongFuture : "";
  },

  email(text, words) {
    const at = text.lastIndexOf("@");
    const host = text.slice(at + 1).replace(/^\.+|\.+$/g, "");
    return at > 0 && host.includes(".") && !text.includes(" ") ? "" : words.wrongForm;
  },

  file(name, words) {
    return words.suffixes.split(",").some((suffix) => name.toLowerCase().endsWith(suffix)) ? "" : words.wrongForm;
  },
};

function written(one) {
  if (one.matches("fieldset")) return one.querySelector("input:checked") ? "y" : "";
  if (one.type === "checkbox") return one.checked ? "y" : "";
  if (one.type === "file") return one.files.length ? one.files[0].name : "";
  return one.value.normalize("NFC").replace(UNSEEN, "").trim();
}

function wrong(one) {
  const words = one.dataset;
  const text = written(one);
  if (!text) return words.required || "";
  // nothing but punctuation is no answer either
  if (words.required && !/[\p{L}\p{M}\p{N}\p{S}]/u.test(text)) return words.required;
  const { length } = [...text];
  if (length > Number(words.most)) return words.tooLong.replace("{length}", numbers.format(length));
  if (one.type === "file" && one.files[0].size > Number(words.largest)) return words.tooLarge;
  return words.check ? CHECKS[words.check](text, words) : "";
}

function describe(one, id, isThere) {
  const ids = new Set((one.getAttribute("aria-describedby") || "").split(" ").filter(Boolean));
  if (isThere) ids.add(id);
  else ids.delete(id);
  if (ids.size) one.setAttribute("aria-describedby", [...ids].join(" "));
  else one.removeAttribute("aria-describedby");
}

function placeError(box, id) {
  const error = document.getElementById("field-error").content.firstElementChild.cloneNode(true);
  error.id = id;
  const above = box.querySelector(":scope > .field-hint") || box.querySelector(":scope > :is(label, legend)");
  if (above) above.after(error);
  else box.prepend(error);
  return error;
}

function show(one, message) {
  const box = one.closest(".field");
  const id = `${one.id}-error`;
  const old = document.getElementById(id);
  if (message) {
    const error = old || placeError(box, id);
    error.replaceChildren(error.firstElementChild, message);
    named.add(one);
  } else {
    old?.remove();
    named.delete(one);
  }
  box.classList.toggle("field-invalid", Boolean(message));
  describe(one, id, Boolean(message));
  for (const control of one.matches("fieldset") ? one.querySelectorAll("input") : [one]) {
    if (message) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }
}

// The error stands before the field that has been left: those who hear the page are told of it.
const status = document.createElement("p");
status.className = "visually-hidden";
status.setAttribute("role", "status");

function check(one) {
  const message = wrong(one);
  const label = one.closest(".field").querySelector("label, legend");
  if (message) {
    show(one, message);
    status.textContent = `${label.textContent}: ${message}`;
  } else if (named.has(one)) {
    show(one, "");
    status.textContent = "";
  }
}

// How much is left of a long text, near its end.
let pause = 0;
function count(one) {
  const most = Number(one.dataset.most);
  const left = most - [...written(one)].length;
  const id = `${one.id}-left`;
  let line = document.getElementById(id);
  clearTimeout(pause);
  if (left > Math.min(NEAR, most / 10)) {
    line?.remove();
    return;
  }
  if (!line) {
    line = document.createElement("p");
    line.id = id;
    line.className = "field-left";
    one.after(line);
  }
  const text = left < 0 ? one.dataset.over : one.dataset.left;
  line.textContent = text.replace("{count}", numbers.format(Math.abs(left)));
  pause = setTimeout(() => { status.textContent = line.textContent; }, PAUSE);
}

// A button that is being pressed must not move from under the pointer.
let isPressed = false;
let waiting = [];
function afterPress(act) {
  if (isPressed) waiting.push(act);
  else setTimeout(act);
}
function release() {
  isPressed = false;
  for (const act of waiting) setTimeout(act);
  waiting = [];
}

function watch() {
  document.querySelector("main").append(status);
  // what the server has named, and what is seen to be wrong here too, is taken away here when it is right
  for (const one of document.querySelectorAll(FIELD)) {
    if (document.getElementById(`${one.id}-error`) && wrong(one)) named.add(one);
  }
  document.addEventListener("pointerdown", () => { isPressed = true; });
  for (const end of ["pointerup", "pointercancel", "dragend"]) document.addEventListener(end, release);
  document.addEventListener("focusout", (event) => {
    const one = event.target.closest(FIELD);
    // another window is no leaving, nor is the next of several choices
    if (!one || !document.hasFocus() || one.contains(event.relatedTarget)) return;
    afterPress(() => check(one));
  });
  document.addEventListener("input", (event) => {
    const one = event.target.closest(FIELD);
    if (!one) return;
    if (one.type === "file") check(one);
    else if (named.has(one) && !wrong(one)) check(one);
    if (one.dataset.left) count(one);
  });
}

if (document.querySelector(FIELD)) watch();
