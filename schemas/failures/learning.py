"""Failures of learning: choices that no film can have, and policies that cannot be asked."""

from collections.abc import Mapping
from typing import Final

from schemas.failures.sentences import Sentences

SENTENCES: Final[Mapping[str, Sentences]] = {
    "learning.no_such_choice": Sentences(
        en="No film can have {value} as its {factor} (choices: {known}).",
        ko="{factor}에 {value} 값을 쓸 수 없습니다(고를 수 있는 것: {known}).",
        cure="See what was chosen so far: wagglebot learned.",
        cure_ko="지금까지 쓴 값을 보세요: wagglebot learned",
    ),
    "learning.no_such_feature": Sentences(
        en="Nothing called {name} is known of a post when it is collected (known: {known}, site.CODE).",
        ko="글을 수집할 때 {name} 값은 알 수 없습니다(알 수 있는 것: {known}, site.코드).",
        cure="Name what docs/learning.md lists, and ask again: wagglebot whatif --policy FILE --since DATE.",
        cure_ko="docs/learning.md에 있는 이름으로 고쳐 다시 물어보세요: wagglebot whatif --policy FILE --since DATE",
    ),
    "learning.policy_not_a_chance": Sentences(
        en="The chances of {factor} add up to {total}, not to 1.",
        ko="{factor}의 확률을 더하면 1이 아니라 {total}입니다.",
        cure="Give each value a chance (0.5 and 0.5), and ask again: wagglebot whatif --policy FILE --since DATE.",
        cure_ko="값마다 확률을 적어(예: 0.5와 0.5) 다시 물어보세요: wagglebot whatif --policy FILE --since DATE",
    ),
    "learning.policy_empty": Sentences(
        en="The policy names no chances of choices, no weights of the order and no weekly times.",
        ko="정책에 선택의 확률도, 순서의 가중치도, 게시 시간도 없습니다.",
        cure="Name one, as docs/learning.md shows, and ask again: wagglebot whatif --policy FILE --since DATE.",
        cure_ko="docs/learning.md를 보고 하나를 적은 뒤 다시 물어보세요: wagglebot whatif --policy FILE --since DATE",
    ),
}
