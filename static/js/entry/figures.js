// What the server computed: figures, word counts, what is missing or undone. It is shown as it came.

const latest = new WeakMap();

/** Show the computed figures, leaving their tables where somebody had scrolled them to. */
export function showFigures(form, html) {
  const region = form.querySelector("[data-figures]");
  if (latest.get(region) === html) {
    return;
  }
  latest.set(region, html);
  const scrolled = () => [...region.querySelectorAll(".entry-scroll")];
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

/** List what the next stage still asks for. */
export function showMissing(form, missing) {
  const list = form.querySelector("[data-missing]");
  list?.replaceChildren(
    ...missing.map((words) => {
      const item = document.createElement("li");
      item.textContent = words;
      return item;
    }),
  );
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
  const total = form.querySelector("[data-total]")?.textContent ?? "";
  const errors = counted(shown("[data-errors-for]"), "error");
  const warnings = counted(shown("[data-warning]"), "warning");
  return `Total saving ${total}. ${errors}, ${warnings} on the page.`;
}
