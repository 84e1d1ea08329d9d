"""The review app: its parts put together."""

from typing import Final

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from libraries.accounts.audit_log import AuditLog
from libraries.bus import Bus
from libraries.media.store import MediaStore
from libraries.network_addresses import is_loopback
from schemas.views import Projection
from services.config import Settings
from services.review.auth.entry import EntryPolicy
from services.review.auth.login_page import STATIC
from services.review.auth.middleware import HEALTH, AccessMiddleware, allowed_hosts
from services.review.gradio_shell import mount_shell
from services.review.http_errors import install_error_handlers
from services.review.live.activity import RecentActivity
from services.review.live.early_scripts import EarlyScriptWriter
from services.review.live.sse import UpdateHub
from services.review.routes.admin import admin_routes
from services.review.routes.editor import editor_routes
from services.review.routes.failures import alert_routes, failure_routes
from services.review.routes.films import film_routes
from services.review.routes.insights import insight_routes
from services.review.routes.media import media_routes
from services.review.routes.posts import decision_routes, inbox_view_routes, post_view_routes
from services.review.routes.sites import site_routes
from services.studio.preview import PreviewMaker

ACCOUNTS: Final = "accounts.json"
"""Name of the file of accounts, in the folder that the broker's store lies in."""


def create_app(
    bus: Bus, projection: Projection, store: MediaStore, settings: Settings, previews: PreviewMaker
) -> FastAPI:
    """The whole app behind its login; ``app.state`` has its `EntryPolicy` and what is to run beside it.

    Raises ConfigurationError when the accounts cannot be read.
    """
    local = is_loopback(settings.review.host)
    audit = AuditLog.for_store_folder(settings.nats.store_dir)
    entry = EntryPolicy.from_file(
        settings.nats.store_dir.parent / ACCOUNTS, settings.review, loopback=local, audit=audit
    )
    activity = RecentActivity(bus, always=settings.studio.script_approval)
    hub = UpdateHub(bus, projection, activity)
    app = FastAPI(title="WaggleBot", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.hub = hub
    app.state.entry = entry
    app.state.early_scripts = early = EarlyScriptWriter(bus, previews)

    @app.get(HEALTH)
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    for router in (
        site_routes(bus, settings.collect, audit, loopback=local),
        inbox_view_routes(projection, hub),
        post_view_routes(bus, projection, hub, settings),
        decision_routes(bus, settings, early),
        failure_routes(bus, projection),
        alert_routes(bus),
        editor_routes(bus, previews, settings),
        film_routes(bus, store, settings),
        admin_routes(bus, projection, settings, entry=entry, audit=audit, activity=activity),
        insight_routes(bus, projection, settings),
        media_routes(store),
    ):
        app.include_router(router)
    app.mount("/ui", StaticFiles(directory=STATIC))
    install_error_handlers(app, bus, projection)
    mount_shell(app)
    hosts = allowed_hosts(settings.review.host, settings.review.allowed_hosts)
    app.add_middleware(AccessMiddleware, hosts=hosts, entry=entry)
    return app
