// What was typed and not saved: said on the page, and asked about before somebody leaves it.

import { renewToken } from "./checks.js";

const STUCK = 15_000; // milliseconds after which saving may be tried again

/** Return whether a select shows another choice than the page came with. */
function isChosenAnew(select) {
  const options = [...select.options];
  const hasDefault = select.multiple || options.some((option) => option.defaultSelected);
  return options.some(
    (option, place) => option.selected !== (hasDefault ? option.defaultSelected : place === 0),
  );
}

/** Return whether a control differs from what the page came with. */
function isChanged(control) {
  if (!control.name || control.disabled) {
    return false;
  }
  if (control instanceof HTMLSelectElement) {
    return isChosenAnew(control);
  }
  if (control.type === "checkbox" || control.type === "radio") {
    return control.checked !== control.defaultChecked;
  }
  return control.value !== control.defaultValue;
}

/** Return a function that tells whether the page holds something that is not saved. */
function changesOf(form) {
  // A page with mistakes, or in conflict, comes back with what was typed, none of which is saved.
  const cameUnsaved = document.querySelector("[data-error-summary], .entry-conflict") !== null;
  return () => cameUnsaved || [...form.querySelectorAll("input, select, textarea")].some(isChanged);
}

/** Say when there are unsaved changes, ask before they are left behind, and save but once. */
export function startSaving(form, checks) {
  const state = form.querySelector("[data-entry-state]");
  const hasChanges = changesOf(form);
  let isSaving = false;
  let isSure = false;
  let unstick = 0;

  const say = (text) => {
    if (state.textContent !== text) {
      state.textContent = text;
    }
  };
  const show = () => {
    isSaving = false;
    clearTimeout(unstick);
    say(hasChanges() ? "Unsaved changes" : "");
  };
  const begin = () => {
    isSaving = true;
    isSure = false;
    checks.stop();
    renewToken(form);
    say("Saving…");
    unstick = setTimeout(show, STUCK);
  };

  form.addEventListener("input", show);
  form.addEventListener("submit", async (event) => {
    if (isSaving) {
      // A second press would be taken for somebody else's change.
      event.preventDefault();
    } else if (isSure || checks.contact.isFresh) {
      begin();
    } else {
      // A save without a session would end at the sign-in page with everything lost.
      event.preventDefault();
      const { submitter } = event;
      await checks.check();
      isSure = !checks.contact.isSignedOut;
      if (isSure) {
        form.requestSubmit(submitter);
      }
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (!isSaving && hasChanges()) {
      event.preventDefault();
    }
  });
  window.addEventListener("pageshow", () => {
    show();
    // Going back, or reloading, may bring back what was typed; the figures are then still the stored ones.
    if ([...form.querySelectorAll("input, select, textarea")].some(isChanged)) {
      checks.check();
    }
  });
}
