"""The faults that are planted into an installation, and how a person cures each as the doctor says."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from testbed.drills.doctor.installation import free_port
from testbed.drills.doctor.plants import (
    GOOD_RECIPE,
    NOWHERE,
    Plant,
    both,
    broken_package,
    changed,
    changed_recipe,
    database_away,
    dropped_table,
    few_files,
    file_away,
    file_there,
    foreign_package,
    gone,
    listening,
    mounted_again,
    nearly_full,
    no_backup,
    no_database,
    no_program,
    old_backup,
    old_locale,
    shown_name,
    unmounted,
    without_packages,
)


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
    ("a writer that nobody installed", "writer nobody", changed_recipe(script={"chain": ["nobody"]}), "RECIPE"),
    ("a voice that nobody installed", "voice nobody", changed_recipe(voice={"chain": ["nobody"]}), "RECIPE"),
    (
        "a template that nobody installed",
        "template nobody",
        changed_recipe(film={"blur": "none", "template": "nobody"}),
        "RECIPE",
    ),
    (
        "a platform that nobody installed",
        "platform nobody",
        changed(PUBLISH__PLATFORMS="nobody"),
        "PUBLISH__PLATFORMS",
    ),
    (
        "a notifier that nobody installed",
        "notifier nobody",
        changed(HEALTH__NOTIFIERS="nobody"),
        "HEALTH__NOTIFIERS",
    ),
    (
        "a media store that nobody installed",
        "media-store nobody",
        changed(MEDIA__STORE="nobody"),
        "MEDIA__STORE",
    ),
)

FAULTS: Final[tuple[InstallationFault, ...]] = (
    InstallationFault(
        "a misspelt setting",
        "",
        changed(REVIEW__PROT="7861"),
        {"WAGGLEBOT_REVIEW__PROT": None, "WAGGLEBOT_REVIEW__PORT": "0"},
    ),
    InstallationFault(
        "a misspelt section",
        "",
        changed(REVEIW__PORT="7861"),
        {"WAGGLEBOT_REVEIW__PORT": None, "WAGGLEBOT_REVIEW__PORT": "0"},
    ),
    *(
        InstallationFault(
            name,
            "",
            changed(**{variable: value}),
            {f"WAGGLEBOT_{variable}": GOOD_RECIPE.get(f"WAGGLEBOT_{variable}")},
        )
        for name, variable, value in _INVALID
    ),
    *(
        InstallationFault(name, what, plant, {f"WAGGLEBOT_{variable}": GOOD_RECIPE.get(f"WAGGLEBOT_{variable}")})
        for name, what, plant, variable in _NAMED
    ),
    InstallationFault(
        "a site that nobody declared",
        "sites",
        changed(COLLECT__SITES="nobody"),
        {"WAGGLEBOT_COLLECT__SITES": "sample"},
    ),
    InstallationFault(
        "a site file that is none",
        "sites",
        file_there("sites/mine.yaml", b"code: mine\nengine: [\n"),
        hands=("mine.yaml", file_away("sites/mine.yaml")),
    ),
    InstallationFault(
        "music that is none",
        "own assets",
        file_there("assets/own/music/noise.mp3", b"no sound at all"),
        hands=("noise.mp3", file_away("assets/own/music/noise.mp3")),
    ),
    InstallationFault(
        "faces that must be covered, and no network",
        "faces",
        changed_recipe(film={"blur": "must"}),
        {"WAGGLEBOT_RECIPE": GOOD_RECIPE["WAGGLEBOT_RECIPE"]},
    ),
    InstallationFault(
        "a damaged network for faces",
        "faces",
        both(changed_recipe(film={"blur": "auto"}), file_there("var/models/faces.onnx", b"damaged")),
        {"WAGGLEBOT_RECIPE": GOOD_RECIPE["WAGGLEBOT_RECIPE"]},
        ("Remove the file", file_away("var/models/faces.onnx")),
    ),
    InstallationFault(
        "an ffmpeg that is not there",
        "ffmpeg",
        changed(STUDIO__FFMPEG="/no/ffmpeg"),
        {"WAGGLEBOT_STUDIO__FFMPEG": None},
    ),
    InstallationFault("an ffmpeg that does nothing", "ffmpeg", no_program, {"WAGGLEBOT_STUDIO__FFMPEG": None}),
    InstallationFault(
        "media where none can be",
        "media",
        changed(MEDIA__ROOT=NOWHERE),
        {"WAGGLEBOT_MEDIA__ROOT": None},
    ),
    InstallationFault(
        "state where none can be",
        "state",
        changed(NATS__STORE_DIR=f"{NOWHERE}/nats"),
        {"WAGGLEBOT_NATS__STORE_DIR": None},
    ),
    InstallationFault(
        "a media disk that is not mounted",
        "media store",
        unmounted,
        hands=("Mount its disk", mounted_again),
    ),
    InstallationFault(
        "a disk that is nearly full",
        "disk",
        nearly_full,
        hands=("Free some space", lambda there, _: there.write_settings({"WAGGLEBOT_MEDIA__ROOT": None})),
    ),
    InstallationFault("a token that others can read", "secrets", shown_name("var/youtube-token.json")),
    InstallationFault("a client that others can read", "secrets", shown_name("var/tiktok-client.json")),
    InstallationFault("settings that others can read", "secrets", shown_name(".env")),
    InstallationFault(
        "backups where none can be",
        "backup folder",
        changed(HEALTH__BACKUP_FOLDER=NOWHERE),
        {"WAGGLEBOT_HEALTH__BACKUP_FOLDER": "{backups}"},
    ),
    InstallationFault(
        "no backups at all",
        "backups",
        lambda there, _: there.write_settings({"WAGGLEBOT_HEALTH__BACKUP_FOLDER": None}),
        {"WAGGLEBOT_HEALTH__BACKUP_FOLDER": "{backups}"},
    ),
    InstallationFault("no backup yet", "backups", no_backup),
    InstallationFault("no backup that was restored on trial", "restore drill", file_away("var/restore-drill.json")),
    InstallationFault("an old backup", "backups", old_backup),
    InstallationFault(
        "alerts that nobody gets",
        "alerts",
        lambda there, _: there.write_settings({"WAGGLEBOT_HEALTH__ALERT_WEBHOOK": None}),
        {"WAGGLEBOT_HEALTH__ALERT_WEBHOOK": "http://127.0.0.1:9/"},
    ),
    InstallationFault(
        "a door that is open to the network",
        "review app",
        changed(REVIEW__HOST="0.0.0.0"),  # noqa: S104 (nothing is started there)
        {"WAGGLEBOT_REVIEW__PASSWORD": "a long password"},
    ),
    InstallationFault(
        "a port that is taken", "port", listening("WAGGLEBOT_REVIEW__PORT"), {"WAGGLEBOT_REVIEW__PORT": "0"}
    ),
    InstallationFault(
        "a port of metrics that is taken",
        "port",
        listening("WAGGLEBOT_HEALTH__METRICS_PORT"),
        {"WAGGLEBOT_HEALTH__METRICS_PORT": "0"},
    ),
    InstallationFault(
        "a database that is none",
        "database",
        no_database,
        hands=("ove", database_away),
    ),
    InstallationFault(
        "a database where none can be",
        "database",
        changed(STORE__URL=f"sqlite:///{NOWHERE}/p.db"),
        {"WAGGLEBOT_STORE__URL": None},
    ),
    InstallationFault(
        "a database server that is away",
        "database",
        changed(STORE__URL=f"mysql+pymysql://u:p@{_AWAY}/d"),
        {"WAGGLEBOT_STORE__URL": None},
    ),
    InstallationFault(
        "an address of a database that is none",
        "database",
        changed(STORE__URL="nonsense"),
        {"WAGGLEBOT_STORE__URL": None},
    ),
    InstallationFault("a table that was dropped", "database", dropped_table),
    InstallationFault(
        "a broker that is away",
        "broker",
        changed(NATS__URL=f"nats://{_AWAY}"),
        {"WAGGLEBOT_NATS__URL": "embedded"},
    ),
    InstallationFault("a stream that is gone", "streams", gone),
    InstallationFault("few open files", "open files", few_files),
    InstallationFault("a locale that knows no Korean", "text encoding", old_locale),
    InstallationFault(
        "a package that is torn",
        "voice torn",
        broken_package,
        hands=("remove the package torn-voice", without_packages),
    ),
    InstallationFault(
        "a stranger under our name",
        "packages",
        foreign_package,
        hands=("environment of its own", without_packages),
    ),
    InstallationFault(
        "a server that writes and is away",
        "writer openai",
        both(
            changed_recipe(script={"chain": ["openai"]}),
            changed(STUDIO__WRITER__BASE_URL=f"http://{_AWAY}/v1"),
        ),
        elsewhere="a language model on a server",
    ),
    InstallationFault(
        "a server that speaks and is away",
        "voice openai-speech",
        both(
            changed_recipe(voice={"chain": ["openai-speech"]}),
            changed(STUDIO__SPEECH__BASE_URL=f"http://{_AWAY}/v1"),
        ),
        elsewhere="a voice on a server",
    ),
    InstallationFault(
        "a model that is not there",
        "voice supertonic",
        changed_recipe(voice={"chain": ["supertonic"]}),
        elsewhere="the files of the model",
    ),
    InstallationFault(
        "a Python of the studio that is not there",
        "writer extractive",
        changed(STUDIO__INTERPRETER="/no/python"),
        {"WAGGLEBOT_STUDIO__INTERPRETER": None},
    ),
)
