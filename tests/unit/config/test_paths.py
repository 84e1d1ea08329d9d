"""Where data and the operator's files lie, in a checkout and installed."""

import subprocess
import sys
from pathlib import Path

from libraries.paths import data_folder, home_folder, pythonpath_for_child
from services.config import DATA, HOME, ROOT, NatsSettings, Settings


def test_a_checkout_holds_everything() -> None:
    assert DATA == HOME == ROOT
    assert (DATA / "nats/streams.json").is_file()
    assert NatsSettings().store_dir == ROOT / "var/nats"


def test_an_installed_program_has_its_data_beside_its_code() -> None:
    assert data_folder(Path("/site-packages"), in_checkout=False) == Path("/site-packages/wagglebot/data")


def test_the_home_that_is_named_goes_first(tmp_path: Path) -> None:
    for in_checkout in (True, False):
        assert home_folder({"WAGGLEBOT_HOME": str(tmp_path)}, in_checkout=in_checkout) == tmp_path
    assert home_folder({"WAGGLEBOT_HOME": "~/w"}) == Path.home() / "w"


def test_an_installed_program_keeps_its_files_where_the_platform_expects_them() -> None:
    def home(environment: dict[str, str], platform: str = "linux") -> Path:
        return home_folder(environment, in_checkout=False, platform=platform)

    assert home({"XDG_DATA_HOME": "/data"}) == Path("/data/wagglebot")
    assert home({"XDG_DATA_HOME": "relative"}) == Path.home() / ".local/share/wagglebot"
    assert home({}) == Path.home() / ".local/share/wagglebot"
    assert home({}, "darwin") == Path.home() / "Library/Application Support/wagglebot"


def test_site_packages_is_never_put_on_the_path_of_another_interpreter() -> None:
    assert pythonpath_for_child({"PYTHONPATH": "/more"}, in_checkout=True) == f"{ROOT}:/more"
    assert pythonpath_for_child({"PYTHONPATH": "/more"}, in_checkout=False) == "/more"
    assert pythonpath_for_child({}, in_checkout=False) == ""


def test_the_settings_file_lies_at_home_too() -> None:
    asked = "from services.config import HOME, Settings; print(*Settings.model_config['env_file'], HOME / '.env')"
    said = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.split() == [str(HOME / ".env"), ".env", str(HOME / ".env")]
    assert Settings.model_config["env_file"] is None, "the tests read no file of the machine they run on"
