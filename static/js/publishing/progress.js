// Shows how far the work is while it goes on, by asking for that part of the page every second.
// Without this script the same page says it each time it is opened.

const BETWEEN_LOOKS = 1000;
const AFTER_TROUBLE = 5000;

const shown = document.querySelector("[data-progress-of]");
const announcer = document.querySelector("[data-progress-announced]");

function goesOn() {
  return shown.querySelector("[data-goes-on]") !== null;
}

function announce() {
  const words = shown.querySelector("[data-announced]")?.dataset.announced ?? "";
  // Written again, the same words would be read out again.
  if (announcer.textContent !== words) {
    announcer.textContent = words;
  }
}

function replace(html) {
  const focused = shown.contains(document.activeElement) ? document.activeElement.id : "";
  shown.innerHTML = html;
  if (focused) {
    const again = document.getElementById(focused) ?? shown.querySelector("a, button");
    again?.focus();
  }
  announce();
}

async function look() {
  let wait = BETWEEN_LOOKS;
  try {
    const response = await fetch(shown.dataset.progressOf, { headers: { Accept: "text/html" }, redirect: "error" });
    if (!response.ok) {
      throw new Error(`The progress answers ${response.status}.`);
    }
    replace(await response.text());
  } catch {
    // The server is away for a moment, or somebody has signed out: what is shown stays.
    wait = AFTER_TROUBLE;
  }
  if (goesOn()) {
    setTimeout(look, wait);
  }
}

if (shown && goesOn()) {
  setTimeout(look, BETWEEN_LOOKS);
}
