"""``wagglebot channel check`` over a real broker: its answer, and its exit status."""

import json

from fixtures.doors import Doors, collected, doors, rendered

__all__ = ["doors"]


async def test_the_check_tells_what_is_broken_and_exits_with_1(doors: Doors) -> None:
    await doors.record(*collected("3"))
    empty = await doors.run("channel", "check")
    assert empty.exit_code == 1
    await doors.record(*rendered("1"), *rendered("2"))
    twins = await doors.run("channel", "check", "--json")
    told = json.loads(twins.stdout)
    assert [film["film"] for film in told["films"]] == ["sample.1", "sample.2"]
    assert told["interchangeability"] == 1.0
    assert [one["code"] for one in told["broken"]] == ["channel.too_alike"]
    assert told["in_order"] is False
    assert twins.exit_code == 1
    seen = await doors.run("channel", "check")
    assert "sample.2 1.00" in seen.stdout
    assert "too much alike" in " ".join(seen.stdout.split())
    nowhere = await doors.run("channel", "check", "--platform", "youtube")
    assert nowhere.exit_code == 1
