"""Processes that end with the one that started them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from libraries import processes

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
PARENT = """
import subprocess, sys, time
from libraries.processes import command_ending_with_parent
command = command_ending_with_parent(sys.executable, "-c", "print('up', flush=True); import time; time.sleep(60)")
child = subprocess.Popen(command)
print(child.pid, flush=True)
time.sleep(60)
"""


def ended(pid: int) -> bool:
    """Whether a process is gone, or a zombie that its new parent has not taken notice of."""
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


@LINUX
def test_a_child_is_ended_when_its_parent_is_killed() -> None:
    parent = subprocess.Popen((sys.executable, "-c", PARENT), stdout=subprocess.PIPE, text=True, cwd=Path.cwd())
    assert parent.stdout is not None
    said = {parent.stdout.readline().strip(), parent.stdout.readline().strip()}
    child = int(next(word for word in said if word != "up"))
    assert not ended(child)
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 10
    while not ended(child) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert ended(child)


@LINUX
def test_a_process_whose_parent_is_gone_already_ends_at_once() -> None:
    ran = subprocess.run(
        (sys.executable, processes.__file__, str(os.getpid() + 1), sys.executable, "-c", "print('it ran')"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert ran.stdout == ""
    assert f"The process {os.getpid() + 1}" in ran.stderr


@LINUX
def test_it_becomes_the_program_it_is_given() -> None:
    command = processes.command_ending_with_parent(
        sys.executable, "-c", "import sys; print(sys.argv[1:]); sys.exit(3)", "a b", "c"
    )
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (3, "['a b', 'c']\n")


def test_elsewhere_than_on_linux_the_command_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert processes.command_ending_with_parent("nats-server", "-v") == ("nats-server", "-v")


def test_end_with_parent_takes_a_signal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a kernel that helps, the parent is still looked for."""
    monkeypatch.setattr(sys, "platform", "darwin")
    processes.end_with_parent(os.getppid(), signal.SIGTERM)
    with pytest.raises(SystemExit):
        processes.end_with_parent(os.getppid() + 1)
