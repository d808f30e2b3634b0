// Asks the server what it makes of the page as it stands: errors, warnings, figures. Nothing is saved.

const PAUSE = 400; // milliseconds without a key before the server is asked
const PATIENCE = 10_000; // milliseconds to wait for its answer
const STALE = 20 * 60 * 1000; // milliseconds after which a session may have ended unnoticed

const NOT_CHECKED = "The page could not be checked. It will be checked when you save.";
const SIGNED_OUT =
  "You have been signed out. To keep your changes, sign in again in another tab before you save.";

/** What the server answers, by way of its sign-in page, when the session has ended. */
class SignedOut extends Error {}

/** Put the newest token against forged requests into the form: signing in again, in another tab, makes a new one. */
export function renewToken(form) {
  const held = document.cookie.split("; ").find((pair) => /^(__Host-)?csrftoken=/.test(pair));
  if (held) {
    form.elements.csrfmiddlewaretoken.value = held.slice(held.indexOf("=") + 1);
  }
}

/** Send the whole form and return the answer; throws SignedOut, or an error where there is no answer. */
async function ask(form, signal) {
  renewToken(form);
  const response = await fetch(form.dataset.checkUrl, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
    redirect: "manual",
    signal,
  });
  if (response.type === "opaqueredirect") {
    throw new SignedOut();
  }
  if (!response.ok) {
    throw new Error(`The check was answered with ${response.status}.`);
  }
  return response.json();
}

/** What is known of the server: whether it answers and the session lasts, said on the page where it does not. */
class Contact {
  /** Put the line that says so beside the state of the form. */
  constructor(form) {
    this.isSignedOut = false;
    this.heardAt = Date.now();
    this.line = document.createElement("span");
    this.line.className = "entry-trouble";
    this.line.setAttribute("role", "status");
    form.querySelector("[data-entry-state]").after(this.line);
  }

  /** Whether the server has answered so lately that the session cannot have ended unnoticed. */
  get isFresh() {
    return !this.isSignedOut && Date.now() - this.heardAt < STALE;
  }

  /** Note an answer. */
  heard() {
    this.isSignedOut = false;
    this.heardAt = Date.now();
    this.say("");
  }

  /** Note that there was none. */
  failed(error) {
    this.isSignedOut = error instanceof SignedOut;
    this.say(this.isSignedOut ? SIGNED_OUT : NOT_CHECKED);
  }

  /** Write the line, if it says something else. */
  say(text) {
    if (this.line.textContent !== text) {
      this.line.textContent = text;
    }
  }
}

/** Check after each pause in typing; the newest question stops the older ones. */
export function startChecks(form, show) {
  const contact = new Contact(form);
  let timer = 0;
  let question = null;

  const stop = () => {
    clearTimeout(timer);
    const older = question;
    question = null;
    older?.abort();
  };
  const check = async () => {
    stop();
    const mine = new AbortController();
    question = mine;
    const patience = setTimeout(() => mine.abort(), PATIENCE);
    try {
      const answer = await ask(form, mine.signal);
      if (question === mine) {
        contact.heard();
        show(answer);
      }
    } catch (error) {
      if (question === mine) {
        contact.failed(error);
      }
    } finally {
      clearTimeout(patience);
    }
  };
  form.addEventListener("input", ({ target }) => {
    if (target.name) {
      stop();
      timer = setTimeout(check, PAUSE);
    }
  });
  return { check, stop, contact };
}
