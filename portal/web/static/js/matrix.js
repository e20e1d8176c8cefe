// Live checks while a matrix is filled in: the same two that the server makes, for the row just changed.

const ICON = '<svg class="icon" viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" '
  + 'stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" focusable="false" aria-hidden="true">'
  + '<path d="M8 2.2l6.4 11.4H1.6z"/><path d="M8 6.4v3.2M8 11.6v.1" stroke-width="2"/></svg>';

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

for (const table of document.querySelectorAll("[data-matrix]")) {
  table.addEventListener("change", (event) => {
    const row = event.target.closest("[data-row]");
    if (row) show(row, findings(row, table));
  });
}
