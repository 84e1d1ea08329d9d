"""Checks of programs, fonts, models, own assets and sites, which films and crawls use."""

from libraries.checks.finding import Check, Finding, check_without_error, errors_as_finding
from schemas.errors import BadInput, ConfigurationError
from services.config import Settings


def resource_checks(settings: Settings) -> list[Check]:
    """The checks that fit these settings."""
    return [
        check_without_error("ffmpeg", lambda: _ffmpeg(settings)),
        check_without_error("encoder", lambda: _encoder(settings)),
        check_without_error("fonts", _fonts),
        check_without_error("local models", lambda: _local_models(settings)),
        check_without_error("graphics card", _graphics_card),
        errors_as_finding("own assets", lambda: _assets(settings)),
        errors_as_finding("faces", lambda: _faces(settings)),
        errors_as_finding("sites", lambda: _sites(settings)),
        errors_as_finding("film statistics", lambda: _film_statistics(settings)),
    ]


def _ffmpeg(settings: Settings) -> str:
    from libraries.ffmpeg import locate_ffmpeg

    return str(locate_ffmpeg(settings.studio.ffmpeg))


def _encoder(settings: Settings) -> str:
    from libraries.ffmpeg import locate_ffmpeg, nvenc_works

    return "h264_nvenc" if nvenc_works(locate_ffmpeg(settings.studio.ffmpeg)) else "libx264 (no NVENC on this machine)"


def _fonts() -> str:
    from libraries.drawing.typography.fonts import text_coverage

    return f"{len(text_coverage())} characters"


def _assets(settings: Settings) -> Finding:
    from services.cli.assets import examine_assets

    seen = examine_assets(settings)
    refused = [one.why for one in seen if one.why]
    return Finding(
        what="own assets",
        state="warn" if refused else "ok",
        found=f"{len(seen) - len(refused)} in {settings.studio.assets}"
        + (f", {len(refused)} refused: {refused[0]}" if refused else ""),
        remedy="See why: wagglebot assets" if len(refused) > 1 else "",
    )


def _faces(settings: Settings) -> Finding:
    """Whether faces in pictures are covered, as the recipe asks."""
    from libraries.vision.detect import check_face_network

    what, policy, path = "faces", settings.recipe.film.blur, settings.studio.faces
    if policy == "none":
        return Finding(what=what, state="ok", found="film.blur is none: nothing is covered")
    if path.is_file():
        try:
            check_face_network(path)
        except ConfigurationError as error:
            return Finding(what=what, state="fail", found=str(error))
        return Finding(what=what, state="ok", found=f"covered, found by {path}")
    without = "pictures are left out of films" if policy == "must" else "number plates are covered, faces are not"
    return Finding(
        what=what,
        state="warn",
        found=f"no network at {path}; as film.blur is {policy}, {without}",
        remedy="Fetch it: wagglebot models get centerface. Or set film.blur to none in the recipe.",
    )


def _local_models(settings: Settings) -> str:
    """Which provider the local models get. Two runtimes installed at once are refused even where no model is used."""
    from libraries.gpu.onnx import actual_session_provider, require_single_runtime
    from services.studio.worker.gpu_admission import model_folders

    require_single_runtime()
    used = model_folders(settings.recipe, settings.studio)
    if not used:
        return "none in the recipe"
    return f"{', '.join(used)}; sessions get {actual_session_provider()}"


def _graphics_card() -> str:
    from libraries.graphics_card import free_vram

    free = free_vram()
    return "no NVIDIA card: models and encoder use the CPU" if free is None else f"{free} MiB of memory free"


def _sites(settings: Settings) -> Finding:
    from crawlers.sites_config.registry import declared_sites, site_spec
    from crawlers.sites_config.site_details import file_notices

    declared, broken = declared_sites()
    for fault in (*broken, *(each.fault for each in declared.values() if each.fault)):
        raise fault
    try:
        wanted = [site_spec(code).name for code in settings.collect.sites]
    except BadInput as error:
        remedy = "WAGGLEBOT_COLLECT__SITES names it: correct that."
        return Finding(what="sites", state="fail", found=str(error), remedy=remedy)
    return Finding(what="sites", state="ok", found=", ".join((*wanted, *file_notices(declared.values()))))


def _film_statistics(settings: Settings) -> Finding:
    """Whether the permission of each platform in use reaches to statistics."""
    from services.publish.platforms.base import BaseUploader

    read, unread = list[str](), list[str]()
    for name in settings.publish.all_platforms:
        try:
            adapter, section = settings.publish.account_settings(name)
            uploader: type[BaseUploader] = adapter.load()
            if uploader.capabilities.statistics is not None:
                lacks = uploader.lacks_permission(section)
                (unread if lacks else read).append(name)
        except ConfigurationError:  # nobody gave permission, or its libraries are missing: see the platform's own line
            continue
    if unread:
        remedy = f"Publishing goes on; to measure films run: wagglebot auth {unread[0]}"
        return Finding(what="film statistics", state="warn", found=f"not permitted: {', '.join(unread)}", remedy=remedy)
    found = ", ".join(read) or "no platform in use that says how films are watched"
    return Finding(what="film statistics", state="ok", found=found)
