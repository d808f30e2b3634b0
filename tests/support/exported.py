"""The JSON file of a round, read again."""

import json

from proposals.exports.proposals import export


def as_json(record):
    """The file of the round's proposals as plain values."""
    return json.loads(export(record, "json"))
