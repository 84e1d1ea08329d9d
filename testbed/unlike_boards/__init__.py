"""Test boards of unlike structure, which share no class names: what the recognition of unknown sites is measured on."""
