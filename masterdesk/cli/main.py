"""Entry point: reads the arguments, runs one command, turns failures into one line and an exit code."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from masterdesk import __version__
from masterdesk.cli.interrupts import INTERRUPTS, on_interrupt, raise_interrupt
from masterdesk.engine.errors import Cancelled, MasterDeskError, SettingsError, not_found

if TYPE_CHECKING:
    from masterdesk.engine.pipelines.processes.second_process import SecondProcess

#: Any of these is the command, even where a file has the same name.
COMMAND_NAMES = ("analyze", "master", "preview", "convert", "profiles", "platforms")
#: These work in two processes.
LONG_COMMAND_NAMES = ("master", "preview")
EXIT_DONE, EXIT_FAILED, EXIT_USAGE, EXIT_INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `masterdesk` with `arguments` (default: the process's); returns the exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    handlers, code = {number: signal.getsignal(number) for number in INTERRUPTS}, EXIT_USAGE
    # While the engine loads, there is nothing to clean up yet.
    on_interrupt(lambda number, frame: os._exit(EXIT_INTERRUPTED))
    try:
        code = _open_window(arguments) if _are_files(arguments) else _command(arguments)
        return code
    finally:
        if code != EXIT_INTERRUPTED:  # who interrupts twice means the same, until the process has ended
            for number, handler in handlers.items():
                signal.signal(number, handler or signal.SIG_DFL)


def _command(arguments: Sequence[str]) -> int:
    with _second_process(arguments) as second:
        options = _parser().parse_args(arguments, argparse.Namespace(second=second))
        on_interrupt(raise_interrupt)
        try:
            return _run(options)
        finally:
            on_interrupt(signal.SIG_IGN)  # cleaning up takes a moment, and is done in peace


def _run(options: argparse.Namespace) -> int:
    try:
        options.run(options)
    except SettingsError as error:
        return _fail(error, EXIT_USAGE)
    except (KeyboardInterrupt, Cancelled):
        print("masterdesk: interrupted: nothing was written", file=sys.stderr)
        return EXIT_INTERRUPTED
    except MasterDeskError as error:
        return _fail(error, EXIT_FAILED)
    except BrokenPipeError:
        # The reader of our output has gone; there is no one left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_FAILED
    except (OSError, MemoryError) as error:
        return _fail(MasterDeskError(_system_text(error), "free the resource it names and run again"), EXIT_FAILED)
    return EXIT_DONE


def _second_process(arguments: Sequence[str]) -> AbstractContextManager[SecondProcess | None]:
    """The process that a long command shares its work with: begun first, so that it loads while this one does."""
    if arguments[0] not in LONG_COMMAND_NAMES:
        return nullcontext()
    # Imported here: neither the window nor a short command should wait for it.
    from masterdesk.engine.pipelines.processes.second_process import SecondProcess, has_second_core

    if has_second_core():
        with suppress(OSError):  # one will do
            return SecondProcess()
    return nullcontext()


def _are_files(arguments: Sequence[str]) -> bool:
    """Whether the arguments name files for the window, or nothing at all, rather than a command.

    A first word that is neither a command nor a file is left to the parser, which says what there is.
    """
    return not arguments or (arguments[0] not in COMMAND_NAMES and _is_file(arguments[0]))


def _open_window(files: Sequence[str]) -> int:
    from masterdesk.window.display import check_display

    try:
        _check_files(files)
        check_display()
    except MasterDeskError as error:
        return _fail(error, EXIT_FAILED)
    # Imported here: Qt takes its time, and commands do not need it.
    from masterdesk.app import run

    return run([Path(file) for file in files])


def _check_files(files: Sequence[str]) -> None:
    for name in files:
        if not _is_file(name):
            raise not_found(name)


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except OSError:  # the name is too long, or the folder may not be entered
        return False


def _parser() -> argparse.ArgumentParser:
    # Imported here because it loads the whole engine: an interrupt must already be handled by then.
    from masterdesk.cli.commands import COMMANDS

    parser = argparse.ArgumentParser(
        prog="masterdesk",
        usage="masterdesk [FILE ...] | masterdesk COMMAND ...",
        description="Music mastering on your own machine. Without a command, the window opens with the files given.",
    )
    parser.add_argument("--version", action="version", version=f"masterdesk {__version__}")
    commands = parser.add_subparsers(prog="masterdesk", title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add_parser(commands)
    return parser


def _fail(error: MasterDeskError, code: int) -> int:
    print(f"masterdesk: error: {error}", file=sys.stderr)
    return code


def _system_text(error: OSError | MemoryError) -> str:
    if isinstance(error, MemoryError):
        return "memory ran out"
    return f"{error.strerror or error}" + (f" ({error.filename})" if error.filename else "")
