"""The processes of stages as the studio runs them: one at a time, kept while the next job is for the same stage.

A stage that holds no model hands its process on to the next stage of a film, which has most of its libraries then.
"""

import asyncio
import os
import signal
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from libraries.graphics_card import free_vram
from libraries.log import get_logger
from schemas.errors import ConfigurationError, Retryable
from schemas.progress import ProgressCallback
from schemas.recipe import Stage
from services.config import StudioSettings, pythonpath_for_child
from services.studio.adapters import chosen_adapters, model_folder
from services.studio.worker.gpu_admission import Probe, wait_for_vram
from services.studio.worker.protocol import (
    ErrorFamily,
    StageFailure,
    StageJob,
    StageProgress,
    StageResult,
    encode_job,
    failure_as_error,
    parse_reply,
)

_NO_CARD: Final = {"CUDA_VISIBLE_DEVICES": ""}
_ORDER: Final = tuple(Stage)
_GRACE: Final = 5.0
"""Seconds a process is given to end by itself when its stdin closes."""
_LONGEST_LINE: Final = 64 * 2**20
"""Bytes."""
_STDERR_KEPT: Final = 2000
"""Bytes of the end of its stderr."""
log = get_logger(__name__)


class StageProcesses:
    """Runs jobs one after another, each in the process of its stage.

    A process is ended when a stage is needed that it may not go on with, after ``idle_seconds`` without work, when it
    takes longer than ``stage_timeout`` (for one picture, of pictures), when it raised a Retryable, and by `close`.
    Before one starts, the graphics memory that it needs is waited for; ``probe`` asks how much is free. Must be
    used from the main thread's event loop: Linux ends the process together with the thread that started it.
    """

    def __init__(self, settings: StudioSettings, lock: Path, probe: Probe = free_vram) -> None:
        self._settings = settings
        self._probe = probe
        self._lock_file = lock
        self._one = asyncio.Lock()
        self._child: _Child | None = None
        self._idle: asyncio.TimerHandle | None = None
        self._ending: asyncio.Task[None] | None = None
        self.starts = 0
        """How many processes were started so far: how often models were loaded."""

    async def run_job(self, job: StageJob, tick: ProgressCallback) -> StageResult:
        """The result of ``job``. Raises what the stage raised.

        Retryable when its process died, hung or broke the protocol; ConfigurationError when it cannot be started.
        """
        async with self._one:
            child = await self._ready(job, tick)
            answered = False
            try:
                async with asyncio.timeout(self._settings.stage_timeout) as clock:
                    answer = await child.ask(job, _each_in_time(clock, self._settings, job, tick))
                answered = True
            except TimeoutError:
                limit, stage = f"{self._settings.stage_timeout:g}", job.stage.value
                raise Retryable("stage.too_slow", stage=stage, seconds=limit, output=child.last_output()) from None
            finally:
                if not answered:
                    self._child = None
                    await child.kill()
            if isinstance(answer, StageFailure) and answer.family is ErrorFamily.RETRYABLE:
                # It is often about memory: the next process begins with all of it.
                await self._end()
            else:
                self._end_when_idle()
        if isinstance(answer, StageFailure):
            raise failure_as_error(answer, job.stage)
        return answer

    async def close(self) -> None:
        """End the process, if there is one."""
        async with self._one:
            await self._end()

    async def _ready(self, job: StageJob, tick: ProgressCallback) -> "_Child":
        if self._idle is not None:
            self._idle.cancel()
        if self._child is not None and self._child.stage is job.stage and self._child.alive:
            # Another post's recipe may name a model where that of the first did not.
            self._child.holds_model |= _needs_model(job)
            return self._child
        python = self._settings.stage_python(job.stage.value)
        if self._child is not None and not _goes_on(self._child, job, python):
            await self._end()
        try:
            environment = {} if await wait_for_vram(job, self._probe, tick) else _NO_CARD
        except BaseException:
            # Nobody would end it: its idle time was stopped above.
            await self._end()
            raise
        if self._child is not None and self._child.place == (python, environment):
            self._child.stage = job.stage
            return self._child
        await self._end()
        self._child = await _start(job, (python, environment), self._lock_file)
        self.starts += 1
        return self._child

    def _end_when_idle(self) -> None:
        loop = asyncio.get_running_loop()
        self._idle = loop.call_later(self._settings.idle_seconds, self._expire)

    def _expire(self) -> None:
        if not self._one.locked():
            self._ending = asyncio.ensure_future(self.close())

    async def _end(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
        child, self._child = self._child, None
        if child is not None:
            await child.end()


class _Child:
    """A running stage process. ``place``: its interpreter, and its environment beside that of the studio."""

    def __init__(self, job: StageJob, place: "_Place", process: asyncio.subprocess.Process) -> None:
        self.stage = job.stage
        self.place = place
        self.holds_model = _needs_model(job)
        self._process = process
        self._stderr = b""
        self._reading_stderr = asyncio.create_task(self._read_stderr())

    @property
    def alive(self) -> bool:
        return self._process.returncode is None

    async def ask(self, job: StageJob, tick: ProgressCallback) -> StageResult | StageFailure:
        """The process's answer to ``job``. Raises Retryable when it dies or answers outside the protocol."""
        assert self._process.stdin
        assert self._process.stdout
        # A process that died is seen below by the end of its stdout, with a better reason than a broken pipe.
        with suppress(BrokenPipeError, ConnectionResetError):
            self._process.stdin.write(encode_job(job))
            await self._process.stdin.drain()
        while line := await self._process.stdout.readline():
            try:
                answer = parse_reply(line)
            except ValidationError as error:
                raise Retryable("stage.no_answer", stage=self.stage.value, line=repr(line[:80])) from error
            if not isinstance(answer, StageProgress):
                return answer
            tick(answer.percent, answer.note)
        await self.kill()
        raise self._death()

    async def end(self) -> None:
        """Let it end by itself; kill it when it does not."""
        assert self._process.stdin
        self._process.stdin.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(_GRACE):
                await self._process.wait()
        await self.kill()

    async def kill(self) -> None:
        """End the process and all it started, and wait until they are gone."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()
        await self._reading_stderr

    def last_output(self) -> str:
        """The last lines that it wrote to stderr, as one; ``-`` when it wrote none."""
        lines = self._stderr.decode("utf-8", "replace").strip().splitlines()[-5:]
        return " / ".join(lines).rstrip(".") or "-"

    def _death(self) -> Retryable:
        """The error for a process that ended without an answer."""
        status, stage, output = self._process.returncode, self.stage.value, self.last_output()
        if status is None or status >= 0:
            return Retryable("stage.exited", stage=stage, status=str(status), output=output)
        number = -status
        name = signal.Signals(number).name if number in set(signal.Signals) else f"signal {number}"
        return Retryable("stage.killed", stage=stage, signal=name, output=output)

    async def _read_stderr(self) -> None:
        assert self._process.stderr
        while chunk := await self._process.stderr.read(4096):
            self._stderr = (self._stderr + chunk)[-_STDERR_KEPT:]
            log.debug("stage wrote", stage=self.stage.value, text=chunk.decode("utf-8", "replace"))


def _each_in_time(
    clock: asyncio.Timeout, settings: StudioSettings, job: StageJob, tick: ProgressCallback
) -> ProgressCallback:
    """``tick``; the stage of pictures has its time for each picture, for a model may take minutes for one."""

    def told(percent: float, note: str) -> None:
        if job.stage is Stage.PICTURE:
            clock.reschedule(asyncio.get_running_loop().time() + settings.stage_timeout)
        tick(percent, note)

    return told


_Place = tuple[str, Mapping[str, str]]


def _needs_model(job: StageJob) -> bool:
    """Whether an adapter of the stage may load a model, whose memory only the end of the process surely frees."""
    possible = chosen_adapters(job.stage, job.recipe, job.settings)
    return any(each.adapter.gpu or model_folder(each) is not None for each in possible)


def _goes_on(child: _Child, job: StageJob, python: str) -> bool:
    """Whether a process serves the next stage too: neither has a model, and the stage is a later one of a film."""
    later = _ORDER.index(job.stage) > _ORDER.index(child.stage)
    return child.alive and later and child.place[0] == python and not child.holds_model and not _needs_model(job)


async def _start(job: StageJob, place: _Place, lock: Path) -> _Child:
    stage, (python, environment) = job.stage, place
    arguments = ("-m", "services.studio.worker.main", stage.value, "--parent", str(os.getpid()), "--lock", str(lock))
    try:
        process = await asyncio.create_subprocess_exec(
            python,
            *arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": pythonpath_for_child(), **environment},
            start_new_session=True,
            limit=_LONGEST_LINE,
        )
    except OSError as error:
        why = error.strerror
        raise ConfigurationError("stage.interpreter_not_started", stage=stage.value, python=python, why=why) from error
    log.info("stage started", stage=stage.value, pid=process.pid)
    return _Child(job, place, process)
