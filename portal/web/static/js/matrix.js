// While a matrix is filled in: the server's two checks for the row just changed, which cells are changed, and keys.

const ICON = '<svg class="icon" viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" '
  + 'stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" focusable="false" aria-hidden="true">'
  + '<path d="M8 2.2l6.4 11.4H1.6z"/><path d="M8 6.4v3.2M8 11.6v.1" stroke-width="2"/></svg>';
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const VALUES = { 0: "", 1: "responsible", 2: "shared", 3: "participates", 4: "none" };

function findings(row, table) {
  const values = [...row.querySelectorAll("select")].map((select) => select.value);
  const responsible = values.filter((value) => value === "responsible").length;
  if (responsible > 1) return [table.dataset.several];
  if (responsible === 0 && values.some((value) => value !== "none")) return [table.dataset.nobody];
  return [];
}

function show(row, texts) {
  const list = row.querySelector("[data-notices]");
  list.replaceChildren(...texts.map((text) => {
    const item = document.createElement("li");
    item.innerHTML = ICON;
    item.append(text);
    return item;
  }));
}

// A cell whose value differs from what is saved says so in its label.
function mark(select, word) {
  const first = [...select.options].find((option) => option.defaultSelected);
  const saved = select.dataset.saved ?? (first ? first.value : "");
  const label = select.closest("td").querySelector("label");
  const tag = label.querySelector(".cell-tag");
  const isChanged = select.value !== saved;
  if (tag && !isChanged) tag.remove();
  if (!tag && isChanged) {
    const added = document.createElement("span");
    added.className = "cell-tag";
    added.textContent = word;
    label.append(added);
  }
}

function count(table) {
  const told = table.closest("form").querySelector("[data-changed-count]");
  const changed = table.querySelectorAll(".cell-tag").length;
  const words = told.dataset;
  told.textContent = changed > 1 ? words.more.replace("{}", changed) : changed ? words.one : "";
}

function step(select, [down, right]) {
  const rows = [...select.closest("table").querySelectorAll("[data-row]")];
  const row = select.closest("[data-row]");
  const column = [...row.querySelectorAll("select")].indexOf(select);
  const next = rows[rows.indexOf(row) + down];
  const cell = next && next.querySelectorAll("select")[column + right];
  if (cell) cell.focus();
}

function stepOf(event) {
  if (event.altKey || event.metaKey) return null;
  if (event.key === "Enter") return event.shiftKey ? STEPS.ArrowUp : STEPS.ArrowDown;
  return event.ctrlKey && Object.hasOwn(STEPS, event.key) ? STEPS[event.key] : null;
}

function press(event) {
  const select = event.target;
  if (!select.matches("select.cell-select")) return;
  const way = stepOf(event);
  if (way) {
    event.preventDefault();
    step(select, way);
  } else if (!event.ctrlKey && !event.altKey && !event.metaKey && Object.hasOwn(VALUES, event.key)) {
    event.preventDefault();
    select.value = VALUES[event.key];
    for (const kind of ["input", "change"]) select.dispatchEvent(new Event(kind, { bubbles: true }));
  }
}

for (const table of document.querySelectorAll("[data-matrix]")) {
  table.addEventListener("change", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row) return;
    show(row, findings(row, table));
    mark(event.target, table.dataset.changed);
    count(table);
  });
  table.addEventListener("keydown", press);
}

for (const keys of document.querySelectorAll("[data-keys]")) keys.hidden = false;
