"""What a channel learns from its films: which choices bring views, which posts are worth a film. Rules and mathematics
alone; what is read and written is elsewhere.

`films` a published film with its readings; `bridge` young readings as of the final age; `model` the posterior over
choices; `proposals` choices drawn by their chance to be best; `knowledge` what may be said about each choice; `whatif`
another policy asked of logged choices; `order` the order of the inbox; `fold` films from facts.
"""
