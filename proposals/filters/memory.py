"""Things that are made once and kept in this process, a limited number of them."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

Thing = TypeVar("Thing")


class MadeOnce:
    """Things by name, none of which is None; of too many, the one that was asked for longest ago goes."""

    def __init__(self, most: int) -> None:
        self._things: OrderedDict[Hashable, Any] = OrderedDict()
        self._most = most
        self._lock = Lock()

    def get(self, name: Hashable, make: Callable[[], Thing]) -> Thing:
        """Return the thing of that name, made if it is not kept; two who ask at once may both make it."""
        thing: Thing | None = self.find(name)
        if thing is None:
            thing = make()
            self.keep(name, thing)
        return thing

    def find(self, name: Hashable) -> Any | None:
        """Return the thing of that name, or None."""
        with self._lock:
            if name in self._things:
                self._things.move_to_end(name)
            return self._things.get(name)

    def keep(self, name: Hashable, thing: Any) -> None:
        """Keep the thing under that name."""
        with self._lock:
            self._things[name] = thing
            self._things.move_to_end(name)
            while len(self._things) > self._most:
                self._things.popitem(last=False)
