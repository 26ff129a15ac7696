"""What can go wrong, told apart by who has to act and so by exit status."""

FOUND = 1
USAGE = 2
FAULT = 3
INTERRUPTED = 130


class CrosscheckError(Exception):
    """A sentence for the person at the terminal, and the exit status that goes with it."""

    status = FAULT


class UsageError(CrosscheckError):
    """The command was asked for something that is not there."""

    status = USAGE


class MachineError(CrosscheckError):
    """The machine, not the data, stands in the way: no framework, no disk, no interpreter."""

    status = FAULT
