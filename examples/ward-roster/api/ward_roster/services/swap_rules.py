"""Who may take whose shift."""

from ..rules.rest import has_enough_rest
from ..rules.shift import Shift


def may_swap(shift: Shift, day_before: Shift | None, day_after: Shift | None) -> bool:
    """Whether a nurse who works these shifts on the days around may take the shift."""
    rested = day_before is None or has_enough_rest(day_before, shift)
    return rested and (day_after is None or has_enough_rest(shift, day_after))
