"""The letters that Korean text is written in: Hangul of all forms, Hanja, kana, and faces made of signs."""
