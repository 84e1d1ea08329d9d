"""Commands about a channel as a whole: its rules, what it learned, the dossier for an appeal, the morning brief."""
