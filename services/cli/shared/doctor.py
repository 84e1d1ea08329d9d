"""``wagglebot doctor``: the checks of this machine, of the settings and of the adapters in use."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from libraries.backups.backup_checks import backup_checks
from libraries.bus.connection.broker_check import check_broker, vanished_stream_finding
from libraries.channel.channel_setup import channel_findings
from libraries.checks import machine
from libraries.checks.finding import Check, Finding, check_without_error, errors_as_finding, finding_of, run_checks
from libraries.network_addresses import is_loopback
from libraries.paths import HOME
from schemas.errors import WaggleError
from schemas.subjects import FACTS
from services.cli.adapters import adapter_findings
from services.cli.shared.resource_checks import resource_checks
from services.config import Settings


def doctor_findings(settings: Settings) -> list[Finding]:
    """The findings of every check that fits these settings."""
    checks = run_checks([*_machine(settings), *resource_checks(settings), *_folders(settings), *_keeping(settings)])
    database, position = _database(settings)
    return [
        *checks,
        database,
        *_broker(settings, position),
        *adapter_findings(settings),
        *channel_findings(settings.publish, settings.collect.sites),
    ]


def _machine(settings: Settings) -> list[Check]:
    return [
        machine.check_python_version,
        machine.check_packages,
        machine.check_memory,
        machine.check_open_files,
        machine.check_text_encoding,
        machine.disk_space_check(settings.media.root),
        machine.disk_space_check(settings.nats.store_dir),
        machine.disk_space_check(Path(tempfile.gettempdir())),
    ]


def _folders(settings: Settings) -> list[Check]:
    var = settings.nats.store_dir.parent
    return [
        machine.writable_folder_check("media", settings.media.root, "WAGGLEBOT_MEDIA__ROOT"),
        errors_as_finding("media store", lambda: _media_disk(settings)),
        machine.writable_folder_check(
            "state", var, "WAGGLEBOT_HOME" if var == HOME / "var" else "WAGGLEBOT_NATS__STORE_DIR"
        ),
        machine.writable_folder_check("temporary files", Path(tempfile.gettempdir()), "TMPDIR"),
        machine.private_files_check(
            "secrets", HOME / ".env", *sorted(var.glob("*-token.json")), *sorted(var.glob("*-client.json"))
        ),
    ]


def _keeping(settings: Settings) -> Iterator[Check]:
    """Backups, doors to the network, alerts."""
    review, health = settings.review, settings.health
    yield machine.free_port_check(review.host, review.port, "WAGGLEBOT_REVIEW__PORT")
    yield lambda: _review_door(settings)
    if health.metrics_port:
        yield machine.free_port_check(health.metrics_host, health.metrics_port, "WAGGLEBOT_HEALTH__METRICS_PORT")
    var = settings.nats.store_dir.parent
    yield from backup_checks(health.backup_folder, settings.backup_store, var, health.restore_drill_days)
    yield lambda: finding_of(
        "alerts",
        ok=bool(health.notifiers),
        found=", ".join(health.notifiers) or "nobody gets them: they stand in the log only",
        remedy="Set WAGGLEBOT_HEALTH__ALERT_WEBHOOK or WAGGLEBOT_HEALTH__NOTIFIERS.",
        bad="warn",
    )


def _review_door(settings: Settings) -> Finding:
    """Off loopback the review app asks for an account; without one a stranger could make the first."""
    review, accounts = settings.review, settings.nats.store_dir.parent / "accounts.json"
    ok = is_loopback(review.host) or bool(review.password.get_secret_value()) or accounts.is_file()
    remedy = "Set WAGGLEBOT_REVIEW__PASSWORD, or WAGGLEBOT_REVIEW__HOST=127.0.0.1."
    found = "asks for an account" if ok else f"anybody who reaches {review.host} can make the first account"
    return finding_of("review app", ok=ok, found="loopback only" if is_loopback(review.host) else found, remedy=remedy)


def _media_disk(settings: Settings) -> Finding:
    from libraries.media.store import MEDIA_STORE
    from libraries.media.store_mark import require_store_mark

    if settings.media.store == MEDIA_STORE.name:
        require_store_mark(settings.media.root, settings.nats.store_dir.parent / "media.root")
    return Finding(what="media store", state="ok", found=settings.media.store)


def _broker(settings: Settings, projected: int) -> list[Finding]:
    from libraries.bus.embedded import accounts_dir, nats_server_path, running_server_address

    if not settings.nats.is_embedded:
        return check_broker(settings.nats, settings.nats.hosts_and_ports, projected)
    running = running_server_address(settings.nats.store_dir)
    if running is not None:
        accounts = accounts_dir(settings.nats.store_dir)
        ours = settings.nats.model_copy(update={"url": running, "accounts": accounts})
        return check_broker(ours, "embedded, it runs", projected)
    found = run_checks([check_without_error("broker", lambda: f"embedded, {nats_server_path()}; nothing runs now")])
    has_facts = any(settings.nats.store_dir.glob(f"jetstream/*/streams/{FACTS}"))
    return [*found, vanished_stream_finding(projected)] if projected and not has_facts else found


def _database(settings: Settings) -> tuple[Finding, int]:
    """The finding of the projection, and the fact that it stands at; 0 where that cannot be read."""
    from services.projector.queries.projection_queries import SqlProjection

    try:
        projection = SqlProjection.open(settings.store.url)
        try:
            position = projection.check_tables()
        finally:
            projection.close()
    except WaggleError as error:
        return Finding(what="database", state="fail", found=str(error)), 0
    return Finding(
        what="database", state="ok", found=f"{settings.store.url.split('@')[-1]}, at fact {position}"
    ), position
