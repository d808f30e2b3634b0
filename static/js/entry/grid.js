// The year grid: cells pasted from a spreadsheet, and moving about with the keyboard.

import { cellsOf, textOf } from "./clipboard.js";

const HINT =
  "You can copy cells in Excel and paste them here, starting from the selected cell. Blank cells change nothing. Use the up and down arrow keys, or Enter, to move within a column.";

/** Return the text with its noun in the right number. */
function counted(count, one, many) {
  return count === 1 ? `1 ${one}` : `${count} ${many}`;
}

/** Return an element of that kind with its class and words. */
function made(kind, className, words = "") {
  const element = document.createElement(kind);
  element.className = className;
  element.textContent = words;
  return element;
}

/** Return the place of a cell in the grid. */
function placeOf(cell) {
  return { row: Number(cell.dataset.gridRow), column: Number(cell.dataset.gridColumn) };
}

/** Return whether an element is a cell; the reasons for warnings stand between the rows. */
function isCell(element) {
  return element.dataset.gridRow !== undefined;
}

/** Return the cell at a place of the grid, null beyond its edge. */
function cellAt(grid, row, column) {
  return grid.querySelector(`[data-grid-row="${row}"][data-grid-column="${column}"]`);
}

/** Share pasted cells out from a first cell on: what each cell gets, and what lies beyond the edge. */
function sharedOut(grid, first, pasted) {
  const start = placeOf(first);
  const filled = [];
  const beyond = [];
  pasted.forEach((texts, down) => {
    const left = texts.filter((text, right) => {
      const cell = cellAt(grid, start.row + down, start.column + right);
      if (cell && text) {
        filled.push({ cell, before: cell.value, after: text });
      }
      return !cell && text;
    });
    if (left.length) {
      beyond.push(left);
    }
  });
  return { filled, beyond };
}

/** Tell the page that cells have changed. */
function changed(cell) {
  cell.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Put the cells of a paste back, but for those that somebody has changed since; return how many stayed. */
function putBack({ filled }) {
  const untouched = filled.filter(({ cell, after }) => cell.value === after);
  for (const { cell, before } of untouched) {
    cell.value = before;
  }
  changed(filled[0].cell);
  return filled.length - untouched.length;
}

/** Make the place below the grid that says what a paste did. */
function reportPlace(grid) {
  const place = made("div", "entry-paste");
  const words = made("p", "govuk-body");
  const undo = made("button", "govuk-button govuk-button--secondary", "Undo paste");
  const rest = made("label", "govuk-label entry-paste__rest", "Cells that did not fit");
  const lost = made("textarea", "govuk-textarea");
  words.setAttribute("role", "status");
  undo.type = "button";
  lost.readOnly = true;
  rest.append(lost);
  undo.hidden = rest.hidden = true;
  place.append(made("p", "govuk-hint", HINT), words, undo, rest);
  (grid.closest(".app-table-scroll") ?? grid).after(place);
  return { words, undo, rest, lost };
}

/** Return in words what a paste did. */
function outcome({ filled, beyond }) {
  const left = beyond.flat().length;
  const pasted = `${counted(filled.length, "cell was", "cells were")} filled.`;
  const edge = `${counted(left, "cell did", "cells did")} not fit in the grid and ${left === 1 ? "is" : "are"} shown below.`;
  return left ? `${pasted} ${edge}` : pasted;
}

/** Fill the grid with what is pasted into one of its cells, to be undone in one step. */
function takePastes(grid) {
  const report = reportPlace(grid);
  let last = null;

  const undo = () => {
    const stayed = putBack(last);
    const [{ cell }] = last.filled;
    last = null;
    report.undo.hidden = report.rest.hidden = true;
    report.words.textContent = stayed
      ? `The paste was undone, except for ${counted(stayed, "cell", "cells")} changed since.`
      : "The paste was undone.";
    cell.focus();
  };
  grid.addEventListener("paste", (event) => {
    const pasted = cellsOf(event.clipboardData.getData("text/plain"));
    const isOneCell = pasted.flat().length < 2; // it is pasted as any text, at the caret
    if (isOneCell || !isCell(event.target)) {
      return;
    }
    event.preventDefault();
    const done = sharedOut(grid, event.target, pasted);
    for (const { cell, after } of done.filled) {
      cell.value = after;
    }
    last = done.filled.length ? done : null;
    report.undo.hidden = last === null;
    report.rest.hidden = done.beyond.length === 0;
    report.lost.value = textOf(done.beyond);
    report.lost.rows = Math.min(done.beyond.length + 1, 8);
    report.words.textContent = outcome(done);
    if (last) {
      changed(event.target);
    }
  });
  grid.addEventListener("keydown", (event) => {
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z";
    // What was typed since is undone first, by the browser.
    if (isUndo && last?.filled.every(({ cell, after }) => cell.value === after)) {
      event.preventDefault();
      undo();
    }
  });
  report.undo.addEventListener("click", undo);
}

/** Move up and down within a column; Tab and the arrows left and right stay what they are. */
function moveWithKeys(grid) {
  grid.addEventListener("keydown", (event) => {
    if (!isCell(event.target) || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const steps = { ArrowUp: -1, ArrowDown: 1, Enter: event.shiftKey ? -1 : 1 };
    const step = steps[event.key];
    if (!step || event.isComposing) {
      return;
    }
    event.preventDefault();
    const { row, column } = placeOf(event.target);
    const next = cellAt(grid, row + step, column);
    next?.focus();
    next?.select();
  });
}

/** Make the year grid of the page take pastes and move with the keyboard. */
export function startGrid(form) {
  const grid = form.querySelector("[data-grid]");
  if (grid) {
    takePastes(grid);
    moveWithKeys(grid);
  }
}
