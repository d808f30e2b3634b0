// Refreshes the list in place: filters, arrangement, order, pages and groups without a new page.
// Everything works without this file; the address says all, so going back and copying it work as ever.
const LISTING = "listing";

const listing = () => document.getElementById(LISTING);

// What has the focus is found again in the new list: by its id, or by its name and value.
const markOf = (element) => {
  if (!element || !listing().contains(element)) {
    return null;
  }
  return { id: element.id, name: element.name, value: element.value, text: element.textContent.trim() };
};

const sameControl = (mark) => {
  if (!mark) {
    return null;
  }
  if (mark.id) {
    return document.getElementById(mark.id);
  }
  const controls = [...listing().querySelectorAll("a[href], button, input, select, summary")];
  return controls.find((control) =>
    mark.name
      ? control.name === mark.name && control.value === mark.value
      : control.textContent.trim() === mark.text,
  );
};

// An open panel stays open; the order of panels in the page is the same before and after.
const openPanels = () => [...listing().querySelectorAll("details")].map((panel) => panel.open);

const announce = () => {
  const shown = listing().querySelector(".app-shown-rows, #table-empty, .govuk-error-summary__body");
  const sum = listing().querySelector("#sum");
  document.getElementById("announcement").textContent = [shown, sum]
    .filter(Boolean)
    .map((element) => element.textContent.trim())
    .join(". ");
};

const replaceWith = (page, mark) => {
  const fresh = page.getElementById(LISTING);
  // Another round has another heading, perhaps another council's: that is a new page.
  if (!fresh || fresh.dataset.round !== listing().dataset.round) {
    return false;
  }
  const wereOpen = openPanels();
  listing().replaceWith(document.adoptNode(fresh));
  [...listing().querySelectorAll("details")].forEach((panel, place) => {
    panel.open ||= Boolean(wereOpen[place]);
  });
  document.title = page.title;
  const control = sameControl(mark) ?? listing().querySelector("h1");
  if (control.tagName === "H1") {
    control.tabIndex = -1;
  }
  control.focus({ preventScroll: true });
  announce();
  return true;
};

let asking = new AbortController();

const show = async (address, mark, remember) => {
  asking.abort();
  asking = new AbortController();
  listing().setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal: asking.signal, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const isList = answer.ok && !answer.redirected;
    if (!isList || !replaceWith(page, mark)) {
      window.location.assign(address);
      return;
    }
    if (remember) {
      history.pushState({ listing: true }, "", address);
    }
  } catch (error) {
    if (error.name !== "AbortError") {
      window.location.assign(address);
    }
  }
};

const isOfTheList = (address) =>
  address.origin === window.location.origin && address.pathname === window.location.pathname;

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  const asksForMore = event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!link || asksForMore || !listing().contains(link) || link.getAttribute("href").startsWith("#")) {
    return;
  }
  const address = new URL(link.href);
  if (isOfTheList(address)) {
    event.preventDefault();
    show(address, markOf(link), true);
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  const address = new URL(form.action);
  if (form.method !== "get" || !listing().contains(form) || !isOfTheList(address)) {
    return;
  }
  event.preventDefault();
  const said = [...new FormData(form, event.submitter)].filter(([, value]) => value !== "");
  address.search = new URLSearchParams(said).toString();
  show(address, markOf(event.submitter), true);
});

window.addEventListener("popstate", () => show(new URL(window.location.href), null, false));
