// The warnings beside the fields, each with the reason that somebody gives for it.
//
// A reason is given for one message. Where the figures change and the message with them, the reason stays
// in its field but counts again only when somebody edits it or says that it still holds.

/** Return the parts of a warning on the page. */
function partsOf(box) {
  const { warning: code } = box.dataset;
  return {
    message: box.querySelector("[data-warning-message]"),
    reason: box.querySelector(`[name="reason-${code}"]`),
    about: box.querySelector(`[name="reason_about-${code}"]`),
    doubt: box.querySelector("[data-warning-doubt]"),
    doubted: box.querySelector("[data-warning-doubted]"),
  };
}

/** Return a new warning without words, made from the page's own markup. */
function emptyWarning(code) {
  const template = document.querySelector("template[data-empty-warning]");
  const box = template.content.cloneNode(true).querySelector("[data-warning]");
  const reason = box.querySelector('input[type="text"]');
  const about = box.querySelector('input[type="hidden"]');
  const label = box.querySelector("label");
  box.dataset.warning = code;
  reason.name = `reason-${code}`;
  reason.id = label.htmlFor = `id_reason-${code}`;
  about.name = `reason_about-${code}`;
  return box;
}

/** Say whether the reason was given for another message than the one that is shown. */
function showDoubt(box) {
  const { message, reason, about, doubt, doubted } = partsOf(box);
  const isDoubtful = reason.value.trim() !== "" && about.value !== message.textContent;
  doubt.hidden = !isDoubtful;
  doubted.textContent = isDoubtful ? about.value : "";
}

/** Take the reason to be given for the message that is shown. */
function takeForThis(box) {
  const { message, about } = partsOf(box);
  about.value = message.textContent;
  showDoubt(box);
}

/** Put a message onto its warning. */
function update(box, { message, reason }, isNew) {
  const parts = partsOf(box);
  if (isNew) {
    parts.reason.defaultValue = reason;
  }
  if (parts.message.textContent !== message) {
    parts.message.textContent = message;
  }
  box.hidden = false;
  if (parts.reason.value.trim() === "" || parts.about.value === "") {
    parts.about.value = message;
  }
  showDoubt(box);
}

/** Show the warnings of each answer without touching a reason that somebody is writing. */
export function startWarnings(form) {
  const boxOf = (code) => form.querySelector(`[data-warning="${CSS.escape(code)}"]`);

  form.addEventListener("input", ({ target }) => {
    if (target.name?.startsWith("reason-")) {
      takeForThis(target.closest("[data-warning]"));
    }
  });
  form.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-warning-holds]");
    if (button) {
      const box = button.closest("[data-warning]");
      takeForThis(box);
      const { reason } = partsOf(box);
      reason.dispatchEvent(new Event("input", { bubbles: true }));
      reason.focus();
    }
  });
  return {
    /** Show the warnings, lists by the name of their field. */
    show(warnings) {
      const told = new Set();
      for (const place of form.querySelectorAll("[data-warnings-for]")) {
        for (const warning of warnings[place.dataset.warningsFor] ?? []) {
          told.add(warning.code);
          const held = boxOf(warning.code);
          const box = held ?? emptyWarning(warning.code);
          if (box.parentElement !== place) {
            place.append(box);
          }
          update(box, warning, !held);
        }
      }
      // Hidden, not taken away: the reason is there again should the warning come back.
      for (const box of form.querySelectorAll("[data-warning]")) {
        box.hidden = !told.has(box.dataset.warning);
      }
    },
  };
}
