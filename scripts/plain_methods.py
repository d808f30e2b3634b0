"""Write properties of a module as plain methods that are made properties after them.

The mutation check leaves decorated functions alone, and half of the figures are properties.
Usage: plain_methods.py FILE, which is rewritten.
"""

import ast
import sys
from pathlib import Path

PROPERTIES = {"property", "cached_property"}


def plain_methods(source: str) -> str:
    """Return the module with `name = property(name)` after each method, in place of the decorator before it."""
    lines = source.splitlines()
    for place, text in sorted(_edits(source), key=lambda edit: edit[0], reverse=True):
        lines[place : place + (text is None)] = [] if text is None else [text]
    return "\n".join(lines) + "\n"


def _edits(source: str) -> list[tuple[int, str | None]]:
    """Return what to do by line: a text to put in front of it, None to take it out."""
    edits: list[tuple[int, str | None]] = []
    for owner in ast.walk(ast.parse(source)):
        if not isinstance(owner, ast.ClassDef) or any("Enum" in ast.unparse(base) for base in owner.bases):
            continue  # an enumeration would take what the check adds for members
        for method in owner.body:
            if not isinstance(method, ast.FunctionDef) or len(method.decorator_list) != 1:
                continue
            decorator = method.decorator_list[0]
            if isinstance(decorator, ast.Name) and decorator.id in PROPERTIES and method.end_lineno:
                made = f"{' ' * method.col_offset}{method.name} = {decorator.id}({method.name})"
                edits += [(decorator.lineno - 1, None), (method.end_lineno, made)]
    return edits


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(plain_methods(path.read_text()))
