"""How evenly the unpopular shifts are spread over a team."""

from collections import Counter
from collections.abc import Iterable

UNPOPULAR = frozenset({"night"})


def unpopular_counts(entries: Iterable[tuple[str, str]]) -> Counter[str]:
    """Unpopular shifts of each nurse, from pairs of nurse and shift name."""
    counts: Counter[str] = Counter()
    for nurse, shift in entries:
        counts[nurse] += shift in UNPOPULAR
    return counts


def spread(entries: Iterable[tuple[str, str]]) -> int:
    """Difference between who has most and who has least."""
    counts = unpopular_counts(entries).values()
    return max(counts, default=0) - min(counts, default=0)


def score(entries: Iterable[tuple[str, str]]) -> float:
    """1 where everybody carries the same, towards 0 the more one person carries alone."""
    counts = list(unpopular_counts(entries).values())
    total = sum(counts)
    if total == 0:
        return 1.0
    even = total / len(counts)
    excess = sum(count - even for count in counts if count > even)
    return round(1 - excess / total, 3)
