"""The form on which swaps were asked for before there was a screen."""

WIDTH = 72


def swap_form(asked_by: str, asked_of: str, day: str, shift: str) -> str:
    rule = "-" * WIDTH
    lines = [
        "REQUEST FOR A SWAP OF SHIFTS".center(WIDTH),
        rule,
        f"I, {asked_by}, ask {asked_of} to take my {shift} shift of {day}.",
        "",
        "Signature of both:" + "_" * 30,
        rule,
    ]
    return "\n".join(lines)
