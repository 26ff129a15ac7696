"""The face: click commands, and the one place where exceptions become words and exit status."""

from __future__ import annotations

import gc
import os
import signal
import sys
import traceback
from importlib import import_module

import click

from crosscheck import __version__
from crosscheck.errors import FAULT, INTERRUPTED, USAGE, CrosscheckError

COMMANDS = {
    "check": "Judge the data and name every problem.",
    "verify": "Run pairs and prove, or contradict, the claims that cite them.",
    "compare": "Run two scripts of your own and say where they part.",
    "build": "Write the pages, then render the site.",
    "serve": "Show the site on this machine and follow every edit.",
    "show": "Print what is known under an id.",
    "stale": "List what has to be looked at again.",
    "new": "Write the skeleton of a claim, pair, source or tool.",
    "merge": "Take runs from other machines into data/runs/.",
    "env": "List and build the environments that pairs run in.",
    "doctor": "Say what this machine can prove.",
}


class Lazy(click.Group):
    """A group whose commands are imported when they are called, so that --help stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of a day's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command; suggest a near miss for an unknown one."""
        if cmd_name not in COMMANDS:
            from crosscheck.problems import suggest

            ctx.fail(f'there is no command "{cmd_name}"; {suggest(cmd_name, COMMANDS, "see crosscheck --help")}')
        module = import_module(f"crosscheck.commands.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from their one-line texts, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="crosscheck")
@click.option("--root", type=click.Path(file_okay=False), default=".", help="The checkout; this folder unless said.")
@click.pass_context
def group(context: click.Context, root: str) -> None:
    """PyTorch or TensorFlow? Claims with evidence, and the evidence re-runs."""
    context.obj = root


def main() -> None:
    """Run the command line and leave with a status that means something."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for some reads every installed package
    gc.set_threshold(50_000, 20, 100)  # records and pages are many and hold few cycles to look for
    try:
        status = group.main(standalone_mode=False)
    except click.exceptions.Exit as left:
        status = left.exit_code
    except click.ClickException as error:
        error.show()
        status = USAGE
    except CrosscheckError as error:
        click.echo(f"crosscheck: {error}", err=True)
        status = error.status
    except (KeyboardInterrupt, click.exceptions.Abort):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is being left already; another would only spoil the status
        click.echo("crosscheck: interrupted; what was finished is kept", err=True)
        status = INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        status = FAULT
    except Exception:
        traceback.print_exc()
        click.echo("crosscheck: this is a fault of ours; please report it with the lines above", err=True)
        status = FAULT
    sys.exit(status or 0)
