// The proposal's page in the admin works without this file. It has the server check while somebody types,
// and spares keystrokes. Every figure and every message about one comes from the server.
import { announce, announceAfterPause } from "./entry/announcements.js";
import { startChecks } from "./entry/checks.js";
import { completeSelects } from "./entry/choices.js";
import { startGrid } from "./entry/grid.js";
import { showFigures, showMaterial, showMissing, showWordCounts, summaryOf } from "./entry/figures.js";
import { startErrors } from "./entry/errors.js";
import { startRows } from "./entry/rows.js";
import { startSaving } from "./entry/saving.js";
import { startWarnings } from "./entry/warnings.js";

const form = document.querySelector("form[data-entry]");

if (form) {
  announce("");
  const errors = startErrors(form);
  const warnings = startWarnings(form);
  const checks = startChecks(form, (answer) => {
    errors.show(answer.errors);
    warnings.show(answer.warnings);
    showFigures(form, answer.figures);
    showWordCounts(form, answer.word_counts);
    showMissing(answer.progress, answer.missing);
    showMaterial(form, answer.material);
    announceAfterPause(summaryOf(form));
  });
  completeSelects(form);
  startGrid(form);
  startRows(form);
  startSaving(form, checks);
}
