"""The faults that are planted into an installation, and how a person cures each as the doctor says."""

import json
import shutil
import socket
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from testbed.drills.doctor.installation import Installation, free_port
from testbed.drills.full_disks import small_disk

NOWHERE: Final = "/proc/nowhere"
"""Nothing can be made there, not even by root."""
Plant = Callable[[Installation, ExitStack], None]
"""Plants a fault; what it holds open or mounted is on the stack."""


class InstallationFault(NamedTuple):
    """A fault of an installation: how it is planted, found and cured. ``what``: the finding that must not be ok; empty
    where every command refuses to begin.

    Its cure is typed where it has commands. ``edit``: the lines of .env that a person changes as the text says, None to
    delete one; every name must stand in the text, or the section that it sets. ``hands``: words of the text, and what
    a person does then.
    """

    name: str
    what: str
    plant: Plant
    edit: Mapping[str, str | None] = {}
    hands: tuple[str, Plant] | None = None
    elsewhere: str = ""
    """What the cure needs that no machine has by itself: the fault must be found, and its cure is not tried."""


def _set(**changes: str) -> Plant:
    lines = {f"WAGGLEBOT_{name}": value for name, value in changes.items()}
    return lambda there, _: there.write_settings(lines)


def _recipe(**parts: object) -> Plant:
    return _set(RECIPE=json.dumps({"film": {"blur": "none"}} | parts))


_GOOD_RECIPE: Final = {"WAGGLEBOT_RECIPE": json.dumps({"film": {"blur": "none"}})}


def _listening(setting: str, host: str = "127.0.0.1") -> Plant:
    """Somebody listens where a setting says that we do."""

    def plant(there: Installation, stack: ExitStack) -> None:
        server = stack.enter_context(socket.socket())
        server.bind((host, 0))
        server.listen()
        there.write_settings({setting: str(server.getsockname()[1])})

    return plant


def _shown(name: str) -> Plant:
    """A file with a secret that others can read."""

    def plant(there: Installation, _: ExitStack) -> None:
        file = there.home / name
        if not file.exists():
            file.write_text("{}", encoding="utf-8")
        file.chmod(0o644)

    return plant


def _unmounted(there: Installation, _: ExitStack) -> None:
    there.type_command("wagglebot gc")  # the store is claimed when it is opened
    (there.home / "media").rename(there.root / "disk")
    (there.home / "media").mkdir()


def _mounted_again(there: Installation, _: ExitStack) -> None:
    (there.home / "media").rmdir()
    (there.root / "disk").rename(there.home / "media")


def _nearly_full(there: Installation, stack: ExitStack) -> None:
    there.write_settings({"WAGGLEBOT_MEDIA__ROOT": str(stack.enter_context(small_disk(there.root / "small")))})


def _old_backup(there: Installation, _: ExitStack) -> None:
    (newest,) = there.backups.glob("????-*")
    newest.rename(there.backups / (datetime.now(UTC) - timedelta(days=9)).strftime("%Y-%m-%dT%H%M%SZ"))


def _no_backup(there: Installation, _: ExitStack) -> None:
    shutil.rmtree(there.backups)
    there.backups.mkdir()


def _file_there(name: str, content: bytes) -> Plant:
    def plant(there: Installation, _: ExitStack) -> None:
        file = there.home / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

    return plant


def _file_away(name: str) -> Plant:
    def plant(there: Installation, _: ExitStack) -> None:
        (there.home / name).unlink()

    return plant


def _both(*plants: Plant) -> Plant:
    def plant(there: Installation, stack: ExitStack) -> None:
        for each in plants:
            each(there, stack)

    return plant


def _no_database(there: Installation, _: ExitStack) -> None:
    for file in there.var.glob("wagglebot.db*"):
        file.unlink()
    (there.var / "wagglebot.db").write_bytes(b"no database, " * 99)


def _database_away(there: Installation, _: ExitStack) -> None:
    (there.var / "wagglebot.db").rename(there.root / "moved.db")


def _dropped_table(there: Installation, _: ExitStack) -> None:
    with closing(sqlite3.connect(there.var / "wagglebot.db")) as database:
        database.execute("DROP TABLE uploads")
        database.commit()


def _gone(there: Installation, _: ExitStack) -> None:
    """The broker's folder is gone, as after a move to another machine without it; the projection is there."""
    (there.var / "nats").rename(there.root / "lost")


def _few_files(there: Installation, _: ExitStack) -> None:
    there.first = "ulimit -S -n 256"


def _old_locale(there: Installation, _: ExitStack) -> None:
    there.environment |= {"LANG": "C", "LC_ALL": "", "LC_CTYPE": "", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def _broken_package(there: Installation, _: ExitStack) -> None:
    """A plug-in whose module is not there."""
    metadata = there.root / "packages" / "torn_voice-1.0.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: torn-voice\nVersion: 1.0\n", encoding="utf-8")
    (metadata / "entry_points.txt").write_text("[wagglebot.voices]\ntorn = torn_voice:TORN\n", encoding="utf-8")
    there.environment["PYTHONPATH"] = str(there.root / "packages")


def _foreign_package(there: Installation, _: ExitStack) -> None:
    """Another distribution that brings files under the name of one of our packages."""
    metadata = there.root / "packages" / "other_schemas-1.0.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: other-schemas\nVersion: 1.0\n", encoding="utf-8")
    (metadata / "top_level.txt").write_text("schemas\n", encoding="utf-8")
    there.environment["PYTHONPATH"] = str(there.root / "packages")


def _without_packages(there: Installation, _: ExitStack) -> None:
    there.environment.pop("PYTHONPATH")
    shutil.rmtree(there.root / "packages")


def _no_program(there: Installation, _: ExitStack) -> None:
    script = there.root / "ffmpeg"
    script.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    script.chmod(0o755)
    there.write_settings({"WAGGLEBOT_STUDIO__FFMPEG": str(script)})


_AWAY: Final = f"127.0.0.1:{free_port()}"
_INVALID: Final = (
    ("a port that is no number", "REVIEW__PORT", "abc"),
    ("a port that is too large", "REVIEW__PORT", "70000"),
    ("an hour that no day has", "HEALTH__BACKUP_HOUR", "25"),
    ("a cron line in words", "COLLECT__CRON", "every hour"),
    ("a time zone that is none", "COLLECT__TIME_ZONE", "Asia/Soul"),
    ("a recipe that is no JSON", "RECIPE", "fast please"),
    ("days that are fewer than none", "MEDIA__KEEP_FILMS_DAYS", "-1"),
    ("a level of the log that is none", "LOG__LEVEL", "LOUD"),
)
_NAMED: Final = (
    ("a writer that nobody installed", "writer nobody", _recipe(script={"chain": ["nobody"]}), "RECIPE"),
    ("a voice that nobody installed", "voice nobody", _recipe(voice={"chain": ["nobody"]}), "RECIPE"),
    (
        "a template that nobody installed",
        "template nobody",
        _recipe(film={"blur": "none", "template": "nobody"}),
        "RECIPE",
    ),
    ("a platform that nobody installed", "platform nobody", _set(PUBLISH__PLATFORMS="nobody"), "PUBLISH__PLATFORMS"),
    ("a notifier that nobody installed", "notifier nobody", _set(HEALTH__NOTIFIERS="nobody"), "HEALTH__NOTIFIERS"),
    ("a media store that nobody installed", "media-store nobody", _set(MEDIA__STORE="nobody"), "MEDIA__STORE"),
)

FAULTS: Final[tuple[InstallationFault, ...]] = (
    InstallationFault(
        "a misspelt setting",
        "",
        _set(REVIEW__PROT="7861"),
        {"WAGGLEBOT_REVIEW__PROT": None, "WAGGLEBOT_REVIEW__PORT": "0"},
    ),
    InstallationFault(
        "a misspelt section",
        "",
        _set(REVEIW__PORT="7861"),
        {"WAGGLEBOT_REVEIW__PORT": None, "WAGGLEBOT_REVIEW__PORT": "0"},
    ),
    *(
        InstallationFault(
            name, "", _set(**{variable: value}), {f"WAGGLEBOT_{variable}": _GOOD_RECIPE.get(f"WAGGLEBOT_{variable}")}
        )
        for name, variable, value in _INVALID
    ),
    *(
        InstallationFault(name, what, plant, {f"WAGGLEBOT_{variable}": _GOOD_RECIPE.get(f"WAGGLEBOT_{variable}")})
        for name, what, plant, variable in _NAMED
    ),
    InstallationFault(
        "a site that nobody declared", "sites", _set(COLLECT__SITES="nobody"), {"WAGGLEBOT_COLLECT__SITES": "sample"}
    ),
    InstallationFault(
        "a site file that is none",
        "sites",
        _file_there("sites/mine.yaml", b"code: mine\nengine: [\n"),
        hands=("mine.yaml", _file_away("sites/mine.yaml")),
    ),
    InstallationFault(
        "music that is none",
        "own assets",
        _file_there("assets/own/music/noise.mp3", b"no sound at all"),
        hands=("noise.mp3", _file_away("assets/own/music/noise.mp3")),
    ),
    InstallationFault(
        "faces that must be covered, and no network",
        "faces",
        _recipe(film={"blur": "must"}),
        {"WAGGLEBOT_RECIPE": _GOOD_RECIPE["WAGGLEBOT_RECIPE"]},
    ),
    InstallationFault(
        "a damaged network for faces",
        "faces",
        _both(_recipe(film={"blur": "auto"}), _file_there("var/models/faces.onnx", b"damaged")),
        {"WAGGLEBOT_RECIPE": _GOOD_RECIPE["WAGGLEBOT_RECIPE"]},
        ("Remove the file", _file_away("var/models/faces.onnx")),
    ),
    InstallationFault(
        "an ffmpeg that is not there", "ffmpeg", _set(STUDIO__FFMPEG="/no/ffmpeg"), {"WAGGLEBOT_STUDIO__FFMPEG": None}
    ),
    InstallationFault("an ffmpeg that does nothing", "ffmpeg", _no_program, {"WAGGLEBOT_STUDIO__FFMPEG": None}),
    InstallationFault("media where none can be", "media", _set(MEDIA__ROOT=NOWHERE), {"WAGGLEBOT_MEDIA__ROOT": None}),
    InstallationFault(
        "state where none can be", "state", _set(NATS__STORE_DIR=f"{NOWHERE}/nats"), {"WAGGLEBOT_NATS__STORE_DIR": None}
    ),
    InstallationFault(
        "a media disk that is not mounted", "media store", _unmounted, hands=("Mount its disk", _mounted_again)
    ),
    InstallationFault(
        "a disk that is nearly full",
        "disk",
        _nearly_full,
        hands=("Free some space", lambda there, _: there.write_settings({"WAGGLEBOT_MEDIA__ROOT": None})),
    ),
    InstallationFault("a token that others can read", "secrets", _shown("var/youtube-token.json")),
    InstallationFault("a client that others can read", "secrets", _shown("var/tiktok-client.json")),
    InstallationFault("settings that others can read", "secrets", _shown(".env")),
    InstallationFault(
        "backups where none can be",
        "backup folder",
        _set(HEALTH__BACKUP_FOLDER=NOWHERE),
        {"WAGGLEBOT_HEALTH__BACKUP_FOLDER": "{backups}"},
    ),
    InstallationFault(
        "no backups at all",
        "backups",
        lambda there, _: there.write_settings({"WAGGLEBOT_HEALTH__BACKUP_FOLDER": None}),
        {"WAGGLEBOT_HEALTH__BACKUP_FOLDER": "{backups}"},
    ),
    InstallationFault("no backup yet", "backups", _no_backup),
    InstallationFault("no backup that was restored on trial", "restore drill", _file_away("var/restore-drill.json")),
    InstallationFault("an old backup", "backups", _old_backup),
    InstallationFault(
        "alerts that nobody gets",
        "alerts",
        lambda there, _: there.write_settings({"WAGGLEBOT_HEALTH__ALERT_WEBHOOK": None}),
        {"WAGGLEBOT_HEALTH__ALERT_WEBHOOK": "http://127.0.0.1:9/"},
    ),
    InstallationFault(
        "a door that is open to the network",
        "review app",
        _set(REVIEW__HOST="0.0.0.0"),  # noqa: S104 (nothing is started there)
        {"WAGGLEBOT_REVIEW__PASSWORD": "a long password"},
    ),
    InstallationFault(
        "a port that is taken", "port", _listening("WAGGLEBOT_REVIEW__PORT"), {"WAGGLEBOT_REVIEW__PORT": "0"}
    ),
    InstallationFault(
        "a port of metrics that is taken",
        "port",
        _listening("WAGGLEBOT_HEALTH__METRICS_PORT"),
        {"WAGGLEBOT_HEALTH__METRICS_PORT": "0"},
    ),
    InstallationFault(
        "a database that is none",
        "database",
        _no_database,
        hands=("ove", _database_away),
    ),
    InstallationFault(
        "a database where none can be",
        "database",
        _set(STORE__URL=f"sqlite:///{NOWHERE}/p.db"),
        {"WAGGLEBOT_STORE__URL": None},
    ),
    InstallationFault(
        "a database server that is away",
        "database",
        _set(STORE__URL=f"mysql+pymysql://u:p@{_AWAY}/d"),
        {"WAGGLEBOT_STORE__URL": None},
    ),
    InstallationFault(
        "an address of a database that is none", "database", _set(STORE__URL="nonsense"), {"WAGGLEBOT_STORE__URL": None}
    ),
    InstallationFault("a table that was dropped", "database", _dropped_table),
    InstallationFault(
        "a broker that is away", "broker", _set(NATS__URL=f"nats://{_AWAY}"), {"WAGGLEBOT_NATS__URL": "embedded"}
    ),
    InstallationFault("a stream that is gone", "streams", _gone),
    InstallationFault("few open files", "open files", _few_files),
    InstallationFault("a locale that knows no Korean", "text encoding", _old_locale),
    InstallationFault(
        "a package that is torn",
        "voice torn",
        _broken_package,
        hands=("remove the package torn-voice", _without_packages),
    ),
    InstallationFault(
        "a stranger under our name",
        "packages",
        _foreign_package,
        hands=("environment of its own", _without_packages),
    ),
    InstallationFault(
        "a server that writes and is away",
        "writer openai",
        _both(_recipe(script={"chain": ["openai"]}), _set(STUDIO__WRITER__BASE_URL=f"http://{_AWAY}/v1")),
        elsewhere="a language model on a server",
    ),
    InstallationFault(
        "a server that speaks and is away",
        "voice openai-speech",
        _both(_recipe(voice={"chain": ["openai-speech"]}), _set(STUDIO__SPEECH__BASE_URL=f"http://{_AWAY}/v1")),
        elsewhere="a voice on a server",
    ),
    InstallationFault(
        "a model that is not there",
        "voice supertonic",
        _recipe(voice={"chain": ["supertonic"]}),
        elsewhere="the files of the model",
    ),
    InstallationFault(
        "a Python of the studio that is not there",
        "writer extractive",
        _set(STUDIO__INTERPRETER="/no/python"),
        {"WAGGLEBOT_STUDIO__INTERPRETER": None},
    ),
)
