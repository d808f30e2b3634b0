// On a narrow screen the rows of an edition's wide tables are cards. The page of an edition never changes, so the
// heading of each cell is put beside it here; without a script the tables scroll sideways.
const ROLES = { TABLE: 'table', THEAD: 'rowgroup', TBODY: 'rowgroup', TR: 'row', TD: 'cell' };
const role = (element) =>
  ROLES[element.tagName] ?? (element.scope?.startsWith('row') ? 'rowheader' : 'columnheader');

for (const table of document.querySelectorAll('.appendix-scroll > table')) {
  const headings = [...(table.tHead?.rows[0]?.cells ?? [])].flatMap((cell) =>
    Array(cell.colSpan).fill(cell.textContent.trim()),
  );
  for (const row of table.querySelectorAll('tbody > tr')) {
    let column = 0;
    for (const cell of row.cells) {
      if (cell.tagName === 'TD' && cell.textContent.trim()) cell.dataset.label = headings[column] ?? '';
      column += cell.colSpan;
    }
  }
  // A card takes the roles of a table away in some browsers.
  for (const element of [table, ...table.querySelectorAll('thead, tbody, tr, th, td')]) {
    element.setAttribute('role', role(element));
  }
  table.classList.add('appendix-cards');
}
