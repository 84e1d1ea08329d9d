"""The dossier of a film or channel: one page that shows, for an appeal, what was taken, made, decided and by whom."""
