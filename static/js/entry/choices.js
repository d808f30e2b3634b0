// Long lists of choices completed while somebody types: the combobox pattern of WAI-ARIA 1.2 in front of a
// select, which keeps the choice and is what is sent.

import { announceAfterPause } from "./announcements.js";

const MOST_SHOWN = 100;

/** Return an element with its attributes. */
function made(kind, attributes) {
  const element = document.createElement(kind);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  return element;
}

/** Put a text field and a list in front of a select, under the id by which label and messages know it. */
function dress(select) {
  const { id } = select;
  const label = document.querySelector(`label[for="${CSS.escape(id)}"]`);
  const described = select.getAttribute("aria-describedby") ?? "";
  const field = made("input", {
    type: "text",
    id,
    class: "govuk-input",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: [...select.options].find((option) => !option.value)?.textContent ?? "",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": `${id}_list`,
    "aria-describedby": `${described} ${id}_found`.trim(),
    "data-completes": select.name,
  });
  if (select.getAttribute("aria-invalid")) {
    field.setAttribute("aria-invalid", select.getAttribute("aria-invalid"));
  }
  const list = made("ul", { id: `${id}_list`, role: "listbox", "aria-label": label?.textContent.trim() ?? "" });
  const found = made("p", { id: `${id}_found`, class: "govuk-hint" });
  const box = made("div", { class: "entry-combobox" });
  list.hidden = true;
  found.hidden = true;
  select.id = `${id}_choices`;
  select.hidden = true;
  select.removeAttribute("aria-describedby");
  select.before(box);
  box.append(field, list, found, select);
  return { field, list, found };
}

/** A select with a text field in front of it that narrows its choices down. */
class Completed {
  /** Dress the select; `isOffered` says which of its options are to be chosen now. */
  constructor(select, isOffered = () => true) {
    this.select = select;
    this.isOffered = isOffered;
    Object.assign(this, dress(select));
    this.active = -1;
    this.showChoice();
    this.listen();
  }

  /** The options that may be chosen now. */
  get offered() {
    return [...this.select.options].filter((option) => option.value && this.isOffered(option));
  }

  /** The options on the list. */
  get rows() {
    return [...this.list.children];
  }

  /** Whether the list stands open. */
  get isOpen() {
    return !this.list.hidden;
  }

  /** Listen to the keys, the pointer, and choices made elsewhere. */
  listen() {
    const { field, list, select } = this;
    field.addEventListener("input", () => this.open(field.value));
    field.addEventListener("click", () => this.isOpen || this.open(""));
    field.addEventListener("keydown", (event) => this.pressed(event));
    field.addEventListener("blur", () => this.left());
    // The pointer would take the focus away, and with it the list.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", ({ target }) => {
      const row = target.closest("[role=option]");
      if (row) {
        this.choose(row.dataset.value);
      }
    });
    select.addEventListener("change", () => this.showChoice());
    // The browser may bring a choice back, or the page may arrive while somebody types already.
    window.addEventListener("pageshow", () => document.activeElement === field || this.showChoice());
  }

  /** Write the choice into the text field. */
  showChoice() {
    const [chosen] = this.select.selectedOptions;
    this.field.value = chosen?.value ? chosen.textContent.trim() : "";
  }

  /** Open the list with the options that hold every word of the text. */
  open(text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const fitting = this.offered.filter((option) => {
      const name = option.textContent.toLowerCase();
      return words.every((word) => name.includes(word));
    });
    this.list.replaceChildren(...fitting.slice(0, MOST_SHOWN).map((option, place) => this.rowOf(option, place)));
    this.list.hidden = fitting.length === 0;
    this.field.setAttribute("aria-expanded", String(this.isOpen));
    this.activate(-1);
    this.tellFound(fitting.length);
  }

  /** Return the row of the list for an option. */
  rowOf(option, place) {
    const row = made("li", {
      role: "option",
      id: `${this.list.id}_${place}`,
      "aria-selected": String(option.selected),
      "data-value": option.value,
    });
    row.textContent = option.textContent.trim();
    return row;
  }

  /** Say how many choices there are; show it where the list does not. */
  tellFound(count) {
    const words = { 0: "No results.", 1: "1 choice." }[count] ?? `${count} choices.`;
    const shown = count > MOST_SHOWN ? `${words} The first ${MOST_SHOWN} are shown: type more of the name.` : words;
    announceAfterPause(`${this.list.getAttribute("aria-label")}: ${shown}`);
    this.note(count === 0 || count > MOST_SHOWN ? shown : "");
  }

  /** Show a line below the field. */
  note(words) {
    this.found.textContent = words;
    this.found.hidden = !words;
  }

  /** Close the list. */
  close() {
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.activate(-1);
  }

  /** Make a row of the list the one that Enter chooses. */
  activate(place) {
    this.active = place;
    this.rows.forEach((row, at) => row.classList.toggle("entry-combobox__active", at === place));
    const row = this.rows[place];
    if (row) {
      this.field.setAttribute("aria-activedescendant", row.id);
      row.scrollIntoView({ block: "nearest" });
    } else {
      this.field.removeAttribute("aria-activedescendant");
    }
  }

  /** Do what a key stands for; Tab, and what is typed, go their usual way. */
  pressed(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) {
      return;
    }
    if (step) {
      event.preventDefault();
      this.move(step);
    } else if (event.key === "Enter") {
      // Enter in a text field would save the whole page.
      event.preventDefault();
      this.entered();
    } else if (event.key === "Escape") {
      this.escape(event);
    }
  }

  /** Choose the row that is marked; while several fit and none is, stay. */
  entered() {
    const row = this.rows[this.active];
    if (row) {
      this.choose(row.dataset.value);
    } else if (!this.isOpen || this.rows.length === 1) {
      this.left();
    }
  }

  /** Move up or down the list, opening it first; beyond an end it begins again at the other. */
  move(step) {
    if (!this.isOpen) {
      this.open(this.isUntouched ? "" : this.field.value);
    }
    const { length } = this.rows;
    if (length) {
      const from = this.active < 0 && step < 0 ? 0 : this.active;
      this.activate((from + step + length) % length);
    }
  }

  /** Whether the field shows the choice as it is. */
  get isUntouched() {
    const [chosen] = this.select.selectedOptions;
    return this.field.value === (chosen?.value ? chosen.textContent.trim() : "");
  }

  /** Close the list, or else go back to the choice. */
  escape(event) {
    if (this.isOpen || !this.isUntouched) {
      event.preventDefault();
      if (!this.isOpen) {
        this.showChoice();
      }
      this.close();
      this.note("");
    }
  }

  /** Choose the option of that value, and tell the page. */
  choose(value) {
    const isOther = this.select.value !== value;
    this.select.value = value;
    this.showChoice();
    this.close();
    this.note("");
    if (isOther) {
      this.select.dispatchEvent(new Event("input", { bubbles: true }));
      this.select.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  /** Make a choice of what was typed: the row that is marked, the only one that fits, or none at all. */
  left() {
    const typed = this.field.value.trim();
    const marked = this.rows[this.active] ?? (this.rows.length === 1 ? this.rows[0] : undefined);
    if (this.isUntouched) {
      this.close();
      this.note("");
    } else if (typed === "") {
      this.choose("");
    } else if (this.isOpen && marked) {
      this.choose(marked.dataset.value);
    } else {
      this.refuse(typed);
    }
  }

  /** Go back to the choice, saying what was not found. */
  refuse(typed) {
    this.close();
    this.showChoice();
    const words = `“${typed}” is not one of the choices. ${this.field.value ? `Still chosen: ${this.field.value}.` : "No choice selected."}`;
    this.note(words);
    announceAfterPause(words);
  }
}

/** Let the base budgets follow the service: only its own are offered, and its only one is chosen. */
function followService(service, budget, completed) {
  const isOfService = (option) => !service.value || option.dataset.service === service.value;
  const chosenFor = new Map();
  let last = service.value;
  completed.isOffered = isOfService;
  service.addEventListener("change", () => {
    chosenFor.set(last, budget.value);
    last = service.value;
    const [chosen] = budget.selectedOptions;
    if (chosen?.value && isOfService(chosen)) {
      return;
    }
    const own = completed.offered;
    const only = service.value && own.length === 1 ? own[0].value : "";
    completed.choose(chosenFor.get(service.value) || only);
  });
}

/** Complete every select of the form that asks for it. */
export function completeSelects(form) {
  const completed = new Map();
  for (const select of form.querySelectorAll("select[data-autocomplete]")) {
    completed.set(select.name, new Completed(select));
  }
  const [service, budget] = [completed.get("service"), completed.get("base_budget")];
  if (service && budget) {
    followService(service.select, budget.select, budget);
  }
}
