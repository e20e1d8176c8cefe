// Beside a day that is written: which day of the week it is, and the browser's own calendar to point in.
// The day stays text, so that a misspelt one can be put right; without scripts, or calendar, it is only typed.

const { lang } = document.documentElement;
const weekdays = new Intl.DateTimeFormat(lang, { weekday: "long", timeZone: "UTC" });
const SHAPE = "M2.4 3.6h11.2v10H2.4zM2.4 6.8h11.2M5.2 1.8v3M10.8 1.8v3";
const SVG = "http://www.w3.org/2000/svg";

// 2026-11-22 of what was written as the field allows, or nothing where there is no such day.
function dayOf(field) {
  const parts = new RegExp(`^(?:${field.dataset.pattern})$`).exec(field.value.trim());
  if (!parts) return "";
  const [year, month, day] = parts.slice(1).map((part) => part.padStart(2, "0"));
  const at = new Date(`${year}-${month}-${day}T00:00Z`);
  // a browser may take the 30th of February for one in March
  return Number.isNaN(at.getTime()) || at.getUTCDate() !== Number(day) ? "" : `${year}-${month}-${day}`;
}

function symbol() {
  const drawn = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ class: "icon", viewBox: "0 0 16 16", width: 20, height: 20 })) {
    drawn.setAttribute(name, value);
  }
  for (const [name, value] of Object.entries({ fill: "none", stroke: "currentColor", "stroke-width": 1.5 })) {
    drawn.setAttribute(name, value);
  }
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", SHAPE);
  drawn.append(line);
  return drawn;
}

// For those who point: by keyboard the day is typed, and there is nothing more to step through.
function calendar(field) {
  const days = document.createElement("input");
  days.type = "date";
  days.className = "calendar-days";
  days.tabIndex = -1;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "calendar-button";
  button.tabIndex = -1;
  button.append(symbol());
  button.addEventListener("click", () => {
    days.value = dayOf(field);
    days.showPicker();
  });
  days.addEventListener("change", () => {
    if (!days.value) return;
    field.value = days.value;
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
    field.focus();
  });
  const box = document.createElement("span");
  box.className = "calendar";
  box.setAttribute("aria-hidden", "true");
  box.append(days, button);
  return box;
}

function beside(field) {
  const told = document.createElement("output");
  told.className = "weekday";
  told.htmlFor.add(field.id);
  const tell = () => {
    const day = dayOf(field);
    told.textContent = day && weekdays.format(new Date(`${day}T00:00Z`));
  };
  const row = document.createElement("span");
  row.className = "day-row";
  field.before(row);
  row.append(field);
  if ("showPicker" in HTMLInputElement.prototype) row.append(calendar(field));
  row.append(told);
  field.addEventListener("input", tell);
  tell();
}

for (const field of document.querySelectorAll("[data-check='date']")) beside(field);
