"""The same as snippets_against_peers.py, with those of our snippets among them that train for seconds.

Their own work takes most of the time here, and as long on every side, so the ratios are nearer to one.
"""

from __future__ import annotations

import math

from shared import give, machine, options
from snippets_against_peers import PEERS, mixed


def main() -> None:
    """Measure and print."""
    chosen = options(
        __doc__,
        ("--snippets", int, 100, "how many snippets"),
        ("--rounds", int, 2, "how often each side is run in turn"),
    )
    about = machine()
    n, rounds = (8, 1) if chosen.quick else (chosen.snippets, chosen.rounds)
    peers = [peer for peer in PEERS if peer.id.startswith("hard")]
    give("long_snippets_against_peers", mixed(n, rounds, peers, math.inf), chosen.quick, about)


if __name__ == "__main__":
    main()
