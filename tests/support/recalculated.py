"""Working a workbook out anew, as a spreadsheet would."""

import re


class Recalculated:
    """A workbook worked out from its inputs: sums, SUM, products, quotients and ROUND, with no cached value used."""

    def __init__(self, book):
        self.book = book
        self.found = {}

    def at(self, sheet, address):
        key = (sheet, address)
        if key not in self.found:
            value = self.book[sheet][address].value
            is_formula = isinstance(value, str) and value.startswith("=")
            self.found[key] = self.worked_out(value[1:]) if is_formula else value or 0
        return self.found[key]

    def worked_out(self, formula):
        text = re.sub(r"SUM\('([^']+)'!([A-Z]+\d+):([A-Z]+\d+)\)", r"added('\1', '\2', '\3')", formula)
        text = re.sub(r"'([^']+)'!([A-Z]+\d+)", r"at('\1', '\2')", text)
        cells = r"at\('[\w ]+', '[A-Z]+\d+'\)|added\('[\w ]+', '[A-Z]+\d+', '[A-Z]+\d+'\)"
        assert re.fullmatch(rf"({cells}|ROUND|[-+*/(),\d])+", text), formula

        def half_away(value, places):
            return int(abs(value) + 0.5) * (1 if value > 0 else -1)

        names = {"at": self.at, "added": self.added, "ROUND": half_away, "__builtins__": {}}
        return eval(text, names)

    def added(self, sheet, first, last):
        cells = (cell for row in self.book[sheet][f"{first}:{last}"] for cell in row)
        return sum(self.at(sheet, cell.coordinate) for cell in cells)
