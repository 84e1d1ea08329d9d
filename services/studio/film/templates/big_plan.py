"""The plan of a film in big type: every shot a poster of its words, the comments as cards."""

from services.studio.film.templates.emoji import emblems
from services.studio.film.templates.planner import Planner, Span, shots
from services.studio.film.timeline import Scene, Transition, TypeCard, spaced


class BigPlanner(Planner):
    """A new line changes the colours; further shots of the same one keep them."""

    _page = 0

    def told(self, span: Span) -> list[Scene]:
        self._page += 1
        scenes = []
        for i, (words, start, end) in enumerate(shots(span)):
            emoji = emblems(spaced(words), self.script.mood, self._page + self.seed, 1)[0]
            card = TypeCard(words=words, emoji=emoji, page=self._page + self.seed)
            scenes.append(Scene(start=start, end=end, card=card, transition=Transition.CUT if i else Transition.PUSH))
        return scenes
