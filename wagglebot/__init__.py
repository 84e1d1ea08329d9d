"""The public surface of WaggleBot for authors of plug-ins. Everything outside this package may change between versions.

``wagglebot.plugins`` has what an adapter is written with, ``wagglebot.testing`` what it is tested with.
"""
