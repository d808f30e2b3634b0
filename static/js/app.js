// Everything works without this file; it adds the behaviour of govuk-frontend and spares tab stops.
import {
  Button,
  ErrorSummary,
  NotificationBanner,
  ServiceNavigation,
  SkipLink,
  createAll,
} from "../vendor/govuk-frontend/govuk-frontend.min.js";

// govuk-frontend hides what needs a script until it sees these two classes on the body.
document.body.classList.add("js-enabled", "govuk-frontend-supported");

for (const component of [ErrorSummary, NotificationBanner, ServiceNavigation, SkipLink]) {
  createAll(component);
}
createAll(Button, { preventDoubleClick: true });

// A list whose empty choice asks for more opens the part of the form that asks for it.
document.querySelectorAll("select[data-opens]").forEach((list) => {
  list.addEventListener("change", () => {
    document.getElementById(list.dataset.opens).open = !list.value;
  });
});

// A table that fits has nothing to scroll to, so it need not stop the Tab key.
const spareTabStop = ({ target }) => {
  if (target.scrollWidth > target.clientWidth) {
    target.setAttribute("tabindex", "0");
  } else {
    target.removeAttribute("tabindex");
  }
};
const widths = new ResizeObserver((entries) => entries.forEach(spareTabStop));
document.querySelectorAll(".app-table-scroll").forEach((region) => widths.observe(region));
