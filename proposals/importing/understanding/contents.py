"""What stands in the cells of a column, as far as it tells the kind of the column."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from proposals.importing.understanding.figures import Figure, Shape, is_in_words

_SAMPLED = 400


@dataclass(frozen=True)
class Content:
    """What stands in the cells of a column."""

    texts: Sequence[str]
    figures: Sequence[Figure]

    def share(self, fits: Callable[[str], object]) -> float:
        """Return which share of the texts fit."""
        sample = self.texts[:_SAMPLED]
        return sum(1 for text in sample if fits(text)) / len(sample) if sample else 0.0

    @cached_property
    def telling(self) -> Sequence[Figure]:
        """The cells that tell whether words or figures stand in the column: “None” may be either.

        So may “To £6” beside cells that tell it.
        """
        silent = (Shape.UNSTATED, Shape.NIL, Shape.DITTO)
        told = [pair for pair in zip(self.texts, self.figures, strict=True) if pair[1].shape not in silent]
        plain = [figure for text, figure in told if not is_in_words(text, figure)]
        return plain or [figure for _, figure in told]

    @cached_property
    def numbers(self) -> float:
        """The share of figures among the cells that tell."""
        found = [f for f in self.telling if f.bears_amount or f.shape is Shape.PERCENT]
        return len(found) / len(self.telling) if self.telling else 0.5 if self.texts else 0.0

    @cached_property
    def percents(self) -> float:
        """The share of percentages."""
        return sum(f.shape is Shape.PERCENT for f in self.figures) / max(len(self.figures), 1)

    @cached_property
    def length(self) -> float:
        """The letters of a text on the average."""
        return sum(map(len, self.texts)) / max(len(self.texts), 1)

    @cached_property
    def distinct(self) -> float:
        """The share of texts that are not those of another cell."""
        return len(set(self.texts)) / max(len(self.texts), 1)
