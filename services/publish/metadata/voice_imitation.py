"""What platforms must be told of a film: whether its voice could be taken for a real person's."""

from schemas.adapters import AdapterKind, usable_adapters
from schemas.states import PostState


def imitates_a_person(state: PostState) -> bool:
    """Whether the voice of a film was made after a real person's, as the adapter declares that spoke it.

    An adapter that is not installed here may be of that kind, so its films are labelled. Lines that a person recorded
    are that person's own; where all are, no adapter spoke.
    """
    if not state.voice_by or (state.script is not None and all(line.recording for line in state.script.lines)):
        return False
    known = {each.name: each.imitates_people for each in usable_adapters(AdapterKind.VOICE)}
    return known.get(state.voice_by, True)
