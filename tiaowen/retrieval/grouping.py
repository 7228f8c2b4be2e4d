"""Many values at once: the best of each unit's entries, the best of each document's units, the largest of all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

MANY = 32  # entries of a unit that are compared for all units at once


class Groups:
    """Some entries, grouped by their units: the best value of each unit's entries, without a loop over them."""

    def __init__(self, entries: np.ndarray, unit_of_entry: np.ndarray, units: int) -> None:
        """entries: int (n,), numbers of entries in index order. unit_of_entry: int (entries,), rising."""
        owners = unit_of_entry[entries]
        order = np.argsort(owners, kind="stable")  # they are in order as an index is built; this does not rely on it
        owners, entries = owners[order], entries[order]
        starts = np.flatnonzero(np.diff(owners, prepend=-1))
        sizes = np.diff(starts, append=len(owners))
        self._units = units
        self._owners = owners[starts]
        # The second entries of all units that have two, the third ones of those that have three, and so on up to
        # MANY; the few units with more are done one by one. (np.maximum.reduceat takes ten times as long.)
        self._first = entries[starts]
        self._next = [
            (units_, entries[starts[units_] + k])
            for k in range(1, min(int(sizes.max(initial=1)), MANY))
            if len(units_ := np.flatnonzero(sizes > k))
        ]
        self._rest = [(int(i), entries[starts[i] + MANY : starts[i] + sizes[i]]) for i in np.flatnonzero(sizes > MANY)]

    def best(self, values: np.ndarray) -> np.ndarray:
        """float (entries,) -> float (units,): the best value among a unit's entries, 0 for a unit without any."""
        own = values[self._first]
        for places, entries in self._next:
            own[places] = np.maximum(own[places], values[entries])
        for place, entries in self._rest:
            own[place] = max(own[place], values[entries].max())
        best = np.zeros(self._units, dtype=values.dtype)
        best[self._owners] = np.maximum(own, 0.0)
        return best


LEADERS = 1_000  # units that speak for their documents
SPOKESMEN = 5  # units of one document that count


class Documents:
    """How much of each document is near to a question.

    The law that answers a question mostly has several articles on its subject, another law that happens to use the
    same words has one. Score propagation from passages to their document, as in passage-based document retrieval
    (Callan 1994); among 58,639 articles it is worth .015 of R@10 and R@100 each (docs/results.md, STARD).
    """

    def __init__(self, document_of_unit: Sequence[str]) -> None:
        """document_of_unit: the id of each unit's document, in the order of the units."""
        names, self._document = np.unique(np.array(document_of_unit, dtype=str), return_inverse=True)
        self._count = len(names)

    def nearness(self, values: np.ndarray) -> np.ndarray:
        """float (units,) -> float32 (units,): the mean of the SPOKESMEN best values of each unit's document.

        Only the LEADERS best of all units count, by how far they are above the last of these.
        """
        if self._count < 2:  # nothing to tell apart
            return np.zeros(len(values), dtype=np.float32)
        leaders = largest(values, LEADERS)
        floor = values[leaders[-1]] if len(values) > LEADERS else 0.0
        documents = self._document[leaders]
        # The leaders are in falling order, and stay so within each document.
        order = np.argsort(documents, kind="stable")
        starts = np.flatnonzero(np.diff(documents[order], prepend=-1))
        sizes = np.diff(starts, append=len(order))
        place = np.arange(len(order)) - np.repeat(starts, sizes)
        counted = order[place < SPOKESMEN]
        above = np.maximum(values[leaders[counted]] - floor, 0.0)
        total = np.bincount(documents[counted], above, minlength=self._count)
        return np.asarray(total[self._document] / SPOKESMEN, dtype=np.float32)


BLOCK = 64  # values looked at as one


def largest(values: np.ndarray, limit: int) -> np.ndarray:
    """int (at most limit,): positions of the largest values, largest first; of equal ones the first.

    The blocks of the largest values are among those whose own maximum is large, so that nearly all blocks need no
    second look: a tenth of the time of np.argpartition over 60,000 values.
    """
    places = np.arange(len(values))
    blocks = len(values) // BLOCK
    if blocks > 4 * limit:
        # Block i holds the values i, i + blocks, i + 2 * blocks, …: maxima of columns are quick to take.
        maxima = values[: blocks * BLOCK].reshape(BLOCK, blocks).max(axis=0)
        kept = np.flatnonzero(maxima >= np.partition(maxima, blocks - limit)[blocks - limit])
        if len(kept) <= 4 * limit:  # not where most values are equal
            inside = (kept + blocks * np.arange(BLOCK)[:, np.newaxis]).ravel()
            places = np.append(inside, places[blocks * BLOCK :])
    return np.asarray(places[np.argsort(-values[places], kind="stable")[:limit]])
