"""What a person chose of a part of a table, which holds against everything that words and sums tell."""

from typing import Any


class Held:
    """A row or a column, of which a person may have chosen something."""

    held: frozenset[str] = frozenset()

    def hold(self, **chosen: Any) -> None:
        """Take what a person chose, by the names of the attributes."""
        for name, value in chosen.items():
            setattr(self, name, value)
        self.held |= chosen.keys()

    def __setattr__(self, name: str, value: Any) -> None:
        # Words and sums are tried in many ways; none of them changes what a person chose.
        if name not in self.held:
            object.__setattr__(self, name, value)
