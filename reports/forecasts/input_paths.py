"""Values in groups and lists by their paths, for the cells of a workbook of inputs."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

Path = tuple[str | int, ...]
Bindings = Mapping[str, str | int]
NUMBER = "[]"
"""The part of a path that is the number of a row."""


def path_of(template: str, bindings: Bindings) -> Path:
    """Return the path with the keys and the number of a row in their places."""
    return tuple(bindings[part.strip("{}")] if is_bound(part) else part for part in template.split("."))


def bindings_in(values: object, template: str) -> Iterator[dict[str, str | int]]:
    """Yield the keys and numbers of every row that the values have for a path."""
    parts = template.split(".")
    while parts and not is_bound(parts[-1]):
        parts.pop()
    yield from _bindings(values, parts, {})


def _bindings(node: Any, parts: list[str], found: dict[str, str | int]) -> Iterator[dict[str, str | int]]:
    if not parts:
        yield found
        return
    first, rest = parts[0], parts[1:]
    if not is_bound(first):
        yield from _bindings(look_up(node, (first,)), rest, found)
        return
    keys: Any = ()
    if first == NUMBER and isinstance(node, list):
        keys = range(len(node))
    elif first != NUMBER and isinstance(node, dict):
        keys = node
    for key in keys:
        yield from _bindings(node[key], rest, {**found, first.strip("{}"): key})


def look_up(node: Any, path: Path) -> Any:
    """Return what stands at the path; None where nothing does."""
    for part in path:
        if isinstance(part, int):
            node = node[part] if isinstance(node, list) and part < len(node) else None
        else:
            node = node.get(part) if isinstance(node, dict) else None
    return node


class TakenPath(ValueError):
    """Another value stands where a group would have to be."""


def put(values: dict[str, Any], path: Path, value: object) -> None:
    """Put a value at its path, with the groups and lists that lead there; raises TakenPath."""
    node: Any = values
    for part, following in pairwise(path):
        if isinstance(node, list):
            while len(node) <= int(part):
                node.append({})
            node = node[int(part)]
        else:
            node = node.setdefault(part, [] if isinstance(following, int) else {})
        if not isinstance(node, dict | list):
            raise TakenPath(in_words(path))
    node[path[-1]] = value


def in_words(path: Path) -> str:
    """Return the path as messages about a file of inputs write it."""
    return ".".join(map(str, path))


def is_bound(part: str) -> bool:
    """Return whether a part of a path is a key or the number of a row."""
    return part == NUMBER or part.startswith("{")
