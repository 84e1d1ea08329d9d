"""Unknown sites recognised from their pages: a site file is proposed, with how sure each of its fields is."""
