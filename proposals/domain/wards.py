"""The wards or areas that a proposal affects, several in one text; a semicolon parts them, since names have commas."""

SEPARATOR = "; "


def wards_in(text: str) -> tuple[str, ...]:
    """Return the wards of a text, each once, in their order."""
    names = (" ".join(part.split()) for part in text.split(SEPARATOR.strip()))
    return tuple(dict.fromkeys(filter(None, names)))


def normalise_wards(text: str) -> str:
    """Return the text with its wards parted in one way, so that a filter finds each of them."""
    return SEPARATOR.join(wards_in(text))
