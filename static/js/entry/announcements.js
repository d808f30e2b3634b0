// One quiet line for screen readers. What it says is to be seen on the page as well.

const PAUSE = 1500; // milliseconds: nobody is spoken to while typing

let line = null;
let timer = 0;
let lastSummary = "";

/** Say a text once. */
export function announce(text) {
  if (!line) {
    line = document.createElement("div");
    line.className = "govuk-visually-hidden";
    line.setAttribute("role", "status");
    document.body.append(line);
  }
  line.textContent = text;
}

/** Say a text when nothing has been announced for a while, unless it was the last to be said so. */
export function announceAfterPause(text) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (text !== lastSummary) {
      lastSummary = text;
      announce(text);
    }
  }, PAUSE);
}
