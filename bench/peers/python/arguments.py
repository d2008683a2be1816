"""The command line of every Python peer: --port N --model URL --settings JSON."""

import argparse
import json
import os
from typing import Any, NamedTuple


class Arguments(NamedTuple):
    port: int
    # The peer's own knobs; what is left out is left to its defaults.
    settings: dict[str, Any]

    def only(self, *names: str) -> dict[str, Any]:
        """Those of the knobs that were set."""
        return {name: self.settings[name] for name in names if name in self.settings}


def inherited_settings() -> Arguments:
    """In a worker."""
    return Arguments(0, json.loads(os.environ["BENCH_SETTINGS"]))


def read_arguments() -> Arguments:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--settings", type=json.loads, default={})
    given = parser.parse_args()
    # Workers are processes of their own, and find them there.
    os.environ["BENCH_MODEL"] = given.model
    os.environ["BENCH_SETTINGS"] = json.dumps(given.settings)
    return Arguments(given.port, given.settings)
