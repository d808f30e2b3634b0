// The errors beside the fields.

/** Return the name of the field that an element stands for; a field that completes stands for its select. */
function nameOf(element) {
  return element?.name || element?.dataset?.completes || "";
}

/** Return whether nothing is typed into, or chosen in, the field of that name. */
function isBlank(form, name) {
  const held = form.elements.namedItem(name);
  return !held || (held.type !== "checkbox" && !held.value);
}

/** Write the messages into the place beside a field. */
function write(note, messages) {
  note.replaceChildren(
    ...messages.flatMap((message) => {
      const begins = document.createElement("strong");
      begins.textContent = "Error:";
      return [begins, ` ${message} `];
    }),
  );
  note.hidden = messages.length === 0;
}

/** Mark the controls that an error is about as wrong, or as right again. */
function mark(form, note) {
  const isWrong = !note.hidden;
  for (const control of form.querySelectorAll(`[aria-describedby~="${CSS.escape(note.id)}"]`)) {
    if (isWrong) {
      control.setAttribute("aria-invalid", "true");
    } else {
      control.removeAttribute("aria-invalid");
    }
    control.closest(".entry-field")?.classList.toggle("govuk-form-group--error", isWrong);
  }
}

/** Show the errors of each answer: a new one not in the middle of typing, nor beside a field nobody came to yet. */
export function startErrors(form) {
  const visited = new Set();
  let latest = null;

  const isEarly = (name) => {
    const field = nameOf(document.activeElement);
    return field === name || (!visited.has(name) && isBlank(form, name));
  };
  const render = () => {
    for (const note of form.querySelectorAll("[data-errors-for]")) {
      const name = note.dataset.errorsFor;
      const messages = latest[name] ?? [];
      if (note.hidden && isEarly(name)) {
        continue;
      }
      write(note, messages);
      mark(form, note);
    }
  };
  form.addEventListener("input", ({ target }) => {
    // What was said of the text before is not said of this one.
    if (latest) {
      delete latest[nameOf(target)];
    }
  });
  form.addEventListener("focusout", ({ target }) => {
    visited.add(nameOf(target));
    // The focus has arrived elsewhere only after this event.
    setTimeout(() => latest && render());
  });
  return {
    /** Show the errors, lists of messages by the name of their field. */
    show(errors) {
      latest = errors;
      render();
    },
  };
}
