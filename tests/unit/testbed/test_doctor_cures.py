"""Commands are found in the sentences of cures, in English and Korean, and nothing else is taken for one."""

from fixtures.rows import each_row

from testbed.drills.doctor import cures
from testbed.drills.doctor.faults import FAULTS


@each_row(
    "text, commands",
    [
        ("Start the station (wagglebot run), or run: wagglebot backup /b", ["wagglebot run", "wagglebot backup /b"]),
        ("Fetch it: wagglebot models get centerface. Or set film.blur.", ["wagglebot models get centerface"]),
        ("Run 'wagglebot gc --dry-run' to see what.", ["wagglebot gc --dry-run"]),
        ("wagglebot verify로 읽고 wagglebot restore를 실행하세요.", ["wagglebot verify", "wagglebot restore"]),
        ("chmod 600 /a/token.json /a/client.json", ["chmod 600 /a/token.json /a/client.json"]),
        ("Raise it: ulimit -n 4096", ["ulimit -n 4096"]),
        ("Start with: LANG=C.UTF-8 wagglebot …", ["LANG=C.UTF-8 wagglebot …"]),
        ("Run wagglebot replay projection or restart.", ["wagglebot replay projection"]),
        ("Set both clocks by the network.", []),
    ],
)
def test_commands_end_where_the_sentence_goes_on(text: str, commands: list[str]) -> None:
    assert cures.commands_in(text) == commands


def test_settings_are_found_as_variables_and_by_their_place() -> None:
    text = "Set WAGGLEBOT_REVIEW__PORT, or film.blur to none; media.root is no folder."
    assert cures.settings_in(text) == {"WAGGLEBOT_REVIEW__PORT", "film.blur", "media.root"}


def test_there_are_more_than_forty_faults_each_of_its_own_name() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) > 40
