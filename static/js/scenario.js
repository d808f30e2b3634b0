// Shows the gap of a scenario as its choices change: the server computes it, and nothing is saved.
// Without this script a button on the page does the same.

import { renewToken } from "./entry/checks.js";

const PAUSE = 150; // milliseconds without a change before the server is asked

const form = document.querySelector("form[data-figures]");
const shown = form?.querySelector("[data-figures-here]");
let timer = 0;
let question = null;

async function ask() {
  question?.abort();
  const mine = new AbortController();
  question = mine;
  renewToken(form);
  try {
    const response = await fetch(form.dataset.figures, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      redirect: "error",
      signal: mine.signal,
    });
    // A choice that cannot be used is answered with 400, and the part of the page says what is wrong.
    if (response.ok || response.status === 400) {
      shown.innerHTML = await response.text();
    }
  } catch {
    // The server is away, or a newer question was asked: what is shown stays.
  }
}

if (form) {
  form.querySelector("[data-without-script]").hidden = true;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
}
