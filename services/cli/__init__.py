"""``wagglebot``: everything the program can do, from the command line."""


def main() -> None:
    """Run the program.

    The commands are imported only here: a process that this one spawns imports the start script, and so this module.
    """
    from services.cli.app import main as run_command

    run_command()


__all__ = ["main"]
