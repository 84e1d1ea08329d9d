"""What a channel must keep to earn: films that differ, own words, the host's own verdict. Rules without I/O.

YouTube pays for no "mass-produced" films and no "readings of other materials you did not originally create": its
channel monetisation policies (support.google.com/youtube/answer/1311392). A channel is judged as a whole.
"""
