"""What is to be seen at each line of a script, and who is who, by rules over the words of the post and the script.

`storyboard` is a function of the script and its post: a script that was stored long ago has beats too. Only films of a
template that plans by beats are made anew when the rules change.
"""

from libraries.story_beats.board import BEATS, storyboard

__all__ = ["BEATS", "storyboard"]
