"""Commands about a channel as a whole: its rules, the dossier for an appeal, the morning brief."""
