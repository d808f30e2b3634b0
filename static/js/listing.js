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

// What is open stays open, by its place, which is the same before and after; but the questions, and the panel that
// holds the filters on a phone, close, so that the answer is seen.
const panels = () => [...listing().querySelectorAll("details:not(#panel, #questions, #pivot)")];
const openPanels = () => panels().map((panel) => panel.open);

// The style sheet shows the filters beside the list whether their panel is open or not; this says so to those who
// do not see it.
const openBesideTheList = () => {
  document.getElementById("panel").open ||= window.matchMedia("(min-width: 48.0625rem)").matches;
};
openBesideTheList();

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
  panels().forEach((panel, place) => {
    panel.open ||= Boolean(wereOpen[place]);
  });
  openBesideTheList();
  document.title = page.title;
  const control = sameControl(mark);
  if (control?.checkVisibility({ contentVisibilityAuto: true })) {
    control.focus({ preventScroll: true });
  } else {
    const heading = listing().querySelector("h1");
    heading.tabIndex = -1;
    heading.focus();
  }
  announce();
  return true;
};

let asking = new AbortController();
let shownSearch = window.location.search;

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
    shownSearch = new URL(address).search;
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

// Going to a part of the page is no other list.
window.addEventListener("popstate", () => {
  if (window.location.search !== shownSearch) {
    show(new URL(window.location.href), null, false);
  }
});
