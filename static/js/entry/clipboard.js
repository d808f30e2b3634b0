// Cells as a spreadsheet puts them onto the clipboard: tabs between cells, a new line after each row, and
// quotation marks around a cell that holds one of these.

const CELL = /(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n|$)/y;

/** Return the rows of cells that a text from the clipboard writes, each cell without blanks around it. */
export function cellsOf(text) {
  const written = text.replaceAll("\r\n", "\n").replaceAll("\r", "\n").replace(/\n$/, "");
  const rows = [[]];
  CELL.lastIndex = 0;
  let end = "\t";
  while (end) {
    const [, quoted, plain = "", ending] = CELL.exec(written);
    rows.at(-1).push((quoted?.replaceAll('""', '"') ?? plain).trim());
    if (ending === "\n") {
      rows.push([]);
    }
    end = ending;
  }
  return rows;
}

/** Return rows of cells as a text for the clipboard. */
export function textOf(rows) {
  return rows.map((cells) => cells.join("\t")).join("\n");
}
