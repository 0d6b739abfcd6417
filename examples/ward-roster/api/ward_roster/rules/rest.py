"""Rest between the shifts of neighbouring days."""

from .shift import Shift

LEGAL_REST = 11


def rest_between(today: Shift, tomorrow: Shift) -> int:
    """Hours from the end of today's shift to the start of tomorrow's."""
    end = today.end + 24 if today.crosses_midnight else today.end
    return tomorrow.start + 24 - end


def has_enough_rest(today: Shift, tomorrow: Shift) -> bool:
    """The law asks for eleven hours."""
    return rest_between(today, tomorrow) > LEGAL_REST
