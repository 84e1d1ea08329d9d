"""YouTube, through google-api-python-client and its resumable uploads."""

from services.publish.platforms.youtube.adapter import YoutubeUploader

__all__ = ["YoutubeUploader"]
