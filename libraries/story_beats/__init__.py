"""What is to be seen at each line of a script, and who is who, by rules over the words of the post and the script.

`make_storyboard` is a function of the script and its post: a script stored long ago has beats too. Only films of
a template that plans by beats are made anew when the rules change.
"""

from libraries.story_beats.script_storyboard import BEATS, make_storyboard

__all__ = ["BEATS", "make_storyboard"]
