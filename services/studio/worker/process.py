"""The studio's side of its stage processes: at most one lives, warm as long as the next job is for its stage."""

import asyncio
import os
import signal
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

import structlog
from pydantic import ValidationError

from schemas.errors import ConfigurationError, Retryable
from schemas.progress import ProgressCallback
from schemas.recipe import Stage
from services.config import StudioSettings, python_path
from services.graphics_card import free_vram
from services.studio.worker.gpu_admission import Probe, may_use_card
from services.studio.worker.protocol import Failure, Family, Job, Result, StageProgress, encode, parse, revive

_NO_CARD: Final = {"CUDA_VISIBLE_DEVICES": ""}
_GRACE: Final = 5.0
"""Seconds a process is given to end by itself when its stdin closes."""
_LONGEST_LINE: Final = 64 * 2**20
_LAST_WORDS: Final = 2000
log = structlog.get_logger(__name__)


class StageProcesses:
    """Runs jobs, one after another, each in the process of its stage.

    A process is ended when another stage is needed, after ``idle_seconds`` without work, when it takes longer than
    ``stage_timeout``, when it failed in a way that may pass, and by `close`. Before one starts, the graphics memory it
    needs is waited for; ``probe`` gives what is free. Must be used from the main thread's event loop: Linux ends the
    process together with the thread that started it.
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
        """How many processes were started so far: the model loads of a batch."""

    async def run(self, job: Job, tick: ProgressCallback) -> Result:
        """The result of ``job``.

        Raises what the stage raised; Retryable when its process died, hung or talked nonsense; ConfigurationError when
        its interpreter cannot be started.
        """
        async with self._one:
            child = await self._ready(job, tick)
            answered = False
            try:
                async with asyncio.timeout(self._settings.stage_timeout):
                    answer = await child.ask(job, tick)
                answered = True
            except TimeoutError:
                why = f"it took longer than {self._settings.stage_timeout:g} s and was ended. {child.last_words()}"
                raise Retryable(what=f"The {job.stage} stage", why=why) from None
            finally:
                if not answered:
                    self._child = None
                    await child.kill()
            if isinstance(answer, Failure) and answer.family is Family.RETRYABLE:
                # What failed and may pass often is about memory: a process of its own begins with all of it.
                await self._end()
            else:
                self._rest()
        if isinstance(answer, Failure):
            raise revive(answer, job.stage)
        return answer

    async def close(self) -> None:
        """End the process, if there is one."""
        async with self._one:
            await self._end()

    async def _ready(self, job: Job, tick: ProgressCallback) -> "_Child":
        if self._idle is not None:
            self._idle.cancel()
        if self._child is not None and self._child.stage is job.stage and self._child.alive:
            return self._child
        await self._end()
        card = {} if await may_use_card(job, self._probe, tick) else _NO_CARD
        self._child = await _start(job.stage, self._settings.python(job.stage.value), self._lock_file, card)
        self.starts += 1
        return self._child

    def _rest(self) -> None:
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
    """One stage process."""

    def __init__(self, stage: Stage, process: asyncio.subprocess.Process) -> None:
        self.stage = stage
        self._process = process
        self._stderr = b""
        self._listening = asyncio.create_task(self._listen())

    @property
    def alive(self) -> bool:
        return self._process.returncode is None

    async def ask(self, job: Job, tick: ProgressCallback) -> Result | Failure:
        """Raises Retryable when the process dies or answers with something else than the protocol."""
        assert self._process.stdin
        assert self._process.stdout
        # A process that died shows as the end of its stdout below, with a better reason than a broken pipe.
        with suppress(BrokenPipeError, ConnectionResetError):
            self._process.stdin.write(encode(job))
            await self._process.stdin.drain()
        while line := await self._process.stdout.readline():
            try:
                answer = parse(line)
            except ValidationError as error:
                raise Retryable(what=f"The {self.stage} stage", why=f"its process said {line[:80]!r}") from error
            if not isinstance(answer, StageProgress):
                return answer
            tick(answer.percent, answer.note)
        await self.kill()
        raise Retryable(what=f"The {self.stage} stage", why=f"its process {self._fate()}. {self.last_words()}")

    async def end(self) -> None:
        """Let it end by itself; kill it when it does not."""
        assert self._process.stdin
        self._process.stdin.close()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._process.wait(), _GRACE)
        await self.kill()

    async def kill(self) -> None:
        """End the process and all it started, and wait until they are gone."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()
        await self._listening

    def last_words(self) -> str:
        """The last lines it wrote to stderr."""
        lines = self._stderr.decode("utf-8", "replace").strip().splitlines()[-5:]
        return f"It last wrote: {' / '.join(lines)}" if lines else "It wrote nothing"

    def _fate(self) -> str:
        code = self._process.returncode
        if code is None or code >= 0:
            return f"ended with status {code}"
        try:
            return f"was ended by {signal.Signals(-code).name}"
        except ValueError:
            return f"was ended by signal {-code}"

    async def _listen(self) -> None:
        assert self._process.stderr
        while chunk := await self._process.stderr.read(4096):
            self._stderr = (self._stderr + chunk)[-_LAST_WORDS:]
            log.debug("stage wrote", stage=self.stage.value, text=chunk.decode("utf-8", "replace"))


async def _start(stage: Stage, python: str, lock: Path, card: Mapping[str, str]) -> _Child:
    arguments = ("-m", "services.studio.worker.main", stage.value, "--parent", str(os.getpid()), "--lock", str(lock))
    try:
        process = await asyncio.create_subprocess_exec(
            python,
            *arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": python_path(), **card},
            start_new_session=True,
            limit=_LONGEST_LINE,
        )
    except OSError as error:
        raise ConfigurationError(
            setting="studio.interpreter",
            why=f"the Python of the {stage} stage, {python}, does not start ({error.strerror})",
            remedy="Correct the path, or leave the setting empty to use the studio's own.",
        ) from error
    log.info("stage started", stage=stage.value, pid=process.pid)
    return _Child(stage, process)
