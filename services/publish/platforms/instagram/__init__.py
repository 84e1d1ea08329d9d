"""Instagram Reels, through containers and resumable uploads of the Graph API."""

from services.publish.platforms.instagram.adapter import InstagramUploader

__all__ = ["InstagramUploader"]
