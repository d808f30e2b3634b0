// What the server computed: figures, word counts, what is missing or undone. It is shown as it came.

const latest = new WeakMap();

/** Show the computed figures, leaving their tables where somebody had scrolled them to. */
export function showFigures(form, html) {
  const region = form.querySelector("[data-figures]");
  if (latest.get(region) === html) {
    return;
  }
  latest.set(region, html);
  const scrolled = () => [...region.querySelectorAll(".app-table-scroll")];
  const before = scrolled();
  const places = before.map((box) => box.scrollLeft);
  const focused = before.indexOf(document.activeElement);
  region.innerHTML = html;
  scrolled().forEach((box, place) => {
    box.scrollLeft = places[place] ?? 0;
    if (place === focused) {
      box.focus({ preventScroll: true });
    }
  });
}

/** Show how many words each long text has, by the name of its field. */
export function showWordCounts(form, counts) {
  for (const place of form.querySelectorAll("[data-word-count-for]")) {
    const count = counts[place.dataset.wordCountFor];
    if (count !== undefined) {
      place.textContent = count;
    }
  }
}

/** Show how complete each part is, and list what the next stage still asks for, unless somebody is in the list. */
export function showMissing(progress, missing) {
  for (const place of document.querySelectorAll("[data-progress-of]")) {
    place.textContent = progress[place.dataset.progressOf];
  }
  const list = document.querySelector("[data-missing]");
  if (!list || list.contains(document.activeElement)) {
    return;
  }
  const items = missing.map(({ words, address }) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.className = "govuk-link govuk-link--no-visited-state";
    link.href = address;
    link.textContent = words;
    item.append(link);
    return item;
  });
  list.replaceChildren(...(items.length ? items : ["Nothing"]));
}

/** Say whether the change typed is material, and what saving it would undo. */
export function showMaterial(form, words) {
  const place = form.querySelector("[data-material]");
  if (place && place.textContent !== words) {
    place.textContent = words;
  }
}

/** Return in one sentence what the page shows beside the fields. */
export function summaryOf(form) {
  const shown = (selector) => form.querySelectorAll(`${selector}:not([hidden])`).length;
  const counted = (count, one) => (count === 1 ? `1 ${one}` : `${count} ${one}s`);
  const total = form.querySelector("[data-total]");
  const errors = counted(shown("[data-errors-for]"), "error");
  const warnings = counted(shown("[data-warning]"), "warning");
  return `${total?.dataset.total ?? ""} ${total?.textContent ?? ""}. ${errors}, ${warnings} on the page.`;
}
