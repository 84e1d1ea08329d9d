"""TikTok, through the Content Posting API into the creator's inbox."""

from services.publish.tiktok.adapter import TiktokUploader

__all__ = ["TiktokUploader"]
