"""TikTok, through the Content Posting API into the creator's inbox."""

from services.publish.platforms.tiktok.adapter import TiktokUploader

__all__ = ["TiktokUploader"]
