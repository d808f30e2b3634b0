// More rows for the lists of the page, such as the risks.

import { announce } from "./announcements.js";

/** Return a button with its words. */
function buttonSaying(words) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary";
  button.textContent = words;
  return button;
}

/** Return a new row made from the list's template. */
function rowFrom(template, place) {
  const holder = document.createElement("template");
  // People count from one, the fields from zero.
  holder.innerHTML = template.innerHTML
    .replaceAll("row __prefix__", `row ${place + 1}`)
    .replaceAll("__prefix__", place);
  return holder.content.querySelector("[data-row]");
}

/** Take a row out of what is sent, or put it back. */
function setAside(row, isAside) {
  row.hidden = isAside;
  for (const control of row.querySelectorAll("input, select, textarea")) {
    control.disabled = isAside;
  }
}

/** Let a new row be removed, and the removal be undone; the places of the other rows stay as they are. */
function makeRemovable(row, place, add, changed) {
  const remove = buttonSaying("Remove row");
  const undo = buttonSaying("Restore row");
  remove.setAttribute("aria-label", `Remove row ${place + 1}`);
  remove.addEventListener("click", () => {
    setAside(row, true);
    row.after(undo);
    announce("The row was removed.");
    add.focus();
    changed();
  });
  undo.addEventListener("click", () => {
    setAside(row, false);
    undo.remove();
    remove.focus();
    changed();
  });
  row.append(remove);
}

/** Offer more rows for one list, up to as many as the server takes. */
function growable(list) {
  const template = list.querySelector("template[data-empty-row]");
  const add = list.querySelector("[data-add-row]");
  const total = list.querySelector('[name$="-TOTAL_FORMS"]');
  const most = Number(list.dataset.mostRows);
  const showAdd = () => {
    add.hidden = Number(total.value) >= most;
  };
  add.addEventListener("click", () => {
    const place = Number(total.value);
    const row = rowFrom(template, place);
    total.value = place + 1;
    template.before(row);
    const fields = row.querySelectorAll("input:not([type=hidden]), select, textarea");
    makeRemovable(row, place, add, () => total.dispatchEvent(new Event("input", { bubbles: true })));
    fields[0].focus();
    showAdd();
  });
  showAdd();
}

/** Offer more rows for every list of the page. */
export function startRows(form) {
  form.querySelectorAll("[data-rows]").forEach(growable);
}
